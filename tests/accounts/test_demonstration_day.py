"""A demonstration held at a day says that the clock goes on beside it."""

import pytest
from django.urls import reverse

from tests.cast import Cast
from vsh.calendars.models import CurrentDay

WORDS = "Its day is 4 November 2026; the moments at which something is saved or sent are those of"


@pytest.mark.parametrize(("is_held", "is_said"), [(True, True), (False, False)])
def test_the_banner_names_the_day_at_which_it_is_held(
    cast: Cast, client, settings, is_held, is_said
) -> None:
    settings.DEMO = True
    if not is_held:
        CurrentDay.objects.all().delete()
    client.force_login(cast.head)
    page = client.get(reverse("reporting:home")).content.decode()
    assert "Every child and member of staff here is invented" in page
    assert (WORDS in page) == is_said
    assert ("Its day is" in page) == is_said
