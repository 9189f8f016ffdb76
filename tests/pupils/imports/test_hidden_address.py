"""A hidden address stays hidden when the roll brings the next one."""

import pytest

from pupils.models import CarePlacement
from tests.pupils.imports.rolls import gia

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("is_hidden", [True, False])
def test_the_next_placement_takes_over_whether_the_address_is_hidden(night, is_hidden):
    night()
    CarePlacement.objects.filter(pupil=gia()).update(is_address_confidential=is_hidden)
    night(placement_from="2026-11-02", placement_type="K2", placement_postcode="NS9 9ZZ")
    latest = CarePlacement.objects.filter(pupil=gia()).latest("started_on")
    assert latest.postcode == "NS9 9ZZ"
    assert latest.is_address_confidential is is_hidden
