"""The boundary days of the meeting and of the next review."""

from datetime import date

import pytest

from peps.rules.days import wrong_days
from tests.peps.answers import SECONDARY, full_answers

ON = date(2026, 11, 4)
FUTURE = "Day of the meeting must be today or in the past"
BEFORE = "Day of the next PEP review must be after the day of the meeting"


@pytest.mark.parametrize(
    ("held_on", "next_review_on", "words"),
    [
        ("2026-11-04", "2026-11-05", []),
        ("2026-11-05", "2026-11-06", [FUTURE]),
        ("2027-11-05", "2026-11-06", [FUTURE, BEFORE]),
        ("2026-11-04", "2026-11-04", [BEFORE]),
        ("2026-11-04", "2026-11-03", [BEFORE]),
        ("", "2026-11-03", []),
        ("2026-11-04", "", []),
        ("soon", "2026-11-03", []),
    ],
)
def test_the_days_of_a_plan_that_is_handed_in(held_on, next_review_on, words):
    answers = full_answers()
    answers["meeting"] |= {"held_on": held_on, "next_review_on": next_review_on}
    assert [wrong.words for wrong in wrong_days(SECONDARY, answers, on=ON)] == words


def test_a_whole_plan_has_no_wrong_day():
    assert wrong_days(SECONDARY, full_answers(), on=ON) == []
