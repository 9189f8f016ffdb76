"""Concerns: who may take which step in which state, and the clock for an answer."""

from dataclasses import replace
from datetime import date

import pytest

from peps.rules.concerns import (
    ConcernFacts,
    ConcernRefusal,
    ConcernsOfChild,
    ConcernState,
    Step,
    StepFacts,
    concern_replies,
    refusal,
)
from pupils.rules.clock import LocalLimit
from tests.clock_world import child, known, period
from vsh.accounts.roles import Role, permissions_of

OFFICER, HEAD, IRO, TEACHER = (
    permissions_of({role})
    for role in (
        Role.VIRTUAL_SCHOOL_OFFICER,
        Role.VIRTUAL_SCHOOL_HEAD,
        Role.IRO,
        Role.DESIGNATED_TEACHER,
    )
)


@pytest.mark.parametrize(
    ("step", "state", "who", "is_theirs", "expected"),
    [
        ("answered", "open", OFFICER, False, None),
        ("answered", "answered", OFFICER, False, None),
        ("answered", "escalated", OFFICER, False, "with_the_head"),
        ("answered", "escalated", HEAD, False, None),
        ("answered", "accepted", HEAD, False, "settled"),
        ("answered", "open", IRO, True, "not_yours"),
        ("answered", "open", TEACHER, False, "not_yours"),
        ("escalated", "open", IRO, True, None),
        ("escalated", "answered", IRO, True, None),
        ("escalated", "escalated", IRO, True, "is_escalated"),
        ("escalated", "accepted", IRO, True, "settled"),
        ("escalated", "open", IRO, False, "not_who_raised_it"),
        ("escalated", "open", OFFICER, True, "not_yours"),
        ("accepted", "open", IRO, True, None),
        ("accepted", "answered", IRO, True, None),
        ("accepted", "escalated", IRO, True, None),
        ("accepted", "accepted", IRO, True, "settled"),
        ("accepted", "answered", IRO, False, "not_who_raised_it"),
        ("accepted", "answered", HEAD, True, "not_yours"),
    ],
)
def test_who_takes_which_step(step, state, who, is_theirs, expected):
    found = refusal(Step(step), state=ConcernState(state), permissions=who, is_theirs=is_theirs)
    assert found == expected


@pytest.mark.parametrize("reason", ConcernRefusal)
def test_every_refusal_has_words(reason):
    assert reason.words.endswith(".")


RAISED = date(2026, 4, 2)  # a Thursday: Good Friday and Easter Monday follow


def clocks(*steps, on=date(2026, 6, 30), number=None, ended_on=None):
    """(owner, due, met, closed) of each clock of one concern, as known on `on`."""
    concern = ConcernFacts("abc", 1, RAISED, tuple(StepFacts(kind, day) for kind, day in steps))
    facts = ConcernsOfChild((concern,)).as_known_on(on)
    world = known(on)
    if number:
        world = replace(world, limits={"concern_reply": LocalLimit(number)})
    of_child = child(period(date(2025, 10, 1), ended_on)).as_known_on(on)
    return {
        state.trigger_key: (state.owner_role, state.due_on, state.met_on, state.closed_on)
        for state in concern_replies(of_child, facts, world)
    }


KEY, AGAIN = "concern:abc", "concern:abc/escalated:1"
OFFICERS, HEADS = "virtual_school_officer", "virtual_school_head"
DUE = date(2026, 4, 20)


@pytest.mark.parametrize(
    ("steps", "options", "expected"),
    [
        ([], {}, {KEY: (OFFICERS, DUE, None, None)}),
        ([], {"on": date(2026, 4, 1)}, {}),
        ([], {"number": 1}, {KEY: (OFFICERS, date(2026, 4, 7), None, None)}),
        ([], {"number": 20}, {KEY: (OFFICERS, date(2026, 5, 5), None, None)}),
        ([("answered", DUE)], {}, {KEY: (OFFICERS, DUE, DUE, None)}),
        ([("answered", DUE)], {"on": date(2026, 4, 19)}, {KEY: (OFFICERS, DUE, None, None)}),
        (
            [("answered", date(2026, 4, 9)), ("answered", DUE)],
            {},
            {KEY: (OFFICERS, DUE, date(2026, 4, 9), None)},
        ),
        ([("escalated", date(2026, 4, 21))], {}, {KEY: (HEADS, DUE, None, None)}),
        (
            [("escalated", date(2026, 4, 21)), ("answered", date(2026, 4, 23))],
            {},
            {KEY: (HEADS, DUE, date(2026, 4, 23), None)},
        ),
        (  # an answer that is not accepted: the head has the same time anew
            [("answered", date(2026, 4, 9)), ("escalated", date(2026, 4, 10))],
            {},
            {
                KEY: (OFFICERS, DUE, date(2026, 4, 9), None),
                AGAIN: (HEADS, date(2026, 4, 24), None, None),
            },
        ),
        (
            [
                ("answered", date(2026, 4, 9)),
                ("escalated", date(2026, 4, 10)),
                ("answered", date(2026, 4, 13)),
                ("accepted", date(2026, 4, 14)),
            ],
            {},
            {
                KEY: (OFFICERS, DUE, date(2026, 4, 9), None),
                AGAIN: (HEADS, date(2026, 4, 24), date(2026, 4, 13), None),
            },
        ),
        (
            [("accepted", date(2026, 4, 8))],
            {},
            {KEY: (OFFICERS, DUE, None, date(2026, 4, 8))},
        ),
        (
            [],
            {"ended_on": date(2026, 4, 10)},
            {KEY: (OFFICERS, DUE, None, date(2026, 4, 10))},
        ),
    ],
)
def test_the_clock_of_an_answer(steps, options, expected):
    assert clocks(*steps, **options) == expected
