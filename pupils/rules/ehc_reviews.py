"""The annual review of an EHC plan: when it is due, the decision after its meeting, and that it is
held together with a PEP meeting.

Sources: Children and Families Act 2014 s.44; the Special Educational Needs and Disability
Regulations 2014 ("SEND Regulations") regs. 15 (a change of authority) and 20 (annual review);
statutory guidance (2018), "Special educational needs" and "Independent reviewing officer".
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta

from vsh.calendars.rules import Due, add_months, in_words, plural

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
    CEASE,
    SEND_OFFICER,
    AnnualReviewFacts,
    EhcFacts,
    Plan,
    plan_ended,
    plans_of,
    year_of,
)
from .facts import CarePeriodFacts, PupilFacts

REVIEW, REVIEW_DECISION, LINK = "ehcp_review", "ehc_review_decision", "ehc_pep_link"
REVIEW_MONTHS, REVIEW_DECISION_WEEKS, LINK_MONTHS, NEW_AUTHORITY_MONTHS = 12, 4, 12, 3
PLAN_DAY = "the day on which the plan was issued or last reviewed"
LAST_REVIEW = "the last annual review"
ADULTHOOD_FROM_YEAR = 9


def annual_reviews(child: PupilFacts, facts: EhcFacts, known: Surroundings) -> list[ClockState]:
    """12 months from the plan, then from each decision after a review, while the child is in care.

    Met by the maintaining authority's decision, not by the meeting. What ran out before the child
    was in care, or on record here, is not known to be overdue: the reviews since are asked for.
    Source: Children and Families Act 2014 s.44(1); SEND Regulations regs. 15(5) and 20.
    """
    return latest_of_each(
        state
        for period in child.care_periods
        for plan in plans_of(facts)
        for state in _reviews_of(child, period, plan, facts, known)
    )


def _reviews_of(
    child: PupilFacts,
    period: CarePeriodFacts,
    plan: Plan,
    facts: EhcFacts,
    known: Surroundings,
) -> Iterator[ClockState]:
    closing = _closing(child, period, plan, known)
    if not _is_in(period, plan, closing, known.on):
        return
    starts, ceased = _starts(plan, facts.reviews)
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
    since = _followed_since(child, period)
    for start, met_on in zip(starts, [*starts[1:], None], strict=True):
        if start in ceased or (met_on is not None and met_on < period.started_on):
            continue
        if closing is not None and start >= closing.on:
            return
        is_first = start == plan.issued_on
        due = _due(start, met_on, plan, is_first=is_first, known=known)
        assert due.due_on is not None
        is_missing = due.due_on < since and (met_on is None or met_on > due.due_on)
        if is_missing:
            due = _unknown(due, since, met_on, known)
        if year_of(child, facts, known.on) >= ADULTHOOD_FROM_YEAR:
            said = "From Year 9 the review includes preparing for adulthood"
            due = replace(due, steps=(*due.steps, said))
        yield clock_state(
            kind=REVIEW,
            trigger_key=f"ehc_plan:{start}" if is_first else f"ehc_review:{start}",
            owner_role=SEND_OFFICER,
            due=due,
            met_on=None if is_missing else met_on,
            closing=closing,
            is_current=not is_missing or met_on is None,
        )


def _starts(plan: Plan, reviews: Iterable[AnnualReviewFacts]) -> tuple[list[date], set[date]]:
    """The days from which 12 months run, in order; and those of decisions to end the plan, from
    which none do.

    A day of issue after a decision is that of an amended plan and starts nothing, unless the
    decision was to end the plan before it.
    """
    decided = {
        one.decided_on: one.decision
        for one in reviews
        if one.decided_on is not None and plan.has(one.decided_on)
    }
    ceased = {day for day, decision in decided.items() if decision == CEASE}
    issued_on = plan.issued_on
    if issued_on is not None:
        ended = max((day for day in ceased if day < issued_on), default=None)
        decided = {day: one for day, one in decided.items() if ended is None or day > ended}
        if not decided or issued_on < min(decided):
            return [issued_on, *sorted(decided)], ceased
    return sorted(decided), ceased


def _due(
    start: date, met_on: date | None, plan: Plan, *, is_first: bool, known: Surroundings
) -> Due:
    """12 months from the start; 3 from a change of authority since, where that is later."""
    months = known.number(REVIEW, REVIEW_MONTHS)
    due_on = add_months(start, months)
    event = "the plan was issued" if is_first else "the decision after the last review"
    steps = [f"{months} months from {in_words(start)}: {event}"]
    for day in plan.taken_over:
        later = add_months(day, NEW_AUTHORITY_MONTHS)
        if start < day and (met_on is None or day <= met_on) and later > due_on:
            due_on = later
            steps.append(
                f"{NEW_AUTHORITY_MONTHS} months from {in_words(day)}, when another authority took "
                "the plan over, are later"
            )
    return Due(start, due_on, tuple(steps))


def _unknown(due: Due, since: date, met_on: date | None, known: Surroundings) -> Due:
    """What ran out before the child was followed here: a review may have been held since, which
    nobody entered. The 12 months of the last such review are over 12 months after that day."""
    months = known.number(REVIEW, REVIEW_MONTHS)
    latest = add_months(since, months)
    if met_on is None and known.on > latest:
        said = f"No review is on record here, {months} months and more from {in_words(since)}"
        return Due(due.started_on, latest, (*due.steps, said))
    return Due(due.started_on, None, due.steps, missing=(LAST_REVIEW,))


def decisions_after_reviews(
    child: PupilFacts, facts: EhcFacts, known: Surroundings
) -> list[ClockState]:
    """4 weeks from the review meeting to the decision to keep, change or end the plan.

    Source: SEND Regulations reg. 20(10).
    """
    weeks = known.number(REVIEW_DECISION, REVIEW_DECISION_WEEKS)
    states = []
    last = max((one.held_on for one in facts.reviews), default=None)
    for period in child.care_periods:
        for plan in plans_of(facts):
            closing = _closing(child, period, plan, known)
            if not _is_in(period, plan, closing, known.on):
                continue
            for one in facts.reviews:
                due_on = one.held_on + timedelta(weeks=weeks)
                if not plan.has(one.held_on) or (closing and one.held_on >= closing.on):
                    continue
                if due_on < _followed_since(child, period):
                    continue
                said = f"{plural(weeks, 'week')} from the meeting on {in_words(one.held_on)}"
                states.append(
                    clock_state(
                        kind=REVIEW_DECISION,
                        trigger_key=f"ehc_meeting:{one.held_on}",
                        owner_role=SEND_OFFICER,
                        due=Due(one.held_on, due_on, (said,)),
                        met_on=one.decided_on,
                        closing=closing,
                        is_current=one.decided_on is not None or one.held_on == last,
                    )
                )
    return latest_of_each(states)


def linked_with_pep(child: PupilFacts, facts: EhcFacts, known: Surroundings) -> list[ClockState]:
    """A review of the plan held together with a PEP meeting, at least once in 12 months.

    From entry to care, the plan, or the day on which the child came on record here, whichever is
    latest, then from each such meeting. Source: statutory guidance (2018), "Independent reviewing
    officer": where possible, at least once every 12 months.
    """
    months = known.local_number(LINK) or LINK_MONTHS
    states = []
    for period in child.care_periods:
        for plan in plans_of(facts):
            closing = _closing(child, period, plan, known)
            if not _is_in(period, plan, closing, known.on):
                continue
            first = max(_followed_since(child, period), plan.issued_on or plan.started_on)
            held = sorted({one.with_pep_on for one in facts.reviews if one.with_pep_on})
            since = [day for day in held if first < day and plan.has(day)]
            for start, met_on in zip([first, *since], [*since, None], strict=True):
                if closing is not None and start >= closing.on:
                    break
                event = "the last time together" if start in held else "the plan is followed here"
                states.append(
                    clock_state(
                        kind=LINK,
                        trigger_key=f"ehc_pep_link:{start}",
                        owner_role=OFFICER,
                        due=Due(
                            start,
                            add_months(start, months),
                            (f"{plural(months, 'month')} from {in_words(start)}: {event}",),
                        ),
                        met_on=met_on,
                        closing=closing,
                    )
                )
    return latest_of_each(states)


def _closing(
    child: PupilFacts, period: CarePeriodFacts, plan: Plan, known: Surroundings
) -> Closing | None:
    return earliest(end_of_care(child, period, on=known.on), plan_ended(plan.ended_on))


def _followed_since(child: PupilFacts, period: CarePeriodFacts) -> date:
    """The first day from which what happened is known here."""
    return max(period.started_on, child.on_record_since or period.started_on)


def _is_in(period: CarePeriodFacts, plan: Plan, closing: Closing | None, on: date) -> bool:
    """Whether the plan was in force in this time in care."""
    last = on if closing is None else closing.on
    is_over = plan.ended_on is not None and plan.ended_on < period.started_on
    return plan.started_on <= last and not is_over
