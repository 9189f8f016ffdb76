"""The clocks of entry to care: the first PEP initiated, and available for the first review."""

from datetime import date

import pytest

from peps.rules.clock_facts import Change, PepFacts, Submission, submissions_in
from peps.rules.clocks import pep_term_reviews, peps_available, peps_initiated
from pupils.rules.facts import PlacementFacts, ReviewFacts
from tests.clock_world import (
    period,
    place,
)
from tests.peps.rules.clock_runs import run, submitted


def arranged(started_on, planned_on):
    return type(period(started_on))(1, started_on, reviews=(ReviewFacts(planned_on=planned_on),))


# --- pep_initiated ---
@pytest.mark.parametrize(
    ("started_on", "due_on"),
    [
        (date(2026, 4, 2), date(2026, 4, 20)),  # across Easter
        (date(2026, 12, 18), date(2027, 1, 6)),  # across Christmas
        (date(2026, 8, 24), date(2026, 9, 8)),  # across the late August holiday
        (date(2026, 9, 12), date(2026, 9, 25)),  # a Saturday
    ],
)
def test_initiated_within_ten_working_days(started_on, due_on):
    state = run(peps_initiated, period(started_on))[f"care_period:{started_on}"]
    assert (state.started_on, state.due_on, state.met_on) == (started_on, due_on, None)
    assert state.owner_role == "social_worker"


@pytest.mark.parametrize("is_emergency", [True, False])
def test_a_planned_entry_is_told_that_the_care_plan_comes_first(is_emergency):
    entered_on = date(2026, 4, 2)
    placements = [PlacementFacts(entered_on, is_emergency=is_emergency)]
    due = run(peps_initiated, period(entered_on, placements=placements))[
        f"care_period:{entered_on}"
    ].due
    assert ("before it starts" in due.note) is not is_emergency
    assert due.due_on == date(2026, 4, 20)


def test_the_earliest_initiation_by_a_person_meets_it():
    plans = {
        1: [PepFacts(), PepFacts(date(2026, 4, 22)), PepFacts(date(2026, 4, 10))],
        2: [PepFacts(date(2026, 4, 3))],
    }
    state = run(peps_initiated, period(date(2026, 4, 2)), plans=plans)["care_period:2026-04-02"]
    assert state.met_on == date(2026, 4, 10)


def test_an_initiation_later_than_the_day_is_not_known():
    plans = {1: [PepFacts(date(2026, 4, 10))]}
    state = run(peps_initiated, period(date(2026, 4, 2)), plans=plans, on=date(2026, 4, 9))
    assert state["care_period:2026-04-02"].met_on is None


@pytest.mark.parametrize(
    ("born", "has_clock"),
    [
        (date(2024, 3, 31), True),  # of PEP age from 1 April 2026
        (date(2024, 4, 1), False),  # from 1 September 2026
        (date(2008, 4, 2), False),  # eighteen that day
        (date(2008, 4, 3), True),
    ],
)
def test_only_a_child_who_enters_care_at_pep_age_has_the_entry_clocks(born, has_clock):
    for rule in (peps_initiated, peps_available):
        assert bool(run(rule, period(date(2026, 4, 2)), born=born)) is has_clock


def test_care_that_ends_closes_and_starts_anew_the_same_day():
    found = run(
        peps_initiated, period(date(2026, 4, 2), date(2026, 4, 13)), period(date(2026, 4, 13), id=2)
    )
    assert found["care_period:2026-04-02"].closed_on == date(2026, 4, 13)
    assert found["care_period:2026-04-13"].due_on == date(2026, 4, 27)


def test_met_before_the_end_of_care_stays_met_and_after_it_does_not_meet():
    met, late = PepFacts(date(2026, 4, 12)), PepFacts(date(2026, 4, 14))
    care = period(date(2026, 4, 2), date(2026, 4, 13))
    assert run(peps_initiated, care, plans={1: [met]})["care_period:2026-04-02"].met_on == date(
        2026, 4, 12
    )
    closed = run(peps_initiated, care, plans={1: [late]})["care_period:2026-04-02"]
    assert (closed.met_on, closed.closed_on) == (None, date(2026, 4, 13))


