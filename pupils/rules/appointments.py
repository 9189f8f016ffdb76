"""What a review that was held means for the appointment on record: was it that review?

Conventions of ours, on the intervals of SI 2010/959 reg. 33: no review lies more than six months
after the one before. In the half of them before the appointment an early review may well be it;
only a person knows. Where nobody can be asked, four weeks before it is near enough to believe.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum, auto

from vsh.calendars.rules import add_months

ASKED_WITHIN_MONTHS = 3
BELIEVED_WITHIN = timedelta(days=28)
SLIP_OF_REVIEW = timedelta(days=14)  # two sources that tell days so near tell of one review


class Meaning(Enum):
    """What became of the appointment."""

    KEPT = auto()  # held on its day, or late
    BROUGHT_FORWARD = auto()
    STANDS = auto()  # another review was held
    IN_QUESTION = auto()


@dataclass(frozen=True, kw_only=True)
class ReviewHeld:
    """A review that was held while another day was arranged, and what is known beside it."""

    held_on: date
    arranged_for: date
    latest_held_on: date | None = None  # of the same period of care
    next_arranged_for: date | None = None  # as told together with the review


def meaning_as_answered(review: ReviewHeld, *, is_brought_forward: bool | None) -> Meaning:
    """What a person's record of a review means; without an answer it may be in question."""
    if review.arranged_for <= review.held_on:
        return Meaning.KEPT
    if is_brought_forward is not None:
        return Meaning.BROUGHT_FORWARD if is_brought_forward else Meaning.STANDS
    if review.next_arranged_for == review.arranged_for or _is_older(review):
        return Meaning.STANDS
    is_near = review.arranged_for <= add_months(review.held_on, ASKED_WITHIN_MONTHS)
    return Meaning.IN_QUESTION if is_near else Meaning.STANDS


def is_next_contradicted(review: ReviewHeld, *, is_brought_forward: bool | None) -> bool:
    """Whether the next day told belies the answer: the same if brought forward, else another."""
    if review.next_arranged_for is None or review.arranged_for <= review.held_on:
        return False
    return (review.next_arranged_for == review.arranged_for) is is_brought_forward


def meaning_unasked(review: ReviewHeld) -> Meaning:
    """The same where nobody can be asked: what was told of the next review goes first."""
    if review.arranged_for <= review.held_on:
        return Meaning.KEPT
    if review.next_arranged_for is not None or _is_older(review):
        return Meaning.STANDS
    is_near = review.arranged_for - review.held_on <= BELIEVED_WITHIN
    return Meaning.BROUGHT_FORWARD if is_near else Meaning.STANDS


def _is_older(review: ReviewHeld) -> bool:
    """Whether a review of that day or later is on record, which the appointment follows."""
    return review.latest_held_on is not None and review.latest_held_on >= review.held_on
