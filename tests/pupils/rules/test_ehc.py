"""The clocks of EHC plans: 12 months, 4, 6 and 20 weeks."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from pupils.rules import ehc, ehc_reviews
from pupils.rules.ehc_facts import AnnualReviewFacts, AssessmentFacts, EhcFacts, PlanFacts
from tests.clock_world import by_key, child, known, period

ENTERED = date(2025, 9, 1)
ISSUED = date(2025, 2, 28)


def clocks(rule, facts, *, on=date(2026, 11, 4), born=date(2014, 5, 10), ended_on=None, since=None):
    of_child = replace(child(period(ENTERED, ended_on), born=born), on_record_since=since)
    of_child = of_child.as_known_on(on)
    found = by_key(rule(of_child, facts.as_known_on(on), known(on)))
    return {key: (one.due_on, one.met_on, one.closed_on) for key, one in found.items()}


def plan(**other) -> PlanFacts:
    return PlanFacts(**{"started_on": ISSUED, "plan_issued_on": ISSUED} | other)


def reviews(*days: date, decision: str = "maintain") -> tuple[AnnualReviewFacts, ...]:
    """Reviews decided on the day of their meeting."""
    return tuple(AnnualReviewFacts(day, day, decision) for day in days)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (EhcFacts(plans=(plan(),)), {"ehc_plan:2025-02-28": (date(2026, 2, 28), None, None)}),
        # The decision meets it, and starts the next 12 months.
        (
            EhcFacts(plans=(plan(),), reviews=reviews(date(2026, 3, 1))),
            {
                "ehc_plan:2025-02-28": (date(2026, 2, 28), date(2026, 3, 1), None),
                "ehc_review:2026-03-01": (date(2027, 3, 1), None, None),
            },
        ),
        # What was decided before the child came into care is no clock of ours, its next is.
        (
            EhcFacts(plans=(plan(),), reviews=reviews(date(2025, 8, 31), date(2026, 11, 5))),
            {"ehc_review:2025-08-31": (date(2026, 8, 31), None, None)},
        ),
        (
            EhcFacts(plans=(plan(ended_on=date(2026, 1, 31)),)),
            {"ehc_plan:2025-02-28": (date(2026, 2, 28), None, date(2026, 2, 1))},
        ),
        (EhcFacts(plans=(plan(ended_on=date(2025, 8, 31)),)), {}),
        # Known to have a plan, and nothing else: not enough to say.
        (
            EhcFacts(plans=(plan(plan_issued_on=None),)),
            {"ehc_plan:2025-02-28": (None, None, None)},
        ),
        (
            EhcFacts(plans=(plan(plan_issued_on=None),), reviews=reviews(date(2026, 1, 9))),
            {"ehc_review:2026-01-09": (date(2027, 1, 9), None, None)},
        ),
        # A decision from before the day on which the plan came on record counts as any other.
        (
            EhcFacts(plans=(plan(started_on=date(2026, 3, 1)),), reviews=reviews(date(2026, 2, 2))),
            {
                "ehc_plan:2025-02-28": (date(2026, 2, 28), date(2026, 2, 2), None),
                "ehc_review:2026-02-02": (date(2027, 2, 2), None, None),
            },
        ),
        # Recorded in any order; and a day of issue after a decision is that of an amended plan.
        (
            EhcFacts(
                plans=(plan(plan_issued_on=date(2026, 4, 1)),),
                reviews=reviews(date(2026, 3, 1), date(2025, 10, 1)),
            ),
            {
                "ehc_review:2025-10-01": (date(2026, 10, 1), date(2026, 3, 1), None),
                "ehc_review:2026-03-01": (date(2027, 3, 1), None, None),
            },
        ),
        # A decision to end the plan meets the clock and starts no other year.
        (
            EhcFacts(plans=(plan(),), reviews=reviews(date(2026, 2, 1), decision="cease")),
            {"ehc_plan:2025-02-28": (date(2026, 2, 28), date(2026, 2, 1), None)},
        ),
        # A plan that was ended, and a new one after it: the decisions of each are its own.
        (
            EhcFacts(
                plans=(
                    plan(ended_on=date(2026, 2, 10)),
                    plan(started_on=date(2026, 6, 1), plan_issued_on=date(2026, 6, 1)),
                ),
                reviews=reviews(date(2026, 2, 1), decision="cease"),
            ),
            {
                "ehc_plan:2025-02-28": (date(2026, 2, 28), date(2026, 2, 1), None),
                "ehc_plan:2026-06-01": (date(2027, 6, 1), None, None),
            },
        ),
        (EhcFacts(reviews=reviews(date(2026, 3, 1))), {}),
    ],
)
def test_annual_reviews(facts, expected):
    assert clocks(ehc_reviews.annual_reviews, facts) == expected


def test_care_that_ends_closes_it():
    found = clocks(ehc_reviews.annual_reviews, EhcFacts(plans=(plan(),)), ended_on=date(2026, 2, 1))
    assert found == {"ehc_plan:2025-02-28": (date(2026, 2, 28), None, date(2026, 2, 1))}


@pytest.mark.parametrize(
    ("taken_over_on", "due_on"),
    [(date(2025, 11, 28), date(2026, 2, 28)), (date(2025, 12, 1), date(2026, 3, 1))],
)
def test_another_authority_goes_on_with_the_year_and_has_at_least_three_months(
    taken_over_on, due_on
):
    facts = EhcFacts(
        plans=(
            plan(ended_on=taken_over_on - timedelta(days=1)),
            PlanFacts(taken_over_on, plan_issued_on=ISSUED, maintained_by="Eastshire"),
        )
    )
    assert clocks(ehc_reviews.annual_reviews, facts) == {
        "ehc_plan:2025-02-28": (due_on, None, None)
    }


@pytest.mark.parametrize(
    ("since", "on", "expected"),
    [
        (date(2026, 2, 28), date(2026, 11, 4), date(2026, 2, 28)),
        (date(2026, 3, 1), date(2026, 11, 4), None),
        (date(2026, 3, 1), date(2027, 3, 1), None),
        (date(2026, 3, 1), date(2027, 3, 2), date(2027, 3, 1)),  # a year here without a review
    ],
)
def test_what_ran_out_before_the_child_was_on_record_is_asked_for_and_not_overdue(
    since, on, expected
):
    found = clocks(ehc_reviews.annual_reviews, EhcFacts(plans=(plan(),)), on=on, since=since)
    assert found == {"ehc_plan:2025-02-28": (expected, None, None)}


def test_the_first_review_on_record_after_that_is_not_years_late():
    facts = EhcFacts(plans=(plan(plan_issued_on=date(2021, 5, 4)),), reviews=reviews(ENTERED))
    assert clocks(ehc_reviews.annual_reviews, facts) == {
        "ehc_plan:2021-05-04": (None, None, None),
        "ehc_review:2025-09-01": (date(2026, 9, 1), None, None),
    }


@pytest.mark.parametrize("decided_on", [None, date(2026, 6, 30)])
def test_the_decision_is_due_four_weeks_after_the_meeting(decided_on):
    one = AnnualReviewFacts(date(2026, 6, 1), decided_on, "amend" if decided_on else "")
    found = clocks(ehc_reviews.decisions_after_reviews, EhcFacts(plans=(plan(),), reviews=(one,)))
    assert found == {"ehc_meeting:2026-06-01": (date(2026, 6, 29), decided_on, None)}


def test_a_meeting_whose_four_weeks_were_over_before_care_is_no_clock_of_ours():
    before = (AnnualReviewFacts(date(2025, 8, 3)), AnnualReviewFacts(date(2025, 8, 4)))
    found = clocks(ehc_reviews.decisions_after_reviews, EhcFacts(plans=(plan(),), reviews=before))
    assert found == {"ehc_meeting:2025-08-04": (date(2025, 9, 1), None, None)}


def test_once_in_twelve_months_the_review_is_held_with_a_pep_meeting():
    together = AnnualReviewFacts(date(2026, 3, 2), with_pep_on=date(2026, 3, 2))
    facts = EhcFacts(plans=(plan(),), reviews=(*reviews(date(2026, 1, 5)), together))
    assert clocks(ehc_reviews.linked_with_pep, facts) == {
        "ehc_pep_link:2025-09-01": (date(2026, 9, 1), date(2026, 3, 2), None),
        "ehc_pep_link:2026-03-02": (date(2027, 3, 2), None, None),
    }


@pytest.mark.parametrize(("born", "is_said"), [(date(2012, 9, 1), True), (date(2013, 9, 1), False)])
def test_from_year_9_the_review_prepares_for_adulthood(born, is_said):
    on = date(2026, 11, 4)
    facts = EhcFacts(plans=(plan(),))
    (state,) = ehc_reviews.annual_reviews(child(period(ENTERED), born=born), facts, known(on))
    assert ("preparing for adulthood" in state.due.sum) is is_said


ASKED = date(2026, 5, 1)


@pytest.mark.parametrize(
    ("one", "decision", "issued"),
    [
        ({}, (date(2026, 6, 12), None, None), (date(2026, 9, 18), None, None)),
        (
            {"decided_on": date(2026, 6, 13), "is_agreed": False},
            (date(2026, 6, 12), date(2026, 6, 13), None),
            (date(2026, 9, 18), None, date(2026, 6, 13)),
        ),
        (
            {"decided_on": ASKED, "is_agreed": True, "issued_on": date(2026, 9, 18)},
            (date(2026, 6, 12), ASKED, None),
            (date(2026, 9, 18), date(2026, 9, 18), None),
        ),
        (
            {"decided_on": ASKED, "is_agreed": True, "no_plan_on": date(2026, 8, 3)},
            (date(2026, 6, 12), ASKED, None),
            (date(2026, 9, 18), None, date(2026, 8, 3)),
        ),
    ],
)
def test_a_request_has_six_and_twenty_weeks(one, decision, issued):
    facts = EhcFacts(assessments=(AssessmentFacts(ASKED, **one),))
    assert clocks(ehc.assessment_decisions, facts) == {"ehc_request:2026-05-01": decision}
    assert clocks(ehc.plans_issued, facts) == {"ehc_request:2026-05-01": issued}


@pytest.mark.parametrize(
    ("started_on", "issued_on", "met_on"),
    [
        (date(2026, 8, 3), None, date(2026, 8, 3)),
        (date(2026, 9, 1), date(2026, 8, 3), date(2026, 8, 3)),
        (date(2026, 9, 1), date(2026, 4, 30), None),  # of an earlier plan
    ],
)
def test_a_plan_on_record_as_sen_status_is_the_plan_that_was_asked_for(
    started_on, issued_on, met_on
):
    there = PlanFacts(started_on, plan_issued_on=issued_on)
    facts = EhcFacts(plans=(there,), assessments=(AssessmentFacts(ASKED),))
    key = "ehc_request:2026-05-01"
    assert clocks(ehc.plans_issued, facts)[key] == (date(2026, 9, 18), met_on, None)
    assert clocks(ehc.assessment_decisions, facts)[key] == (date(2026, 6, 12), None, met_on)


def test_a_request_settled_before_care_is_no_clock_of_ours():
    settled = AssessmentFacts(
        date(2025, 1, 6), decided_on=date(2025, 2, 3), is_agreed=True, issued_on=date(2025, 8, 31)
    )
    assert clocks(ehc.plans_issued, EhcFacts(assessments=(settled,))) == {}
    late = replace(settled, issued_on=ENTERED)
    assert list(clocks(ehc.plans_issued, EhcFacts(assessments=(late,)))) == [
        "ehc_request:2025-01-06"
    ]
