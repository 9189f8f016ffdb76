"""When a child's call that nobody took up is told again and passed on: the boundary."""

from datetime import date, datetime, timedelta

import pytest

from peps.rules.calls import CallFacts, CallLimits, is_to_be_passed_on, is_to_be_said_again
from peps.rules.voices import Call
from vsh.calendars.current_day import LONDON
from vsh.calendars.rules import WorkingDays

AT = datetime(2026, 11, 6, 16, 0, tzinfo=LONDON)  # a Friday
FRIDAY, MONDAY, TUESDAY, WEDNESDAY = (
    date(2026, 11, 6),
    date(2026, 11, 9),
    date(2026, 11, 10),
    date(2026, 11, 11),
)
HOURS, MINUTE = timedelta(hours=2), timedelta(minutes=1)


def call(kind=Call.SAFETY, **options) -> CallFacts:
    return CallFacts(kind=kind, at=AT, on=FRIDAY, **options)


def passed_on(facts, now=AT, today=FRIDAY, *, is_working_time=True, **limits) -> bool:
    return is_to_be_passed_on(
        facts,
        now=now,
        today=today,
        limits=CallLimits(**limits),
        working_days=WorkingDays(),
        is_working_time=is_working_time,
    )


@pytest.mark.parametrize(
    ("now", "hours", "expected"),
    [
        (AT, 2, False),
        (AT + HOURS - MINUTE, 2, False),
        (AT + HOURS, 2, True),
        (AT + HOURS, 3, False),
        (AT + timedelta(hours=1), 1, True),
        (AT + timedelta(hours=9), 12, False),
        (AT + timedelta(hours=12), 12, True),
    ],
)
@pytest.mark.parametrize("is_working_time", [True, False])
def test_a_worry_is_passed_on_by_day_and_by_night(now, hours, expected, is_working_time):
    found = passed_on(call(), now, is_working_time=is_working_time, safety_hours=hours)
    assert found is expected


@pytest.mark.parametrize("kind", [Call.ADVOCATE, Call.INTERPRETER])
@pytest.mark.parametrize(
    ("today", "days", "expected"),
    [
        (FRIDAY, 1, False),
        (MONDAY, 1, False),  # the weekend does not count
        (TUESDAY, 1, True),
        (TUESDAY, 2, False),
        (WEDNESDAY, 2, True),
    ],
)
def test_another_call_is_passed_on_after_working_days(kind, today, days, expected):
    now = AT + timedelta(days=30)
    facts = call(kind)
    assert passed_on(facts, now, today, other_working_days=days) is expected
    assert not passed_on(facts, now, today, is_working_time=False, other_working_days=days)


@pytest.mark.parametrize("kind", Call)
@pytest.mark.parametrize("done", [{"is_taken_up": True}, {"escalated_on": FRIDAY}])
def test_what_is_taken_up_or_passed_on_is_not_passed_on_again(kind, done):
    assert not passed_on(call(kind, **done), AT + timedelta(days=30), WEDNESDAY)


@pytest.mark.parametrize(
    ("facts", "today", "is_working_time", "expected"),
    [
        (call(), FRIDAY, True, False),  # told at once that day
        (call(), MONDAY, True, True),
        (call(), MONDAY, False, False),
        (call(escalated_on=MONDAY), MONDAY, True, False),
        (call(escalated_on=MONDAY), TUESDAY, True, True),
        (call(Call.ADVOCATE), MONDAY, True, True),
        (call(is_taken_up=True), MONDAY, True, False),
    ],
)
def test_those_who_were_told_are_told_again_each_working_morning(
    facts, today, is_working_time, expected
):
    assert is_to_be_said_again(facts, today=today, is_working_time=is_working_time) is expected
