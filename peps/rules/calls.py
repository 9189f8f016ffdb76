"""A call of the child that nobody has taken up: who is told again when, and when it is passed on.

The safeguarding lead and the social worker are told of a worry at once; an advocate or an
interpreter is the social worker's to arrange. How long a call may wait is the authority's own
choice: no regulation and no line of the guidance sets a time.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from vsh.calendars.rules import WorkingDays

from .voices import Call

SAFETY_HOURS, MOST_SAFETY_HOURS = 2, 12  # a worry is passed on the same day
OTHER_WORKING_DAYS, MOST_OTHER_WORKING_DAYS = 2, 10


@dataclass(frozen=True, kw_only=True)
class CallLimits:
    """How long a call may wait before the Virtual School Head is told, in one authority."""

    safety_hours: int = SAFETY_HOURS
    other_working_days: int = OTHER_WORKING_DAYS


@dataclass(frozen=True, kw_only=True)
class CallFacts:
    """A call with the moment and the day on which the child made it."""

    kind: Call
    at: datetime
    on: date
    is_taken_up: bool = False
    escalated_on: date | None = None


def is_to_be_passed_on(
    call: CallFacts,
    *,
    now: datetime,
    today: date,
    limits: CallLimits,
    working_days: WorkingDays,
    is_working_time: bool,
) -> bool:
    """Whether the Virtual School Head is told now that nobody has taken the call up.

    A worry about safety after so many hours, at night and on a Sunday too. Any other call in
    working hours, once the working days for it have passed.
    """
    if call.is_taken_up or call.escalated_on:
        return False
    if call.kind is Call.SAFETY:
        return now >= call.at + timedelta(hours=limits.safety_hours)
    due = working_days.due(limits.other_working_days, after=call.on)
    return is_working_time and due.due_on is not None and due.due_on < today


def is_to_be_said_again(call: CallFacts, *, today: date, is_working_time: bool) -> bool:
    """Whether those who were told are told again today: each working morning after the child's
    day, until one of them says what is being done. Not on the day on which it was passed on."""
    since = call.escalated_on or call.on
    return not call.is_taken_up and is_working_time and since < today