def test_short_breaks_start_no_clock_of_the_pep():
    stay = period(date(2026, 10, 5), date(2026, 10, 12), status="V3")
    for rule in (peps_initiated, peps_available, pep_term_reviews):
        assert run(rule, stay) == {}


def test_a_stricter_local_limit_counts_and_a_looser_one_never_does():
    strict = run(peps_initiated, period(date(2026, 4, 2)), limits={"pep_initiated": 5})
    loose = run(peps_initiated, period(date(2026, 4, 2)), limits={"pep_initiated": 15})
    assert strict["care_period:2026-04-02"].due_on == date(2026, 4, 13)
    assert loose["care_period:2026-04-02"].due_on == date(2026, 4, 20)


# --- pep_available ---
def test_available_within_20_working_days_at_most():
    state = run(peps_available, period(date(2026, 4, 2)))["care_period:2026-04-02"]
    assert state.due_on == date(2026, 5, 5)


@pytest.mark.parametrize(
    ("review", "due_on"),
    [
        (date(2026, 4, 28), date(2026, 4, 28)),
        (date(2026, 5, 5), date(2026, 5, 5)),
        (date(2026, 5, 20), date(2026, 5, 5)),
    ],
)
def test_available_by_the_first_review_arranged_or_held(review, due_on):
    key = "care_period:2026-04-02"
    assert run(peps_available, arranged(date(2026, 4, 2), review))[key].due_on == due_on
    held = period(date(2026, 4, 2), reviews=[review, date(2026, 7, 1)])
    assert run(peps_available, held)[key].due_on == due_on


def test_the_sum_names_the_review():
    due = run(peps_available, arranged(date(2026, 4, 2), date(2026, 4, 28)))[
        "care_period:2026-04-02"
    ].due
    assert due.sum == (
        "20 working days from Thu 2 April 2026; the first review is on Tue 28 April 2026, "
        "before these have passed: due Tue 28 April 2026"
    )


def test_a_submission_returned_as_empty_stands_only_until_its_return():
    plans = {1: [submitted(date(2026, 4, 20), voided_on=date(2026, 4, 23))]}
    key = "care_period:2026-04-02"
    before = run(peps_available, period(date(2026, 4, 2)), plans=plans, on=date(2026, 4, 22))
    after = run(peps_available, period(date(2026, 4, 2)), plans=plans, on=date(2026, 4, 23))
    assert (before[key].met_on, after[key].met_on) == (date(2026, 4, 20), None)


def test_an_improved_plan_keeps_the_day_of_its_first_submission():
    changes = [
        Change("submitted", date(2026, 4, 20)),
        Change("returned", date(2026, 4, 21)),
        Change("submitted", date(2026, 4, 24)),
    ]
    plans = {1: [PepFacts(submissions=submissions_in(changes))]}
    state = run(peps_available, period(date(2026, 4, 2)), plans=plans)["care_period:2026-04-02"]
    assert state.met_on == date(2026, 4, 20)


def test_after_a_return_as_empty_the_next_submission_counts():
    changes = [
        Change("submitted", date(2026, 4, 20)),
        Change("returned", date(2026, 4, 23), is_returned_empty=True),
        Change("submitted", date(2026, 4, 30)),
    ]
    found = submissions_in(changes)
    assert found == (
        Submission(date(2026, 4, 20), date(2026, 4, 23)),
        Submission(date(2026, 4, 30)),
    )
    assert PepFacts(submissions=found).submitted_on == date(2026, 4, 30)


def test_without_a_setting_the_social_worker_answers_for_it():
    care = period(date(2026, 4, 2))
    key = "care_period:2026-04-02"
    at_school = run(peps_available, care, enrolments=[place(date(2025, 9, 3))])
    assert run(peps_available, care)[key].owner_role == "social_worker"
    assert at_school[key].owner_role == "designated_teacher"
