"""The boundary days of the meeting and of the next review."""

from datetime import date

import pytest

from peps.rules.days import wrong_days
from peps.schema import form
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


TARGET = "Target 2: By when must be "
MEETING = "the day of the meeting"


@pytest.mark.parametrize(
    ("by_when", "words"),
    [
        ("2020-01-01", [TARGET + f"after {MEETING}"]),
        ("2026-11-04", [TARGET + f"after {MEETING}"]),
        ("2026-11-05", []),
        ("2029-11-04", []),
        ("2029-11-05", [TARGET + f"within 3 years of {MEETING}"]),
        ("9999-01-01", [TARGET + f"within 3 years of {MEETING}"]),
        ("", []),
    ],
)
def test_a_target_ends_after_the_meeting_and_within_reach(by_when, words):
    answers = full_answers()
    answers["meeting"] |= {"held_on": "2026-11-04", "next_review_on": "2027-02-01"}
    answers["new_targets"]["target_2_by_when"] = by_when
    for today in (ON, date(2028, 6, 1)):  # finished late: what was right when written is right
        assert [wrong.words for wrong in wrong_days(SECONDARY, answers, on=today)] == words


@pytest.mark.parametrize("held_on", ["", "soon", "2026-11-05", "9999-01-01"])
@pytest.mark.parametrize(
    ("by_when", "words"),
    [
        ("2026-09-01", "Action 1: By when must be after the day on which this plan was opened"),
        ("2026-09-02", ""),
        ("2029-09-01", ""),
        (
            "2029-09-02",
            "Action 1: By when must be within 3 years of the day on which this plan was",
        ),
    ],
)
def test_without_a_meeting_it_is_after_the_plan_was_opened(held_on, by_when, words):
    answers = full_answers()
    answers["meeting"] |= {"held_on": held_on, "next_review_on": ""}
    answers["actions"]["action_1_by_when"] = by_when
    opened_on = date(2026, 9, 1)
    wrong = wrong_days(SECONDARY, answers, on=ON, opened_on=opened_on)
    found = [each.words for each in wrong if each.field.key == "action_1_by_when"]
    assert len(found) == bool(words)
    assert all(each.startswith(words) for each in found)


def test_a_meeting_at_the_end_of_time_is_told_without_an_error():
    answers = full_answers()
    answers["meeting"] |= {"held_on": "9998-01-01", "next_review_on": "9999-12-31"}
    assert FUTURE in [wrong.words for wrong in wrong_days(SECONDARY, answers, on=ON)]


def test_the_first_version_of_the_form_keeps_its_days():
    first = form("2026.1")
    answers = full_answers(first)
    answers["new_targets"]["target_2_by_when"] = "9999-01-01"
    assert wrong_days(first, answers, on=ON, opened_on=ON) == []
