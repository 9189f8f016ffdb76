"""Targets and actions as answers say them, and which target a plan reviews in which place."""

from datetime import date

import pytest

from peps.rules.actions import Step, actions_in, agreed_on, steps_for
from peps.rules.targets import places_of, reviews_in, targets_in
from vsh.accounts.roles import ROLE_PERMISSIONS, Role

DAY = date(2026, 11, 4)


@pytest.mark.parametrize(
    ("open_targets", "kept", "written", "expected"),
    [
        ([], {}, set(), {}),
        ([5, 6], {}, set(), {5: 1, 6: 2}),
        ([6, 7], {5: 1, 6: 2}, set(), {6: 2, 7: 1}),  # 5 has ended: its place is free
        ([6, 7], {5: 1, 6: 2}, {1}, {5: 1, 6: 2, 7: 3}),  # but somebody wrote of it
        ([1, 2, 3, 4], {}, set(), {1: 1, 2: 2, 3: 3}),  # the fourth waits for the next plan
    ],
)
def test_who_has_a_place_keeps_it(open_targets, kept, written, expected):
    assert places_of(open_targets, kept=kept, written=written, most=3) == expected


def test_targets_in_answers():
    answers = {"target_1_what": "Read.", "target_1_by_when": "2026-12-01", "target_2_what": "…"}
    answers |= {"target_3_what": "Come.", "target_3_area": "attendance", "target_3_by_when": "x"}
    first, third = targets_in(answers, has_areas=True)
    assert (first.position, first.area, first.by_when) == (1, "learning", date(2026, 12, 1))
    assert (third.position, third.area, third.by_when) == (3, "attendance", None)
    assert targets_in(answers, has_areas=False)[0].area == ""


def test_reviews_in_answers():
    answers = {"target_1_outcome": "no_target", "target_2_outcome": "met"}
    answers["target_2_evidence"] = "The test."
    assert [(r.position, r.outcome, r.evidence) for r in reviews_in(answers)] == [
        (2, "met", "The test.")
    ]


def test_actions_in_answers():
    answers = {"action_1_what": "Order books.", "action_1_owner": "Jo Lee, head teacher"}
    answers |= {"action_2_what": "Read.", "action_2_owner": "somebody_else", "action_2_who": "Nan"}
    answers |= {"action_3_what": "Ring.", "action_3_who": "Social worker", "action_4_what": "Go."}
    assert [(a.position, a.who) for a in actions_in(answers)] == [
        (1, "Jo Lee, head teacher"),
        (2, "Nan"),
        (3, "Social worker"),  # as the earlier forms asked
        (4, "Nobody is named"),
    ]


@pytest.mark.parametrize(
    ("held_on", "expected"),
    [("2026-11-03", date(2026, 11, 3)), ("2026-11-05", DAY), ("", DAY), ("soon", DAY)],
)
def test_what_is_agreed_is_agreed_in_the_meeting(held_on, expected):
    assert agreed_on({"held_on": held_on}, on=DAY) == expected


@pytest.mark.parametrize(
    ("role", "is_owner", "expected"),
    [
        (Role.DESIGNATED_TEACHER, False, set(Step) - {Step.OPEN_AGAIN}),
        (Role.SOCIAL_WORKER, False, set(Step) - {Step.OPEN_AGAIN}),
        (Role.VIRTUAL_SCHOOL_OFFICER, True, set(Step) - {Step.OPEN_AGAIN}),
        (Role.IRO, True, {Step.DONE}),
        (Role.IRO, False, set()),
        (Role.HEAD_TEACHER, True, {Step.DONE}),
        (Role.DATA_OFFICER, True, set()),
    ],
)
def test_who_may_do_what(role, is_owner, expected):
    permissions = ROLE_PERMISSIONS[role]
    assert steps_for(permissions=permissions, is_owner=is_owner, is_open=True) == expected
    again = steps_for(permissions=permissions, is_owner=is_owner, is_open=False)
    assert again == ({Step.OPEN_AGAIN} if len(expected) > 1 else set())
