"""Suspensions that follow one another are one period: the sixth school day counts from the first.

Source: Department for Education, "Suspension and permanent exclusion" (August 2024); Education and
Inspections Act 2006, section 100.
"""

from dataclasses import replace
from datetime import date

import pytest

from tests.clock_world import ACADEMY, OAKFIELD, period
from tests.placements.test_rules_provision import IN_CARE, clocks, only, out

FRIDAY, TUESDAY = date(2026, 10, 9), date(2026, 10, 13)
MONDAY, WEDNESDAY = date(2026, 10, 5), date(2026, 10, 7)
NEXT_MONDAY = date(2026, 10, 12)


def both(first, second, **more):
    """Two suspensions, each a first day and its length in school days."""
    return [
        out(day, sessions=round(days * 2), id=number, **more)
        for number, (day, days) in enumerate((first, second))
    ]


@pytest.mark.parametrize(
    ("first", "second", "due_on"),
    [
        ((MONDAY, 3), (date(2026, 10, 8), 3), NEXT_MONDAY),  # 3 + 3, a weekend between
        ((MONDAY, 5), (NEXT_MONDAY, 5), NEXT_MONDAY),  # 5 + 5: the second begins on the sixth
        ((MONDAY, 5), (NEXT_MONDAY, 0.5), NEXT_MONDAY),
        ((MONDAY, 2.5), (WEDNESDAY, 4), NEXT_MONDAY),  # from the middle of the third day
        ((MONDAY, 4), (WEDNESDAY, 5), NEXT_MONDAY),  # the second was told before the first ended
        ((MONDAY, 8), (WEDNESDAY, 1), NEXT_MONDAY),  # the second lies within the first
        ((MONDAY, 2), (date(2026, 10, 7), 3), None),  # five days in all
        ((MONDAY, 3), (FRIDAY, 3), None),  # back in school on the Thursday
        ((MONDAY, 5), (TUESDAY, 5), None),  # back on the Monday
        # half term from 26 to 30 October, an INSET day or holidays between are no day in school
        ((date(2026, 10, 21), 3), (date(2026, 11, 2), 3), date(2026, 11, 4)),
        ((date(2026, 10, 21), 3), (date(2026, 11, 3), 3), None),
        ((date(2026, 12, 16), 3), (date(2027, 1, 4), 3), date(2027, 1, 6)),
        ((date(2026, 10, 8), 2), (date(2026, 10, 10), 4), date(2026, 10, 15)),  # a Saturday
    ],
)
def test_the_sixth_day_of_both_counts_from_the_first(first, second, due_on):
    states = list(clocks(*both(first, second)).values())
    if due_on:
        (state,) = states
        assert (state.due_on, state.closed_on, state.met_on) == (due_on, None, None)
        assert state.started_on == first[0]
        return
    assert all(state.closed_on for state in states)


def test_back_in_school_between_there_are_two_clocks():
    states = clocks(*both((MONDAY, 3), (FRIDAY, 8)))
    assert states["suspension:2026-10-05"].closed_on == date(2026, 10, 8)
    assert states["suspension:2026-10-09"].due_on == date(2026, 10, 16)


def test_three_in_a_row_and_the_sum_says_so():
    rows = [out(date(2026, 10, day), sessions=4, id=day) for day in (5, 7, 9)]
    told = only(*rows).due.sum
    assert told.startswith(
        "Sixth school day of the 3 suspensions that follow one another and count as one, from "
        "Mon 5 October 2026"
    )
    assert only(*rows[:2]).not_required_reason == (
        "The last of these suspensions ended on Thu 8 October 2026, before that day"
    )


@pytest.mark.parametrize(
    ("on", "closed_on"),
    [
        (WEDNESDAY, None),
        (date(2026, 10, 8), None),  # the second is known on its first day
        (FRIDAY, None),  # four days in all, its last day
        (date(2026, 10, 10), date(2026, 10, 10)),
    ],
)
def test_it_closes_with_the_last(on, closed_on):
    assert only(*both((MONDAY, 3), (date(2026, 10, 8), 2)), on=on).closed_on == closed_on


def test_the_calendar_is_that_of_the_school():
    """The academy is closed from 19 to 30 October: no day in school lies between."""
    rows = both((date(2026, 10, 14), 3), (date(2026, 11, 2), 3))
    assert len(clocks(*rows)) == 2
    assert only(*(replace(row, setting_id=ACADEMY) for row in rows)).due_on == date(2026, 11, 4)


