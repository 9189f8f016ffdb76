"""A plan that a person set aside meets no clock until it is taken back, whatever became of it."""

from datetime import date

import pytest

from peps.rules.clock_facts import Change, PepFacts, SetAside, Submission, set_aside_in
from peps.rules.clocks import pep_term_reviews, peps_available, peps_initiated
from tests.clock_world import period
from tests.peps.rules.clock_runs import run

ENTERED, BEGUN, HANDED_IN = date(2026, 4, 2), date(2026, 4, 14), date(2026, 4, 20)
ASIDE, BACK = date(2026, 5, 11), date(2026, 5, 18)
CARE = f"care_period:{ENTERED}"
SUMMER = f"{CARE}/term:2025-26-summer"
CLOCKS = [
    (peps_initiated, CARE, BEGUN),
    (peps_available, CARE, HANDED_IN),
    (pep_term_reviews, SUMMER, HANDED_IN),
]


def plan(*set_aside, handed_in=HANDED_IN, begun=BEGUN):
    return PepFacts(begun, (Submission(handed_in),), set_aside)


@pytest.mark.parametrize(("rule", "key", "met_on"), CLOCKS)
@pytest.mark.parametrize(
    ("set_aside", "on", "is_met"),
    [
        ([SetAside(ASIDE)], date(2026, 5, 10), True),  # not known yet
        ([SetAside(ASIDE)], ASIDE, False),
        ([SetAside(ASIDE, BACK)], date(2026, 5, 17), False),  # the taking back is not known yet
        ([SetAside(ASIDE, BACK)], BACK, True),
        ([SetAside(ASIDE, ASIDE)], ASIDE, True),  # a slip of the hand
        ([SetAside(ASIDE, BACK), SetAside(date(2026, 6, 1))], date(2026, 5, 31), True),
        ([SetAside(ASIDE, BACK), SetAside(date(2026, 6, 1))], date(2026, 6, 1), False),
    ],
)
def test_it_counts_for_nothing_from_that_day_until_it_is_taken_back(
    rule, key, met_on, set_aside, on, is_met
):
    state = run(rule, period(ENTERED), plans={1: [plan(*set_aside)]}, on=on)[key]
    assert (state.met_on, state.closed_on) == (met_on if is_met else None, None)


@pytest.mark.parametrize(("rule", "key", "met_on"), CLOCKS)
def test_another_plan_then_meets_them_on_its_own_day(rule, key, met_on):
    begun, handed_in = date(2026, 5, 12), date(2026, 5, 20)
    plans = {1: [plan(SetAside(ASIDE)), plan(begun=begun, handed_in=handed_in)]}
    assert run(rule, period(ENTERED), plans=plans)[key].met_on == (
        begun if met_on == BEGUN else handed_in
    )


@pytest.mark.parametrize(("rule", "key", "met_on"), CLOCKS)
@pytest.mark.parametrize(
    ("care_ended_on", "stays"),
    [(date(2026, 5, 10), True), (ASIDE, True), (date(2026, 5, 12), False)],
)
def test_what_was_met_when_care_ended_stays_met(rule, key, met_on, care_ended_on, stays):
    care = period(ENTERED, care_ended_on)
    state = run(rule, care, plans={1: [plan(SetAside(ASIDE))]})[key]
    assert (state.met_on, state.closed_on) == ((met_on, None) if stays else (None, care_ended_on))


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ([("returned", BEGUN, True)], ()),
        ([("not_required", ASIDE, False)], ()),  # it lapsed
        ([("not_required", ASIDE, True)], (SetAside(ASIDE),)),
        ([("not_required", ASIDE, True), ("returned", BACK, True)], (SetAside(ASIDE, BACK),)),
        (
            [
                ("not_required", ASIDE, True),
                ("returned", BACK, True),
                ("submitted", date(2026, 5, 20), True),
                ("not_required", date(2026, 6, 1), True),
            ],
            (SetAside(ASIDE, BACK), SetAside(date(2026, 6, 1))),
        ),
        (
            [
                ("not_required", ASIDE, True),
                ("opened", BACK, True),
                ("not_required", date(2026, 6, 1), False),
            ],
            (SetAside(ASIDE, BACK),),
        ),
    ],
)
def test_when_a_person_had_set_it_aside(changes, expected):
    found = [Change(state, on, by_person=by_person) for state, on, by_person in changes]
    assert set_aside_in(found) == expected
