"""The clock of school places where the term dates that would decide are not loaded."""

from datetime import date

import pytest

from tests.clock_world import ACADEMY, YEAR_2026_27, calendar, period, place
from tests.placements.school_places import AT_SCHOOL, IN_CARE, clocks, moved

FRIDAY, SATURDAY, MONDAY = date(2026, 11, 13), date(2026, 11, 14), date(2026, 11, 16)
NO_TERMS = {"of_authorities": {}, "of_settings": {}}
ONLY_2026_27 = {
    "of_authorities": {("999", "2026-27"): calendar("Northshire", "2026-27", YEAR_2026_27)},
    "of_settings": {},
}
SUMMER_ENDS, AUGUST = date(2027, 7, 21), date(2027, 8, 5)


@pytest.mark.parametrize("calendars", [{}, NO_TERMS])
@pytest.mark.parametrize(
    ("placed_on", "starts_on", "has_clock"),
    [
        (SATURDAY, MONDAY, False),  # a weekend between two schools
        (FRIDAY, MONDAY, False),
        (SATURDAY, date(2026, 11, 17), True),  # the Monday was missed
    ],
)
def test_a_weekend_between_two_schools_misses_no_day(placed_on, starts_on, has_clock, calendars):
    schools = [
        place(AT_SCHOOL, FRIDAY),
        place(starts_on, setting_id=ACADEMY, accepted_on=date(2026, 11, 9)),
    ]
    for on in (SATURDAY, MONDAY, date(2026, 11, 20)):
        found = clocks(moved(placed_on, is_emergency=False), enrolments=schools, on=on, **calendars)
        assert [state.due_on for state in found.values()] == [placed_on] * has_clock, on


@pytest.mark.parametrize(
    ("calendars", "left"), [(ONLY_2026_27, SUMMER_ENDS), (NO_TERMS, date(2027, 7, 31))]
)
@pytest.mark.parametrize(
    ("starts_on", "has_clock"),
    [
        (date(2027, 8, 26), False),  # some terms begin in August
        (date(2027, 9, 1), False),
        (date(2027, 9, 2), False),
        (date(2027, 9, 7), False),
        (date(2027, 9, 8), True),  # the first week of September was missed
    ],
)
def test_a_place_from_the_first_week_of_september_misses_no_day_of_august(
    starts_on, has_clock, calendars, left
):
    schools = [
        place(AT_SCHOOL, left, ended_by_placement=True),
        place(starts_on, setting_id=ACADEMY, accepted_on=date(2027, 7, 1)),
    ]
    for on in (AUGUST, date(2027, 8, 31), starts_on, date(2027, 9, 20)):
        found = clocks(moved(AUGUST, is_emergency=False), enrolments=schools, on=on, **calendars)
        assert [state.due_on for state in found.values()] == [AUGUST] * has_clock, on


@pytest.mark.parametrize(
    ("on", "accepted_from", "has_clock"),
    [
        (date(2027, 7, 30), None, True),  # nobody knows when that summer term ended
        (date(2027, 8, 31), None, False),
        (date(2027, 9, 1), None, True),
        (date(2027, 9, 1), date(2027, 9, 3), False),
        (date(2027, 9, 3), date(2027, 9, 3), False),
        (date(2027, 9, 20), date(2027, 9, 3), False),
        (date(2027, 9, 1), date(2027, 9, 13), True),
    ],
)
def test_a_gap_that_no_placement_made(on, accepted_from, has_clock):
    """The place ended on the last day of July, or in the case of the first row a week before."""
    left = date(2027, 7, 23) if on.month == 7 else date(2027, 7, 31)
    schools = [place(AT_SCHOOL, left)]
    if accepted_from:
        schools.append(place(accepted_from, setting_id=ACADEMY, accepted_on=date(2027, 7, 1)))
    found = clocks(period(IN_CARE), enrolments=schools, on=on, **NO_TERMS)
    assert bool(found) is has_clock


def test_a_planned_home_in_august_without_a_place_to_come_is_owed_at_once():
    schools = [place(AT_SCHOOL, date(2027, 7, 31), ended_by_placement=True)]
    for calendars in (ONLY_2026_27, NO_TERMS):
        found = clocks(
            moved(AUGUST, is_emergency=False), enrolments=schools, on=AUGUST, **calendars
        )
        assert [state.due_on for state in found.values()] == [AUGUST]
