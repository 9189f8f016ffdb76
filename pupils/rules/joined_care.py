"""Two times in care, one of each of two records: whether they are one, and whether the records may
be joined at all.

Source: the SSDA903 return, for which an unbroken run of episodes is one time in care and E11 and
E12 say that a child was adopted; docs/adr/0019: a child's identity at birth is tied to that after
adoption nowhere.
"""

from dataclasses import dataclass
from datetime import date
from typing import Protocol

ADOPTED = frozenset({"E11", "E12"})


class Time(Protocol):
    """From its first day to the day on which it ended."""

    started_on: date
    ended_on: date | None


class TimeInCare(Time, Protocol):
    """With the return's reason for its end."""

    end_reason: str


@dataclass(frozen=True, kw_only=True)
class CareSoFar:
    """Of one record: the first day on which care ended by adoption, and until when there was care
    at all; `date.max` while it goes on, none where there was no care."""

    adopted_on: date | None
    until: date | None


def ties_birth_to_adoption(one: CareSoFar, other: CareSoFar) -> bool:
    """Whether care of one record ended by adoption and the other has care after that day."""
    return any(
        first.adopted_on is not None
        and second.until is not None
        and second.until > first.adopted_on
        for first, second in ((one, other), (other, one))
    )


def goes_on(one: TimeInCare, other: TimeInCare) -> bool:
    """Whether the two are one time in care; never after an adoption."""
    earlier = min(one, other, key=lambda time: time.started_on)
    return follows(one, other) and earlier.end_reason not in ADOPTED


def follows(one: Time, other: Time) -> bool:
    """Whether the later of the two begins on the day on which the earlier ended, or before, and
    goes on beyond it."""
    earlier, later = sorted((one, other), key=lambda time: time.started_on)
    if earlier.ended_on is None or not earlier.started_on < later.started_on <= earlier.ended_on:
        return False
    return later.ended_on is None or later.ended_on > earlier.ended_on
