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
class SetAside:
    """A time for which a person said that the plan is not required."""

    on: date
    taken_back_on: date | None = None


@dataclass(frozen=True)
class Change:
    """One change of a plan's state; `by_person` if not the system's."""

    to_state: str
    on: date
    is_returned_empty: bool = False
    by_person: bool = True
    from_state: str = ""


@dataclass(frozen=True)
class Wait:
    """A handing-in of a plan and the day on which the virtual school answered it."""

    on: date
    answered_on: date | None = None


def waits_in(changes: Iterable[Change]) -> tuple[Wait, ...]:
    """Each handing-in among a plan's changes, in their order, with the first answer to it: it was
    assured, accepted or returned."""
    found: list[Wait] = []
    for change in changes:
        if change.to_state == State.SUBMITTED:
            if change.from_state != State.SUBMITTED:  # not a late initiation
                found.append(Wait(change.on))
        elif found and found[-1].answered_on is None:
            found[-1] = replace(found[-1], answered_on=change.on)
    return tuple(found)


def submissions_in(changes: Iterable[Change]) -> tuple[Submission, ...]:
    """The submissions in a plan's changes, in their order; a return as empty voids all before."""
    found: list[Submission] = []
    for change in changes:
        if change.is_returned_empty:
            found = [replace(s, voided_on=s.voided_on or change.on) for s in found]
        elif change.to_state == State.SUBMITTED:
            found.append(Submission(change.on))
    return tuple(found)


def set_aside_in(changes: Iterable[Change]) -> tuple[SetAside, ...]:
    """The times, in their order, for which a person said that the plan is not required.

    A plan that lapsed, set aside by the system, is none of these.
    """
    found: list[SetAside] = []
    for change in changes:
        if change.to_state != State.NOT_REQUIRED:
            if found and found[-1].taken_back_on is None:
                found[-1] = replace(found[-1], taken_back_on=change.on)
        elif change.by_person:
            found.append(SetAside(change.on))
    return tuple(found)


@dataclass(frozen=True)
class PepFacts:
    """One plan: when a person initiated it, when it was submitted, while a person had set it
    aside, and how long it waited for quality assurance."""

    initiated_on: date | None = None
    submissions: tuple[Submission, ...] = ()
    set_aside: tuple[SetAside, ...] = ()
    ref: str = ""
    waits: tuple[Wait, ...] = ()

    @property
    def submitted_on(self) -> date | None:
        """The day of the first submission that stands; handing in an improved plan is no other."""
        standing = [s.on for s in self.submissions if s.voided_on is None]
        return min(standing, default=None)

    def stands(self, closed_on: date | None) -> bool:
        """Whether it is not set aside; once its clocks have closed that changes nothing."""
        return not any(
            each.taken_back_on is None and (closed_on is None or each.on < closed_on)
            for each in self.set_aside
        )

    def as_known_on(self, day: date) -> Self:
        """The plan without what happened to it after `day`."""
        return replace(
            self,
            initiated_on=_unless_later(self.initiated_on, day),
            set_aside=tuple(
                replace(each, taken_back_on=_unless_later(each.taken_back_on, day))
                for each in self.set_aside
                if each.on <= day
            ),
            submissions=tuple(
                replace(s, voided_on=_unless_later(s.voided_on, day))
                for s in self.submissions
                if s.on <= day
            ),
            waits=tuple(
                replace(w, answered_on=_unless_later(w.answered_on, day))
                for w in self.waits
                if w.on <= day
            ),
        )


@dataclass(frozen=True)
class PlansOfChild:
    """The plans of one child by care period.

    A plan that a person set aside, opened or handed in in error, neither initiates nor hands in
    anything from that day until it is taken back. `closed_on`: when the clocks of the care period
    closed, after which nothing is undone.
    """

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

    def initiated(self, period: int, *, closed_on: date | None) -> date | None:
        """The day on which a person first initiated a plan of this care period."""
        plans = self._standing(period, closed_on)
        return min((pep.initiated_on for pep in plans if pep.initiated_on), default=None)

    def submitted(self, period: int, *, closed_on: date | None) -> list[date]:
        """The days on which plans of this care period were submitted, in order."""
        plans = self._standing(period, closed_on)
        return sorted(pep.submitted_on for pep in plans if pep.submitted_on)

    def _standing(self, period: int, closed_on: date | None) -> list[PepFacts]:
        return [pep for pep in self.of_period.get(period, ()) if pep.stands(closed_on)]


def _unless_later(value: date | None, day: date) -> date | None:
    return value if value is not None and value <= day else None
