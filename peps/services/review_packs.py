"""The pack for a statutory review is sent to the reviewing officer, once, and opened by them."""

from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils import timezone

from peps.facts.usable_plans import HANDED_IN, usable_plans
from peps.models import Pep, ReviewPack, ReviewPackCopy
from peps.rules.presses import ONE_PRESS
from peps.rules.review_pack import KIND
from pupils.child_permissions import require_for
from pupils.models import Deadline, Pupil, StatutoryReview
from pupils.news import who_is
from pupils.reminder_people import Person, load_people
from pupils.services.locking import lock_pupil, lock_visible_pupil
from pupils.services.sweeps import for_each
from vsh.accounts.models import User
from vsh.accounts.roles import Permission, Role
from vsh.calendars import today
from vsh.govuk.dates import long_date
from vsh.notices.services import Message, queue_notices

from .locking import recalculate_deadlines

NO_IRO = (
    "No reviewing officer with an account is on record for this child. The roll says who it is."
)


@transaction.atomic
def send_review_pack(*, actor: User, pupil: Pupil) -> ReviewPack:
    """Send the pack of the child's next review now; who has had it has it anew, but for a second
    press of the button."""
    pupil = lock_visible_pupil(pupil, actor=actor)
    require_for(actor, Permission.SEND_REVIEW_PACK, pupil)
    review = _arranged(pupil)
    if review is None:
        raise ValidationError("No review of this child is arranged. Record its day first.")
    plan, is_draft = _plan_of(review)
    same = _packs(review).filter(pep=plan, is_draft=is_draft, sent_by=actor)
    if found := same.filter(sent_at__gt=timezone.now() - ONE_PRESS).first():
        _send_to_who_came_since(found)
        return found
    pack = _send(review, by=actor)
    if pack is None:
        raise ValidationError(NO_IRO)
    return pack


def send_due_packs(day: date | None = None) -> int:
    """Send the packs whose day has come and which nobody has sent; how many were new.

    Up to the review it goes anew, once, when the plan that was a draft is handed in or another
    plan takes its place, and to who became the reviewing officer since.

    Runs any number of times, also at once: each child's row is locked in turn, and the database
    keeps one pack of the system's for a review's day and plan. Where there is no plan the
    reviewing officer is told so, once; the pack follows as soon as there is one.
    """
    day = day or today()
    ahead = StatutoryReview.objects.filter(held_on__isnull=True, planned_on__gte=day)
    due = Deadline.objects.filter(
        Exists(ahead.filter(pupil=OuterRef("pupil"))),
        kind=KIND,
        due_on__lte=day,
        closed_on__isnull=True,
        is_current=True,
    )
    pupils = due.order_by("pupil_id").values_list("pupil_id", flat=True).distinct()
    return for_each(
        list(pupils), lambda pupil_id: _send_unless_sent(pupil_id, day), sweep="review packs"
    )


@transaction.atomic
def _send_unless_sent(pupil_id: int, day: date) -> bool:
    pupil = lock_pupil(Pupil(pk=pupil_id))
    review = _arranged(pupil)
    if review is None or review.planned_on is None or review.planned_on < day:
        return False
    sent = _packs(review)
    plan = usable_plans(review.care_period_id).first()
    if plan is not None:
        sent = sent.filter(pep=plan)
        sent = sent.filter(is_draft=False) if plan.state in HANDED_IN else sent
    pack = sent.first()
    if pack is None:
        return _send(review, by=None) is not None
    return _send_to_who_came_since(pack)


def _packs(review: StatutoryReview) -> QuerySet[ReviewPack]:
    """What was sent for the day on which the review is arranged now, the last first."""
    assert review.planned_on is not None
    return ReviewPack.objects.filter(review=review, arranged_for=review.planned_on).select_related(
        "review__pupil__authority"
    )


def _send_to_who_came_since(pack: ReviewPack) -> bool:
    """The pack to each reviewing officer of today who had none for this day."""
    review = pack.review
    had = ReviewPackCopy.objects.filter(pack__in=_packs(review)).values_list("user", flat=True)
    holders = load_people([review.pupil_id], on=today()).holding(Role.IRO, review.pupil)
    readers = [person for person in holders if person.user_id not in set(had)]
    ReviewPackCopy.objects.bulk_create(
        ReviewPackCopy(pack=pack, user_id=person.user_id, sent_on=today()) for person in readers
    )
    stage, words = _words_of(pack)
    _tell(review, readers, about=_about(pack), stage=stage, words=words)
    return bool(readers)


