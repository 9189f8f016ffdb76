"""The clock of school places: what is no gap, what closes it, whose calendar counts."""

from datetime import date

import pytest

from pupils.rules.facts import PlacementFacts
from tests.clock_world import YEAR_2026_27, calendar, period, place
from tests.placements.school_places import (
    AT_SCHOOL,
    FRIDAY,
    IN_CARE,
    MONDAY,
    ON,
    SATURDAY,
    clocks,
    moved,
)


# --- no gap ---
@pytest.mark.parametrize("kind", ["main", "otherwise", "alternative"])
def test_full_time_education_of_any_kind_counts(kind):
    assert clocks(period(IN_CARE), enrolments=[place(AT_SCHOOL, kind=kind)]) == {}


def test_the_day_after_the_last_day_at_a_new_school_is_no_gap():
    schools = [place(AT_SCHOOL, FRIDAY), place(SATURDAY)]
    assert clocks(moved(MONDAY, is_emergency=True), enrolments=schools) == {}


def test_holidays_between_two_schools_are_no_gap():
    schools = [place(AT_SCHOOL, date(2026, 7, 21)), place(date(2026, 9, 3))]
    assert clocks(period(IN_CARE), enrolments=schools) == {}


def test_a_planned_placement_in_the_holidays_with_a_place_from_the_first_school_day_is_no_gap():
    schools = [
        place(AT_SCHOOL, date(2026, 7, 21)),
        place(date(2026, 9, 3), accepted_on=date(2026, 7, 1)),
    ]
    for on in (date(2026, 8, 20), ON):
        assert clocks(moved(date(2026, 8, 10), is_emergency=False), enrolments=schools, on=on) == {}


def test_before_the_first_known_enrolment_nothing_is_known():
    assert clocks(period(date(2026, 3, 2)), enrolments=[place(date(2026, 11, 3))]) == {}


def test_too_young_and_too_old_children_have_no_clock():
    nowhere = [place(date(2026, 9, 1), kind="no_place")]
    care = period(date(2026, 9, 1))
    assert clocks(care, enrolments=nowhere, born=date(2022, 9, 2)) == {}
    assert clocks(care, enrolments=nowhere, born=date(2010, 8, 31)) == {}


def test_short_breaks_have_no_clock():
    stay = period(date(2026, 10, 5), date(2026, 10, 12), status="V3")
    assert clocks(stay, enrolments=[place(date(2026, 9, 3), kind="no_place")]) == {}


# --- closing ---
def test_the_end_of_care_closes_the_clock():
    found = clocks(period(IN_CARE, date(2026, 10, 20)), enrolments=[place(AT_SCHOOL, FRIDAY)])
    assert found[f"without_education:{SATURDAY}"].closed_on == date(2026, 10, 20)


def test_a_place_after_the_end_of_care_does_not_meet_it():
    schools = [place(AT_SCHOOL, FRIDAY), place(date(2026, 10, 21))]
    state = clocks(period(IN_CARE, date(2026, 10, 20)), enrolments=schools)[
        f"without_education:{SATURDAY}"
    ]
    assert (state.met_on, state.closed_on) == (None, date(2026, 10, 20))


@pytest.mark.parametrize(
    ("on", "closed_on"), [(date(2027, 6, 24), None), (date(2027, 6, 25), date(2027, 6, 25))]
)
def test_the_leaving_date_closes_the_clock(on, closed_on):
    found = clocks(
        period(IN_CARE),
        enrolments=[place(AT_SCHOOL, date(2027, 6, 4))],
        born=date(2011, 5, 10),
        on=on,
    )
    assert found["without_education:2027-06-05"].closed_on == closed_on


# --- calendars ---
def test_the_calendar_of_the_area_in_which_the_child_lives_is_counted():
    southmoor = [("term", "Autumn", date(2026, 9, 1), date(2026, 12, 18)), *YEAR_2026_27[3:]]
    both = {
        ("999", "2026-27"): calendar("Northshire", "2026-27", YEAR_2026_27),
        ("998", "2026-27"): calendar("Southmoor", "2026-27", southmoor),
    }
    care = period(IN_CARE, placements=[PlacementFacts(IN_CARE, area_code="998")])
    state = clocks(care, enrolments=[place(AT_SCHOOL, FRIDAY)], of_authorities=both)[
        f"without_education:{SATURDAY}"
    ]
    assert (state.due_on, state.due.calendar) == (date(2026, 11, 6), "Southmoor")  # no half term


def test_after_a_move_over_a_weekend_the_new_area_counts():
    southmoor = [("term", "Autumn", date(2026, 9, 1), date(2026, 12, 18)), *YEAR_2026_27[3:]]
    both = {
        ("999", "2026-27"): calendar("Northshire", "2026-27", YEAR_2026_27),
        ("998", "2026-27"): calendar("Southmoor", "2026-27", southmoor),
    }
    care = period(
        IN_CARE,
        placements=[
            PlacementFacts(IN_CARE, MONDAY, area_code="999"),
            PlacementFacts(MONDAY, area_code="998", is_emergency=True),
        ],
    )
    state = clocks(care, enrolments=[place(AT_SCHOOL, FRIDAY)], of_authorities=both)[
        f"placement:{MONDAY}"
    ]
    assert (state.due_on, state.due.calendar) == (date(2026, 11, 9), "Southmoor")


def test_without_term_dates_the_day_is_not_known():
    state = clocks(period(IN_CARE), enrolments=[place(AT_SCHOOL, FRIDAY)], of_authorities={})[
        f"without_education:{SATURDAY}"
    ]
    assert (state.due_on, state.due.missing) == (None, ("term dates 2026-27 of Northshire",))


def test_in_the_summer_without_next_years_dates_a_leaver_has_missed_no_school_day():
    this_year = {("999", "2026-27"): calendar("Northshire", "2026-27", YEAR_2026_27)}
    left = [place(AT_SCHOOL, date(2027, 7, 21))]
    care = period(IN_CARE)
    assert clocks(care, enrolments=left, on=date(2027, 8, 31), of_authorities=this_year) == {}
    found = clocks(care, enrolments=left, on=date(2027, 9, 1), of_authorities=this_year)
    assert found["without_education:2027-07-22"].due.missing


def test_a_gap_that_is_over_asks_nobody_for_old_term_dates():
    schools = [place(AT_SCHOOL, FRIDAY), place(date(2026, 11, 10))]
    (over,) = clocks(period(IN_CARE), enrolments=schools, of_authorities={}).values()
    (going_on,) = clocks(period(IN_CARE), enrolments=schools[:1], of_authorities={}).values()
    assert (over.due_on, over.met_on, over.is_current) == (None, date(2026, 11, 10), False)
    assert going_on.is_current


def test_an_authority_may_be_stricter():
    state = clocks(
        period(IN_CARE), enrolments=[place(AT_SCHOOL, FRIDAY)], limits={"school_place": 15}
    )[f"without_education:{SATURDAY}"]
    assert state.due_on == date(2026, 11, 6)
