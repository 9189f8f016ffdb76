"""`quality_assurance`: ten working days or the authority's own number, from each handing-in."""

from datetime import date

import pytest

from peps.rules.assurance_clock import ASSURED, plans_assured
from peps.rules.clock_facts import Change, PepFacts, Wait, waits_in
from tests.clock_world import period
from tests.peps.rules.clock_runs import run

CARE = period(date(2026, 2, 2))


def plan(*waits):
    return {1: [PepFacts(ref="abc", waits=tuple(Wait(*wait) for wait in waits))]}


@pytest.mark.parametrize(
    ("handed_in", "number", "due"),
    [
        (date(2026, 4, 2), None, date(2026, 4, 20)),  # the design's own example
        (date(2026, 4, 2), 1, date(2026, 4, 7)),  # Good Friday and Easter Monday skipped
        (date(2026, 12, 18), 5, date(2026, 12, 29)),  # Christmas Day and the day in lieu
        (date(2026, 11, 4), 10, date(2026, 11, 18)),
    ],
)
def test_due_after_so_many_working_days(handed_in, number, due):
    limits = {ASSURED: number} if number else None
    (state,) = run(plans_assured, CARE, plans=plan((handed_in,)), limits=limits).values()
    assert (state.due_on, state.met_on, state.owner_role) == (due, None, "virtual_school_officer")


def test_each_handing_in_is_a_clock_met_by_its_own_answer():
    first, second = (date(2026, 11, 2), date(2026, 11, 6)), (date(2026, 11, 9),)
    states = run(plans_assured, CARE, plans=plan(first, second))
    assert [(key[-1], s.met_on) for key, s in states.items()] == [
        ("1", date(2026, 11, 6)),
        ("2", None),
    ]
    known = run(plans_assured, CARE, plans=plan(first, second), on=date(2026, 11, 5))
    assert [s.met_on for s in known.values()] == [None]  # nothing of a later day is known


def test_it_closes_when_care_ends():
    ended = period(date(2026, 2, 2), date(2026, 11, 10))
    (state,) = run(plans_assured, ended, plans=plan((date(2026, 11, 4),))).values()
    assert state.closed_on == date(2026, 11, 10)


def test_what_answers_a_handing_in():
    days = [date(2026, 11, day) for day in range(1, 8)]
    changes = [
        Change("submitted", days[0], from_state="in_progress"),
        Change("submitted", days[1], from_state="submitted"),  # a late initiation
        Change("returned", days[2], from_state="submitted"),
        Change("submitted", days[3], from_state="returned"),
        Change("quality_assured", days[4], from_state="submitted"),
        Change("complete", days[5], from_state="quality_assured"),
    ]
    assert waits_in(changes) == (Wait(days[0], days[2]), Wait(days[3], days[4]))
