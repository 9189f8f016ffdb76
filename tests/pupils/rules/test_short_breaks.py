"""Short breaks under regulation 48: 17 days, 75 days in a year, one carer, no care order."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from pupils.rules.facts import EpisodeFacts, PlacementFacts
from pupils.rules.short_breaks import is_short_break
from tests.clock_world import child, period

START = date(2026, 9, 7)


def days(number):
    return START + timedelta(days=number)


@pytest.mark.parametrize(("length", "holds"), [(17, True), (18, False)])
def test_no_break_is_longer_than_17_days(length, holds):
    ended = period(START, days(length), status="V3")
    assert is_short_break(child(ended), ended, on=days(40)) is holds


@pytest.mark.parametrize(("length", "holds"), [(17, True), (18, False)])
def test_an_open_break_is_measured_up_to_the_day(length, holds):
    going_on = period(START, status="V4")
    assert is_short_break(child(going_on), going_on, on=days(length)) is holds


@pytest.mark.parametrize("status", ["C1", "C2", "V2", "E1", "L2"])
def test_any_other_legal_status_is_no_short_break(status):
    other = period(START, days(5), status=status)
    assert not is_short_break(child(other), other, on=days(5))


def test_a_care_order_within_the_period_ends_the_regime():
    mixed = replace(
        period(START, status="V3"),
        episodes=(EpisodeFacts(START, days(3), "V3"), EpisodeFacts(days(3), None, "C1")),
    )
    assert not is_short_break(child(mixed), mixed, on=days(4))


@pytest.mark.parametrize(("last_break", "holds"), [(10, True), (11, False)])
def test_at_most_75_days_in_a_year(last_break, holds):
    breaks = [
        period(
            START + timedelta(days=30 * n), START + timedelta(days=30 * n + 13), status="V3", id=n
        )
        for n in range(5)
    ]
    last = period(days(160), days(160 + last_break), status="V3", id=9)
    assert is_short_break(child(*breaks, last), last, on=days(180)) is holds
    assert is_short_break(child(*breaks, last), breaks[0], on=days(180))


def test_days_of_more_than_a_year_ago_do_not_count():
    breaks = [
        period(
            START + timedelta(days=30 * n), START + timedelta(days=30 * n + 15), status="V3", id=n
        )
        for n in range(5)
    ]
    last = period(days(500), days(510), status="V3", id=9)
    assert is_short_break(child(*breaks, last), last, on=days(520))


def test_another_carer_ends_the_regime():
    first = period(
        START, days(5), status="V3", placements=[PlacementFacts(START, days(5), postcode="NS1 1AA")]
    )
    second = period(
        days(30),
        days(35),
        status="V3",
        id=2,
        placements=[PlacementFacts(days(30), days(35), postcode="NS2 2BB")],
    )
    assert is_short_break(child(first, second), first, on=days(40))
    assert not is_short_break(child(first, second), second, on=days(40))
