"""Two officers mark a plan apart; once both have, they see both and agree its judgement."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.urls import reverse

from peps.facts.people_told import sees
from peps.models import Marking, Pep, QualityReview, SecondMarking
from peps.quality.rubrics import rubric_of
from peps.rules.quality import judgement, unrated
from peps.rules.states import MARKERS, Action, Refusal
from pupils.child_permissions import permissions_for
from pupils.news import who_is
from vsh.accounts.models import User
from vsh.accounts.roles import Permission
from vsh.calendars import today
from vsh.notices.services import Message, queue_notices

from .judging import judge_pep, refuse_unexplained
from .locking import lock_for, lock_pep
from .quality_standing import standing_of
from .refusals import PepRefused
from .section_feedback import unknown_to
from .sign_off import Settlement


@transaction.atomic
def ask_for_two(*, actor: User, pep: Pep) -> SecondMarking:
    """Pick a plan that waits: two officers mark it apart, on record who asked."""
    pep = lock_for(Action.ASSURE, actor=actor, pep=pep)
    if pep.state != Pep.State.SUBMITTED:
        raise PepRefused(Refusal.WRONG_STATE)
    if SecondMarking.objects.filter(pep=pep).exists():
        raise ValidationError("Two officers have been asked to mark this plan before.")
    return SecondMarking.objects.create(pep=pep, asked_on=today(), asked_by=actor)


@transaction.atomic
def release_from_two(*, actor: User, pep: Pep, reason: str) -> SecondMarking:
    """The head lets one officer judge a plan that two were to mark, with the reason on record."""
    pep = lock_pep(actor=actor, pep=pep)
    if Permission.SET_QUALITY not in permissions_for(actor, pep.pupil):
        raise PermissionDenied(Permission.SET_QUALITY.value)
    if not standing_of(pep, actor=actor).is_marked_twice:
        raise PepRefused(Refusal.ONE_JUDGES)
    if not reason.strip():
        raise ValidationError({"reason": "Say why one officer is to judge this plan."})
    second = SecondMarking.objects.get(pep=pep)
    second.released_on, second.released_by = today(), actor
    second.released_because = reason.strip()
    second.save()
    return second


@transaction.atomic
def mark_apart(
    *,
    actor: User,
    pep: Pep,
    ratings: Mapping[str, str],
    comments: Mapping[str, str],
    feedback: str,
    version: int,
    rubric_version: str = "",
    sections: Mapping[str, str] | None = None,
) -> Marking:
    """Record one officer's marks, which the other does not see until both are in.

    The state of the plan does not change. Who marked first is told when the second has.
    """
    pep = lock_for(Action.MARK, actor=actor, pep=pep)
    if pep.version != version:
        raise PepRefused(Refusal.HANDED_IN_ANEW)
    standing = standing_of(pep, actor=actor)
    assert standing.submission_id is not None  # it was handed in, or marking is refused
    rubric = standing.rubric  # of the first who marked: both mark by the same words
    if rubric_version and rubric.version != rubric_version:
        raise PepRefused(Refusal.ANOTHER_RUBRIC)
    if lacking := unrated(rubric, ratings):
        raise ValidationError(dict.fromkeys(lacking, "Choose red, amber or green."))
    refuse_unexplained(rubric, ratings, comments)
    if not feedback.strip():
        raise ValidationError({"feedback": "Say what is good and what would make it better."})
    if unknown_to(pep, sections or {}):
        raise ValidationError("Choose a section of this plan.")
    marking = Marking.objects.create(
        pep=pep,
        submission_id=standing.submission_id,
        place=standing.markings + 1,
        rubric_version=rubric.version,
        outcome=judgement(rubric, ratings),
        ratings={mark.key: ratings[mark.key] for mark in rubric.marks},
        comments={key: words.strip() for key, words in comments.items() if words.strip()},
        sections={key: words.strip() for key, words in (sections or {}).items() if words.strip()},
        feedback=feedback.strip(),
        marked_on=today(),
        marked_by=actor,
    )
    if marking.place == MARKERS:
        _tell_the_first(marking)
    return marking


def both_markings(pep: Pep, *, submission_id: int | None) -> Sequence[Marking]:
    """Both officers' marks; nothing of the first before the second is in."""
    found = list(
        Marking.objects.filter(pep=pep, submission=submission_id).select_related("marked_by")
    )
    return found if len(found) == MARKERS else ()


@transaction.atomic
def settle_marks(
    *,
    actor: User,
    pep: Pep,
    ratings: Mapping[str, str],
    comments: Mapping[str, str],
    feedback: str,
    settled: str,
    may_return: bool,
    version: int,
    sections: Mapping[str, str] | None = None,
) -> QualityReview:
    """Record what the two agreed as the judgement of the plan; where they differed, how.

    One of the two records it, or the head, who settles what they cannot. The same again, by a
    second press of the button, is the one that stands.
    """
    pep = lock_pep(actor=actor, pep=pep)
    said: dict[str, Any] = {
        "ratings": ratings,
        "comments": comments,
        "feedback": feedback,
        "sections": sections,
        "may_return": may_return,
        "version": version,
    }
    if pep.version != version:  # judged or handed in anew since: all but the same is refused
        stands = judge_pep(actor=actor, pep=pep, **said)
        if stands.agreed_with_id is None or stands.settled != settled.strip():
            raise PepRefused(Refusal.HANDED_IN_ANEW)
        return stands
    pep = lock_for(Action.ASSURE, actor=actor, pep=pep)
    standing = standing_of(pep, actor=actor)
    both = both_markings(pep, submission_id=standing.submission_id)
    if not standing.is_marked_twice or not both:
        raise PepRefused(Refusal.ONE_JUDGES)
    first, second = both
    if first.ratings != second.ratings and not settled.strip():
        raise ValidationError({"settled": "Say how you came from two sets of marks to one."})
    other = first.marked_by if actor != first.marked_by else second.marked_by
    review = judge_pep(
        actor=actor,
        pep=pep,
        **said,
        settlement=Settlement(
            agreed_with=other, words=settled.strip(), rubric=rubric_of(first.rubric_version)
        ),
    )
    SecondMarking.objects.filter(pep=pep).update(settled_on=today())
    return review


def _tell_the_first(marking: Marking) -> None:
    pep = marking.pep
    first = Marking.objects.select_related("marked_by").get(
        submission=marking.submission_id, place=1
    )
    if not sees(first.marked_by, pep.pupil):
        return
    link = f"{settings.SITE_URL.rstrip('/')}{reverse('peps:agree', kwargs={'ref': pep.ref})}"
    queue_notices(
        [
            Message(
                about=f"pep:{pep.ref}:marking:{marking.pk}",
                stage="both_marked",
                recipient_id=first.marked_by_id,
                subject=f"PEP marked by both of you: {pep.pupil.ref}",
                body=f"Both sets of marks of the PEP of {who_is(pep.pupil)} are in. Compare them "
                f"and agree the judgement.\n\n{link}\n",
                pupil_ref=pep.pupil.ref,
            )
        ]
    )
