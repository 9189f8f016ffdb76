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
    ways = (cast.ben.ref, cast.twice.ref), (cast.twice.ref, cast.ben.ref)
    one, other = (reverse("pupils:merge_with", args=refs) for refs in ways)
    assert posted_at_once(cast, one, told, other) == Counter({302: WRITERS})
    [stays] = Pupil.objects.filter(pk__in=[cast.ben.pk, cast.twice.pk], merged_into=None)
    assert stays.care_periods.count() == 1
    assert stays.merged.count() == 1
