"""Whether a review that was held is the one arranged: at the boundary dates."""

from datetime import date

import pytest

from pupils.rules.appointments import (
    Meaning,
    ReviewHeld,
    is_next_contradicted,
    meaning_as_answered,
    meaning_unasked,
)

KEPT, EARLY = Meaning.KEPT, Meaning.BROUGHT_FORWARD
STANDS, IN_QUESTION = Meaning.STANDS, Meaning.IN_QUESTION
ARRANGED = date(2026, 11, 20)


def review(held_on: date, **known: date) -> ReviewHeld:
    return ReviewHeld(held_on=held_on, **({"arranged_for": ARRANGED} | known))


@pytest.mark.parametrize(
    ("held_on", "unanswered", "unasked"),
    [
        (date(2026, 11, 21), KEPT, KEPT),
        (date(2026, 11, 20), KEPT, KEPT),
        (date(2026, 11, 19), IN_QUESTION, EARLY),
        (date(2026, 10, 23), IN_QUESTION, EARLY),  # 28 days before
        (date(2026, 10, 22), IN_QUESTION, STANDS),
        (date(2026, 8, 20), IN_QUESTION, STANDS),  # 3 months before
        (date(2026, 8, 19), STANDS, STANDS),
        (date(2026, 5, 20), STANDS, STANDS),
    ],
)
def test_the_day_decides_where_nothing_more_is_known(held_on, unanswered, unasked):
    assert meaning_as_answered(review(held_on), is_brought_forward=None) is unanswered
    assert meaning_unasked(review(held_on)) is unasked


@pytest.mark.parametrize(
    ("held_on", "arranged_for", "meaning"),
    [
        (date(2026, 11, 30), date(2027, 2, 28), IN_QUESTION),  # 3 months: the month's last day
        (date(2026, 11, 30), date(2027, 3, 1), STANDS),
        (date(2027, 11, 30), date(2028, 2, 29), IN_QUESTION),
        (date(2027, 11, 30), date(2028, 3, 1), STANDS),
    ],
)
def test_three_months_end_with_the_month(held_on, arranged_for, meaning):
    known = review(held_on, arranged_for=arranged_for)
    assert meaning_as_answered(known, is_brought_forward=None) is meaning


@pytest.mark.parametrize(
    ("held_on", "if_yes", "if_no"),
    [
        (date(2026, 11, 20), KEPT, KEPT),  # the day had come: the answer was not needed
        (date(2026, 11, 19), EARLY, STANDS),
        (date(2026, 8, 19), EARLY, STANDS),
    ],
)
def test_an_answer_is_believed_of_every_earlier_day(held_on, if_yes, if_no):
    assert meaning_as_answered(review(held_on), is_brought_forward=True) is if_yes
    assert meaning_as_answered(review(held_on), is_brought_forward=False) is if_no


@pytest.mark.parametrize(
    ("latest_held_on", "unanswered", "unasked"),
    [
        (date(2026, 11, 9), IN_QUESTION, EARLY),
        (date(2026, 11, 10), STANDS, STANDS),
        (date(2026, 11, 11), STANDS, STANDS),
    ],
)
def test_an_appointment_follows_the_latest_review(latest_held_on, unanswered, unasked):
    known = review(date(2026, 11, 10), latest_held_on=latest_held_on)
    assert meaning_as_answered(known, is_brought_forward=None) is unanswered
    assert meaning_unasked(known) is unasked


@pytest.mark.parametrize(
    ("next_arranged_for", "unanswered"),
    [(ARRANGED, STANDS), (date(2026, 11, 27), IN_QUESTION), (date(2027, 5, 10), IN_QUESTION)],
)
def test_what_is_told_of_the_next_one_goes_first_where_nobody_is_asked(
    next_arranged_for, unanswered
):
    known = review(date(2026, 11, 10), next_arranged_for=next_arranged_for)
    assert meaning_as_answered(known, is_brought_forward=None) is unanswered
    assert meaning_unasked(known) is STANDS


@pytest.mark.parametrize(
    ("held_on", "next_arranged_for", "is_brought_forward", "is_contradicted"),
    [
        (date(2026, 11, 19), ARRANGED, True, True),
        (date(2026, 11, 19), ARRANGED, False, False),
        (date(2026, 11, 19), ARRANGED, None, False),
        (date(2026, 11, 19), date(2026, 11, 21), True, False),
        (date(2026, 11, 19), date(2026, 11, 21), False, True),
        (date(2026, 11, 19), date(2026, 11, 21), None, False),
        (date(2026, 11, 20), date(2026, 11, 21), False, False),  # the answer was not needed
        (date(2026, 11, 20), ARRANGED, True, False),
    ],
)
def test_the_next_day_goes_with_the_answer(
    held_on, next_arranged_for, is_brought_forward, is_contradicted
):
    known = review(held_on, next_arranged_for=next_arranged_for)
    answered = is_next_contradicted(known, is_brought_forward=is_brought_forward)
    assert answered is is_contradicted


def test_without_a_next_day_no_answer_is_contradicted():
    for answer in (True, False, None):
        assert not is_next_contradicted(review(date(2026, 11, 19)), is_brought_forward=answer)
