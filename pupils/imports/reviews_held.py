"""A review that a file says was held: the one arranged, one on record under another day, or new.

Several sources tell of one review: a person, the roll and the return, often with other days. What
is on record near that day, or stood there under it before somebody corrected it, is the same
review (convention). A day of which nobody has told who took part is put right; one that somebody
stands for is left, and the difference is a doubt.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from vsh.tables.reading import Row

from ..copying import new_row
from ..models import CarePeriod, StatutoryReview
from ..rules.appointments import SLIP_OF_REVIEW, Meaning, ReviewHeld, meaning_unasked
from ..rules.facts import PlacementFacts
from ..rules.reviews import adoption_starts
from .changes import Changes
from .record import ChildRecord


@dataclass(frozen=True, kw_only=True)
class HeldInFile:
    """The review as the file tells it, and what the file says beside it."""

    row: Row
    column: str
    held_on: date
    next_arranged_for: date | None = None
    is_next_taken_away: bool = False
    others: frozenset[date] = frozenset()  # reviews that the same file names beside this one


def plan_review_held(
    record: ChildRecord, period: CarePeriod, said: HeldInFile, changes: Changes
) -> StatutoryReview | None:
    """The review on record that is meant, or a new one; None where it is left with a doubt."""
    arranged = arranged_review(record, period)
    meaning = _meaning(record, arranged, said)
    meant = same_review(record, period, said)
    if arranged and meaning is Meaning.KEPT and not _is_older(arranged, meant):
        changes.set(arranged, held_on=said.held_on)
        return arranged
    if meant is not None:
        return _put_right(record, period, meant, said, changes)
    if arranged and meaning is Meaning.BROUGHT_FORWARD:
        changes.warn(
            said.row,
            said.column,
            "brought_forward",
            f"The review arranged for {arranged.planned_on:%d/%m/%Y} is taken as held on "
            f"{said.held_on:%d/%m/%Y}. If it still stands, give its day as next_review_on, or "
            "record it on the child's page.",
        )
        changes.set(arranged, held_on=said.held_on)
        return arranged
    review = new_row(StatutoryReview, pupil=record.pupil, care_period=period, held_on=said.held_on)
    record.reviews.append(changes.create(review))
    return review


def arranged_review(record: ChildRecord, period: CarePeriod) -> StatutoryReview | None:
    """The appointment of the period, if any."""
    return next((r for r in record.reviews if r.care_period is period and r.held_on is None), None)


def latest_held(record: ChildRecord, period: CarePeriod) -> date | None:
    """The day of the period's last review held."""
    held = (r.held_on for r in record.reviews if r.care_period is period and r.held_on is not None)
    return max(held, default=None)


def same_review(
    record: ChildRecord, period: CarePeriod | None, said: HeldInFile
) -> StatutoryReview | None:
    """The review on record that is meant by another day: the nearest, or one once held then."""
    near = [
        review
        for review in record.reviews
        if period is not None
        and review.care_period is period
        and review.held_on is not None
        and review.held_on not in said.others
        and _is_near(review, said)
        and not _is_other_chain(record, period, review.held_on, said.held_on)
    ]
    corrected = record.corrected_reviews.get(said.held_on)
    if corrected is not None and corrected.held_on not in said.others:
        near = near if corrected in near else [corrected]
    return min(near, key=lambda one: _distance(one, said), default=None)


def doubt_day(review: StatutoryReview, said: HeldInFile, changes: Changes) -> None:
    """Name that the file tells another day than the record; the record stands."""
    changes.warn(
        said.row,
        said.column,
        "another_day",
        f"On record this review was held on {review.held_on:%d/%m/%Y}, in the file on "
        f"{said.held_on:%d/%m/%Y}: the record stands. If it was another review, record it on the "
        "child's page; if the file is right, correct the day there.",
    )


def _put_right(
    record: ChildRecord,
    period: CarePeriod,
    meant: StatutoryReview,
    said: HeldInFile,
    changes: Changes,
) -> StatutoryReview | None:
    if meant.participation or meant.care_period is not period or not _is_near(meant, said):
        doubt_day(meant, said, changes)
        return None
    changes.warn(
        said.row,
        said.column,
        "corrected",
        f"On record the review was held on {meant.held_on:%d/%m/%Y}: the day is corrected.",
    )
    changes.set(meant, held_on=said.held_on)
    return meant


def _meaning(record: ChildRecord, arranged: StatutoryReview | None, said: HeldInFile) -> Meaning:
    """What the review held means for the appointment; one that the file takes away goes so."""
    if arranged is None or arranged.planned_on is None:
        return Meaning.STANDS
    known = ReviewHeld(
        held_on=said.held_on,
        arranged_for=arranged.planned_on,
        latest_held_on=latest_held(record, arranged.care_period),
        next_arranged_for=said.next_arranged_for,
    )
    meaning = meaning_unasked(known)
    is_taken_away = meaning is Meaning.BROUGHT_FORWARD and said.is_next_taken_away
    return Meaning.STANDS if is_taken_away else meaning


def _is_older(arranged: StatutoryReview, meant: StatutoryReview | None) -> bool:
    """Whether the appointment lies on or before the review on record that may be meant."""
    return (
        meant is not None
        and meant.held_on is not None
        and arranged.planned_on is not None
        and arranged.planned_on <= meant.held_on
    )


def _distance(review: StatutoryReview, said: HeldInFile) -> timedelta:
    return abs(said.held_on - (review.held_on or date.min))


def _is_near(review: StatutoryReview, said: HeldInFile) -> bool:
    return _distance(review, said) <= SLIP_OF_REVIEW


def _is_other_chain(record: ChildRecord, period: CarePeriod, one: date, other: date) -> bool:
    """Whether a placement for adoption between the two has started the reviews anew."""
    placements = [
        PlacementFacts(
            started_on=placement.started_on,
            ended_on=placement.ended_on,
            placement_type=placement.placement_type,
        )
        for placement in record.placements_of(period)
    ]
    return any(min(one, other) < day <= max(one, other) for day in adoption_starts(placements))
