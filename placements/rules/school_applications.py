"""The clock `school_application`: a place in the next school is applied for in the normal round.

Source: statutory guidance (2018), "School admissions": the corporate parent applies through the
same process as other parents; the national closing dates are 31 October for secondary schools and
15 January for primary schools.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Self

from pupils.rules.ages import year_group_on
from pupils.rules.clock import (
    SOCIAL_WORKER,
    ClockState,
    Closing,
    Surroundings,
    clock_state,
    earliest,
    end_of_care,
)
from pupils.rules.ehc_facts import PlanFacts
from pupils.rules.facts import CarePeriodFacts, PupilFacts, end_known_on
from pupils.rules.next_schools import (
    BEFORE_RECEPTION,
    SchoolFacts,
    moves_on,
    school_of_the_year,
)
from pupils.rules.short_breaks import is_short_break
from vsh.calendars.rules import Due, academic_year, first_calendar_year, in_words

from .admissions import closing_on, entry_on

KIND = "school_application"
JUNIOR_FROM = 3


@dataclass(frozen=True)
class SentFacts:
    """An application that was sent and not withdrawn by `withdrawn_on`."""

    sent_on: date
    wanted_from_on: date
    withdrawn_on: date | None = None


@dataclass(frozen=True)
class AdmissionsOfChild:
    """What the clock reads beside care: year group, schools, EHC plans, applications."""

    nc_year: int | None = None
    nc_year_on: date | None = None
    schools: tuple[SchoolFacts, ...] = ()
    plans: tuple[PlanFacts, ...] = ()
    sent: tuple[SentFacts, ...] = ()

    def as_known_on(self, day: date) -> Self:
        """Without what happened after `day`."""
        return replace(
            self,
            schools=tuple(one for one in self.schools if one.started_on <= day),
            plans=tuple(
                replace(one, ended_on=end_known_on(day, one.ended_on))
                for one in self.plans
                if one.started_on <= day
            ),
            sent=tuple(
                replace(one, withdrawn_on=end_known_on(day, one.withdrawn_on))
                for one in self.sent
                if one.sent_on <= day
            ),
        )


def applications(
    child: PupilFacts, facts: AdmissionsOfChild, known: Surroundings
) -> list[ClockState]:
    """A clock in each school year before a move to Reception or between phases, while in care."""
    states = {
        state.trigger_key: state
        for period in child.care_periods
        if not is_short_break(child, period, on=known.on)
        for state in _of_period(child, period, facts, known)
    }
    return list(states.values())


def _of_period(
    child: PupilFacts, period: CarePeriodFacts, facts: AdmissionsOfChild, known: Surroundings
) -> Iterator[ClockState]:
    end = end_of_care(child, period, on=known.on)
    last = min(known.on, end.on) if end else known.on
    years = range(_first(period.started_on), _first(last) + 1)
    for year in years:
        start, over = max(period.started_on, date(year, 9, 1)), date(year + 1, 8, 31)
        if start > last or (end is not None and start >= end.on):
            continue
        if child.on_record_since is not None and over < child.on_record_since:
            continue  # nobody knows what was applied for in those years
        group = _year_group(child, facts, date(year, 9, 1))
        school = school_of_the_year(facts.schools, start=start, on=min(known.on, over))
        if not moves_on(year_group=group, school=school):
            continue
        plan = _plan_names_the_school(facts, start=start, on=min(known.on, over))
        if plan is not None and plan.on <= start:
            continue
        closing_day = closing_on(starts_on=date(year + 1, 9, 1), secondary=group >= JUNIOR_FROM)
        met_on = _sent_on(facts, year + 1)
        yield clock_state(
            kind=KIND,
            trigger_key=f"admission:{year + 1}",
            owner_role=SOCIAL_WORKER,
            due=_due(start, closing_day, group),
            met_on=met_on,
            closing=earliest(end, plan),
            is_current=met_on is not None or known.on <= over,
        )


def _due(start: date, closing_day: date, group: int) -> Due:
    """The closing date; for who enters care after it at once."""
    where = "Reception" if group == BEFORE_RECEPTION else f"Year {group + 1}"
    step = f"A place in {where} is applied for by {in_words(closing_day)}"
    if start <= closing_day:
        return Due(start, closing_day, (step,))
    return Due(start, start, (step, f"in care since {in_words(start)}, after it: at once"))


def _sent_on(facts: AdmissionsOfChild, year: int) -> date | None:
    """The first application for a place from the September of a year that was sent before it and
    not withdrawn; later ones are in-year."""
    sent = (
        one.sent_on
        for one in facts.sent
        if entry_on(one.wanted_from_on).year == year > _first(one.sent_on)
        and one.withdrawn_on is None
    )
    return min(sent, default=None)


def _plan_names_the_school(facts: AdmissionsOfChild, *, start: date, on: date) -> Closing | None:
    """An EHC plan in force: the authority that maintains it names the school in it."""
    in_force = (one for one in facts.plans if one.ended_on is None or one.ended_on >= on)
    plan = min(in_force, key=lambda one: one.started_on, default=None)
    if plan is None:
        return None
    day = max(plan.started_on, start)
    return Closing(day, f"An EHC plan since {in_words(plan.started_on)} names the school")


def _year_group(child: PupilFacts, facts: AdmissionsOfChild, day: date) -> int:
    return year_group_on(
        day,
        date_of_birth=child.date_of_birth,
        nc_year=facts.nc_year,
        known_on=facts.nc_year_on or day,
    )


def _first(day: date) -> int:
    """The calendar year in which the school year of the day began."""
    return first_calendar_year(academic_year(day))
