"""The clocks of EHC plans: 12 months, 6 and 20 weeks, 15 February and 31 March."""

from dataclasses import replace
from datetime import date

import pytest

from pupils.rules import ehc
from pupils.rules.ehc import AssessmentFacts, EhcFacts, PlanFacts
from tests.clock_world import by_key, child, known, period

ENTERED = date(2025, 9, 1)
ISSUED = date(2025, 2, 28)


def clocks(rule, facts, *, on=date(2026, 11, 4), born=date(2014, 5, 10), ended_on=None):
    of_child = child(period(ENTERED, ended_on), born=born).as_known_on(on)
    found = by_key(rule(of_child, facts.as_known_on(on), known(on)))
    return {key: (one.due_on, one.met_on, one.closed_on) for key, one in found.items()}


def plan(**other) -> PlanFacts:
    return PlanFacts(**{"started_on": ISSUED, "plan_issued_on": ISSUED} | other)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (EhcFacts(plans=(plan(),)), {"ehc_plan:2025-02-28": (date(2026, 2, 28), None, None)}),
        # The decision meets it, and starts the next 12 months.
        (
            EhcFacts(plans=(plan(),), decisions=(date(2026, 3, 1),)),
            {
                "ehc_plan:2025-02-28": (date(2026, 2, 28), date(2026, 3, 1), None),
                "ehc_review:2026-03-01": (date(2027, 3, 1), None, None),
            },
        ),
        # What was decided before the child came into care is no clock of ours, its next is.
        (
            EhcFacts(plans=(plan(),), decisions=(date(2025, 8, 31), date(2026, 11, 5))),
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
            EhcFacts(plans=(plan(plan_issued_on=None, plan_reviewed_on=date(2026, 1, 9)),)),
            {"ehc_review:2026-01-09": (date(2027, 1, 9), None, None)},
        ),
        (EhcFacts(decisions=(date(2026, 3, 1),)), {}),
    ],
)
def test_annual_reviews(facts, expected):
    assert clocks(ehc.annual_reviews, facts) == expected


def test_care_that_ends_closes_it():
    found = clocks(ehc.annual_reviews, EhcFacts(plans=(plan(),)), ended_on=date(2026, 2, 1))
    assert found == {"ehc_plan:2025-02-28": (date(2026, 2, 28), None, date(2026, 2, 1))}


@pytest.mark.parametrize(("born", "is_said"), [(date(2012, 9, 1), True), (date(2013, 9, 1), False)])
def test_from_year_9_the_review_prepares_for_adulthood(born, is_said):
    on = date(2026, 11, 4)
    facts = EhcFacts(plans=(plan(),))
    (state,) = ehc.annual_reviews(child(period(ENTERED), born=born), facts, known(on))
    assert bool(state.due.note) is is_said


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


def test_a_request_settled_before_care_is_no_clock_of_ours():
    settled = AssessmentFacts(
        date(2025, 1, 6), decided_on=date(2025, 2, 3), is_agreed=True, issued_on=date(2025, 8, 31)
    )
    assert clocks(ehc.plans_issued, EhcFacts(assessments=(settled,))) == {}
    late = replace(settled, issued_on=ENTERED)
    assert list(clocks(ehc.plans_issued, EhcFacts(assessments=(late,)))) == [
        "ehc_request:2025-01-06"
    ]


@pytest.mark.parametrize(
    ("born", "nc_year", "on", "expected"),
    [
        (date(2016, 5, 1), None, date(2026, 8, 31), {}),  # Year 5
        (
            date(2016, 5, 1),
            None,
            date(2026, 9, 1),
            {"phase_transfer:2027": (date(2027, 2, 15), None, None)},
        ),
        (date(2016, 5, 1), 5, date(2026, 9, 1), {}),  # placed a year below
        (
            date(2011, 5, 1),
            None,
            date(2026, 11, 4),
            {"phase_transfer:2027": (date(2027, 3, 31), None, None)},
        ),
        (
            date(2023, 5, 1),
            None,
            date(2026, 11, 4),
            {"phase_transfer:2027": (date(2027, 2, 15), None, None)},
        ),
        (date(2014, 5, 1), None, date(2026, 11, 4), {}),  # Year 7, and Year 6 before care
    ],
)
def test_phase_transfers(born, nc_year, on, expected):
    facts = EhcFacts(plans=(plan(),), nc_year=nc_year, nc_year_on=on)
    assert clocks(ehc.phase_transfers, facts, on=on, born=born) == expected


def test_a_transfer_is_settled_in_its_school_year():
    facts = EhcFacts(plans=(plan(),), settled=(date(2026, 8, 31), date(2026, 9, 1)))
    found = clocks(ehc.phase_transfers, facts, born=date(2016, 5, 1))
    assert found == {"phase_transfer:2027": (date(2027, 2, 15), date(2026, 9, 1), None)}
