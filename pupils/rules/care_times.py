"""What the days of a time in care, and of a legal status in it, keep to when a person puts them
right.

Source: accurate records are a duty of the authority (UK GDPR art. 5(1)(d)); Children Act 1989
s.105(1): a child is a person under eighteen. Times are half-open: the day on which one ends is the
day on which the next begins.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from .ages import eighteenth_birthday

CASE_SYSTEM = "Put that right first, in the council’s case system where no page here does."


class Fault(NamedTuple):
    """Why days cannot stand, and the field of the day that is wrong."""

    field: str
    words: str


@dataclass(frozen=True, kw_only=True)
class Span:
    """From the first day to the day on which it ended; `what` it is, in words."""

    started_on: date
    ended_on: date | None = None
    what: str = ""

    def overlaps(self, other: "Span") -> bool:
        """Whether a day belongs to both."""
        return (other.ended_on is None or self.started_on < other.ended_on) and (
            self.ended_on is None or other.started_on < self.ended_on
        )

    @property
    def words(self) -> str:
        """What it is, and its days."""
        until = f" to {_in_words(self.ended_on)}" if self.ended_on else ""
        return f"{self.what} from {_in_words(self.started_on)}{until}"


def fault_of_care(right: Span, *, born: date, on: date, others: Iterable[Span]) -> Fault | None:
    """Why the child cannot have been looked after in that time; `others` are the other times."""
    adult_on = eighteenth_birthday(born)
    if right.started_on < born:
        return Fault("started_on", f"The child was born on {_in_words(born)}.")
    if right.started_on >= adult_on:
        return Fault(
            "started_on",
            f"The child turned 18 on {_in_words(adult_on)}: nobody becomes looked after then.",
        )
    if fault := _fault_of_days(right, on=on):
        return fault
    if right.ended_on is not None and right.ended_on > adult_on:
        return Fault(
            "ended_on", f"Care ends at the latest on the 18th birthday, {_in_words(adult_on)}."
        )
    return fault_of_overlap(right, others)


def fault_of_status(right: Span, *, care: Span, on: date, others: Iterable[Span]) -> Fault | None:
    """Why a legal status cannot have held in that time; `others` are those of the same care, as
    they stand once those next to it have followed."""
    if fault := _fault_of_days(right, on=on):
        return fault
    if right.started_on < care.started_on:
        return Fault(
            "started_on",
            f"The child is looked after since {_in_words(care.started_on)}. If that day is wrong, "
            "put the time in care right.",
        )
    if care.ended_on is not None and (right.ended_on is None or right.ended_on > care.ended_on):
        return Fault(
            "ended_on",
            f"This time in care ended on {_in_words(care.ended_on)}: no legal status goes on "
            "after that day.",
        )
    return fault_of_overlap(right, others)


def fault_of_overlap(right: Span, others: Iterable[Span]) -> Fault | None:
    """The first of the others of which a day would belong to both."""
    for other in sorted(others, key=lambda one: one.started_on):
        if right.overlaps(other):
            field = "started_on" if other.started_on <= right.started_on else "ended_on"
            words = f"On record: {other.words}. The two would overlap. Choose another day, or "
            return Fault(field, words + "put that one right first.")
    return None


def fault_of_inside(
    right: Span, *, was: Span, inside: Iterable[Span], held: Iterable[date]
) -> Fault | None:
    """What is on record inside a time in care and would no longer lie in it: homes and legal
    statuses that do not begin or end with it, and days on which reviews were held."""
    for fact in sorted(inside, key=lambda one: one.started_on):
        begins_with_it = fact.started_on == was.started_on
        is_before = not begins_with_it and fact.started_on <= right.started_on
        ends_inside = fact.ended_on is not None and fact.ended_on != was.ended_on
        if is_before or (ends_inside and fact.ended_on <= right.started_on):  # type: ignore[operator]
            return Fault("started_on", f"On record: {fact.words}. {CASE_SYSTEM}")
        if right.ended_on and not begins_with_it and fact.started_on >= right.ended_on:
            return Fault("ended_on", f"On record: {fact.words}. {CASE_SYSTEM}")
    for day in sorted(held):
        is_early = day < right.started_on
        if is_early or (right.ended_on is not None and day > right.ended_on):
            return Fault(
                "started_on" if is_early else "ended_on",
                f"On record: a statutory review held on {_in_words(day)}. If its day is wrong, "
                "correct the review first.",
            )
    return None


def as_it_follows(fact: Span, *, was: Span, right: Span) -> Span:
    """A home or legal status once the time in care is put right: what began or ended with it still
    does, and nothing goes on after its end."""
    if fact.started_on == was.started_on:
        fact = replace(fact, started_on=right.started_on)
    goes_on_after = right.ended_on is not None and (
        fact.ended_on is None or fact.ended_on > right.ended_on
    )
    if fact.ended_on == was.ended_on or goes_on_after:
        fact = replace(fact, ended_on=right.ended_on)
    return fact


def next_to(was: Span, others: Sequence[Span]) -> tuple[Span | None, Span | None]:
    """What gave way to it on its first day, and what it gave way to on its last."""
    before = next((one for one in others if one.ended_on == was.started_on), None)
    after = next(
        (one for one in others if was.ended_on is not None and one.started_on == was.ended_on),
        None,
    )
    return before, after


def _fault_of_days(right: Span, *, on: date) -> Fault | None:
    if right.started_on > on:
        return Fault("started_on", "This day is still to come. Enter a day up to today.")
    if right.ended_on is None:
        return None
    if right.ended_on > on:
        return Fault("ended_on", "This day is still to come. Enter a day up to today.")
    if right.ended_on <= right.started_on:
        return Fault(
            "ended_on",
            f"It began on {_in_words(right.started_on)}: enter a later day. If it was entered by "
            "mistake, withdraw it instead.",
        )
    return None


def _in_words(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
