"""The clock of school places after a permanent exclusion, while the name is on the register."""

from datetime import date

import pytest

from placements.rules.excluded_places import keeps_out, without_excluded_days
from placements.rules.provision import ExclusionFacts, ExclusionsOfChild
from tests.clock_world import ACADEMY, OAKFIELD, period, place
from tests.placements.school_places import AT_SCHOOL, FRIDAY, IN_CARE, MONDAY, clocks, moved

SUNDAY, TUESDAY, WEDNESDAY = date(2026, 10, 11), date(2026, 10, 13), date(2026, 10, 14)
KEY = f"without_education:{MONDAY}"


def out(started_on=MONDAY, *, kind="permanent", setting_id=OAKFIELD, **more):
    return ExclusionFacts(1, kind, started_on, setting_id=setting_id, **more)


def test_20_school_days_from_the_first_day_out_though_the_name_is_on_the_register():
    found = clocks(period(IN_CARE), enrolments=[place(AT_SCHOOL)], excluded=[out()])
    state = found[KEY]
    # 9 more in the fortnight before half term and 11 after it, Monday itself not counted
    assert (state.started_on, state.due_on, state.met_on) == (MONDAY, date(2026, 11, 16), None)
    assert state.due.steps[0].startswith("Permanently excluded on Mon 12 October 2026")


@pytest.mark.parametrize(
    ("row", "has_clock"),
    [
        (out(), True),
        (out(kind="suspension", sessions=10), False),
        (out(setting_id=ACADEMY), False),  # another school's
        (out(date(2025, 9, 2)), False),  # before this place
        (out(cancelled_on=TUESDAY, sessions_missed=0), False),
        (out(cancelled_on=MONDAY, sessions_missed=1), False),
    ],
)
def test_whose_exclusion_starts_it(row, has_clock):
    found = clocks(period(IN_CARE), enrolments=[place(AT_SCHOOL)], excluded=[row])
    assert bool(found) is has_clock


@pytest.mark.parametrize("back", [{"cancelled_on": FRIDAY}, {"reinstated_on": FRIDAY}])
def test_a_child_who_is_back_has_education_from_that_day(back):
    row = out(date(2026, 10, 5), sessions_missed=8 if "cancelled_on" in back else None, **back)
    found = clocks(period(IN_CARE), enrolments=[place(AT_SCHOOL)], excluded=[row])
    assert found["without_education:2026-10-05"].met_on == FRIDAY


@pytest.mark.parametrize(
    ("after", "met_on"),
    [
        ([place(date(2026, 11, 9), setting_id=ACADEMY)], date(2026, 11, 9)),
        ([place(date(2026, 11, 9), kind="alternative", is_full_time=False)], None),
        ([place(date(2026, 11, 9), kind="otherwise")], date(2026, 11, 9)),
    ],
)
def test_a_full_time_place_elsewhere_meets_it(after, met_on):
    at_oakfield = place(AT_SCHOOL, date(2026, 11, 8))  # the review is over: off the register
    found = clocks(period(IN_CARE), enrolments=[at_oakfield, *after], excluded=[out()])
    assert {key: state.met_on for key, state in found.items()} == {KEY: met_on}


def test_what_is_reported_for_the_sixth_day_is_no_place():
    row = out(full_time_from_on=date(2026, 10, 19))
    found = clocks(period(IN_CARE), enrolments=[place(AT_SCHOOL)], excluded=[row])
    assert found[KEY].met_on is None


def test_full_time_alternative_provision_beside_the_school_goes_on():
    places = [place(AT_SCHOOL), place(AT_SCHOOL, kind="alternative", setting_id=ACADEMY)]
    assert not clocks(period(IN_CARE), enrolments=places, excluded=[out()])


def test_a_move_of_home_that_day_did_not_end_the_schooling():
    found = clocks(
        moved(MONDAY, is_emergency=False), enrolments=[place(AT_SCHOOL)], excluded=[out()]
    )
    assert list(found) == [KEY]


@pytest.mark.parametrize(
    ("first", "last", "spans"),
    [
        (AT_SCHOOL, None, [("main", AT_SCHOOL, SUNDAY), ("excluded", MONDAY, None)]),
        (MONDAY, None, [("excluded", MONDAY, None)]),
        (AT_SCHOOL, MONDAY, [("main", AT_SCHOOL, SUNDAY), ("excluded", MONDAY, MONDAY)]),
        (AT_SCHOOL, SUNDAY, [("main", AT_SCHOOL, SUNDAY)]),
        (TUESDAY, None, [("main", TUESDAY, None)]),
    ],
)
def test_the_days_of_a_place_are_divided(first, last, spans):
    found = without_excluded_days([place(first, last)], [out()])
    assert [(one.kind, one.started_on, one.ended_on) for one in found] == spans


@pytest.mark.parametrize(
    ("cancelled_on", "missed", "is_out"),
    [
        (WEDNESDAY, 0, True),
        (WEDNESDAY, 4, True),
        (TUESDAY, 0, False),
        (TUESDAY, 2, True),
        (MONDAY, 0, False),
    ],
)
def test_of_a_past_day_only_what_was_known_by_then_counts(cancelled_on, missed, is_out):
    row = out(cancelled_on=cancelled_on, sessions_missed=missed)
    [known] = ExclusionsOfChild(rows=(row,)).as_known_on(TUESDAY).rows
    assert keeps_out(known, on=MONDAY) is is_out
    kinds = {one.kind for one in without_excluded_days([place(AT_SCHOOL)], [known])}
    assert ("excluded" in kinds) is is_out


@pytest.mark.parametrize(
    ("row", "on", "is_out"),
    [
        (out(), SUNDAY, False),
        (out(), MONDAY, True),
        (out(), date(2027, 7, 1), True),  # upheld, quashed, or nobody has met yet
        (out(kind="suspension", sessions=10), MONDAY, False),
        (out(FRIDAY, reinstated_on=TUESDAY), MONDAY, True),
        (out(FRIDAY, reinstated_on=TUESDAY), TUESDAY, False),
        (out(FRIDAY, cancelled_on=TUESDAY, sessions_missed=4), MONDAY, True),
        (out(FRIDAY, cancelled_on=TUESDAY, sessions_missed=4), TUESDAY, False),
        (out(FRIDAY, cancelled_on=TUESDAY, sessions_missed=0), MONDAY, False),
    ],
)
def test_when_an_exclusion_keeps_a_child_out(row, on, is_out):
    assert keeps_out(row, on=on) is is_out
