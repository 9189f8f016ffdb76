"""Sixteen people merge the same two records, both ways, at one moment: one merge, no 500."""

from collections import Counter

import pytest
from django.urls import reverse

from pupils.models import Pupil
from tests.cast import add_children, assemble_cast
from tests.placements.test_sixteen_at_once import WRITERS, posted_at_once


@pytest.mark.django_db(transaction=True)
def test_it_is_merged_once() -> None:
    cast = assemble_cast()
    add_children(cast, {"twice": {}})
    cast.twice.enrolments.all().delete()
    told = {"version": 1, "other_version": 1, "reason": "One child", "is_compared": "on"}
    url = reverse("pupils:merge_with", args=[cast.ben.ref, cast.twice.ref])
    assert posted_at_once(cast, url, told) == Counter({302: WRITERS})
    assert Pupil.objects.get(pk=cast.twice.pk).merged_into == cast.ben
    assert cast.ben.care_periods.count() == 1
