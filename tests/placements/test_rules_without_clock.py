"""The clock of a school place after an emergency from 16 to 18, and why else none runs."""

from datetime import date

import pytest

from placements.rules.without_clock import why_no_clock
from tests.clock_world import child, period, place
from tests.placements.school_places import AT_SCHOOL, IN_CARE, clocks, moved

FRIDAY, MONDAY = date(2026, 10, 2), date(2026, 10, 5)
DUE = date(2026, 11, 9)  # 20 school days from that Monday, half term skipped
SEVENTEEN = date(2009, 5, 10)  # compulsory school age ended on 25 June 2025
LEFT = [place(AT_SCHOOL, FRIDAY)]


@pytest.mark.parametrize(
    ("born", "on", "closed_on"),
    [
        (SEVENTEEN, date(2026, 11, 12), None),
        (date(2008, 11, 13), date(2026, 11, 12), None),  # the day before the 18th birthday
        (date(2008, 11, 12), date(2026, 11, 12), date(2026, 11, 12)),
    ],
)
def test_an_emergency_runs_to_the_eighteenth_birthday(born, on, closed_on):
    found = clocks(moved(MONDAY, is_emergency=True), enrolments=LEFT, born=born, on=on)
    (state,) = found.values()
    assert (state.trigger_key, state.due_on, state.closed_on) == (
        f"placement:{MONDAY}",
        DUE,
        closed_on,
    )
    assert state.due.steps[0].startswith("After compulsory school age: a full-time place in")


def test_it_is_met_by_education_or_training():
    college = place(date(2026, 10, 19), kind="otherwise")
    found = clocks(moved(MONDAY, is_emergency=True), enrolments=[*LEFT, college], born=SEVENTEEN)
    assert [state.met_on for state in found.values()] == [date(2026, 10, 19)]


@pytest.mark.parametrize(
    ("care", "enrolments"),
    [
        (moved(MONDAY, is_emergency=False), LEFT),  # a planned one
        (period(IN_CARE), LEFT),  # for any other reason
        (moved(MONDAY, is_emergency=True), [place(AT_SCHOOL)]),  # the place goes on
        (moved(MONDAY, is_emergency=True), [place(AT_SCHOOL, date(2026, 6, 30))]),  # left before
        (moved(MONDAY, is_emergency=True), []),  # nobody has said
    ],
)
def test_no_other_clock_runs_after_compulsory_school_age(care, enrolments):
    assert not clocks(care, enrolments=enrolments, born=SEVENTEEN)


@pytest.mark.parametrize(("is_emergency", "closed_on"), [(True, None), (False, date(2026, 6, 26))])
def test_one_that_began_at_school_age_goes_on_after_it_only_in_an_emergency(
    is_emergency, closed_on
):
    born, day = date(2010, 5, 10), date(2026, 6, 15)
    care = moved(day, is_emergency=is_emergency)
    left = [place(AT_SCHOOL, date(2026, 6, 12))]
    (state,) = clocks(care, enrolments=left, born=born).values()
    assert state.closed_on == closed_on
    assert not state.due.steps[0].startswith("After compulsory")


@pytest.mark.parametrize(
    ("born", "enrolments", "words"),
    [
        (date(2022, 5, 10), [], "before compulsory school age, which begins on"),
        (date(2014, 5, 10), [place(AT_SCHOOL)], "begins once the place has ended"),
        (date(2014, 5, 10), LEFT, "with the first school day that is missed"),
        (SEVENTEEN, LEFT, "only after an emergency placement that ended the education"),
        (SEVENTEEN, [place(AT_SCHOOL)], "begins once the place has ended"),
    ],
)
def test_why_no_clock_runs(born, enrolments, words):
    facts = child(period(IN_CARE), born=born, enrolments=enrolments)
    assert words in why_no_clock(facts, on=date(2026, 11, 12))
