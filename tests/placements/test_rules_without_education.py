"""The clock of school places where a child is without education for any other reason."""

from datetime import date

import pytest

from pupils.rules.facts import PlacementFacts
from tests.clock_world import period, place
from tests.placements.school_places import AT_SCHOOL, FRIDAY, IN_CARE, SATURDAY, clocks, moved


def test_20_school_days_from_the_first_day_without():
    state = clocks(period(IN_CARE), enrolments=[place(AT_SCHOOL, FRIDAY)])[
        f"without_education:{SATURDAY}"
    ]
    assert (state.started_on, state.due_on, state.met_on) == (SATURDAY, date(2026, 11, 13), None)


@pytest.mark.parametrize(("on", "has_clock"), [(date(2027, 1, 3), False), (date(2027, 1, 4), True)])
def test_the_clock_shows_once_a_school_day_was_missed(on, has_clock):
    left = [place(AT_SCHOOL, date(2026, 12, 18))]
    found = clocks(period(IN_CARE), enrolments=left, on=on)
    assert bool(found) is has_clock
    if has_clock:
        state = found["without_education:2026-12-19"]
        assert (state.started_on, state.due_on) == (date(2026, 12, 19), date(2027, 1, 29))


@pytest.mark.parametrize(
    "enrolment",
    [
        place(date(2026, 9, 3), is_full_time=False),
        place(date(2026, 9, 3), kind="subsidiary"),
        place(date(2026, 9, 3), kind="no_place", is_full_time=False),
        place(date(2026, 9, 3), kind="otherwise", is_full_time=False),
    ],
)
def test_less_than_full_time_education_is_a_gap(enrolment):
    found = clocks(period(IN_CARE), enrolments=[enrolment], on=date(2026, 10, 1))
    assert found["without_education:2026-09-03"].due_on == date(2026, 10, 1)


@pytest.mark.parametrize(
    ("hours", "words"),
    [
        (12.0, "A part-time timetable of 12 hours a week since Thu 3 September 2026"),
        (12.5, "A part-time timetable of 12.5 hours a week since Thu 3 September 2026"),
        (None, "A part-time timetable since Thu 3 September 2026"),
    ],
)
def test_the_sum_names_the_part_time_timetable_that_started_the_clock(hours, words):
    part = place(date(2026, 9, 3), is_full_time=False, hours_a_week=hours)
    found = clocks(period(IN_CARE), enrolments=[part], on=date(2026, 10, 1))
    due = found["without_education:2026-09-03"].due
    assert due.steps[0] == f"{words} is not full-time education"
    assert len(due.steps) > 1


def test_a_timetable_that_came_later_or_was_over_before_did_not_start_it():
    schools = [
        place(date(2026, 9, 3), date(2026, 9, 11), is_full_time=False),
        place(date(2026, 9, 12), date(2026, 9, 30)),
        place(date(2026, 10, 1), date(2026, 10, 6), kind="no_place"),
        place(date(2026, 10, 7), is_full_time=False, hours_a_week=10.0),
    ]
    found = clocks(period(IN_CARE), enrolments=schools, on=date(2026, 10, 10))
    steps = " ".join(found["without_education:2026-10-01"].due.steps)
    assert "timetable" not in steps


def test_a_place_that_is_only_accepted_is_not_yet_education():
    schools = [place(AT_SCHOOL, FRIDAY), place(date(2026, 11, 10), accepted_on=date(2026, 10, 14))]
    state = clocks(period(IN_CARE), enrolments=schools, on=date(2026, 11, 1))[
        f"without_education:{SATURDAY}"
    ]
    assert state.met_on is None


def test_entry_to_care_without_a_place_counts_from_entry():
    schools = [place(AT_SCHOOL, date(2026, 9, 18)), place(date(2026, 11, 3))]
    found = clocks(period(date(2026, 10, 5)), enrolments=schools)
    state = found["placement:2026-10-05"]
    assert (state.started_on, state.due_on, state.met_on) == (
        date(2026, 10, 5),
        date(2026, 11, 9),
        date(2026, 11, 3),
    )


@pytest.mark.parametrize(
    ("is_emergency", "due_on"), [(True, date(2026, 11, 9)), (False, date(2026, 10, 5))]
)
def test_entry_to_care_in_the_year_of_the_first_known_place(is_emergency, due_on):
    entry = period(
        date(2026, 10, 5), placements=[PlacementFacts(date(2026, 10, 5), is_emergency=is_emergency)]
    )
    found = clocks(entry, enrolments=[place(date(2026, 11, 3))])
    assert found["placement:2026-10-05"].due_on == due_on
    assert found["placement:2026-10-05"].met_on == date(2026, 11, 3)


def test_a_placement_in_the_year_of_the_first_known_place_counts_from_the_placement():
    found = clocks(
        moved(date(2026, 10, 5), is_emergency=True, before=date(2024, 3, 1)),
        enrolments=[place(date(2026, 11, 3))],
    )
    assert [(s.started_on, s.due_on, s.met_on) for s in found.values()] == [
        (date(2026, 10, 5), date(2026, 11, 9), date(2026, 11, 3))
    ]


def test_nobody_has_said_where_the_child_learns():
    found = clocks(period(date(2026, 10, 5)))
    state = found["care_period:2026-10-05"]
    assert (state.started_on, state.due_on, state.due.missing) == (
        date(2026, 10, 5),
        None,
        ("school",),
    )


def test_the_first_day_of_compulsory_school_age_starts_the_clock():
    found = clocks(
        period(date(2025, 3, 3)),
        enrolments=[place(date(2026, 9, 1), kind="no_place")],
        born=date(2021, 10, 1),
        on=date(2027, 1, 31),
    )
    state = found["without_education:2026-12-31"]
    assert (state.started_on, state.due_on) == (date(2026, 12, 31), date(2027, 1, 29))
