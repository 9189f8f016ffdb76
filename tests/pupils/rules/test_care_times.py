"""What the days of a time in care, and of a legal status in it, keep to when they are put right."""

from datetime import date

import pytest

from pupils.rules.care_times import (
    Span,
    as_it_follows,
    fault_of_care,
    fault_of_inside,
    fault_of_status,
    next_to,
)

BORN, TODAY = date(2012, 3, 10), date(2026, 11, 4)
ADULT = date(2030, 3, 10)
EARLIER = Span(started_on=date(2020, 1, 6), ended_on=date(2020, 5, 4), what="looked after")


def span(first: date, last: date | None = None, what: str = "a home") -> Span:
    return Span(started_on=first, ended_on=last, what=what)


@pytest.mark.parametrize(
    ("first", "last", "on", "field", "words"),
    [
        (BORN, None, TODAY, None, ""),  # a baby, from the first day: but for the earlier time
        (date(2012, 3, 9), None, TODAY, "started_on", "born on 10 March 2012"),
        (TODAY, None, TODAY, None, ""),
        (date(2026, 11, 5), None, TODAY, "started_on", "still to come"),
        (date(2030, 3, 9), None, date(2030, 6, 1), None, ""),
        (ADULT, None, date(2030, 6, 1), "started_on", "turned 18 on 10 March 2030"),
        (date(2026, 2, 2), TODAY, TODAY, None, ""),
        (date(2026, 2, 2), date(2026, 11, 5), TODAY, "ended_on", "still to come"),
        (date(2026, 2, 2), date(2026, 2, 3), TODAY, None, ""),
        (date(2026, 2, 2), date(2026, 2, 2), TODAY, "ended_on", "enter a later day"),
        (date(2026, 2, 2), ADULT, date(2030, 6, 1), None, ""),
        (date(2026, 2, 2), date(2030, 3, 11), date(2030, 6, 1), "ended_on", "18th birthday"),
    ],
)
def test_the_days_of_a_time_in_care(first, last, on, field, words):
    fault = fault_of_care(span(first, last), born=BORN, on=on, others=[])
    assert (fault and fault.field) == field
    assert words in (fault.words if fault else "")


@pytest.mark.parametrize(
    ("first", "last", "field"),
    [
        (date(2020, 5, 4), None, None),  # the day on which the earlier one ceased
        (date(2020, 5, 3), None, "started_on"),
        (date(2019, 1, 7), date(2020, 1, 6), None),
        (date(2019, 1, 7), date(2020, 1, 7), "ended_on"),
        (date(2019, 1, 7), None, "ended_on"),
    ],
)
def test_two_times_in_care_share_no_day(first, last, field):
    fault = fault_of_care(span(first, last), born=BORN, on=TODAY, others=[EARLIER])
    assert (fault and fault.field) == field
    if fault:
        assert "looked after from 6 January 2020 to 4 May 2020" in fault.words


WAS = span(date(2026, 2, 2), None)
FIRST_HOME = span(date(2026, 2, 2), date(2026, 5, 1))


@pytest.mark.parametrize(
    ("first", "last", "field"),
    [
        (date(2026, 1, 5), None, None),
        (date(2026, 4, 30), None, None),
        (date(2026, 5, 1), None, "started_on"),  # no day of the first home would be left
        (date(2026, 2, 2), date(2026, 5, 2), None),
        (date(2026, 2, 2), date(2026, 5, 1), "ended_on"),  # nor of the second
    ],
)
def test_what_lies_inside_stays_inside(first, last, field):
    inside = [FIRST_HOME, span(date(2026, 5, 1))]
    fault = fault_of_inside(span(first, last), was=WAS, inside=inside, held=[])
    assert (fault and fault.field) == field


@pytest.mark.parametrize(
    ("first", "last", "field"),
    [
        (date(2026, 3, 2), date(2026, 6, 1), None),
        (date(2026, 3, 3), date(2026, 6, 1), "started_on"),
        (date(2026, 3, 2), date(2026, 5, 31), "ended_on"),
    ],
)
def test_so_do_reviews_the_day_of_the_end_included(first, last, field):
    held = [date(2026, 3, 2), date(2026, 6, 1)]
    fault = fault_of_inside(span(first, last), was=WAS, inside=[], held=held)
    assert (fault and fault.field) == field


@pytest.mark.parametrize(
    ("fact", "was", "right", "then"),
    [
        # begins with it, ends before it
        ((2, 5), (2, None), (1, None), (1, 5)),
        # begins later, goes on with it
        ((5, None), (2, None), (1, None), (5, None)),
        ((5, None), (2, None), (2, 9), (5, 9)),
        ((5, 8), (2, 8), (2, 9), (5, 9)),
        ((5, 8), (2, 8), (2, 7), (5, 7)),
        ((5, 8), (2, 8), (2, None), (5, None)),
        # ended before its end
        ((2, 5), (2, 8), (2, None), (2, 5)),
        ((2, 5), (2, 8), (2, 4), (2, 4)),
    ],
)
def test_what_begins_or_ends_with_care_follows(fact, was, right, then):
    def of(months):
        return span(*(one and date(2026, one, 2) for one in months))

    assert as_it_follows(of(fact), was=of(was), right=of(right)) == of(then)


@pytest.mark.parametrize(
    ("first", "last", "field"),
    [
        (date(2026, 2, 2), None, None),
        (date(2026, 2, 1), None, "started_on"),
        (date(2026, 11, 5), None, "started_on"),
        (date(2026, 3, 2), date(2026, 3, 2), "ended_on"),
        (date(2026, 3, 2), date(2026, 11, 5), "ended_on"),
    ],
)
def test_a_legal_status_lies_in_its_time_in_care(first, last, field):
    fault = fault_of_status(span(first, last), care=WAS, on=TODAY, others=[])
    assert (fault and fault.field) == field


@pytest.mark.parametrize(
    ("last", "field"),
    [(date(2026, 6, 1), None), (date(2026, 6, 2), "ended_on"), (None, "ended_on")],
)
def test_nor_does_it_go_on_after_care(last, field):
    care = span(date(2026, 2, 2), date(2026, 6, 1))
    fault = fault_of_status(span(date(2026, 2, 2), last), care=care, on=TODAY, others=[])
    assert (fault and fault.field) == field


def test_what_is_next_to_a_status_shares_a_day_of_change_with_it():
    before, after = span(date(2026, 2, 2), date(2026, 3, 2)), span(date(2026, 5, 1))
    was = span(date(2026, 3, 2), date(2026, 5, 1))
    assert next_to(was, [before, after]) == (before, after)
    assert next_to(span(date(2026, 3, 3), date(2026, 4, 1)), [before, after]) == (None, None)
    assert next_to(after, [before]) == (None, None)
