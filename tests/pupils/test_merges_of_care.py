"""A record of the roll beside one of the return, or one that the council has closed: what files
alone can correct stands in nobody's way."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from placements.models import CareMove
from pupils.models import (
    CareEpisode,
    CarePeriod,
    CarePlacement,
    MissingEpisode,
    StatutoryReview,
)
from pupils.services.merges import RowsGoError
from tests.cast import Cast, add_children
from tests.pupils.twice import merge

ENTERED, MARCH = date(2026, 2, 2), date(2026, 3, 15)
ROLL = {"category_of_need": "", "reason_started": ""}
HOME = {"provider": "PR1", "ofsted_urn": "SC123456", "distance": 0, "reason_changed": "ALLEG"}


@pytest.fixture
def twice(cast: Cast) -> Cast:
    """Ben once more: the same care, no school; Ben's home is in the return."""
    add_children(cast, {"twice": {}})
    cast.twice.enrolments.all().delete()
    return cast


def episodes(child) -> list[tuple]:
    rows = CareEpisode.objects.filter(care_period__pupil=child).order_by("started_on")
    return list(rows.values_list("legal_status", "started_on", "category_of_need"))


@pytest.mark.parametrize("in_return", ["ben", "twice"])
def test_what_the_roll_does_not_say_contradicts_nothing(twice: Cast, in_return: str):
    child = twice.children[in_return]
    other = twice.twice if child == twice.ben else twice.ben
    CareEpisode.objects.filter(care_period__pupil=other).update(**ROLL)
    child.placements.update(**HOME)
    other.placements.update(provider="", ofsted_urn="", distance=None, is_emergency=True)
    for one, said in ((child, "PN1"), (other, "")):
        period = one.care_periods.get()
        held = {"held_on": date(2026, 5, 5), "participation": said}
        StatutoryReview.objects.create(pupil=one, care_period=period, **held)
    merge(twice, named=())
    [(*_, need)] = episodes(twice.ben)
    home = twice.ben.placements.get()
    assert need == "N1"
    assert {name: getattr(home, name) for name in HOME} == HOME
    assert home.is_emergency
    assert twice.ben.reviews.get().participation == "PN1"


def test_a_status_dated_from_the_day_of_loading_gives_way(twice: Cast):
    for child, day in ((twice.ben, date(2026, 3, 10)), (twice.twice, MARCH)):
        CareEpisode.objects.filter(care_period__pupil=child).update(ended_on=day)
        period = child.care_periods.get()
        CareEpisode.objects.create(care_period=period, started_on=day, legal_status="E1")
    before = episodes(twice.ben)
    merge(twice)
    assert episodes(twice.ben) == before


def closed(child) -> CarePeriod:
    """The council closed the record: care ended, and with it the home and the status."""
    day = date(2026, 11, 1)
    for rows in (
        child.placements,
        CareEpisode.objects.filter(care_period__pupil=child),
        child.care_periods,
    ):
        rows.update(ended_on=day)
    child.care_periods.update(end_reason="E8")
    return child.care_periods.get()


def test_a_closed_duplicate_goes_and_what_hangs_on_it_stays(twice: Cast):
    period = closed(twice.twice)
    review = StatutoryReview.objects.create(
        pupil=twice.twice, care_period=period, held_on=date(2026, 5, 5)
    )
    merge(twice)
    assert CarePeriod.objects.get(pupil=twice.ben).ended_on is None
    assert twice.ben.placements.get().ended_on is None
    review.refresh_from_db()
    assert review.care_period == twice.ben.care_periods.get()


def test_the_other_way_round_one_is_told_to_keep_the_other(twice: Cast):
    closed(twice.ben)
    with pytest.raises(ValidationError, match="keep the other record instead"):
        merge(twice)


def test_a_return_is_named_before_it_is_lost(twice: Cast):
    """Missing for three days within three weeks: not the same, and nobody says so silently."""
    for child, days in ((twice.ben, (1, 20)), (twice.twice, (5, 8))):
        first, last = (date(2026, 6, day) for day in days)
        MissingEpisode.objects.create(pupil=child, kind="M", started_on=first, ended_on=last)
    with pytest.raises(RowsGoError) as error:
        merge(twice, named=())
    [row] = error.value.rows
    said = "Times missing: Missing from 5 June 2026 to 8 June 2026. Told by "
    assert row.startswith(f"{said}the system, or whoever set it up, on ")
    merge(twice, named=error.value.rows)
    assert MissingEpisode.objects.get().started_on == date(2026, 6, 1)


def test_a_home_to_which_a_person_told_a_move_does_not_become_another(twice: Cast):
    twice.twice.placements.update(ended_on=MARCH)
    home = CarePlacement.objects.create(
        pupil=twice.twice,
        care_period=twice.twice.care_periods.get(),
        started_on=MARCH,
        placement_type="U6",
        is_address_confidential=True,
    )
    told = {"pupil": twice.twice, "from_on": MARCH, "placement": home, "state": "recorded"}
    by = {"started_by": twice.head, "started_on": MARCH, "recorded_by": twice.head}
    move = CareMove.objects.create(**told, **by, recorded_on=MARCH, is_emergency=True)
    with pytest.raises(ValidationError, match="Placements: Foster care from 15 March 2026 on"):
        merge(twice, "head")
    move.delete()
    merge(twice, "head")
    assert twice.ben.placements.get().started_on == ENTERED
    assert twice.ben.placements.get().is_address_confidential, "as the one that went"
