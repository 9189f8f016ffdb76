"""The clocks of education outside while a child is in custody: the sixth day and the place."""

from dataclasses import replace
from datetime import date

import pytest

from placements.rules.held import StayFacts, first_day_free
from placements.rules.provision import ExclusionFacts, ExclusionsOfChild, provisions
from placements.rules.school_places import school_places
from pupils.rules.facts import PlacementFacts
from tests.clock_world import ACADEMY, OAKFIELD, by_key, child, known, period, place
from tests.placements.school_places import AT_SCHOOL, IN_CARE, MONDAY

# Excluded on Monday 12 October 2026: the sixth school day is Monday 19 October, the place is due on
# Monday 16 November (20 school days, half term from 26 to 30 October).
SIXTH, PLACE_BY = date(2026, 10, 19), date(2026, 11, 16)
HELD = "In custody from Mon 19 October 2026: the establishment teaches the child"


def day(month: int, number: int, year: int = 2026) -> date:
    return date(year, month, number)


def out(kind="permanent", sessions=None):
    return ExclusionFacts(7, kind, MONDAY, sessions, OAKFIELD)


def clock(rule, *stays, row=None, on=date(2027, 3, 1), places=None, care=None):
    enrolments = [place(AT_SCHOOL)] if places is None else places
    facts = child(care or period(IN_CARE), enrolments=enrolments).as_known_on(on)
    held = tuple(StayFacts(*stay) for stay in stays)
    told = ExclusionsOfChild((row or out(),), held).as_known_on(on)
    return by_key(rule(facts, told, known(on)))


def sixth_day(*stays, **more):
    (state,) = clock(provisions, *stays, **more).values()
    return state


@pytest.mark.parametrize(
    ("stay", "due_on", "closed_on", "is_current"),
    [
        ((day(10, 20),), SIXTH, None, False),  # it was due the day before, and is missed
        ((day(10, 19),), SIXTH, day(10, 19), True),
        ((day(10, 12),), SIXTH, MONDAY, True),
        ((day(9, 1),), SIXTH, MONDAY, True),  # held when the school excluded
        ((day(9, 1), day(10, 12)), SIXTH, None, True),  # released that day
        ((day(10, 12), day(10, 19)), SIXTH, None, True),  # free on the sixth day
        ((day(10, 12), day(10, 20)), day(10, 20), None, True),  # the day of release
        ((day(10, 19), day(10, 24)), day(11, 2), None, True),  # a Saturday before half term
        ((day(10, 20), day(11, 2)), SIXTH, None, True),  # missed before, and free again
    ],
)
def test_the_sixth_day_is_not_of_the_school_while_the_child_is_held(
    stay, due_on, closed_on, is_current
):
    state = sixth_day(stay)
    assert (state.due_on, state.closed_on, state.is_current) == (due_on, closed_on, is_current)
    assert state.met_on is None


def test_what_closes_it_and_what_is_said_after_release():
    assert sixth_day((SIXTH,)).not_required_reason == HELD
    steps = sixth_day((SIXTH, day(10, 24))).due.steps
    assert steps[-1] == (
        "In custody on that day: the first school day after it, Mon 2 November 2026"
    )


def test_an_end_that_is_not_known_yet_ends_nothing():
    assert sixth_day((SIXTH, day(11, 3)), on=day(11, 2)).closed_on == SIXTH
    assert sixth_day((SIXTH, day(11, 3)), on=day(11, 3)).due_on == day(11, 3)
    assert sixth_day((SIXTH,), on=day(10, 16)).closed_on is None


def test_education_before_custody_stays_met():
    row = replace(out(), full_time_from_on=day(10, 14))
    assert sixth_day((day(10, 16),), row=row).met_on == day(10, 14)


@pytest.mark.parametrize(("sessions", "is_closed"), [(12, True), (40, False)])
def test_a_suspension_that_ended_in_custody_asks_for_nothing(sessions, is_closed):
    """Of 6 days the last is the 19th, of 20 days the 13 November; released on the 22nd."""
    state = sixth_day((day(10, 14), day(10, 22)), row=out("suspension", sessions))
    assert (state.due_on, bool(state.closed_on)) == (day(10, 22), is_closed)


@pytest.mark.parametrize(
    ("day_asked", "free_on"),
    [
        (day(10, 11), None),
        (day(10, 12), day(10, 20)),
        (day(10, 15), day(10, 20)),  # moved to another establishment on the 15th
        (day(10, 20), None),
        (day(11, 2), None),  # no end is known
    ],
)
def test_the_first_day_free(day_asked, free_on):
    stays = [
        StayFacts(day(10, 15), day(10, 20)),
        StayFacts(day(10, 12), day(10, 15)),
        StayFacts(day(11, 2)),
    ]
    assert first_day_free(day_asked, stays) == free_on


KEY = f"without_education:{MONDAY}"


@pytest.mark.parametrize(
    ("began", "closed_on", "is_current"),
    [
        (day(10, 19), day(10, 19), True),
        (day(11, 16), day(11, 16), True),  # the day on which the place is due
        (day(11, 17), None, False),  # missed
    ],
)
def test_the_place_is_not_asked_for_while_the_child_is_held(began, closed_on, is_current):
    found = clock(school_places, (began,))
    assert list(found) == [KEY]
    state = found[KEY]
    assert (state.due_on, state.closed_on, state.met_on) == (PLACE_BY, closed_on, None)
    assert state.is_current is is_current


def test_held_when_excluded_no_clock_runs():
    assert not clock(school_places, (MONDAY,))


def test_release_without_a_place_begins_20_school_days():
    found = clock(school_places, (SIXTH, day(11, 2)))
    assert found[KEY].closed_on == SIXTH
    again = found["without_education:2026-11-02"]
    assert (again.started_on, again.due_on, again.closed_on) == (day(11, 2), day(11, 30), None)


def test_a_planned_home_on_the_day_of_release_wants_the_place_with_it():
    homes = [PlacementFacts(IN_CARE, day(11, 2), "R5"), PlacementFacts(day(11, 2), None, "U4")]
    found = clock(school_places, (SIXTH, day(11, 2)), care=period(IN_CARE, placements=homes))
    assert found["placement:2026-11-02"].due_on == day(11, 2)


def test_a_place_from_the_day_of_release_leaves_nothing_to_find():
    places = [place(AT_SCHOOL, day(11, 1)), place(day(11, 2), setting_id=ACADEMY)]
    assert list(clock(school_places, (SIXTH, day(11, 2)), places=places)) == [KEY]


def test_moved_to_another_establishment_nothing_begins_between():
    found = clock(school_places, (SIXTH, day(11, 2)), (day(11, 2),))
    assert list(found) == [KEY]


def test_a_child_who_was_not_excluded_keeps_the_place_in_custody():
    assert not clock(school_places, (SIXTH, day(11, 2)), row=out("suspension", 4))