def test_each_school_owes_its_own_sixth_day():
    """Section 100 is the duty of the school from which the child is suspended."""
    one, other = both((MONDAY, 3), (date(2026, 10, 8), 3))
    states = clocks(one, replace(other, setting_id=ACADEMY)).values()
    assert [bool(state.closed_on) for state in states] == [True, True]
    assert only(one, replace(other, setting_id=OAKFIELD)).closed_on is None


def test_a_permanent_exclusion_counts_its_own_days():
    """The authority owes it, not the school; the school's duty ends."""
    rows = out(MONDAY, sessions=6, id=1), out(date(2026, 10, 8), kind="permanent", id=2)
    states = clocks(*rows)
    assert states["suspension:2026-10-05"].closed_on == date(2026, 10, 8)
    assert states["permanent:2026-10-08"].due_on == date(2026, 10, 15)
    assert len(clocks(rows[0], replace(rows[1], kind="lunchtime", sessions=3))) == 1


def test_nor_does_one_that_was_cancelled_count_with_the_suspensions_beside_it():
    rows = [
        out(MONDAY, sessions=6, id=1),
        out(
            date(2026, 10, 8),
            kind="permanent",
            id=2,
            cancelled_on=FRIDAY,
            sessions_missed=2,
        ),
        out(date(2026, 10, 8), sessions=6, id=3),
    ]
    states = clocks(*rows[:2])
    assert states["suspension:2026-10-05"].closed_on == date(2026, 10, 8)
    assert states["permanent:2026-10-08"].due_on == date(2026, 10, 15)
    assert states["permanent:2026-10-08"].not_required_reason.startswith("Cancelled")
    states = clocks(*rows)  # the suspensions before and after it follow one another
    assert set(states) == {"suspension:2026-10-05", "permanent:2026-10-08"}
    assert states["suspension:2026-10-05"].due_on == NEXT_MONDAY
    assert set(clocks(*rows[1:])) == {"permanent:2026-10-08", "suspension:2026-10-08"}


@pytest.mark.parametrize(
    ("missed", "cancelled_on", "second_on", "count"),
    [
        (4, WEDNESDAY, WEDNESDAY, 1),  # out on Monday and Tuesday, suspended anew
        (4, WEDNESDAY, date(2026, 10, 8), 2),  # back on the Wednesday
        (0, MONDAY, MONDAY, 2),  # nothing was missed
    ],
)
def test_of_a_cancelled_one_the_days_missed_count(missed, cancelled_on, second_on, count):
    rows = [
        out(MONDAY, sessions=10, id=1, cancelled_on=cancelled_on, sessions_missed=missed),
        out(second_on, sessions=16, id=2),
    ]
    states = clocks(*rows)
    assert len(states) == count
    first = states["suspension:2026-10-05"]
    assert first.due_on == NEXT_MONDAY
    assert first.not_required_reason.startswith("Cancelled") is (count == 2)


def test_the_last_cancelled_or_reinstated_closes_both():
    first, second = both((MONDAY, 3), (date(2026, 10, 8), 5))
    ended = {"cancelled_on": NEXT_MONDAY, "sessions_missed": 4}, {"reinstated_on": NEXT_MONDAY}
    for how in ended:
        assert only(first, replace(second, **how)).closed_on == NEXT_MONDAY


@pytest.mark.parametrize(
    ("of_first", "of_second", "met_on"),
    [
        (MONDAY, None, None),  # over before the sixth day
        (None, date(2026, 10, 8), date(2026, 10, 8)),
        (MONDAY, date(2026, 10, 8), date(2026, 10, 8)),
        (NEXT_MONDAY, None, NEXT_MONDAY),  # reported beside the first, to begin on the sixth
        (None, TUESDAY, TUESDAY),
    ],
)
def test_education_has_to_be_there_on_the_sixth_day(of_first, of_second, met_on):
    first, second = both((MONDAY, 3), (date(2026, 10, 8), 5))
    rows = replace(first, full_time_from_on=of_first), replace(second, full_time_from_on=of_second)
    assert only(*rows).met_on == met_on


def test_the_days_before_care_count_and_the_clock_is_of_the_one_in_care():
    rows = both((MONDAY, 3), (date(2026, 10, 8), 5))
    state = clocks(*rows, care=period(date(2026, 10, 8)))["suspension:2026-10-08"]
    assert state.due_on == NEXT_MONDAY
    gone = only(*rows, care=period(IN_CARE, FRIDAY))
    assert gone.closed_on == FRIDAY
