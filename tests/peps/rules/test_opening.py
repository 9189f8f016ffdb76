"""Which PEP a person's initiation takes up or begins, and which it is refused."""

from datetime import date

import pytest

from peps.rules import opening
from peps.rules.opening import Existing, NextPep
from peps.rules.states import LOCKED, Refusal, State

WRITTEN = date(2026, 10, 1)
TERM = ("2026-27", "autumn")
BEFORE, AFTER = date(2026, 9, 30), date(2026, 10, 2)


def next_pep(existing, **facts):
    return opening.next_pep(existing, term=TERM, **facts)


def pep(kind="termly", state=State.COMPLETE, *, initiated=None, this_term=True, number=1):
    return Existing(
        id=number,
        kind=kind,
        state=state,
        is_initiated=state in LOCKED if initiated is None else initiated,
        term=TERM if this_term else ("2025-26", "summer"),
        opened_on=WRITTEN,
    )


def test_the_term_s_own_pep_is_taken_up():
    opened = pep(state=State.IN_PROGRESS, number=7)
    assert next_pep([opened, pep(number=2)], has_setting=True) == NextPep(to_take_up=7)


@pytest.mark.parametrize("state", [State.INITIATED, State.IN_PROGRESS, State.RETURNED])
def test_one_initiated_pep_at_a_time_whatever_has_moved(state):
    following = next_pep([pep(state=state, initiated=True)], has_setting=True, moved_on=AFTER)
    assert following == NextPep(refusal=Refusal.ALREADY_INITIATED)


GONE = State.NOT_REQUIRED


@pytest.mark.parametrize(
    ("existing", "has_setting", "moved_on", "kind"),
    [
        ([], True, None, "initial"),
        ([], False, AFTER, "initial"),
        ([pep("initial", GONE)], True, None, "initial"),
        ([pep("termly", this_term=False)], True, None, "termly"),
        ([pep("termly", this_term=False)], False, None, "interim"),
        ([pep("termly", this_term=False)], True, AFTER, "termly"),
        ([pep("initial", GONE), pep("termly", this_term=False)], True, None, "termly"),
        ([pep("termly")], True, AFTER, "after_move"),
        ([pep("initial")], True, AFTER, "after_move"),
        ([pep("termly")], False, AFTER, "interim"),
        ([pep("interim")], True, AFTER, "after_move"),
    ],
)
def test_kind_of_the_next_pep(existing, has_setting, moved_on, kind):
    assert next_pep(existing, has_setting=has_setting, moved_on=moved_on) == NextPep(kind=kind)


@pytest.mark.parametrize("has_setting", [True, False])
@pytest.mark.parametrize("moved_on", [None, BEFORE, WRITTEN])
@pytest.mark.parametrize(
    "existing",
    [
        [pep("initial", State.SUBMITTED)],
        [pep("termly", State.SUBMITTED)],
        [pep("termly", State.COMPLETE), pep("initial", this_term=False)],
        [pep("after_move"), pep("termly")],
        [pep("interim")],
    ],
)
def test_a_term_that_has_its_pep_has_no_second_without_a_move(existing, has_setting, moved_on):
    following = next_pep(existing, has_setting=has_setting, moved_on=moved_on)
    assert following == NextPep(refusal=Refusal.TERM_HAS_ITS_PEP)
