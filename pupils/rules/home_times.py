"""What the days of a home keep to when a person puts them right: no gap and no overlap arises in
the time in care.

Source: accurate records are a duty of the authority (UK GDPR art. 5(1)(d)). Times are half-open:
the day on which one ends is the day on which the next begins.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from .care_times import Fault, Span, fault_of_overlap, next_to


class Neighbours(NamedTuple):
    """The homes that give way to a home whose days are put right, as they then stand."""

    before: Span | None = None
    after: Span | None = None


def neighbours_of(
    right: Span, *, was: Span, care: Span, others: Sequence[Span], on: date
) -> Neighbours | Fault:
    """How the homes next to it follow its days, or why it cannot have these.

    The home that gave way to it ends on its first day, the one that it gave way to begins on its
    last; a home that begins or ends with care goes on doing so.
    """
    if fault := _fault_of_days(right, was=was, on=on) or _fault_of_edges(right, was=was, care=care):
        return fault
    before, after = next_to(was, others)
    then_before = replace(before, ended_on=right.started_on) if before else None
    then_after = None
    if after is not None and right.ended_on is None:
        words = f"On record: {after.words}. Withdraw that home first, if the child never moved."
        return Fault("ended_on", words)
    if after is not None and right.ended_on is not None:
        then_after = replace(after, started_on=right.ended_on)
    for field, span, then in (("started_on", before, then_before), ("ended_on", after, then_after)):
        if span and then and then.ended_on is not None and then.ended_on <= then.started_on:
            words = f"On record: {span.words}. No day of it would be left: withdraw that one first."
            return Fault(field, words)
    stay = [one for one in others if one not in (before, after)]
    moved = [one for one in (then_before, then_after) if one]
    if fault := fault_of_overlap(right, [*stay, *moved]):
        return fault
    return Neighbours(then_before, then_after)


def _fault_of_days(right: Span, *, was: Span, on: date) -> Fault | None:
    """A move that is planned has a day to come already: nobody enters another one here."""
    for field in ("started_on", "ended_on"):
        day = getattr(right, field)
        if day is not None and day > on and day != getattr(was, field):
            return Fault(field, "This day is still to come. Enter a day up to today.")
    if right.ended_on is not None and right.ended_on <= right.started_on:
        began = _in_words(right.started_on)
        words = f"It began on {began}: enter a later day. If it was entered by mistake, withdraw it"
        return Fault("ended_on", f"{words} instead.")
    return None


def _fault_of_edges(right: Span, *, was: Span, care: Span) -> Fault | None:
    put_right = "put the time in care right"
    if right.started_on < care.started_on:
        since = _in_words(care.started_on)
        words = f"The child is looked after since {since}. If that day is wrong, {put_right}."
        return Fault("started_on", words)
    if was.started_on == care.started_on and right.started_on != was.started_on:
        words = (
            f"Care began on that day, {_in_words(care.started_on)}: no day of care is left without"
        )
        return Fault("started_on", f"{words} a home. If care began later, {put_right}.")
    if care.ended_on is None:
        return None
    until = _in_words(care.ended_on)
    if right.ended_on is None or right.ended_on > care.ended_on:
        return Fault("ended_on", f"This time in care ended on {until}: no home goes on after it.")
    if was.ended_on == care.ended_on and right.ended_on != was.ended_on:
        words = f"Care ended on that day, {until}: if it ended earlier, {put_right}."
        return Fault("ended_on", words)
    return None


def _in_words(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
