"""Statutory reviews as the roll extract tells them: the last one held and the next arranged."""

from datetime import date

from ...models import CarePeriod, StatutoryReview
from ..changes import Changes
from ..record import ChildRecord
from ..reviews_held import (
    HeldInFile,
    arranged_review,
    doubt_day,
    latest_held,
    plan_review_held,
    same_review,
)
from .contradiction import ContradictionError
from .row import RollRow


def plan_reviews(record: ChildRecord, period: CarePeriod, said: RollRow, changes: Changes) -> None:
    """The last review held, and the next arranged; an arranged one that it was becomes held."""
    _plan_held(record, said, changes)
    arranged, planned_on = arranged_review(record, period), said.value("next_review_on")
    if said.takes_away("next_review_on") and arranged:
        changes.delete(arranged)
        record.reviews.remove(arranged)
    elif planned_on and period.ended_on is None:
        if _is_kept_already(record, period, planned_on, said, changes):
            return
        if arranged is None:
            review = StatutoryReview(pupil=record.pupil, care_period=period, planned_on=planned_on)
            record.reviews.append(changes.create(review))
        else:
            changes.set(arranged, planned_on=planned_on)


def _plan_held(record: ChildRecord, said: RollRow, changes: Changes) -> None:
    held_on = said.value("last_review_on")
    if held_on is None or any(review.held_on == held_on for review in record.reviews):
        return
    review = HeldInFile(
        row=said.row,
        column="last_review_on",
        held_on=held_on,
        next_arranged_for=said.value("next_review_on"),
        is_next_taken_away=said.takes_away("next_review_on"),
    )
    of_day = record.period_with(held_on)
    if of_day is not None:
        plan_review_held(record, of_day, review, changes)
    elif (corrected := same_review(record, None, review)) is not None:
        doubt_day(corrected, review, changes)
    else:
        raise ContradictionError(
            "last_review_on",
            "outside_care",
            "The child was not looked after on that day. Correct it, or the time in care.",
        )


def _is_kept_already(
    record: ChildRecord, period: CarePeriod, planned_on: date, said: RollRow, changes: Changes
) -> bool:
    """Whether the file still tells of an appointment that a review on record has kept.

    It has if a review was held on that day or later, or if a person has said that the review
    arranged for that day was brought forward: a doubt, until the file moves on.
    """
    latest = latest_held(record, period)
    if latest is not None and latest >= planned_on:
        return True
    for review in record.reviews:
        is_that_one = review.care_period is period and review.planned_on == planned_on
        if is_that_one and review.held_on is not None and review.participation:
            changes.warn(
                said.row,
                "next_review_on",
                "held_already",
                f"On record the review arranged for {planned_on:%d/%m/%Y} was brought forward to "
                f"{review.held_on:%d/%m/%Y}: it is not arranged again. If another one is arranged "
                "for that day, record it on the child's page.",
            )
            return True
    return False
