"""A statutory review is arranged or held. Source: SI 2010/959 regs. 33 and 36."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from vsh.accounts.models import User
from vsh.accounts.roles import Permission
from vsh.calendars import today
from vsh.calendars.rules import birthday

from ..child_permissions import require_for
from ..models import CarePeriod, Pupil, StatutoryReview
from ..reminder_subjects import CorrectedDay, follow_corrected_days
from ..rules.ages import care_ends_on
from ..rules.appointments import (
    SLIP_OF_REVIEW,
    Meaning,
    ReviewHeld,
    is_next_contradicted,
    meaning_as_answered,
)
from .enrolments import facts_changed
from .locking import lock_visible_pupil

UNDER_FOUR = "PN0"  # how a child took part, in the words of the SSDA903


@transaction.atomic
def record_review(
    *,
    actor: User,
    pupil: Pupil,
    held_on: date | None = None,
    participation: str = "",
    next_planned_on: date | None = None,
    is_brought_forward: bool | None = None,
    asked_about: date | None = None,
) -> None:
    """Record that a review was held, the day for which the next is arranged, or both.

    `is_brought_forward` tells whether a review held before the day arranged was the one arranged
    for it; without an answer a review near that day is refused (`pupils.rules.appointments`), and
    so is an answer about another day than the one arranged now (`asked_about`).
    """
    pupil = lock_visible_pupil(pupil, actor=actor)
    require_for(actor, Permission.RECORD_STATUTORY_REVIEW, pupil)
    if held_on is None and next_planned_on is None:
        raise ValidationError("Give the day of the review, or the day of the next one.")
    if held_on is not None:
        _refuse_held(pupil, held_on, participation)
        if is_brought_forward is not None and asked_about is not None:
            _refuse_moved(pupil, asked_about)
        review = _review_of(pupil, held_on, next_planned_on, is_brought_forward)
        former = review.held_on  # as a file had told it
        review.held_on, review.participation = held_on, participation
        _save(review, "held_on")
        _follow(review, former)
    if next_planned_on is not None:
        _record_arranged(pupil, next_planned_on, after=held_on)
    facts_changed(pupil)


@transaction.atomic
def correct_review(
    *, actor: User, pupil: Pupil, review_id: int, held_on: date, participation: str
) -> None:
    """Correct the day of a review that was held, or how the child took part.

    What stood there stays in the history. A review that is not this child's, or not held yet, is
    `StatutoryReview.DoesNotExist`.
    """
    pupil = lock_visible_pupil(pupil, actor=actor)
    require_for(actor, Permission.RECORD_STATUTORY_REVIEW, pupil)
    review = StatutoryReview.objects.get(pk=review_id, pupil=pupil, held_on__isnull=False)
    _refuse_held(pupil, held_on, participation)
    former = review.held_on
    review.care_period = _period_on(pupil, held_on, "held_on")
    review.held_on, review.participation = held_on, participation
    _save(review, "held_on")
    _follow(review, former)
    facts_changed(pupil)


def _follow(review: StatutoryReview, former: date | None) -> None:
    """The reminders of the review that is due after it are not sent again for another day."""
    if former is None or review.held_on is None or former == review.held_on:
        return
    corrected = CorrectedDay(
        pupil_id=review.pupil_id, model=StatutoryReview, former=former, day=review.held_on
    )
    follow_corrected_days([corrected])


def _period_on(pupil: Pupil, day: date, field: str) -> CarePeriod:
    """The care period of `day`; a review on the very day on which care ends counts to it."""
    for period in CarePeriod.objects.filter(pupil=pupil).order_by("-started_on"):
        if period.started_on <= day <= care_ends_on(pupil.date_of_birth, period.ended_on):
            return period
    raise ValidationError({field: "The child was not looked after on that day."})


def _review_of(
    pupil: Pupil, held_on: date, next_planned_on: date | None, is_brought_forward: bool | None
) -> StatutoryReview:
    """The appointment if it was that review, else what a file told of it, else a new row."""
    period = _period_on(pupil, held_on, "held_on")
    of_period = StatutoryReview.objects.filter(care_period=period)
    arranged = appointment(pupil) if period.ended_on is None else None
    if arranged is None or arranged.planned_on is None:
        return _told_by_file(pupil, period, held_on)
    known = ReviewHeld(
        held_on=held_on,
        arranged_for=arranged.planned_on,
        latest_held_on=of_period.aggregate(latest=Max("held_on"))["latest"],
        next_arranged_for=next_planned_on,
    )
    meaning = meaning_as_answered(known, is_brought_forward=is_brought_forward)
    if meaning is Meaning.IN_QUESTION:
        raise ValidationError({"is_brought_forward": _question(arranged.planned_on)})
    if is_next_contradicted(known, is_brought_forward=is_brought_forward):
        raise ValidationError({"next_planned_on": _contradiction(arranged.planned_on, meaning)})
    return _told_by_file(pupil, period, held_on) if meaning is Meaning.STANDS else arranged


def _told_by_file(pupil: Pupil, period: CarePeriod, held_on: date) -> StatutoryReview:
    """The review that a file told near that day, without who took part; else a new one."""
    near = StatutoryReview.objects.filter(
        care_period=period,
        participation="",
        held_on__range=(held_on - SLIP_OF_REVIEW, held_on + SLIP_OF_REVIEW),
    )
    nearest = min(near, key=lambda one: abs((one.held_on or date.min) - held_on), default=None)
    return nearest or StatutoryReview(pupil=pupil, care_period=period)


def appointment(pupil: Pupil) -> StatutoryReview | None:
    """The review that is arranged; what was arranged in care that has ended is none."""
    return StatutoryReview.objects.filter(
        pupil=pupil, held_on__isnull=True, care_period__ended_on__isnull=True
    ).first()


def moved_words(arranged_for: date | None) -> str:
    """Why an answer about an appointment does not count: it is another one now."""
    if arranged_for is None:
        return (
            "The appointment that you were asked about is no longer on record. Check the reviews "
            "on record, then save again if this one is not among them."
        )
    return (
        f"The appointment has moved to {_in_words(arranged_for)} since you opened this page. "
        "Answer again for that day."
    )


def _refuse_moved(pupil: Pupil, asked_about: date) -> None:
    arranged = appointment(pupil)
    arranged_for = arranged.planned_on if arranged else None
    if arranged_for != asked_about:
        raise ValidationError({"is_brought_forward": moved_words(arranged_for)})


def _question(arranged_for: date) -> str:
    day = _in_words(arranged_for)
    return f"Select yes if this was the review arranged for {day}, no if that appointment stands."


def _contradiction(arranged_for: date, meaning: Meaning) -> str:
    day = _in_words(arranged_for)
    if meaning is Meaning.STANDS:
        return (
            f"The appointment for {day} stands, so it is the next review: leave this day empty. "
            "If it has moved, record its new day once this review is saved."
        )
    return f"The review arranged for {day} was brought forward: enter the day of the one after it."


def _in_words(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _refuse_held(pupil: Pupil, held_on: date, participation: str) -> None:
    """Not in the future; PN0 for children under four and nobody else (SSDA903 rules 440, 441)."""
    if held_on > today():
        raise ValidationError({"held_on": "A review that was held lies in the past."})
    is_under_four = held_on < birthday(pupil.date_of_birth, 4)
    if participation and (participation == UNDER_FOUR) is not is_under_four:
        words = "The child was under 4" if is_under_four else "The child was 4 or older"
        raise ValidationError({"participation": f"{words} on that day: choose what fits."})


def _record_arranged(pupil: Pupil, planned_on: date, *, after: date | None) -> None:
    if planned_on < (after or today()):
        raise ValidationError({"next_planned_on": "The next review lies in the future."})
    period = _period_on(pupil, after or today(), "next_planned_on")
    arranged = StatutoryReview.objects.filter(care_period=period, held_on__isnull=True).first()
    review = arranged or StatutoryReview(pupil=pupil, care_period=period)
    review.planned_on = planned_on
    _save(review, "next_planned_on")


def _save(review: StatutoryReview, field: str) -> None:
    try:
        review.full_clean()
    except ValidationError as error:
        raise ValidationError({field: error.messages}) from error
    review.save()
