"""What the clocks read of a child's education, health and care plans (EHC plans)."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Self

from vsh.calendars.rules import in_words

from .ages import year_group_on
from .clock import Closing
from .facts import PupilFacts
from .next_schools import SchoolFacts

SEND_OFFICER = "send_officer"
CEASE = "cease"
DAY = timedelta(days=1)


@dataclass(frozen=True)
class PlanFacts:
    """A time in which one authority maintained a plan, its last day included."""

    started_on: date
    ended_on: date | None = None
    plan_issued_on: date | None = None
    maintained_by: str = ""


@dataclass(frozen=True)
class AnnualReviewFacts:
    """A review meeting, and what the maintaining authority decided after it."""

    held_on: date
    decided_on: date | None = None
    decision: str = ""
    with_pep_on: date | None = None

    def as_known_on(self, day: date) -> Self:
        """What is dated later is not decided yet."""
        if self.decided_on is not None and self.decided_on <= day:
            return self
        return replace(self, decided_on=None, decision="")


@dataclass(frozen=True)
class AssessmentFacts:
    """A request for a needs assessment, and what came of it."""

    requested_on: date
    decided_on: date | None = None
    is_agreed: bool | None = None
    issued_on: date | None = None
    no_plan_on: date | None = None

    def as_known_on(self, day: date) -> Self:
        """What is dated later is not decided yet."""
        is_decided = self.decided_on is not None and self.decided_on <= day
        return replace(
            self,
            decided_on=self.decided_on if is_decided else None,
            is_agreed=self.is_agreed if is_decided else None,
            issued_on=_until(self.issued_on, day),
            no_plan_on=_until(self.no_plan_on, day),
        )


@dataclass(frozen=True)
class EhcFacts:
    """A child's plans, annual reviews, requests, transfers settled, and main schools.

    `settled` are the days on which a plan was amended to name the next phase's setting.
    """

    plans: tuple[PlanFacts, ...] = ()
    reviews: tuple[AnnualReviewFacts, ...] = ()
    assessments: tuple[AssessmentFacts, ...] = ()
    settled: tuple[date, ...] = ()
    nc_year: int | None = None
    nc_year_on: date | None = None
    schools: tuple[SchoolFacts, ...] = ()

    def as_known_on(self, day: date) -> Self:
        """Without what came later, each in order."""
        return replace(
            self,
            plans=tuple(
                replace(
                    one,
                    ended_on=_until(one.ended_on, day),
                    plan_issued_on=_until(one.plan_issued_on, day),
                )
                for one in sorted(self.plans, key=lambda one: one.started_on)
                if one.started_on <= day
            ),
            reviews=tuple(
                one.as_known_on(day)
                for one in sorted(self.reviews, key=lambda one: one.held_on)
                if one.held_on <= day
            ),
            assessments=tuple(
                one.as_known_on(day)
                for one in sorted(self.assessments, key=lambda one: one.requested_on)
                if one.requested_on <= day
            ),
            settled=tuple(sorted(one for one in self.settled if one <= day)),
            schools=tuple(one for one in self.schools if one.started_on <= day),
        )


@dataclass(frozen=True)
class Plan:
    """One plan, whoever maintained it: times on record that follow each other without a gap.

    `after` is the last day of the plan before it.
    """

    times: tuple[PlanFacts, ...]
    after: date | None = None

    @property
    def started_on(self) -> date:
        """Its first day on record."""
        return self.times[0].started_on

    @property
    def ended_on(self) -> date | None:
        """Its last day."""
        return self.times[-1].ended_on

    @property
    def issued_on(self) -> date | None:
        """The day on which it was made, whoever made it."""
        return min((one.plan_issued_on for one in self.times if one.plan_issued_on), default=None)

    @property
    def taken_over(self) -> list[date]:
        """When another authority began to maintain it."""
        return [
            later.started_on
            for one, later in pairwise(self.times)
            if one.maintained_by != later.maintained_by
        ]

    def has(self, day: date) -> bool:
        """Whether a day is of this plan and of none before or after it; a plan may be on record
        from a day later than its first."""
        if self.after is not None and day <= self.after:
            return False
        return self.ended_on is None or day <= self.ended_on


def plans_of(facts: EhcFacts) -> list[Plan]:
    """The child's plans, in order."""
    found: list[Plan] = []
    for one in facts.plans:
        last = found[-1] if found else None
        if last is None or last.ended_on is None or one.started_on > last.ended_on + DAY:
            found.append(Plan((one,), after=last.ended_on if last else None))
        else:
            found[-1] = Plan((*last.times, one), after=last.after)
    return found


def year_of(child: PupilFacts, facts: EhcFacts, day: date) -> int:
    """The year group on a day, as recorded or by age."""
    return year_group_on(
        day,
        date_of_birth=child.date_of_birth,
        nc_year=facts.nc_year,
        known_on=facts.nc_year_on or day,
    )


def plan_ended(ended_on: date | None) -> Closing | None:
    """The day after the plan's last."""
    if ended_on is None:
        return None
    return Closing(ended_on + DAY, f"The EHC plan ended on {in_words(ended_on)}")


def _until(day: date | None, on: date) -> date | None:
    return day if day is not None and day <= on else None
