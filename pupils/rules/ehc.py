"""The clocks of education, health and care plans (EHC plans).

Sources: Children and Families Act 2014 ss.36, 37 and 44; the Special Educational Needs and
Disability Regulations 2014 ("SEND Regulations") regs. 5 (6 weeks), 13 (20 weeks), 18 (phase
transfers) and 20 (annual review); statutory guidance (2018), "Special educational needs".
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Self

from vsh.calendars.rules import Due, academic_year, add_months, first_calendar_year, in_words

from .ages import year_group_on
from .clock import OFFICER, ClockState, Closing, Surroundings, clock_state, earliest, end_of_care
from .facts import CarePeriodFacts, PupilFacts

REVIEW, DECISION, ISSUED, TRANSFER = (
    "ehcp_review",
    "ehc_assessment_decision",
    "ehc_plan_issued",
    "ehc_phase_transfer",
)
SEND_OFFICER = "send_officer"
REVIEW_MONTHS, DECISION_WEEKS, ISSUED_WEEKS = 12, 6, 20
PLAN_DAY = "the day on which the plan was issued or last reviewed"
ADULTHOOD_FROM_YEAR = 9
# The year group before a transfer, and the day in the calendar year of the transfer.
_TRANSFERS = {-1: (2, 15), 6: (2, 15), 11: (3, 31)}
_TO_WHERE = {-1: "Reception", 6: "secondary school", 11: "post-16 education"}


@dataclass(frozen=True)
class PlanFacts:
    """A time in which a plan was in force, its last day included."""

    started_on: date
    ended_on: date | None = None
    plan_issued_on: date | None = None
    plan_reviewed_on: date | None = None


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
    """A child's plans, the decisions after annual reviews, requests, and transfers settled.

    `settled` are the days on which a plan was amended to name the next phase's setting.
    """

    plans: tuple[PlanFacts, ...] = ()
    decisions: tuple[date, ...] = ()
    assessments: tuple[AssessmentFacts, ...] = ()
    settled: tuple[date, ...] = ()
    nc_year: int | None = None
    nc_year_on: date | None = None

    def as_known_on(self, day: date) -> Self:
        """Without what came later."""
        return replace(
            self,
            plans=tuple(
                replace(
                    one,
                    ended_on=_until(one.ended_on, day),
                    plan_issued_on=_until(one.plan_issued_on, day),
                    plan_reviewed_on=_until(one.plan_reviewed_on, day),
                )
                for one in sorted(self.plans, key=lambda one: one.started_on)
                if one.started_on <= day
            ),
            decisions=tuple(sorted(one for one in self.decisions if one <= day)),
            assessments=tuple(
                one.as_known_on(day)
                for one in sorted(self.assessments, key=lambda one: one.requested_on)
                if one.requested_on <= day
            ),
            settled=tuple(sorted(one for one in self.settled if one <= day)),
        )


def annual_reviews(child: PupilFacts, facts: EhcFacts, known: Surroundings) -> list[ClockState]:
    """12 months from the plan, then from each decision after a review, while the child is in care.

    Met by the maintaining authority's decision, not by the meeting. Source: Children and Families
    Act 2014 s.44(1); SEND Regulations reg. 20.
    """
    return _latest_of_each(
        state
        for period in child.care_periods
        for plan in facts.plans
        for state in _reviews_of(child, period, plan, facts, known)
    )


def _reviews_of(
    child: PupilFacts,
    period: CarePeriodFacts,
    plan: PlanFacts,
    facts: EhcFacts,
    known: Surroundings,
) -> Iterator[ClockState]:
    closing = earliest(end_of_care(child, period, on=known.on), _plan_ended(plan))
    last = known.on if closing is None else closing.on
    if plan.started_on > last or (plan.ended_on is not None and plan.ended_on < period.started_on):
        return
    decided = [day for day in facts.decisions if plan.started_on <= day <= last]
    if plan.plan_reviewed_on is not None and plan.plan_reviewed_on not in decided:
        decided = sorted([*decided, plan.plan_reviewed_on])
    starts = ([plan.plan_issued_on] if plan.plan_issued_on else []) + decided
    if not starts:
        yield clock_state(
            kind=REVIEW,
            trigger_key=f"ehc_plan:{plan.started_on}",
            owner_role=SEND_OFFICER,
            due=Due(
                max(plan.started_on, period.started_on),
                None,
                ("An EHC plan is on record without its days",),
                missing=(PLAN_DAY,),
            ),
            closing=closing,
        )
        return
    for start, met_on in zip(starts, [*starts[1:], None], strict=True):
        if met_on is not None and met_on < period.started_on:
            continue
        if closing is not None and start >= closing.on:
            return
        is_first = start == plan.plan_issued_on
        event = "the plan was issued" if is_first else "the decision after the last review"
        yield clock_state(
            kind=REVIEW,
            trigger_key=f"ehc_plan:{start}" if is_first else f"ehc_review:{start}",
            owner_role=SEND_OFFICER,
            due=Due(
                start,
                add_months(start, known.number(REVIEW, REVIEW_MONTHS)),
                (f"{known.number(REVIEW, REVIEW_MONTHS)} months from {in_words(start)}: {event}",),
                note=_adulthood(child, facts, known),
            ),
            met_on=met_on,
            closing=closing,
        )


def _adulthood(child: PupilFacts, facts: EhcFacts, known: Surroundings) -> str:
    """From Year 9 the review looks ahead (Children and Families Act 2014; SEND Regulations)."""
    if year_of(child, facts, known.on) < ADULTHOOD_FROM_YEAR:
        return ""
    return "From Year 9 the review includes preparing for adulthood"


def assessment_decisions(
    child: PupilFacts, facts: EhcFacts, known: Surroundings
) -> list[ClockState]:
    """6 weeks from a request to the decision whether to assess. Source: SEND Regulations reg. 5."""
    return _from_requests(
        child, facts, known, kind=DECISION, statutory=DECISION_WEEKS, met="decided_on"
    )


def plans_issued(child: PupilFacts, facts: EhcFacts, known: Surroundings) -> list[ClockState]:
    """20 weeks from a request to the final plan, unless the authority decides that there is to be
    no assessment or no plan. Source: SEND Regulations reg. 13(2)."""
    return _from_requests(child, facts, known, kind=ISSUED, statutory=ISSUED_WEEKS, met="issued_on")


def _from_requests(
    child: PupilFacts,
    facts: EhcFacts,
    known: Surroundings,
    *,
    kind: str,
    statutory: int,
    met: str,
) -> list[ClockState]:
    """The clocks of requests that were open while the child was in care."""
    weeks = known.number(kind, statutory)
    states = []
    for period in child.care_periods:
        end = end_of_care(child, period, on=known.on)
        for one in facts.assessments:
            met_on: date | None = getattr(one, met)
            closing = earliest(end, _came_to_nothing(one) if kind == ISSUED else None)
            over = [day for day in (met_on, closing.on if closing else None) if day is not None]
            if over and min(over) < period.started_on:
                continue
            if end is not None and one.requested_on >= end.on:
                continue
            states.append(
                clock_state(
                    kind=kind,
                    trigger_key=f"ehc_request:{one.requested_on}",
                    owner_role=OFFICER,
                    due=Due(
                        one.requested_on,
                        one.requested_on + timedelta(weeks=weeks),
                        (f"{weeks} weeks from the request on {in_words(one.requested_on)}",),
                    ),
                    met_on=met_on,
                    closing=closing,
                )
            )
    return _latest_of_each(states)


def _came_to_nothing(one: AssessmentFacts) -> Closing | None:
    if one.decided_on is not None and one.is_agreed is False:
        return Closing(one.decided_on, f"No assessment: decided on {in_words(one.decided_on)}")
    if one.no_plan_on is not None:
        return Closing(one.no_plan_on, f"No plan: decided on {in_words(one.no_plan_on)}")
    return None


def phase_transfers(child: PupilFacts, facts: EhcFacts, known: Surroundings) -> list[ClockState]:
    """The plan names the next phase's setting by 15 February of the year of the transfer, for
    post-16 education by 31 March. Source: SEND Regulations reg. 18.

    Known by the year group alone: before Reception, in Year 6 and in Year 11. From the first day
    of the school year before the transfer.
    """
    return _latest_of_each(
        state
        for period in child.care_periods
        for plan in facts.plans
        for state in _transfers_of(
            child, period, plan, facts, known, end_of_care(child, period, on=known.on)
        )
    )


def _latest_of_each(states: Iterable[ClockState]) -> list[ClockState]:
    """What runs on into a second time in care is one clock, as the second leaves it."""
    return list({state.trigger_key: state for state in states}.values())


def _transfers_of(
    child: PupilFacts,
    period: CarePeriodFacts,
    plan: PlanFacts,
    facts: EhcFacts,
    known: Surroundings,
    end: Closing | None,
) -> Iterator[ClockState]:
    closing = earliest(end, _plan_ended(plan))
    first = max(period.started_on, plan.started_on)
    years = range(
        first_calendar_year(academic_year(first)), first_calendar_year(academic_year(known.on)) + 1
    )
    for year in years:
        group = year_of(child, facts, date(year, 9, 1))
        if group not in _TRANSFERS:
            continue
        month, day = _TRANSFERS[group]
        start, due_on = max(first, date(year, 9, 1)), date(year + 1, month, day)
        if start > min(due_on, known.on) or (closing is not None and start >= closing.on):
            continue
        settled = (
            each for each in facts.settled if date(year, 9, 1) <= each <= date(year + 1, 8, 31)
        )
        met_on = next(settled, None)
        yield clock_state(
            kind=TRANSFER,
            trigger_key=f"phase_transfer:{year + 1}",
            owner_role=SEND_OFFICER,
            due=Due(
                start,
                due_on,
                (f"The plan names the setting for {_TO_WHERE[group]} by {in_words(due_on)}",),
            ),
            met_on=met_on,
            closing=closing,
            is_current=met_on is not None or known.on <= date(year + 1, 8, 31),
        )


def year_of(child: PupilFacts, facts: EhcFacts, day: date) -> int:
    """The year group on a day, as recorded or by age."""
    return year_group_on(
        day,
        date_of_birth=child.date_of_birth,
        nc_year=facts.nc_year,
        known_on=facts.nc_year_on or day,
    )


def _plan_ended(plan: PlanFacts) -> Closing | None:
    """The day after the plan's last."""
    if plan.ended_on is None:
        return None
    day = plan.ended_on + timedelta(days=1)
    return Closing(day, f"The EHC plan ended on {in_words(plan.ended_on)}")


def _until(day: date | None, on: date) -> date | None:
    return day if day is not None and day <= on else None
