"""The clock of school places where a placement ended the schooling."""

from datetime import date

import pytest

from tests.clock_world import ACADEMY, period, place
from tests.placements.school_places import (
    AT_SCHOOL,
    FRIDAY,
    IN_CARE,
    MONDAY,
    SATURDAY,
    clocks,
    moved,
)


@pytest.mark.parametrize("placed_on", [FRIDAY, SATURDAY, MONDAY])
def test_an_emergency_placement_gives_20_school_days_from_the_placement(placed_on):
    schools = [place(AT_SCHOOL, FRIDAY), place(date(2026, 11, 10), setting_id=ACADEMY)]
    found = clocks(moved(placed_on, is_emergency=True), enrolments=schools)
    state = found[f"placement:{placed_on}"]
    assert len(found) == 1
    assert state.started_on == placed_on
    assert state.due_on == (date(2026, 11, 16) if placed_on == MONDAY else date(2026, 11, 13))
    assert state.met_on == date(2026, 11, 10)
    assert state.owner_role == "social_worker"


@pytest.mark.parametrize("placed_on", [FRIDAY, SATURDAY, MONDAY])
def test_a_planned_placement_wants_the_place_on_its_own_day(placed_on):
    schools = [place(AT_SCHOOL, FRIDAY), place(date(2026, 11, 10))]
    state = clocks(moved(placed_on, is_emergency=False), enrolments=schools)[
        f"placement:{placed_on}"
    ]
    assert (state.started_on, state.due_on, state.met_on) == (
        placed_on,
        placed_on,
        date(2026, 11, 10),
    )


def test_a_place_at_the_new_school_on_the_day_of_the_planned_placement_meets_it():
    schools = [place(AT_SCHOOL, FRIDAY), place(MONDAY)]
    state = clocks(moved(MONDAY, is_emergency=False), enrolments=schools)[f"placement:{MONDAY}"]
    assert (state.due_on, state.met_on) == (MONDAY, MONDAY)


@pytest.mark.parametrize("placed_on", [date(2026, 10, 8), date(2026, 10, 13)])
def test_a_placement_before_or_after_that_stretch_did_not_end_the_schooling(placed_on):
    found = clocks(moved(placed_on, is_emergency=True), enrolments=[place(AT_SCHOOL, FRIDAY)])
    assert list(found) == [f"without_education:{SATURDAY}"]


def test_the_record_outranks_the_dates():
    left = place(AT_SCHOOL, FRIDAY, ended_by_placement=False)
    found = clocks(moved(MONDAY, is_emergency=False), enrolments=[left])
    assert found[f"without_education:{SATURDAY}"].due_on == date(2026, 11, 13)
    left = place(AT_SCHOOL, FRIDAY, ended_by_placement=True)
    found = clocks(moved(date(2026, 10, 5), is_emergency=True), enrolments=[left])
    assert found["placement:2026-10-05"].due_on == date(2026, 11, 9)


@pytest.mark.parametrize(
    ("placed_on", "is_emergency", "started_on", "due_on"),
    [
        (date(2026, 10, 15), True, date(2026, 10, 15), date(2026, 11, 19)),  # days later
        (date(2026, 10, 15), False, date(2026, 10, 15), date(2026, 10, 15)),
        (date(2026, 10, 5), False, FRIDAY, FRIDAY),  # days before, the school was kept a while
    ],
)
def test_on_record_the_placement_nearest_to_the_end_of_the_place_is_meant(
    placed_on, is_emergency, started_on, due_on
):
    left = place(AT_SCHOOL, FRIDAY, ended_by_placement=True)
    (state,) = clocks(moved(placed_on, is_emergency=is_emergency), enrolments=[left]).values()
    assert (state.started_on, state.due_on) == (started_on, due_on)


def test_a_place_ended_by_a_placement_of_which_none_is_on_record_counts_like_any_other():
    left = place(date(2026, 9, 3), FRIDAY, ended_by_placement=True)
    (state,) = clocks(period(IN_CARE), enrolments=[left]).values()
    assert (state.started_on, state.due_on) == (SATURDAY, date(2026, 11, 13))


def test_linked_to_a_placement_the_clock_runs_at_once_even_in_the_holidays():
    left = [place(AT_SCHOOL, date(2026, 7, 21))]
    found = clocks(
        moved(date(2026, 8, 10), is_emergency=True), enrolments=left, on=date(2026, 8, 11)
    )
    assert found["placement:2026-08-10"].due_on == date(2026, 9, 30)
