"""The days of a home that is put right: no gap and no overlap in the time in care."""

from datetime import date

import pytest

from pupils.rules.care_times import Fault, Span
from pupils.rules.home_times import neighbours_of

ON = date(2026, 11, 4)
CARE = Span(started_on=date(2026, 2, 2), ended_on=None, what="looked after")
ENDED = Span(started_on=date(2026, 2, 2), ended_on=date(2026, 10, 1), what="looked after")
FEB, MAY, JULY, OCT = date(2026, 2, 2), date(2026, 5, 1), date(2026, 7, 1), date(2026, 10, 1)


def home(started_on: date, ended_on: date | None) -> Span:
    return Span(started_on=started_on, ended_on=ended_on, what="a home")


FIRST, MIDDLE, LAST = home(FEB, MAY), home(MAY, JULY), home(JULY, None)


@pytest.mark.parametrize(
    ("right", "before", "after"),
    [
        (home(date(2026, 4, 30), JULY), home(FEB, date(2026, 4, 30)), LAST),
        (home(date(2026, 2, 3), JULY), home(FEB, date(2026, 2, 3)), LAST),
        (home(MAY, ON), FIRST, home(ON, None)),
        (home(date(2026, 6, 30), date(2026, 7, 2)), home(FEB, date(2026, 6, 30)), None),
    ],
)
def test_the_homes_next_to_it_follow(right, before, after):
    found = neighbours_of(right, was=MIDDLE, care=CARE, others=[FIRST, LAST], on=ON)
    assert found == (before, after or home(date(2026, 7, 2), None))


@pytest.mark.parametrize(
    ("right", "field", "words"),
    [
        (home(FEB, JULY), "started_on", "No day of it would be left"),
        (home(date(2026, 2, 1), JULY), "started_on", "looked after since 2 February 2026"),
        (home(MAY, date(2026, 11, 5)), "ended_on", "still to come"),
        (home(date(2026, 11, 5), None), "started_on", "still to come"),
        (home(MAY, MAY), "ended_on", "It began on 1 May 2026"),
        (home(MAY, None), "ended_on", "Withdraw that home first"),
    ],
)
def test_days_that_cannot_be_are_refused_beside_their_field(right, field, words):
    fault = neighbours_of(right, was=MIDDLE, care=CARE, others=[FIRST, LAST], on=ON)
    assert isinstance(fault, Fault)
    assert fault.field == field
    assert words in fault.words


@pytest.mark.parametrize(
    ("was", "right", "field", "words"),
    [
        (home(FEB, MAY), home(date(2026, 2, 3), MAY), "started_on", "Care began on that day"),
        (home(MAY, OCT), home(MAY, date(2026, 9, 30)), "ended_on", "Care ended on that day"),
        (home(MAY, OCT), home(MAY, date(2026, 10, 2)), "ended_on", "no home goes on after it"),
        (home(MAY, OCT), home(MAY, None), "ended_on", "no home goes on after it"),
    ],
)
def test_a_home_that_begins_or_ends_with_care_goes_on_doing_so(was, right, field, words):
    fault = neighbours_of(right, was=was, care=ENDED, others=[], on=ON)
    assert isinstance(fault, Fault)
    assert fault.field == field
    assert words in fault.words


def test_a_planned_move_keeps_its_day_to_come():
    planned = home(date(2026, 11, 9), None)
    now = home(FEB, date(2026, 11, 9))
    assert neighbours_of(planned, was=planned, care=CARE, others=[now], on=ON) == (now, None)


def test_a_home_that_nothing_touches_moves_within_its_gap_alone():
    alone = home(JULY, date(2026, 8, 1))
    found = neighbours_of(home(date(2026, 6, 1), OCT), was=alone, care=CARE, others=[FIRST], on=ON)
    assert found == (None, None)
    fault = neighbours_of(home(date(2026, 4, 30), OCT), was=alone, care=CARE, others=[FIRST], on=ON)
    assert isinstance(fault, Fault)
    assert "The two would overlap" in fault.words
