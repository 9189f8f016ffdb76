"""Every state × action × role of a PEP."""

import pytest

from peps.rules.states import STEPS, Action, Refusal, Situation, State, refusal, state_after
from vsh.accounts.roles import ROLE_PERMISSIONS, Role

HEAD, OFFICER = Role.VIRTUAL_SCHOOL_HEAD, Role.VIRTUAL_SCHOOL_OFFICER
WORKER, TEACHER = Role.SOCIAL_WORKER, Role.DESIGNATED_TEACHER

OPEN = {State.OPENED, State.INITIATED, State.IN_PROGRESS, State.RETURNED}
# Action: (roles, states) for which it is allowed; everything else is refused.
ALLOWED = {
    Action.INITIATE: ({HEAD, OFFICER, WORKER}, OPEN),
    Action.WRITE: ({HEAD, OFFICER, WORKER, TEACHER}, OPEN),
    Action.SUBMIT: ({HEAD, OFFICER, TEACHER}, {State.IN_PROGRESS, State.RETURNED}),
    Action.RETURN: ({HEAD, OFFICER}, {State.SUBMITTED}),
    Action.ASSURE: ({HEAD, OFFICER}, {State.SUBMITTED, State.QUALITY_ASSURED}),
    Action.MARK: ({HEAD, OFFICER}, {State.SUBMITTED}),
    Action.ACCEPT: ({HEAD, OFFICER}, {State.SUBMITTED}),
    Action.COMPLETE: ({HEAD, OFFICER}, {State.QUALITY_ASSURED}),
    Action.UNLOCK: ({HEAD}, {State.COMPLETE}),
    Action.NOT_REQUIRED: ({HEAD, OFFICER}, OPEN),
    Action.TAKE_BACK: ({HEAD, OFFICER}, {State.NOT_REQUIRED}),
}
# Marking apart and acceptance are each for their own plans.
FACTS = {
    Action.MARK: {"is_marked_twice": True},
    Action.ACCEPT: {"is_sampled": True, "is_drawn": False},
}
CELLS = [(state, action, role) for state in State for action in Action for role in Role]


def situation(state: State, role: Role, **facts: bool) -> Situation:
    return Situation(state=state, permissions=ROLE_PERMISSIONS[role], **facts)


@pytest.mark.parametrize(("state", "action", "role"), CELLS)
def test_who_may_do_what_when(state, action, role):
    roles, states = ALLOWED[action]
    is_allowed = role in roles and state in states
    facts = FACTS.get(action, {})
    assert (refusal(action, situation(state, role, **facts)) is None) is is_allowed


@pytest.mark.parametrize("role", [r for r in Role if r not in {HEAD, OFFICER, WORKER, TEACHER}])
@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("action", Action)
def test_readers_and_strangers_change_nothing(role, state, action):
    assert refusal(action, situation(state, role)) is Refusal.NOT_YOURS


@pytest.mark.parametrize(
    ("action", "facts", "why_not"),
    [
        (Action.ACCEPT, {}, Refusal.ALL_ASSURED),
        (Action.ACCEPT, {"is_sampled": True}, Refusal.DRAWN),
        (Action.ACCEPT, {"is_sampled": False, "is_drawn": False}, Refusal.ALL_ASSURED),
        (Action.ACCEPT, {"is_sampled": True, "is_drawn": False}, None),
        (
            Action.ACCEPT,
            {"is_sampled": True, "is_drawn": False, "is_marked_twice": True},
            Refusal.DRAWN,
        ),
        (
            Action.ACCEPT,
            {"is_sampled": True, "is_drawn": False, "has_submitted": True},
            Refusal.OWN_SUBMISSION,
        ),
        (Action.MARK, {}, Refusal.ONE_JUDGES),
        (Action.MARK, {"is_marked_twice": True, "markings": 1}, None),
        (
            Action.MARK,
            {"is_marked_twice": True, "markings": 1, "has_marked": True},
            Refusal.HAVE_MARKED,
        ),
        (Action.MARK, {"is_marked_twice": True, "markings": 2}, Refusal.HAVE_MARKED),
        (Action.MARK, {"is_marked_twice": True, "has_submitted": True}, Refusal.OWN_SUBMISSION),
        (Action.ASSURE, {"is_marked_twice": True, "markings": 1}, Refusal.TWO_MARK),
        (Action.ASSURE, {"is_marked_twice": True, "markings": 2}, Refusal.MARKERS_AGREE),
        (Action.ASSURE, {"is_marked_twice": True, "markings": 2, "has_marked": True}, None),
    ],
)
def test_acceptance_and_marking_by_two(action, facts, why_not):
    assert refusal(action, situation(State.SUBMITTED, OFFICER, **facts)) is why_not


def test_the_head_settles_what_two_marked():
    both_in = situation(State.SUBMITTED, HEAD, is_marked_twice=True, markings=2)
    assert refusal(Action.ASSURE, both_in) is None


