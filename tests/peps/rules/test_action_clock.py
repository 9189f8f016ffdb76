"""The clock of what was agreed: due on its own day, by the person who is named for it."""

from datetime import date

import pytest

from peps.rules.action_clock import (
    ActionFacts,
    ActionsOfChild,
    Day,
    pep_actions,
    reference_in,
)
from pupils.rules.status import status_on
from tests.clock_world import child, known, period

MADE, DUE = date(2026, 11, 3), date(2026, 11, 9)
ON = date(2026, 11, 10)
ENTERED = date(2026, 4, 2)


def state_of(on=ON, *, ended_on=None, born=date(2014, 5, 10), days=None, **facts):
    action = ActionFacts(
        ref="abc", made_on=MADE, days=days or (Day(MADE, DUE),), owner_id=7, **facts
    )
    looked_after = child(period(ENTERED, ended_on), born=born).as_known_on(on)
    own = ActionsOfChild((action,)).as_known_on(on)
    states = pep_actions(looked_after, own, known(on))
    return states[0] if states else None


def status(state, on=ON):
    return status_on(
        on,
        due_on=state.due_on,
        met_on=state.met_on,
        closed_on=state.closed_on,
        soon_until=date(2026, 11, 17),
    )


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"days": (Day(MADE, ON),)}, "due_soon"),
        ({}, "overdue"),
        ({"done_on": DUE}, "met"),
        ({"done_on": ON}, "met_late"),
        ({"done_on": date(2026, 11, 11)}, "overdue"),  # not known yet
        ({"days": (Day(MADE, DUE), Day(date(2026, 11, 6), date(2026, 11, 20)))}, "upcoming"),
        ({"days": (Day(MADE, DUE), Day(date(2026, 11, 11), date(2026, 11, 20)))}, "overdue"),
        ({"not_needed_on": ON}, "not_required"),
        ({"withdrawn_on": date(2026, 11, 5)}, "not_required"),
        ({"ended_on": date(2026, 11, 8)}, "not_required"),
        ({"ended_on": date(2026, 11, 8), "done_on": date(2026, 11, 8)}, "met"),
        ({"ended_on": date(2026, 11, 8), "done_on": DUE}, "not_required"),
        ({"born": date(2008, 11, 10)}, "not_required"),  # eighteen today
        ({"born": date(2008, 11, 11)}, "overdue"),
        ({"days": (Day(MADE, None),)}, "not_enough_information"),
    ],
)
def test_what_becomes_of_it(facts, expected):
    assert status(state_of(**facts)) == expected


def test_it_starts_with_its_making_and_is_the_named_person_s():
    state = state_of()
    assert (state.started_on, state.due_on) == (MADE, DUE)
    assert (state.owner_id, state.owner_role) == (7, "virtual_school_officer")
    assert state.due.sum == (
        "Agreed on Tue 3 November 2026, to be done by its own day: due Mon 9 November 2026"
    )
    assert state_of(on=date(2026, 11, 2)) is None


def test_another_day_is_a_clock_of_its_own_and_says_so():
    moved = state_of(days=(Day(MADE, DUE), Day(date(2026, 11, 6), date(2026, 11, 20))))
    assert (state_of().trigger_key, moved.trigger_key) == (
        "action:abc/2026-11-09",
        "action:abc/2026-11-20",
    )
    assert reference_in(moved.trigger_key) == "abc"
    assert "set on Fri 6 November 2026 for another day" in moved.due.sum
