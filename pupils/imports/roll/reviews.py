"""Statutory reviews as the roll extract tells them: the last one held and the next arranged."""

from datetime import date, timedelta

from ...models import CarePeriod, StatutoryReview
from ...rules.appointments import Meaning, ReviewHeld, meaning_unasked
from ..changes import Changes
from ..record import ChildRecord
from .contradiction import ContradictionError
from .row import RollRow

SLIP_OF_REVIEW = timedelta(days=14)


def plan_reviews(record: ChildRecord, period: CarePeriod, said: RollRow, changes: Changes) -> None:
    """The last review held, and the next arranged; an arranged one that it was becomes held."""
    held_on, planned_on = said.value("last_review_on"), said.value("next_review_on")
    arranged = next(
        (r for r in record.reviews if r.care_period is period and r.held_on is None), None
    )
    if held_on and all(review.held_on != held_on for review in record.reviews):
        of_day = record.period_with(held_on)
        if of_day is None:
            raise ContradictionError(
                "last_review_on", "outside_care", "The child was not looked after on that day."
            )
        latest = _latest_held(record, of_day)
        meaning = _meaning(arranged if of_day is period else None, latest, held_on, said)
        if arranged and meaning is Meaning.KEPT:
            changes.set(arranged, held_on=held_on)
            arranged = None
        elif latest and _is_slip(latest, held_on):
            changes.warn(
                said.row,
                "last_review_on",
                "corrected",
                f"On record the last review was held on {latest.held_on:%d/%m/%Y}: the day is "
                "corrected.",
            )
            changes.set(latest, held_on=held_on)
        elif arranged and meaning is Meaning.BROUGHT_FORWARD:
            changes.warn(
                said.row,
                "last_review_on",
                "brought_forward",
                f"The review arranged for {arranged.planned_on:%d/%m/%Y} is taken as held on "
                f"{held_on:%d/%m/%Y}. If it still stands, give its day as next_review_on.",
            )
            changes.set(arranged, held_on=held_on)
            arranged = None
        else:
            review = StatutoryReview(pupil=record.pupil, care_period=of_day, held_on=held_on)
            record.reviews.append(changes.create(review))
    if said.takes_away("next_review_on") and arranged:
        changes.delete(arranged)
        record.reviews.remove(arranged)
    elif planned_on and period.ended_on is None:
        if arranged is None:
            review = StatutoryReview(pupil=record.pupil, care_period=period, planned_on=planned_on)
            record.reviews.append(changes.create(review))
        else:
            changes.set(arranged, planned_on=planned_on)


def _meaning(
    arranged: StatutoryReview | None,
    latest: StatutoryReview | None,
    held_on: date,
    said: RollRow,
) -> Meaning:
    """What the review held means for the appointment; one that the row takes away goes so."""
    if arranged is None or arranged.planned_on is None:
        return Meaning.STANDS
    known = ReviewHeld(
        held_on=held_on,
        arranged_for=arranged.planned_on,
        latest_held_on=latest.held_on if latest else None,
        next_arranged_for=said.value("next_review_on"),
    )
    meaning = meaning_unasked(known)
    is_taken_away = meaning is Meaning.BROUGHT_FORWARD and said.takes_away("next_review_on")
    return Meaning.STANDS if is_taken_away else meaning


def _latest_held(record: ChildRecord, period: CarePeriod) -> StatutoryReview | None:
    held = [one for one in record.reviews if one.care_period is period and one.held_on is not None]
    return max(held, key=lambda one: one.held_on or date.min, default=None)


def _is_slip(latest: StatutoryReview, held_on: date) -> bool:
    """Whether the same review is meant: near, and nobody has told who took part in it."""
    return (
        latest.held_on is not None
        and not latest.participation
        and abs(held_on - latest.held_on) <= SLIP_OF_REVIEW
    )
