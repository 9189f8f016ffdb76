"""Which PEP a person's initiation takes up or begins."""

import pytest

from peps.rules.opening import Existing, is_one_open, kind_of_next, to_be_marked
from peps.rules.states import State


def pep(kind="termly", state=State.COMPLETE, *, initiated=False, this_term=True, number=1):
    return Existing(
        id=number, kind=kind, state=state, is_initiated=initiated, is_this_term=this_term
    )


def test_the_term_s_own_pep_is_taken_up():
    opened = pep(state=State.IN_PROGRESS, number=7)
    assert to_be_marked([opened, pep(number=2)]) == opened
    assert to_be_marked([pep(state=State.IN_PROGRESS, initiated=True)]) is None
    assert to_be_marked([pep(state=State.SUBMITTED)]) is None


def test_one_initiated_pep_at_a_time():
    assert is_one_open([pep(state=State.RETURNED, initiated=True)])
    assert not is_one_open([pep(state=State.RETURNED), pep(initiated=True)])


@pytest.mark.parametrize(
    ("existing", "has_setting", "kind"),
    [
        ([], True, "initial"),
        ([], False, "initial"),
        ([pep("initial")], False, "interim"),
        ([pep("initial")], True, "termly"),
        ([pep("termly", this_term=False)], True, "termly"),
        ([pep("termly")], True, "after_move"),
    ],
)
def test_kind_of_the_next_pep(existing, has_setting, kind):
    assert kind_of_next(existing, has_setting=has_setting) == kind
