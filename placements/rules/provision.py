"""The clock `suspension_provision`: education while a child is suspended or excluded.

Source: Department for Education, "Suspension and permanent exclusion" (August 2024): full-time
education from the sixth school day, arranged by the school for a suspension and by the authority
for a permanent exclusion; for a looked-after child it is expected from the first day.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import Self

from pupils.rules.clock import (
    DESIGNATED_TEACHER,
    OFFICER,
    ClockState,
    Closing,
    Surroundings,
    clock_state,
    earliest,
    end_of_care,
)
from pupils.rules.facts import CarePeriodFacts, PupilFacts, end_known_on
from vsh.calendars.rules import ONE_DAY, Due, SchoolDays, in_words

from .exclusions import SESSIONS_A_DAY

KIND = "suspension_provision"
SIXTH_DAY = 6
SUSPENSION, PERMANENT, LUNCHTIME = "suspension", "permanent", "lunchtime"
EXPECTED = "for a looked-after child it is expected from the first day"
_NAMES = {1: "First", 2: "Second", 3: "Third", 4: "Fourth", 5: "Fifth", 6: "Sixth"}


@dataclass(frozen=True)
class ExclusionFacts:
    """One suspension or permanent exclusion; `sessions` are half days, none if permanent."""

    id: int
    kind: str
    started_on: date
    sessions: int | None = None
    setting_id: int | None = None
    area_code: str = ""
    provision_from_on: date | None = None
    cancelled_on: date | None = None
    reinstated_on: date | None = None

    @property
    def key(self) -> str:
        """The natural key of what starts with it."""
        return f"{self.kind}:{self.started_on}"

    @property
    def is_permanent(self) -> bool:
        """Whether it ends the child's time at the school."""
        return self.kind == PERMANENT


@dataclass(frozen=True)
class ExclusionsOfChild:
    """What a child's schools decided."""

    rows: tuple[ExclusionFacts, ...] = ()

    def as_known_on(self, day: date) -> Self:
        """Without what happened after `day`."""
        return replace(
            self,
            rows=tuple(
                replace(
                    row,
                    provision_from_on=end_known_on(day, row.provision_from_on),
                    cancelled_on=end_known_on(day, row.cancelled_on),
                    reinstated_on=end_known_on(day, row.reinstated_on),
                )
                for row in self.rows
                if row.started_on <= day
            ),
        )


def provisions(
    child: PupilFacts, exclusions: ExclusionsOfChild, known: Surroundings
) -> list[ClockState]:
    """A clock for each suspension and exclusion that began while the child was looked after.

    One over lunchtimes misses no lessons and asks for no other education.
    """
    states: dict[str, ClockState] = {}
    for row in exclusions.rows:
        period = _in_care_on(child, row.started_on)
        if row.kind != LUNCHTIME and period:
            key = row.key if row.key not in states else f"{row.key}/{row.id}"
            states[key] = _clock(child, period, row, known, key)
    return list(states.values())


def _in_care_on(child: PupilFacts, day: date) -> CarePeriodFacts | None:
    periods = (p for p in child.care_periods if p.started_on <= day)
    return next((p for p in periods if p.ended_on is None or day < p.ended_on), None)


def _clock(
    child: PupilFacts, period: CarePeriodFacts, row: ExclusionFacts, known: Surroundings, key: str
) -> ClockState:
    days = known.book.school_days(
        setting_id=row.setting_id, area_code=row.area_code, authority_code=child.authority_code
    )
    due = _due(row, days, known.number(KIND, SIXTH_DAY))
    return clock_state(
        kind=KIND,
        trigger_key=key,
        owner_role=OFFICER if row.is_permanent else DESIGNATED_TEACHER,
        due=due,
        met_on=_educated_on(child, row),
        closing=earliest(
            end_of_care(child, period, on=known.on),
            _over_by(row.cancelled_on, "Cancelled"),
            _over_by(row.reinstated_on, "Child reinstated"),
            _over(row, due, days, on=known.on),
        ),
    )


def _due(row: ExclusionFacts, days: SchoolDays, number: int) -> Due:
    """The school day of that number, the first day out being the first."""
    found = days.due(number, after=row.started_on - ONE_DAY)
    what = "permanent exclusion" if row.is_permanent else "suspension"
    step = (
        f"{_NAMES[number]} school day of the {what}, which began on {in_words(row.started_on)}; "
        f"{EXPECTED}"
    )
    return replace(found, started_on=row.started_on, steps=(step,))


def _educated_on(child: PupilFacts, row: ExclusionFacts) -> date | None:
    """The day from which there is education: as reported, or after a permanent exclusion the
    first full-time place somewhere else."""
    begun = [row.provision_from_on]
    if row.is_permanent:
        begun += [
            place.started_on
            for place in child.enrolments
            if place.is_full_time_education
            and place.started_on >= row.started_on
            and (place.setting_id is None or place.setting_id != row.setting_id)
        ]
    return min((day for day in begun if day), default=None)


def _over_by(day: date | None, what: str) -> Closing | None:
    return Closing(day, f"{what} on {in_words(day)}") if day else None


def _over(row: ExclusionFacts, due: Due, days: SchoolDays, *, on: date) -> Closing | None:
    """A suspension that ended before the day on which education was due."""
    if row.sessions is None or due.due_on is None:
        return None
    whole_days = -(-row.sessions // SESSIONS_A_DAY)
    last = days.day_after(whole_days, after=row.started_on - ONE_DAY)
    if last is None or last >= due.due_on or last >= on:
        return None
    return Closing(last + ONE_DAY, f"The suspension ended on {in_words(last)}, before that day")
