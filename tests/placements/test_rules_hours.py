"""A place that becomes part time from a day, and the clock of full-time education."""

from dataclasses import replace
from datetime import date

import pytest

from pupils.rules.facts import HoursFacts
from tests.clock_world import period, place
from tests.placements.school_places import AT_SCHOOL, IN_CARE, clocks, moved

MONDAY = date(2026, 10, 5)
BEFORE = date(2026, 10, 2)  # the Friday before
DUE = date(2026, 11, 9)  # 20 school days from that Monday, half term skipped


def hours(*changes, **options):
    rows = tuple(HoursFacts(on, is_full, None if is_full else 10.0) for on, is_full in changes)
    return replace(place(AT_SCHOOL, **options), hours=rows)


def test_a_place_is_divided_where_its_hours_change():
    there = hours((MONDAY, False), (date(2026, 11, 2), True), ended_on=date(2026, 12, 18))
    pieces = [(p.started_on, p.ended_on, p.is_full_time, p.hours_a_week) for p in there.by_hours()]
    assert pieces == [
        (AT_SCHOOL, date(2026, 10, 4), True, None),
        (MONDAY, date(2026, 11, 1), False, 10.0),
        (date(2026, 11, 2), date(2026, 12, 18), True, None),
    ]
    early = replace(there, started_on=MONDAY)
    assert [p.started_on for p in early.by_hours()] == [MONDAY, date(2026, 11, 2)]
    gone = replace(there, ended_on=date(2026, 10, 4))
    assert [p.is_full_time for p in gone.by_hours()] == [True]


@pytest.mark.parametrize(
    ("changes", "on", "met_on"),
    [
        ([], date(2026, 11, 12), "no clock"),
        ([(MONDAY, False)], date(2026, 10, 4), "no clock"),  # not known yet
        ([(MONDAY, False)], MONDAY, None),
        ([(MONDAY, False)], date(2026, 11, 12), None),
        ([(MONDAY, False), (date(2026, 11, 2), True)], date(2026, 11, 1), None),
        ([(MONDAY, False), (date(2026, 11, 2), True)], date(2026, 11, 2), date(2026, 11, 2)),
        ([(MONDAY, False), (date(2026, 11, 2), False)], date(2026, 11, 12), None),  # other hours
    ],
)
def test_part_time_from_a_day_starts_the_clock_and_full_time_ends_it(changes, on, met_on):
    found = clocks(period(IN_CARE), enrolments=[hours(*changes)], on=on)
    if met_on == "no clock":
        assert not found
        return
    (state,) = found.values()
    assert (state.trigger_key, state.due_on, state.met_on) == (
        f"without_education:{MONDAY}",
        DUE,
        met_on,
    )
    words = "A part-time timetable of 10 hours a week since Mon 5 October 2026"
    assert state.due.steps[0] == f"{words} is not full-time education"


@pytest.mark.parametrize("is_emergency", [True, False])
def test_a_move_of_home_on_that_day_did_not_end_the_schooling(is_emergency):
    care = moved(MONDAY, is_emergency=is_emergency)
    found = clocks(care, enrolments=[hours((MONDAY, False))])
    assert [(key, state.due_on) for key, state in found.items()] == [
        (f"without_education:{MONDAY}", DUE)
    ]
