"""The facts about a child's plans that the clocks read, and what was known of them on a day."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Self

from .states import State


@dataclass(frozen=True)
class Submission:
    """A plan handed in; one returned as empty does not stand from the day of its return."""

    on: date
    voided_on: date | None = None


@dataclass(frozen=True)
class Change:
    """One change of a plan's state."""

    to_state: str
    on: date
    is_returned_empty: bool = False


def submissions_in(changes: Iterable[Change]) -> tuple[Submission, ...]:
    """The submissions in a plan's changes, in their order; a return as empty voids all before."""
    found: list[Submission] = []
    for change in changes:
        if change.is_returned_empty:
            found = [replace(s, voided_on=s.voided_on or change.on) for s in found]
        elif change.to_state == State.SUBMITTED:
            found.append(Submission(change.on))
    return tuple(found)


@dataclass(frozen=True)
class PepFacts:
    """One plan: when a person initiated it and when it was submitted."""

    initiated_on: date | None = None
    submissions: tuple[Submission, ...] = ()

    @property
    def submitted_on(self) -> date | None:
        """The day of the first submission that stands; handing in an improved plan is no other."""
        standing = [s.on for s in self.submissions if s.voided_on is None]
        return min(standing, default=None)

    def as_known_on(self, day: date) -> Self:
        """The plan without what happened to it after `day`."""
        return replace(
            self,
            initiated_on=_unless_later(self.initiated_on, day),
            submissions=tuple(
                replace(s, voided_on=_unless_later(s.voided_on, day))
                for s in self.submissions
                if s.on <= day
            ),
        )


@dataclass(frozen=True)
class PlansOfChild:
    """The plans of one child by care period."""

    of_period: Mapping[int, tuple[PepFacts, ...]] = field(default_factory=dict)

    def as_known_on(self, day: date) -> Self:
        """The plans as known on `day`."""
        return replace(
            self,
            of_period={
                period: tuple(pep.as_known_on(day) for pep in peps)
                for period, peps in self.of_period.items()
            },
        )

    def initiated(self, period: int) -> date | None:
        """The day on which a person first initiated a plan of this care period."""
        days = [pep.initiated_on for pep in self.of_period.get(period, ()) if pep.initiated_on]
        return min(days, default=None)

    def submitted(self, period: int) -> list[date]:
        """The days on which plans of this care period were submitted, in order."""
        peps = self.of_period.get(period, ())
        return sorted(pep.submitted_on for pep in peps if pep.submitted_on)


def _unless_later(value: date | None, day: date) -> date | None:
    return value if value is not None and value <= day else None
