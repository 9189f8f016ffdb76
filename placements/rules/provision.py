"""The clock `suspension_provision`: education while a child is suspended or excluded.

Source: Department for Education, "Suspension and permanent exclusion" (August 2024): full-time
education from the sixth school day, arranged by the school for a suspension (Education and
Inspections Act 2006, section 100) and by the authority for a permanent exclusion; for a
looked-after child it is expected from the first day. Suspensions that follow one another are one
period for this duty.
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
from .held import StayFacts, closed_by, first_day_free, stay_on

KIND = "suspension_provision"
SIXTH_DAY = 6
SUSPENSION, PERMANENT, LUNCHTIME = "suspension", "permanent", "lunchtime"
EXPECTED = "for a looked-after child it is expected from the first day"
_NAMES = {1: "First", 2: "Second", 3: "Third", 4: "Fourth", 5: "Fifth", 6: "Sixth"}


@dataclass(frozen=True)
class ExclusionFacts:
    """One suspension or permanent exclusion; `sessions` are half days, none if permanent.

    Of one that was cancelled the child missed `sessions_missed` by then. `full_time_from_on` is the
    first day of education that is said to be full time.
    """

    id: int
    kind: str
    started_on: date
    sessions: int | None = None
    setting_id: int | None = None
    area_code: str = ""
    full_time_from_on: date | None = None
    cancelled_on: date | None = None
    reinstated_on: date | None = None
    sessions_missed: int | None = None

    @property
    def key(self) -> str:
        """The natural key of what starts with it."""
        return f"{self.kind}:{self.started_on}"

    @property
    def is_permanent(self) -> bool:
        """Whether it ends the child's time at the school."""
        return self.kind == PERMANENT

    @property
    def sessions_out(self) -> int | None:
        """Those of a suspension that stands, or that were missed before it was cancelled."""
        if self.cancelled_on is None or self.sessions_missed is None:
            return self.sessions
        return self.sessions_missed

    def last_day(self, days: SchoolDays) -> date | None:
        """The last school day out, if there is one and it is known; half days are days."""
        if not self.sessions_out:
            return None
        number = -(-self.sessions_out // SESSIONS_A_DAY)
        last = days.day_after(number, after=self.started_on - ONE_DAY)
        if last and self.reinstated_on and self.reinstated_on <= last:
            return days.last_until(self.reinstated_on - ONE_DAY)
        return last


@dataclass(frozen=True)
class ExclusionsOfChild:
    """What a child's schools decided, and when the child was in custody meanwhile."""

    rows: tuple[ExclusionFacts, ...] = ()
    stays: tuple[StayFacts, ...] = ()

    def as_known_on(self, day: date) -> Self:
        """Without what happened after `day`."""
        return replace(
            self,
            rows=tuple(
                replace(
                    row,
                    full_time_from_on=end_known_on(day, row.full_time_from_on),
                    cancelled_on=end_known_on(day, row.cancelled_on),
                    reinstated_on=end_known_on(day, row.reinstated_on),
                )
                for row in self.rows
                if row.started_on <= day
            ),
            stays=tuple(row.as_known_on(day) for row in self.stays if row.started_on <= day),
        )


def areas(exclusions: ExclusionsOfChild) -> set[str]:
    """The authorities in whose areas the schools lie: their term dates may be those of a school."""
    return {row.area_code for row in exclusions.rows if row.area_code}


@dataclass(frozen=True)
class Stretch:
    """What is counted as one: a permanent exclusion, or suspensions that follow one another.

    `lasts` are the last school days out, one for each row, as far as they are known.
    """

    days: SchoolDays
    rows: tuple[ExclusionFacts, ...]
    lasts: tuple[date | None, ...]

    @property
    def last_on(self) -> date | None:
        """The last school day out of all; unknown where that of any is."""
        known = [day for day in self.lasts if day]
        return max(known) if len(known) == len(self.lasts) else None

    @property
    def back_on(self) -> date | None:
        """The first school day on which the child is back, if it is known."""
        return self.days.next_after(self.last_on) if self.last_on else None

    @property
    def ends_with(self) -> ExclusionFacts:
        """The row that keeps the child out longest."""
        pairs = zip(self.lasts, self.rows, strict=True)
        return max(pairs, key=lambda pair: pair[0] or date.max)[1]

    def goes_on_with(self, row: ExclusionFacts) -> bool:
        """Whether the school suspends again by the first school day on which the child is back."""
        if self.last_on is None or row.setting_id is None:
            return False
        return row.started_on <= (self.back_on or self.last_on)

    def with_row(self, row: ExclusionFacts) -> Self:
        """The same, longer by a suspension."""
        last = row.last_day(self.days)
        return replace(self, rows=(*self.rows, row), lasts=(*self.lasts, last))


def provisions(
    child: PupilFacts, exclusions: ExclusionsOfChild, known: Surroundings
) -> list[ClockState]:
    """A clock for each stretch of suspensions and each exclusion while the child was looked after.

    One over lunchtimes misses no lessons and asks for no other education.
    """
    states: dict[str, ClockState] = {}
    for stretch in stretches(child, exclusions, known):
        in_care = [row for row in stretch.rows if _in_care_on(child, row.started_on)]
        if in_care and (period := _in_care_on(child, in_care[-1].started_on)):
            first = in_care[0]
            key = first.key if first.key not in states else f"{first.key}/{first.id}"
            states[key] = _clock(child, period, stretch, exclusions.stays, known, key)
    return list(states.values())


def stretches(
    child: PupilFacts, exclusions: ExclusionsOfChild, known: Surroundings
) -> list[Stretch]:
    """The suspensions of one school that overlap or follow one another without a school day
    between, together; each permanent exclusion, and what was cancelled before a day was missed, by
    itself.

    Source: "Suspension and permanent exclusion" (August 2024): consecutive suspensions are a
    cumulative period of suspension for the duty of section 100, which is that of the school from
    which the child is suspended.
    """
    found: list[Stretch] = []
    running: dict[int | None, int] = {}
    for row in sorted(exclusions.rows, key=lambda each: (each.started_on, each.id)):
        never_began = row.cancelled_on is not None and row.cancelled_on < row.started_on
        if row.kind == LUNCHTIME or never_began:
            continue
        days = known.book.school_days(
            setting_id=row.setting_id, area_code=row.area_code, authority_code=child.authority_code
        )
        is_added_up = row.sessions_out and not row.is_permanent
        at = running.get(row.setting_id) if is_added_up else None
        if at is not None and found[at].goes_on_with(row):
            found[at] = found[at].with_row(row)
            continue
        if is_added_up:
            running[row.setting_id] = len(found)
        found.append(Stretch(days, (row,), (row.last_day(days),)))
    return found


def _in_care_on(child: PupilFacts, day: date) -> CarePeriodFacts | None:
    periods = (p for p in child.care_periods if p.started_on <= day)
    return next((p for p in periods if p.ended_on is None or day < p.ended_on), None)


def _clock(
    child: PupilFacts,
    period: CarePeriodFacts,
    stretch: Stretch,
    stays: tuple[StayFacts, ...],
    known: Surroundings,
    key: str,
) -> ClockState:
    due, ends_with = _due(stretch, known.number(KIND, SIXTH_DAY)), stretch.ends_with
    due = _once_released(due, stretch, stays)
    met_on = _educated_on(child, stretch, due, on=known.on)
    held = stay_on(due.due_on or known.on, stays)
    closing = earliest(
        end_of_care(child, period, on=known.on),
        _over_by(ends_with.cancelled_on, "Cancelled"),
        _over_by(ends_with.reinstated_on, "Child reinstated"),
        _over(stretch, due, on=known.on),
        closed_by(held, not_before=stretch.rows[0].started_on) if held else None,
    )
    is_back = stretch.last_on is not None and stretch.last_on < known.on
    is_away = is_back or stay_on(known.on, stays) is not None
    return clock_state(
        kind=KIND,
        trigger_key=key,
        owner_role=OFFICER if ends_with.is_permanent else DESIGNATED_TEACHER,
        due=due,
        met_on=met_on,
        closing=closing,
        is_current=met_on is not None or closing is not None or not is_away,
    )


def _once_released(due: Due, stretch: Stretch, stays: tuple[StayFacts, ...]) -> Due:
    """The day on which it is due where that fell into a stay in custody that is over: the first
    school day after it."""
    free_on = first_day_free(due.due_on, stays) if due.due_on else None
    if free_on is None:
        return due
    due_on = stretch.days.next_after(free_on - ONE_DAY)
    if due_on is None:
        return due
    step = f"In custody on that day: the first school day after it, {in_words(due_on)}"
    return replace(due, due_on=due_on, steps=(*due.steps, step))


def _due(stretch: Stretch, number: int) -> Due:
    """The school day of that number, the first day out being the first."""
    first = stretch.rows[0]
    found = stretch.days.due(number, after=first.started_on - ONE_DAY)
    began, what = in_words(first.started_on), "suspension, which began on "
    if first.is_permanent:
        what = "permanent exclusion, which began on "
    elif len(stretch.rows) > 1:
        what = f"{len(stretch.rows)} suspensions that follow one another and count as one, from "
    step = f"{_NAMES[number]} school day of the {what}{began}; {EXPECTED}"
    return replace(found, started_on=first.started_on, steps=(step,))


def _educated_on(child: PupilFacts, stretch: Stretch, due: Due, *, on: date) -> date | None:
    """The day from which there is full-time education: as reported, or after a permanent exclusion
    the first full-time place somewhere else that has begun.

    What an earlier suspension of several had, which was over before the day on which it was due,
    says nothing of that day.
    """
    begun = [
        day
        for row, last in zip(stretch.rows, stretch.lasts, strict=True)
        if (day := row.full_time_from_on) and _serves(stretch, day, last, due)
    ]
    row = stretch.rows[0]
    if row.is_permanent:
        begun += [
            place.started_on
            for place in child.places_by_hours
            if place.is_full_time_education
            and row.started_on <= place.started_on <= on
            and (place.setting_id is None or place.setting_id != row.setting_id)
        ]
    return min(begun, default=None)


def _serves(stretch: Stretch, from_on: date, last: date | None, due: Due) -> bool:
    """Whether education of one suspension is there on the day due, as far as is known."""
    if last is None or due.due_on is None or len(stretch.rows) == 1:
        return True
    is_over_before = stretch.last_on is not None and stretch.last_on < due.due_on
    return is_over_before or max(last, from_on) >= due.due_on


def _over_by(day: date | None, what: str) -> Closing | None:
    return Closing(day, f"{what} on {in_words(day)}") if day else None


def _over(stretch: Stretch, due: Due, *, on: date) -> Closing | None:
    """Suspensions that ended before the day on which education was due, and not by being cancelled
    or by a reinstatement. Where that day is not known and the last day out is, it lies later."""
    last, back_on, ends_with = stretch.last_on, stretch.back_on, stretch.ends_with
    if ends_with.is_permanent or last is None or last >= on:
        return None
    if due.due_on is not None and last >= due.due_on:
        return None
    cut_short = [day for day in (ends_with.cancelled_on, ends_with.reinstated_on) if day]
    if back_on and any(day <= back_on for day in cut_short):
        return None
    what = "The suspension" if len(stretch.rows) == 1 else "The last of these suspensions"
    return Closing(last + ONE_DAY, f"{what} ended on {in_words(last)}, before that day")
