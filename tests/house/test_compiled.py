"""A query kept as text asks the database each time, with the values of that time."""

from datetime import timedelta

import pytest

from pupils.models import Enrolment
from tests.cast import TODAY
from vsh.compiled import PreparedRows

pytestmark = pytest.mark.django_db


def compose(kinds, pupil_id, day, name):
    places = Enrolment.objects.filter(pupil=pupil_id, started_on__lte=day, kind__in=kinds)
    return places.exclude(setting__name=name).select_related("setting").order_by("id")


@pytest.fixture
def places() -> PreparedRows[Enrolment]:
    return PreparedRows(compose)


def without_state(row):
    return {name: value for name, value in vars(row).items() if name != "_state"}


@pytest.mark.parametrize("kinds", [("main",), ("main", "subsidiary"), ()])
@pytest.mark.parametrize("days", [0, -4000])
def test_it_finds_what_the_query_set_finds(cast, places, kinds, days, django_assert_num_queries):
    day = TODAY + timedelta(days=days)
    for _ in range(2):  # compiled, then kept
        for child in cast.children.values():
            for name in ("", "Oakfield Academy", cast.oakfield.name):
                found = places.read(child.pk, day, name, shape=(kinds,))
                same = list(compose(kinds, child.pk, day, name))
                assert [without_state(row) for row in found] == [without_state(row) for row in same]
    assert bool(places.read(cast.ada.pk, day, "", shape=(kinds,))) == (bool(kinds) and not days)


def test_what_has_changed_since_counts(cast, places):
    asked = (cast.ada.pk, TODAY, "")
    before = places.read(*asked, shape=(("main",),))
    Enrolment.objects.filter(pk=before[0].pk).update(started_on=TODAY + timedelta(days=1))
    after = places.read(*asked, shape=(("main",),))
    assert before[0].pk not in {row.pk for row in after}


def test_a_shape_is_composed_once(cast):
    composed = []

    def counted(*asked):
        composed.append(asked[0])
        return compose(*asked)

    rows = PreparedRows(counted)
    for child in cast.children.values():
        rows.read(child.pk, TODAY, "", shape=(("main",),))
        rows.read(child.pk, TODAY, "", shape=(("dual",),))
    assert composed == [("main",), ("dual",)]


def test_a_value_that_has_no_place_holder_is_refused(cast, places):
    with pytest.raises(KeyError):
        places.read(cast.ada.pk, TODAY, None, shape=(("main",),))
