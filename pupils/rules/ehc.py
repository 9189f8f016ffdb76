"""The clocks of requests for education, health and care plans (EHC plans), and of transfers.

Sources: Children and Families Act 2014 ss.36 and 37; the Special Educational Needs and Disability
Regulations 2014 ("SEND Regulations") regs. 5 (6 weeks), 13 (20 weeks) and 18 (phase transfers).
"""

from collections.abc import Iterator
from datetime import date, timedelta

from vsh.calendars.rules import Due, academic_year, first_calendar_year, in_words

from .clock import (
    OFFICER,
    ClockState,
    Closing,
    Surroundings,
    clock_state,
    earliest,
    end_of_care,
    latest_of_each,
)
from .ehc_facts import (
    SEND_OFFICER,
    AssessmentFacts,
    EhcFacts,
    PlanFacts,
    plan_ended,
    plans_of,
    year_of,
)
from .facts import CarePeriodFacts, PupilFacts
from .next_schools import BEFORE_RECEPTION, moves_on, school_of_the_year

DECISION, ISSUED, TRANSFER = (
    "ehc_assessment_decision",
    "ehc_plan_issued",
    "ehc_phase_transfer",
)
DECISION_WEEKS, ISSUED_WEEKS = 6, 20
LAST_AT_SCHOOL = 11
# The day in the calendar year of a transfer: to post-16 education, and of any other.
TO_POST_16_BY, BY = (3, 31), (2, 15)
_TO_WHERE = {BEFORE_RECEPTION: "Reception", LAST_AT_SCHOOL: "post-16 education"}


def assessment_decisions(
    child: PupilFacts, facts: EhcFacts, known: Surroundings
) -> list[ClockState]:
    """6 weeks from a request to the decision whether to assess. Source: SEND Regulations reg. 5."""
    return _from_requests(
        child, facts, known, kind=DECISION, statutory=DECISION_WEEKS, met="decided_on"
    )


def plans_issued(child: PupilFacts, facts: EhcFacts, known: Surroundings) -> list[ClockState]:
    """20 weeks from a request to the final plan, unless the authority decides that there is to be
    no assessment or no plan. A plan on record since the request is one, wherever it was entered.
    Source: SEND Regulations reg. 13(2)."""
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
            there = _plan_since(one, facts)
            if kind == ISSUED:
                met_on = met_on or there
                closing = earliest(end, _came_to_nothing(one))
            else:
                closing = earliest(end, _overtaken(there))
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
    return latest_of_each(states)


def _plan_since(one: AssessmentFacts, facts: EhcFacts) -> date | None:
    """The day of the first plan on record that is not from before the request."""
    days = (plan.issued_on or plan.started_on for plan in plans_of(facts))
    return min((day for day in days if day >= one.requested_on), default=None)


def _overtaken(day: date | None) -> Closing | None:
    return Closing(day, f"A plan is on record from {in_words(day)}") if day else None


def _came_to_nothing(one: AssessmentFacts) -> Closing | None:
    if one.decided_on is not None and one.is_agreed is False:
        return Closing(one.decided_on, f"No assessment: decided on {in_words(one.decided_on)}")
    if one.no_plan_on is not None:
        return Closing(one.no_plan_on, f"No plan: decided on {in_words(one.no_plan_on)}")
    return None


def phase_transfers(child: PupilFacts, facts: EhcFacts, known: Surroundings) -> list[ClockState]:
    """The plan names the next phase's setting by 15 February of the year of the transfer, for
    post-16 education by 31 March. Source: SEND Regulations reg. 18.

    Before Reception, in Year 11, and in the last year of a school that the children leave before
    it: infant, first, middle and primary schools. From the first day of the school year before the
    transfer.
    """
    return latest_of_each(
        state
        for period in child.care_periods
        for plan in facts.plans
        for state in _transfers_of(
            child, period, plan, facts, known, end_of_care(child, period, on=known.on)
        )
    )


def _transfers_of(
    child: PupilFacts,
    period: CarePeriodFacts,
    plan: PlanFacts,
    facts: EhcFacts,
    known: Surroundings,
    end: Closing | None,
) -> Iterator[ClockState]:
    closing = earliest(end, plan_ended(plan.ended_on))
    first = max(period.started_on, plan.started_on)
    years = range(
        first_calendar_year(academic_year(first)), first_calendar_year(academic_year(known.on)) + 1
    )
    for year in years:
        begins, over = date(year, 9, 1), date(year + 1, 8, 31)
        group, start = year_of(child, facts, begins), max(first, begins)
        school = school_of_the_year(facts.schools, start=start, on=min(known.on, over))
        if group != LAST_AT_SCHOOL and not moves_on(year_group=group, school=school):
            continue
        due_on = date(year + 1, *(TO_POST_16_BY if group == LAST_AT_SCHOOL else BY))
        if start > min(due_on, known.on) or (closing is not None and start >= closing.on):
            continue
        where = _TO_WHERE.get(group, f"Year {group + 1}")
        settled = (each for each in facts.settled if begins <= each <= over)
        met_on = next(settled, None)
        yield clock_state(
            kind=TRANSFER,
            trigger_key=f"phase_transfer:{year + 1}",
            owner_role=SEND_OFFICER,
            due=Due(
                start,
                due_on,
                (f"The plan names the setting for {where} by {in_words(due_on)}",),
            ),
            met_on=met_on,
            closing=closing,
            is_current=met_on is not None or known.on <= over,
        )
