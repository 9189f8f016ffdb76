"""The clocks that run for children: apps of this floor and above make theirs known here."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol, Self

from vsh.accounts.roles import Permission

from .rules import reviews
from .rules.clock import ClockState, Surroundings
from .rules.facts import PupilFacts


class MoreFacts(Protocol):
    """Facts about one child that an app above this floor keeps."""

    def as_known_on(self, day: date) -> Self:
        """The facts without what happened after `day`."""
        ...


Loader = Callable[[Collection[int]], Mapping[int, MoreFacts]]


@dataclass(frozen=True, kw_only=True)
class Clock:
    """One kind of clock: its rule, in code and in words, and where the rule comes from.

    `load` brings more facts of many children at once, given to the rule after the child; `areas`
    says in whose calendars, beside those of the homes, the rule counts days for such facts.
    `statutory` is the limit in `unit` that an authority may make stricter; a clock without one
    takes any number up to `most`. One that `is_local` is the authority's own to turn on or off
    (it runs from the first if `is_on_by_default`), with `usual` where it set no number.
    `permission` is needed to know that the clock runs, `words_permission` to read its sum: what
    it is counted from may be a fact of care. With `looks_back`, what met it before the child was
    first loaded here cannot be on record.
    """

    kind: str
    rule: Callable[..., list[ClockState]]
    words: str
    source: str
    unit: str
    statutory: int | None = None
    most: int = 0
    is_local: bool = False
    is_on_by_default: bool = False
    usual: int = 0
    load: Loader | None = None
    areas: Callable[[Any], Iterable[str]] | None = None
    version: str = "2026.1"
    permission: Permission = Permission.VIEW_PUPIL
    words_permission: Permission = Permission.VIEW_PUPIL
    looks_back: bool = False

    def run(
        self, child: PupilFacts, more: MoreFacts | None, known: Surroundings
    ) -> list[ClockState]:
        """The clock of this kind as it stands for one child."""
        if self.is_local and not known.is_on(self.kind, by_default=self.is_on_by_default):
            return []
        return self.rule(child, known) if self.load is None else self.rule(child, more, known)


_clocks: dict[str, Clock] = {}


def register_clock(clock: Clock) -> None:
    """Make a clock known; an app calls this when it starts."""
    _clocks[clock.kind] = clock


def clocks() -> list[Clock]:
    """Every clock, in the order in which they were made known."""
    return list(_clocks.values())


def clock_of(kind: str) -> Clock | None:
    """The clock of one kind."""
    return _clocks.get(kind)


def kinds_hidden_from(permissions: Collection[Permission]) -> list[str]:
    """The clocks of which somebody with these permissions is not told at all."""
    return [clock.kind for clock in clocks() if clock.permission not in permissions]


def kinds_that_look_back() -> list[str]:
    """The clocks that may have been met before the child was first loaded here."""
    return [clock.kind for clock in clocks() if clock.looks_back]


def register_own_clocks() -> None:
    """Make known the clock of statutory reviews, whose facts live here."""
    register_clock(
        Clock(
            kind=reviews.KIND,
            rule=reviews.statutory_reviews,
            words="The care plan is reviewed within 20 working days of the child becoming looked "
            "after, again within 3 months, then at least every 6 months. A child placed for "
            "adoption: within 4 weeks of the placement, 3 months, then every 6. Short breaks: "
            "within 3 months, then every 6.",
            source="Care Planning, Placement and Case Review (England) Regulations 2010 (SI "
            "2010/959) regs. 33 and 48; Adoption Agencies Regulations 2005 reg. 36",
            unit="working day",
            statutory=reviews.FIRST_REVIEW_WORKING_DAYS,
            permission=Permission.VIEW_CARE,
            words_permission=Permission.VIEW_CARE,
        )
    )
