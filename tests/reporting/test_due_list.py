"""The sentence on top of "What is due"."""

import pytest

from reporting.due_list import own_roles, sentence
from vsh.accounts.roles import Role


@pytest.mark.parametrize(
    ("overdue", "this_week", "words"),
    [
        (0, 0, ""),
        (1, 0, "1 thing is overdue."),
        (3, 5, "3 things are overdue, 5 are due this week."),
        (2, 1, "2 things are overdue, 1 is due this week."),
        (0, 1, "1 thing is due this week."),
        (0, 2, "2 things are due this week."),
    ],
)
def test_sentence(overdue: int, this_week: int, words: str) -> None:
    assert sentence(overdue=overdue, this_week=this_week) == words


def test_a_team_manager_answers_for_the_social_workers_tasks() -> None:
    assert own_roles({Role.TEAM_MANAGER}) == {"team_manager", "social_worker"}
    assert own_roles({Role.IRO}) == {"iro"}
