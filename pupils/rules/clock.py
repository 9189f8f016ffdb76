"""One clock of one child as it stands: when it started, when it is due, what became of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from vsh.calendars.rules import CalendarBook, Due, WorkingDays, in_words

from .ages import DEFAULT_PEP_AGE, eighteenth_birthday, pep_age_starts_on
from .facts import CarePeriodFacts, PupilFacts

SOCIAL_WORKER = "social_worker"
DESIGNATED_TEACHER = "designated_teacher"
IRO = "iro"
OFFICER = "virtual_school_officer"
PEP_AGE = "pep_age"


@dataclass(frozen=True)
class LocalLimit:
    """An authority's own number for one clock; never looser than the statutory one."""

    number: int | None = None
    is_on: bool = True
    version: int = 1


@dataclass(frozen=True, eq=False)
class Surroundings:
    """What a rule needs beside the child: the day, the calendars, the authority's settings."""

    on: date
    book: CalendarBook
    limits: Mapping[str, LocalLimit] = field(default_factory=dict)

    @property
    def working_days(self) -> WorkingDays:
        """Working days with the one-off bank holidays."""
        return self.book.working_days

    def number(self, kind: str, statutory: int) -> int:
        """The authority's stricter number for a clock, else the statutory one."""
        limit = self.limits.get(kind)
        if limit is None or limit.number is None:
            return statutory
        return min(limit.number, statutory)

    def local_number(self, kind: str) -> int | None:
        """The authority's own number for a clock, if it set one."""
        limit = self.limits.get(kind)
        return limit.number if limit else None

    def is_on(self, kind: str, *, by_default: bool = False) -> bool:
        """Whether a clock that is the authority's own choice runs: as it chose, else by default."""
        limit = self.limits.get(kind)
        return limit.is_on if limit else by_default

    def pep_age_starts_on(self, child: PupilFacts) -> date:
        """The first day on which this child has a PEP, by the authority's choice."""
        chosen = self.local_number(PEP_AGE)
        return pep_age_starts_on(
            date_of_birth=child.date_of_birth,
            entered_a_setting_on=child.entered_a_setting_on,
            from_age=DEFAULT_PEP_AGE if chosen is None else chosen,
        )


@dataclass(frozen=True)
class Closing:
    """The day from which a clock is no longer required, and why."""

    on: date
    reason: str


@dataclass(frozen=True)
class ClockState:
    """A clock that has started. `is_current` is false once it can no longer be met.

    `owner_id` names the one person who owes it; without them it is `owner_role`'s.
    """

    kind: str
    trigger_key: str
    owner_role: str
    due: Due
    met_on: date | None = None
    closed_on: date | None = None
    not_required_reason: str = ""
    is_current: bool = True
    owner_id: int | None = None

    @property
    def started_on(self) -> date:
        """The day from which the days are counted."""
        return self.due.started_on

    @property
    def due_on(self) -> date | None:
        """The last day in time, if it can be said."""
        return self.due.due_on


def clock_state(
    *,
    kind: str,
    trigger_key: str,
    owner_role: str,
    due: Due,
    met_on: date | None = None,
    closing: Closing | None = None,
    is_current: bool = True,
    owner_id: int | None = None,
) -> ClockState:
    """A clock met, closed or open: met up to the day of closing stays met."""
    if closing and (met_on is None or met_on > closing.on):
        return ClockState(
            kind,
            trigger_key,
            owner_role,
            due,
            None,
            closing.on,
            closing.reason,
            is_current,
            owner_id,
        )
    return ClockState(
        kind, trigger_key, owner_role, due, met_on, is_current=is_current, owner_id=owner_id
    )


def earliest(*closings: Closing | None) -> Closing | None:
    """The first of several closings; of two on one day the first named."""
    return min((closing for closing in closings if closing), key=lambda c: c.on, default=None)


def latest_of_each(states: Iterable[ClockState]) -> list[ClockState]:
    """What runs on into a second time in care is one clock, as the second leaves it."""
    return list({state.trigger_key: state for state in states}.values())


def end_of_care(child: PupilFacts, period: CarePeriodFacts, *, on: date) -> Closing | None:
    """How this period of care came to an end by `on`: the child left care or turned eighteen."""
    ended = None
    if period.ended_on is not None:
        ended = Closing(
            period.ended_on, f"Ceased to be looked after on {in_words(period.ended_on)}"
        )
    adult_on = eighteenth_birthday(child.date_of_birth)
    adult = Closing(adult_on, f"Turned 18 on {in_words(adult_on)}") if adult_on <= on else None
    return earliest(ended, adult)