def test_the_social_worker_submits_only_where_there_is_no_setting():
    without = situation(State.IN_PROGRESS, WORKER, has_setting=False)
    assert refusal(Action.SUBMIT, without) is None
    with_school = situation(State.IN_PROGRESS, WORKER, has_setting=True)
    assert refusal(Action.SUBMIT, with_school) is Refusal.SCHOOL_SUBMITS


@pytest.mark.parametrize("role", [HEAD, OFFICER])
def test_nobody_assures_what_they_submitted(role):
    own = situation(State.SUBMITTED, role, has_submitted=True)
    assert refusal(Action.ASSURE, own) is Refusal.OWN_SUBMISSION
    assert refusal(Action.RETURN, own) is None


@pytest.mark.parametrize("role", [HEAD, OFFICER])
@pytest.mark.parametrize(
    ("action", "state", "is_red", "why_not"),
    [
        (Action.COMPLETE, State.QUALITY_ASSURED, False, None),
        (Action.COMPLETE, State.QUALITY_ASSURED, True, Refusal.JUDGED_RED),
        (Action.RETURN, State.QUALITY_ASSURED, True, None),
        (Action.RETURN, State.QUALITY_ASSURED, False, Refusal.WRONG_STATE),
        (Action.RETURN, State.SUBMITTED, True, None),
        (Action.RETURN, State.COMPLETE, True, Refusal.WRONG_STATE),
    ],
)
def test_a_red_plan_goes_back_and_no_other_assured_one(role, action, state, is_red, why_not):
    assert refusal(action, situation(state, role, is_red=is_red)) is why_not


@pytest.mark.parametrize(("state", "action"), [(s, a) for s in State for a in Action])
def test_once_care_has_ended_a_plan_is_only_judged_completed_and_set_aside(state, action):
    today = refusal(action, situation(state, HEAD))
    since = refusal(action, situation(state, HEAD, is_care_over=True))
    if action in {*FACTS, Action.ASSURE, Action.COMPLETE, Action.NOT_REQUIRED}:
        assert since is today
    elif state in STEPS[action].from_states:
        assert since is Refusal.CARE_ENDED
    else:
        assert since is today is Refusal.WRONG_STATE


def test_a_red_plan_of_care_that_has_ended_is_completed_as_it_stands():
    red = {"is_red": True, "is_care_over": True}
    assert refusal(Action.COMPLETE, situation(State.QUALITY_ASSURED, HEAD, **red)) is None
    assert (
        refusal(Action.RETURN, situation(State.QUALITY_ASSURED, HEAD, **red)) is Refusal.CARE_ENDED
    )


def test_a_pep_is_initiated_once():
    again = situation(State.IN_PROGRESS, WORKER, is_initiated=True)
    assert refusal(Action.INITIATE, again) is Refusal.ALREADY_INITIATED


@pytest.mark.parametrize(
    ("action", "before", "after"),
    [
        (Action.INITIATE, State.OPENED, State.INITIATED),
        (Action.INITIATE, State.IN_PROGRESS, State.IN_PROGRESS),
        (Action.WRITE, State.OPENED, State.IN_PROGRESS),
        (Action.WRITE, State.INITIATED, State.IN_PROGRESS),
        (Action.WRITE, State.IN_PROGRESS, State.IN_PROGRESS),
        (Action.WRITE, State.RETURNED, State.RETURNED),
        (Action.SUBMIT, State.IN_PROGRESS, State.SUBMITTED),
        (Action.SUBMIT, State.RETURNED, State.SUBMITTED),
        (Action.RETURN, State.SUBMITTED, State.RETURNED),
        (Action.ASSURE, State.SUBMITTED, State.QUALITY_ASSURED),
        (Action.COMPLETE, State.QUALITY_ASSURED, State.COMPLETE),
        (Action.UNLOCK, State.COMPLETE, State.RETURNED),
        (Action.NOT_REQUIRED, State.OPENED, State.NOT_REQUIRED),
    ],
)
def test_where_an_action_leads(action, before, after):
    assert state_after(action, before) is after


def test_no_way_to_complete_avoids_quality_assurance():
    """Walk every allowed step from the start: complete is entered from quality assured alone."""
    everyone = frozenset().union(*ROLE_PERMISSIONS.values())
    reached, ways_in = {State.OPENED}, set()
    frontier = [State.OPENED]
    while frontier:
        state = frontier.pop()
        for action in Action:
            if refusal(action, Situation(state=state, permissions=everyone)) is None:
                after = state_after(action, state)
                if after is State.COMPLETE:
                    ways_in.add(state)
                if after not in reached:
                    reached.add(after)
                    frontier.append(after)
    assert ways_in == {State.QUALITY_ASSURED}
    assert reached == set(State)


def test_states_are_those_of_the_model():
    from peps.models import Pep

    assert {state.value for state in State} == set(Pep.State.values)
