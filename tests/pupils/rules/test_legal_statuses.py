"""A legal status that begins on a day: where it fits, and which it may be."""

from datetime import date

import pytest

from pupils.rules.care_times import Fault, Span
from pupils.rules.legal_statuses import Begins, StatusSpan, begins_inside, fault_of_code

BORN, ON = date(2012, 3, 10), date(2026, 11, 4)
ENTERED, INTERIM, ORDER, ENDED = (
    date(2026, 2, 2),
    date(2026, 3, 2),
    date(2026, 6, 1),
    date(2026, 10, 1),
)
APRIL, LATER = date(2026, 4, 1), date(2026, 4, 2)  # the return's year begins on 1 April


def status(code: str, started_on: date, ended_on: date | None = None) -> StatusSpan:
    return StatusSpan(started_on=started_on, ended_on=ended_on, what=code, code=code)


OPEN = [status("V2", ENTERED, INTERIM), status("C1", INTERIM)]
GAP = [status("V2", ENTERED, INTERIM), status("C2", ORDER)]
CARE = Span(started_on=ENTERED, what="looked after")


def begins(day: date, others=OPEN, care=CARE, born=BORN) -> Begins | Fault:
    return begins_inside(day, care=care, born=born, others=others, on=ON)


@pytest.mark.parametrize(
    ("day", "others", "ended_on", "before"),
    [
        (date(2026, 3, 3), OPEN, None, "C1"),  # the day after the last one began
        (ON, OPEN, None, "C1"),
        (date(2026, 2, 3), OPEN, INTERIM, "V2"),  # inside an earlier one, up to the next
        (date(2026, 3, 1), OPEN, INTERIM, "V2"),
        (INTERIM, GAP, ORDER, None),  # where none was on record
        (date(2026, 5, 31), GAP, ORDER, None),
        (ENTERED, [], None, None),
    ],
)
def test_it_holds_as_long_as_the_one_before_did(day, others, ended_on, before):
    found = begins(day, others)
    assert isinstance(found, Begins)
    assert (found.days.started_on, found.days.ended_on) == (day, ended_on)
    assert (found.before.code if found.before else None) == before


def test_in_a_time_in_care_that_has_ended_it_ends_with_it():
    found = begins(
        date(2026, 9, 30),
        [status("C2", ENTERED, ENDED)],
        Span(started_on=ENTERED, ended_on=ENDED, what="looked after"),
    )
    assert isinstance(found, Begins)
    assert found.days.ended_on == ENDED


@pytest.mark.parametrize(
    ("day", "care", "born", "words"),
    [
        (date(2026, 11, 5), CARE, BORN, "still to come"),
        (date(2026, 2, 1), CARE, BORN, "looked after from 2 February 2026"),
        (INTERIM, CARE, BORN, "It begins on that day"),
        (
            ENDED,
            Span(started_on=ENTERED, ended_on=ENDED, what="looked after"),
            BORN,
            "looked after from 2 February 2026 to 1 October 2026",
        ),
        (ON, CARE, date(2008, 11, 4), "Enter a day on which"),  # the 18th birthday
    ],
)
def test_a_day_on_which_none_begins(day, care, born, words):
    fault = begins(day, care=care, born=born)
    assert isinstance(fault, Fault)
    assert fault.field == "started_on"
    assert words in fault.words


def test_the_day_before_the_18th_birthday_is_one():
    assert isinstance(begins(ON, born=date(2008, 11, 5)), Begins)


@pytest.mark.parametrize(
    ("code", "day", "others", "born", "words"),
    [
        ("C2", ON, OPEN, BORN, ""),
        ("C1", ON, OPEN, BORN, "It goes on"),
        ("C1", date(2026, 2, 16), OPEN, BORN, "put its first day right"),
        ("J1", ON, OPEN, date(2016, 11, 4), ""),  # ten that day
        ("J1", ON, OPEN, date(2016, 11, 5), "under 10"),
        ("J3", ON, OPEN, date(2016, 11, 5), "under 10"),
        ("D1", ON, OPEN, BORN, "Freeing orders ended"),
        ("E1", ON, OPEN, BORN, ""),
        ("E1", date(2005, 11, 30), [status("C1", date(2005, 6, 1))], BORN, "Placement orders"),
        ("E1", date(2005, 12, 1), [status("C1", date(2005, 6, 1))], BORN, ""),
        ("V4", ON, [status("V3", ENTERED)], BORN, "in one of the two ways"),
        ("V4", ON, [status("V3", ENTERED, APRIL), status("V2", APRIL)], BORN, ""),
        ("V4", ON, [status("V3", ENTERED, LATER), status("V2", LATER)], BORN, "one of the two"),
        ("V4", ON, OPEN, BORN, ""),
    ],
)  # fmt: skip
def test_which_it_may_be(code, day, others, born, words):
    before = next(
        (
            one
            for one in others
            if one.started_on < day and (not one.ended_on or day < one.ended_on)
        ),
        None,
    )
    days = Span(started_on=day, ended_on=before.ended_on if before else None)
    fault = fault_of_code(code, Begins(days=days, before=before), born=born, others=others)
    assert (fault is None) == (words == "")
    assert fault is None or (fault.field == "legal_status" and words in fault.words)
