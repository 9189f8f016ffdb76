"""A part-time timetable is agreed for a time, with an end and reviews.

Source: statutory guidance (2018), "Securing appropriate education": educational provision should
mean a full-time place.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from placements.models import TimetableReview
from placements.places import place_to_report
from pupils.child_permissions import require_for
from pupils.models import Enrolment, Pupil
from pupils.services.enrolments import record_enrolment
from pupils.services.locking import StaleRecordError, lock_visible_pupil
from vsh.accounts.models import User
from vsh.accounts.roles import Permission
from vsh.calendars import today
from vsh.govuk.dates import long_date

from .school_changes import note_change


@dataclass(frozen=True, kw_only=True)
class Agreed:
    """Until when a timetable is part time, and when it is looked at first."""

    until_on: date
    next_review_on: date


@transaction.atomic
def record_place(
    *, actor: User, pupil: Pupil, agreed: Agreed | None, started_on: date, **facts: Any
) -> Enrolment:
    """Record a place; one that is part time with what was agreed for it, a change of school as one
    about which people are consulted."""
    place = record_enrolment(actor=actor, pupil=pupil, started_on=started_on, **facts)
    note_change(place, by=actor)
    if agreed is None:
        return place
    if agreed.until_on < started_on:
        began = long_date(started_on)
        raise ValidationError({"until_on": f"The place begins later, on {began}"})
    review_timetable(
        actor=actor,
        enrolment=place,
        reviewed_on=min(started_on, today()),
        decided=place.part_time_reason,
        until_on=agreed.until_on,
        next_review_on=agreed.next_review_on,
    )
    return place


@transaction.atomic
def review_timetable(
    *,
    actor: User,
    enrolment: Enrolment,
    reviewed_on: date,
    decided: str,
    until_on: date,
    next_review_on: date,
) -> TimetableReview:
    """Record what was agreed, until when it goes on and when it is looked at next."""
    pupil = lock_visible_pupil(enrolment.pupil, actor=actor)
    require_for(actor, Permission.AGREE_TIMETABLE, pupil)
    place = place_to_report(actor, Permission.AGREE_TIMETABLE, enrolment)
    if not _has_part_time(place):
        raise ValidationError("On record this place has no part-time timetable.")
    review = TimetableReview(
        enrolment=place,
        reviewed_on=reviewed_on,
        decided=decided,
        until_on=until_on,
        next_review_on=next_review_on,
        recorded_by=actor,
    )
    _save(review)
    return review


@transaction.atomic
def correct_review(
    *,
    actor: User,
    review: TimetableReview,
    version: int,
    reviewed_on: date,
    decided: str,
    until_on: date,
    next_review_on: date,
) -> TimetableReview:
    """Put right what was entered wrongly; the history keeps what stood there."""
    pupil = lock_visible_pupil(review.enrolment.pupil, actor=actor)
    require_for(actor, Permission.AGREE_TIMETABLE, pupil)
    place_to_report(actor, Permission.AGREE_TIMETABLE, review.enrolment)
    found: TimetableReview = TimetableReview.objects.get(pk=review.pk)
    if found.version != version:
        raise StaleRecordError(review_in_words(found))
    found.reviewed_on, found.decided = reviewed_on, decided
    found.until_on, found.next_review_on = until_on, next_review_on
    found.version += 1
    _save(found)
    return found


def _has_part_time(place: Enrolment) -> bool:
    """Whether its timetable is part time today, or will be as far as is agreed."""
    days = (today(), date.max)
    found = Enrolment.objects.filter(pk=place.pk).exclude(kind=Enrolment.Kind.NO_PLACE)
    return any(found.with_hours_on(day).filter(full_time_then=False).exists() for day in days)


def review_in_words(review: TimetableReview) -> str:
    """A review as a refusal names it."""
    until, following = long_date(review.until_on), long_date(review.next_review_on)
    return (
        f"{long_date(review.reviewed_on)}: {review.decided} Until {until}, next review {following}"
    )


def _save(review: TimetableReview) -> None:
    if review.reviewed_on > today():
        raise ValidationError({"reviewed_on": "The day of the review is in the future"})
    if review.next_review_on <= review.reviewed_on:
        raise ValidationError({"next_review_on": "Enter a day after this review"})
    if review.next_review_on > review.until_on:
        last = long_date(review.until_on)
        raise ValidationError({"next_review_on": f"Review it before it ends, by {last}"})
    review.full_clean()
    review.save()
