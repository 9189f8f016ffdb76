"""A place becomes part time from a day, or full time again; the child stays on its roll.

Source: statutory guidance (2018), "Securing appropriate education": educational provision should
mean a full-time place.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from placements.models import TimetableReview
from placements.places import place_to_report
from pupils.child_permissions import require_for
from pupils.models import Enrolment, PlaceHours
from pupils.services.enrolments import facts_changed
from pupils.services.locking import StaleRecordError, lock_visible_pupil
from vsh.accounts.models import User
from vsh.accounts.roles import Permission
from vsh.calendars import today
from vsh.govuk.dates import long_date
from vsh.history.context import noted

from .timetables import Agreed, review_timetable

AHEAD = timedelta(days=90)  # so long before the day it can be recorded


@dataclass(frozen=True, kw_only=True)
class PartTime:
    """Why, how many hours a week, until when, and when it is looked at first."""

    reason: str
    agreed: Agreed
    hours_a_week: Decimal | None = None


@transaction.atomic
def change_hours(
    *, actor: User, enrolment: Enrolment, from_on: date, part_time: PartTime | None
) -> PlaceHours:
    """From a day on the place is part time as agreed, or, without `part_time`, full time again."""
    pupil = lock_visible_pupil(enrolment.pupil, actor=actor)
    require_for(actor, Permission.AGREE_TIMETABLE, pupil)
    place = place_to_report(actor, Permission.AGREE_TIMETABLE, enrolment)
    _check_day(place, from_on, becomes_full_time=part_time is None)
    row = PlaceHours(
        enrolment=place,
        from_on=from_on,
        is_full_time=part_time is None,
        hours_a_week=part_time.hours_a_week if part_time else None,
        part_time_reason=part_time.reason if part_time else "",
        recorded_on=today(),
        recorded_by=actor,
    )
    row.full_clean()
    row.save()
    if part_time is not None:
        agreed = part_time.agreed
        if agreed.next_review_on < from_on:
            began = long_date(from_on)
            raise ValidationError(
                {"next_review_on": f"The part-time timetable begins later, on {began}"}
            )
        review_timetable(
            actor=actor,
            enrolment=place,
            reviewed_on=_reviewed_on(row),
            decided=part_time.reason,
            until_on=agreed.until_on,
            next_review_on=agreed.next_review_on,
        )
    facts_changed(pupil)
    return row


@transaction.atomic
def withdraw_hours(*, actor: User, row: PlaceHours, reason: str) -> None:
    """Take hours that were entered wrongly off the record: those before hold again. What was agreed
    with them goes along; the history keeps both."""
    pupil = lock_visible_pupil(row.enrolment.pupil, actor=actor)
    require_for(actor, Permission.AGREE_TIMETABLE, pupil)
    place_to_report(actor, Permission.AGREE_TIMETABLE, row.enrolment)
    found = PlaceHours.objects.filter(pk=row.pk).first()
    if found is None:
        raise StaleRecordError("the hours are no longer on record")
    later = PlaceHours.objects.filter(enrolment=found.enrolment_id, from_on__gt=found.from_on)
    if (after := later.order_by("-from_on").first()) is not None:
        began = long_date(after.from_on)
        raise ValidationError(f"Later hours are on record, from {began}. Withdraw those first.")
    with noted(reason=reason):
        if not found.is_full_time:
            reviews = TimetableReview.objects.filter(enrolment=found.enrolment_id)
            reviews.filter(reviewed_on=_reviewed_on(found)).delete()
        found.delete()
    facts_changed(pupil)


def _reviewed_on(row: PlaceHours) -> date:
    """The day of the agreement: on which it began, or before it the day of recording it."""
    return min(row.from_on, row.recorded_on)


def _check_day(place: Any, from_on: date, *, becomes_full_time: bool) -> None:
    def refuse(words: str) -> None:
        raise ValidationError({"from_on": words})

    if place.kind == Enrolment.Kind.NO_PLACE:
        raise ValidationError("The child has no place: there are no hours.")
    if from_on <= place.started_on:
        refuse(
            f"The place begins on {long_date(place.started_on)}. Enter a later day, or correct the "
            "place if its hours are wrong from its first day"
        )
    if place.ended_on is not None and from_on > place.ended_on:
        refuse(f"The last day of the place is {long_date(place.ended_on)}")
    if from_on > today() + AHEAD:
        refuse(f"Enter a day in the next {AHEAD.days} days, or a past one")
    last = PlaceHours.objects.filter(enrolment=place).order_by("-from_on").first()
    if last is not None and last.from_on >= from_on:
        refuse(
            f"Hours from {long_date(last.from_on)} are on record. Enter a later day, or withdraw "
            "those on the School tab"
        )
    is_full_time = place.is_full_time if last is None else last.is_full_time
    if becomes_full_time and is_full_time:
        refuse("The place is full time already on that day")
