"""A search follows the place that had ended it, when that place is corrected."""

from datetime import date

import pytest

from placements.models import SchoolSearch
from pupils.models import Deadline, Enrolment
from pupils.services.deadlines import recalculate_deadlines_for, recalculate_everyone
from pupils.services.enrolments import end_enrolment
from tests.cast import TODAY, Cast
from tests.placements.moving import LEAVES, drafted, recorded
from tests.placements.test_place_corrections import correct
from tests.placements.test_searches import enrol
from vsh.calendars.models import CurrentDay

NEXT_DAY = date(2026, 11, 5)
NOT_FULL_TIME = {"is_full_time": False, "part_time_reason": "It begins slowly"}


@pytest.fixture
def searching(cast: Cast) -> SchoolSearch:
    """Since Monday Ada lives elsewhere and has no school."""
    recorded(cast, drafted(cast, **LEAVES))
    return SchoolSearch.objects.get()


@pytest.mark.parametrize(
    "wrong",
    [
        NOT_FULL_TIME,
        {"started_on": date(2026, 11, 25), "accepted_on": TODAY},
        {"kind": "subsidiary"},
    ],
)
def test_it_goes_on_when_the_place_is_corrected_to_none_yet(cast: Cast, searching, wrong) -> None:
    place = enrol(cast)
    recalculate_everyone()
    CurrentDay.objects.update(day=NEXT_DAY)
    right = correct(cast, place, **wrong)
    searching.refresh_from_db()
    assert (searching.ended_on, searching.ended_by) == (None, None)
    clocks = Deadline.objects.filter(pupil=cast.ada, kind="school_place", met_on=None)
    assert clocks.get().is_current
    CurrentDay.objects.update(day=date(2026, 11, 25))
    if right.started_on == TODAY:
        correct(cast, right, is_full_time=True, started_on=date(2026, 11, 25), kind="main")
    recalculate_everyone()
    searching.refresh_from_db()
    assert (searching.ended_on, searching.ended_by) == (date(2026, 11, 25), place)


def test_a_first_day_that_is_corrected_moves_the_end_of_the_search(cast: Cast, searching) -> None:
    place = enrol(cast)
    CurrentDay.objects.update(day=date(2026, 11, 9))
    correct(cast, place, started_on=date(2026, 11, 6))
    searching.refresh_from_db()
    assert (searching.ended_on, searching.ended_by) == (date(2026, 11, 6), place)


def test_a_place_that_was_left_again_had_ended_the_search(cast: Cast, searching) -> None:
    place = enrol(cast)
    CurrentDay.objects.update(day=date(2026, 11, 20))
    end_enrolment(
        actor=cast.officer,
        enrolment=place,
        version=place.version,
        ended_on=date(2026, 11, 19),
        reason_ended="It closed",
        ended_by_placement=False,
        leaves_without_place=True,
    )
    searching.refresh_from_db()
    assert (searching.ended_on, searching.ended_by) == (TODAY, place)


def test_one_begun_since_goes_on_in_its_place(cast: Cast, searching: SchoolSearch) -> None:
    place = enrol(cast)
    Enrolment.objects.filter(pk=place.pk).update(is_full_time=False)
    SchoolSearch.objects.create(pupil=cast.ada, started_on=TODAY, why="Part time only")
    recalculate_deadlines_for([cast.ada.pk])
    searching.refresh_from_db()
    assert searching.ended_on == TODAY
    assert SchoolSearch.objects.get(ended_on=None).why == "Part time only"
