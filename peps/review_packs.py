"""What a review pack holds: the plan to read, and what the review should discuss."""

from collections.abc import Set
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet

from peps.models import Concern, Pep, PepSection, ReviewPackCopy
from peps.rules.completeness import missing
from peps.services.locking import answers_of
from pupils.clock_words import kind_label
from pupils.models import CarePeriod, Deadline, Enrolment, Pupil, StatutoryReview
from vsh.accounts.models import User
from vsh.accounts.roles import Permission
from vsh.govuk.dates import due_words, long_date

HANDED_IN = {Pep.State.SUBMITTED, Pep.State.QUALITY_ASSURED, Pep.State.COMPLETE}


@dataclass(frozen=True, kw_only=True)
class Topic:
    """Something that the review should discuss, and where it is told."""

    words: str
    url_name: str = ""
    args: tuple[str, ...] = ()


def usable_plans(period: "CarePeriod | int") -> "QuerySet[Pep]":
    """The plans of a time in care that a review can rest on: the last one handed in first, then
    those that are being written and hold a word at least."""
    written = PepSection.objects.filter(pep=OuterRef("pk")).exclude(data={})
    plans = Pep.objects.filter(Exists(written), care_period=period)
    plans = plans.exclude(state=Pep.State.NOT_REQUIRED).select_related(
        "care_period", "initiated_by", "submitted_by"
    )
    return plans.order_by(F("submitted_on").desc(nulls_last=True), "-opened_on", "-id")


def review_to_prepare(user: User, pupil: Pupil) -> StatutoryReview | None:
    """The child's next review that is arranged; without one the last that had a pack."""
    reviews = StatutoryReview.objects.visible_to(user).filter(pupil=pupil)
    arranged = reviews.filter(held_on__isnull=True, care_period__ended_on__isnull=True)
    return arranged.first() or (
        reviews.filter(packs__isnull=False).distinct().order_by("-planned_on").first()
    )


def copies_of(user: User, review: StatutoryReview) -> list[ReviewPackCopy]:
    """To whom packs were sent for a review, the newest first, and when each was opened."""
    copies = ReviewPackCopy.objects.visible_to(user).filter(pack__review=review)
    rows = copies.select_related("user", "pack__sent_by").order_by("-pack", "id")
    return list(rows)


def topics_of(
    pupil: Pupil, pep: Pep | None, *, user: User, permissions: Set[Permission], on: date
) -> list[Topic]:
    """What the review should discuss, as far as it is on record, the gravest first."""
    return [
        *_place(pupil),
        *_concerns(pupil, user),
        *_overdue(pupil, user, permissions, on),
        *(_gaps(pep) if pep else []),
    ]


def _place(pupil: Any) -> list[Topic]:
    """`pupil` carries the facts of the identity bar."""
    since = f" since {long_date(pupil.school_since)}" if pupil.school_since else ""
    words = ""
    if pupil.place_kind is None:
        words = "Where the child learns is not on record"
    elif pupil.place_kind == Enrolment.Kind.NO_PLACE:
        words = f"No school place{since}"
    elif not pupil.school_is_full_time:
        words = f"A part-time timetable{since}"
    return [Topic(words=words, url_name="placements:school", args=(pupil.ref,))] if words else []


def _concerns(pupil: Pupil, user: User) -> list[Topic]:
    concerns = Concern.objects.visible_to(user, Permission.READ_CONCERNS).unsettled()
    return [
        Topic(
            words=f"Concern raised on {long_date(concern.raised_on)}: {concern.about}. "
            f"{concern.get_state_display()}",
            url_name="peps:concern",
            args=(concern.pep.ref, concern.ref),
        )
        for concern in concerns.filter(pep__pupil=pupil).select_related("pep")
    ]


def _overdue(pupil: Pupil, user: User, permissions: Set[Permission], on: date) -> list[Topic]:
    """Deadlines that have run out, but for concerns, which stand by themselves."""
    overdue = Deadline.objects.visible_to(user).filter(
        pupil=pupil, met_on__isnull=True, closed_on__isnull=True, is_current=True, due_on__lt=on
    )
    told = overdue.told_with(permissions).since_on_record()
    return [
        Topic(
            words=f"{kind_label(deadline.kind)}: {due_words(due_on=deadline.due_on, on=on)}",
            url_name="pupils:deadlines",
            args=(pupil.ref,),
        )
        for deadline in told.exclude(kind="concern_reply").order_by("due_on", "id")
        if deadline.due_on
    ]


def _gaps(pep: Pep) -> list[Topic]:
    """Sections of a plan still in writing that lack an answer which every plan needs."""
    if pep.state in HANDED_IN:
        return []
    titles = dict.fromkeys(item.section.title for item in missing(pep.form, answers_of(pep)))
    return [Topic(words=f"Not finished in the plan: {', '.join(titles)}")] if titles else []
