"""A legal status that begins on a day inside a time in care: where it fits, and which it may be.

Sources: SSDA903 rules for a row of Episodes: 358 (youth justice), 445 and 446 (freeing and
placement orders), 426 (short breaks), 434 (a status that begins anew is another one).
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from vsh.calendars.rules import ONE_DAY, birthday

from ..codes import return_year
from .ages import care_ends_on
from .care_times import Fault, Span

YOUTH_JUSTICE = frozenset({"J1", "J2", "J3"})
CRIMINAL_RESPONSIBILITY = 10
FREEING_ORDER, PLACEMENT_ORDER = "D1", "E1"
PLACEMENT_ORDERS_FROM = date(2005, 12, 1)
SHORT_BREAKS = frozenset({"V3", "V4"})


@dataclass(frozen=True, kw_only=True)
class StatusSpan(Span):
    """The days of a legal status, with its code."""

    code: str


@dataclass(frozen=True, kw_only=True)
class Begins:
    """The days of a legal status that begins, and the one that it takes over from."""

    days: Span
    before: StatusSpan | None


def begins_inside(
    on_day: date, *, care: Span, born: date, others: Sequence[StatusSpan], on: date
) -> Begins | Fault:
    """A legal status that begins on this day, beside the `others` of that time in care; or why none
    can.

    It holds as long as the one before it did, else up to the next one or the end of care: no day
    belongs to two, and none that had a status is left without.
    """
    if on_day > on:
        return Fault("started_on", "This day is still to come. Enter a day up to today.")
    is_over = on_day >= care_ends_on(born, care.ended_on)
    if on_day < care.started_on or is_over:
        words = f"On record: {care.words}. Enter a day on which the child was looked after."
        return Fault("started_on", words)
    same = next((one for one in others if one.started_on == on_day), None)
    if same is not None:
        words = f"On record: {same.words}. It begins on that day. If it is wrong, put it right."
        return Fault("started_on", words)
    before = next((one for one in others if _holds_on(one, on_day)), None)
    if before is not None:
        return Begins(days=Span(started_on=on_day, ended_on=before.ended_on), before=before)
    later = [one.started_on for one in others if one.started_on > on_day]
    ended_on = min(later, default=care.ended_on)
    return Begins(days=Span(started_on=on_day, ended_on=ended_on), before=None)


def fault_of_code(
    code: str, begins: Begins, *, born: date, others: Sequence[StatusSpan]
) -> Fault | None:
    """Why this legal status cannot begin then: the child's age, a status that was not in force, one
    that holds already, or that begins again on its last day."""
    days, before = begins.days, begins.before
    if before is not None and before.code == code:
        return Fault("legal_status", f"On record already: {before.words}. It goes on.")
    after = next((one for one in others if one.started_on == days.ended_on), None)
    if after is not None and after.code == code:
        words = f"On record: {after.words}. If it began earlier, put its first day right."
        return Fault("legal_status", words)
    ten_on = birthday(born, CRIMINAL_RESPONSIBILITY)
    if code in YOUTH_JUSTICE and days.started_on < ten_on:
        words = "No child under 10 has this legal status. Select another one, or check the day."
        return Fault("legal_status", words)
    if code == FREEING_ORDER and days.started_on > PLACEMENT_ORDERS_FROM:
        return Fault("legal_status", "Freeing orders ended in December 2005. Select another one.")
    if code == PLACEMENT_ORDER and days.started_on < PLACEMENT_ORDERS_FROM:
        return Fault("legal_status", "Placement orders began in December 2005. Select another one.")
    return _fault_of_short_breaks(code, days, others)


def _fault_of_short_breaks(code: str, days: Span, others: Collection[StatusSpan]) -> Fault | None:
    """Rule 426: the two ways of recording short breaks do not stand in one year of the return."""
    other = (SHORT_BREAKS - {code}) if code in SHORT_BREAKS else frozenset()
    year = return_year(days.started_on)
    for one in others:
        ends_before = one.ended_on is not None and return_year(one.ended_on - ONE_DAY) < year
        if one.code in other and return_year(one.started_on) <= year and not ends_before:
            return Fault(
                "legal_status",
                f"On record: {one.words}. Short breaks are recorded in one of the two ways within "
                "a year of the return: select that one, or put it right.",
            )
    return None


def _holds_on(span: Span, day: date) -> bool:
    return span.started_on <= day and (span.ended_on is None or day < span.ended_on)