def _arranged(pupil: Pupil) -> StatutoryReview | None:
    reviews = StatutoryReview.objects.filter(pupil=pupil, held_on__isnull=True)
    return (
        reviews.filter(care_period__ended_on__isnull=True)
        .select_related("pupil__authority")
        .first()
    )


def _send(review: StatutoryReview, *, by: User | None) -> ReviewPack | None:
    """The pack with its copies and messages; none where nobody would get it."""
    assert review.planned_on is not None
    pupil = review.pupil
    people = load_people([pupil.pk], on=today())
    officers = people.holding(Role.VIRTUAL_SCHOOL_OFFICER, pupil) or people.holding(
        Role.VIRTUAL_SCHOOL_HEAD, pupil
    )
    readers = people.holding(Role.IRO, pupil)
    subject = f"review:{pupil.ref}:{review.planned_on}"
    if not readers:
        _tell(review, officers, about=subject, stage="no_iro", words=_NOBODY)
        return None
    plan, is_draft = _plan_of(review)
    had_draft = not is_draft and _packs(review).filter(pep=plan, is_draft=True).exists()
    pack = ReviewPack.objects.create(
        review=review,
        arranged_for=review.planned_on,
        pep=plan,
        is_draft=is_draft,
        sent_on=today(),
        sent_by=by,
    )
    ReviewPackCopy.objects.bulk_create(
        ReviewPackCopy(pack=pack, user_id=person.user_id) for person in readers
    )
    recalculate_deadlines(pupil.pk)
    stage, words = _words_of(pack)
    told = readers if plan else [*readers, *officers]
    words = _NO_DRAFT_NOW if had_draft else words
    _tell(review, told, about=_about(pack), stage=stage, words=words)
    return pack


def _plan_of(review: StatutoryReview) -> tuple[Pep | None, bool]:
    """The plan that goes with the pack, and whether it is a draft."""
    plan = usable_plans(review.care_period_id).first()
    return plan, plan is not None and plan.state not in HANDED_IN


def _about(pack: ReviewPack) -> str:
    return f"review:{pack.review.pupil.ref}:{pack.arranged_for}:{pack.pk}"


def _words_of(pack: ReviewPack) -> tuple[str, tuple[str, str]]:
    if pack.pep_id is None:
        return "no_plan", _NO_PLAN
    return "sent", _DRAFT if pack.is_draft else _READY


_READY = ("Review pack", "The review pack of {who} for the review on {day} is there to read.")
_DRAFT = (
    "Review pack, a draft",
    "The review pack of {who} for the review on {day} is there. Its PEP is not handed in yet.",
)
_NO_DRAFT_NOW = (
    "Review pack, the PEP handed in",
    "The PEP of {who}, a draft until now, has been handed in for the review on {day}.",
)
_NO_PLAN = (
    "No PEP for the review",
    "There is no PEP of {who} to read for the review on {day}: nobody has written one.",
)
_NOBODY = (
    "No reviewing officer to send a PEP to",
    "No reviewing officer is on record to whom the PEP of {who} goes for the review on {day}.",
)


def _tell(
    review: StatutoryReview,
    people: list[Person],
    *,
    about: str,
    stage: str,
    words: tuple[str, str],
) -> None:
    pupil = review.pupil
    assert review.planned_on is not None
    subject, text = words
    said = text.format(who=who_is(pupil), day=long_date(review.planned_on))
    link = settings.SITE_URL.rstrip("/") + reverse("peps:review_pack", kwargs={"ref": pupil.ref})
    queue_notices(
        Message(
            about=about,
            stage=stage,
            recipient_id=person.user_id,
            subject=f"{subject}: {pupil.ref}",
            body=f"{said}\n\n{link}\n",
            pupil_ref=pupil.ref,
        )
        for person in people
    )


def note_pack_opened(*, actor: User, review: StatutoryReview) -> None:
    """Note that somebody to whom the pack was sent has it before them, the first time."""
    ReviewPackCopy.objects.filter(pack__review=review, user=actor, opened_at__isnull=True).update(
        opened_at=timezone.now()
    )
