"""The plans that wait for quality assurance: what is to be done with each, and the next one."""

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from peps.models import Marking, Pep, PepStatusChange, QualityReview
from peps.rules.states import MARKERS
from vsh.accounts.models import User
from vsh.accounts.roles import Permission
from vsh.calendars import today

TWO, ACCEPTED, JUDGED = "two", "accepted", "judged"
WORDS = {JUDGED: "To be judged", TWO: "Two mark it apart", ACCEPTED: "Not drawn: to be accepted"}


def waiting_for(user: User) -> "QuerySet[Any]":
    """Submitted plans of the user's authorities, the one that waits longest first.

    `is_two`, `is_accepted`: two mark it, or it may be accepted; `marks_in` of two sets,
    `has_marked` the reader's among them, `may_settle` whether the reader agrees the judgement with
    the `markers`, by their names.
    """
    last = PepStatusChange.objects.submissions().filter(pep=OuterRef("pk")).order_by("-id")
    marks = (
        Marking.objects.filter(submission=OuterRef("last_submission"))
        .order_by()
        .values("submission")
    )
    two = Q(
        second_marking__isnull=False,
        second_marking__settled_on__isnull=True,
        second_marking__released_on__isnull=True,
    )
    is_judged = Exists(QualityReview.objects.filter(pep=OuterRef("pk")))
    accepted = (
        ~two
        & ~Q(is_judged)
        & Q(quality_draw__is_drawn=False, pupil__authority__quality_policy__assures="sample")
    )
    return (
        Pep.objects.visible_to(user, Permission.ASSURE_PEP)
        .waiting_for_assurance(today())
        .filter(pupil__authority__in=user.authority_ids_where(Permission.ASSURE_PEP))
        .annotate(
            last_submission=Subquery(last.values("pk")[:1]),
            draw_number=F("quality_draw__number"),
            draw_why=F("quality_draw__why"),
            draw_share=F("quality_draw__share"),
            is_two=two,
            is_judged=is_judged,
        )
        .annotate(
            is_accepted=accepted,
            marks_in=Coalesce(Subquery(marks.annotate(n=Count("pk")).values("n")), 0),
            has_marked=Exists(
                Marking.objects.filter(submission=OuterRef("last_submission"), marked_by=user)
            ),
            markers=ArraySubquery(
                Marking.objects.filter(submission=OuterRef("last_submission"))
                .order_by("id")
                .values("marked_by__name")
            ),
        )
        .annotate(may_settle=_may_settle(user))
    )


def _may_settle(user: User) -> Case:
    """Who marked it, or the Virtual School Head, as `peps.rules.states` has it."""
    sets = Q(pupil__authority__in=user.authority_ids_where(Permission.SET_QUALITY))
    is_theirs = Q(has_marked=True) | sets
    return Case(When(is_theirs, then=Value(True)), default=Value(False))


def of_kind(plans: "QuerySet[Any]", kind: str) -> "QuerySet[Any]":
    """Those to be judged by one, marked by two, or accepted."""
    if kind == TWO:
        return plans.filter(is_two=True)
    if kind == ACCEPTED:
        return plans.filter(is_accepted=True)
    return plans.filter(is_two=False, is_accepted=False)


def next_in_queue(user: User, pep: Pep) -> str | None:
    """The plan that waits next after this one and that the user may judge or mark; else nothing."""
    own = PepStatusChange.objects.submissions().filter(pep=OuterRef("pk"), by=user)
    waits = waiting_for(user).filter(~Exists(own), has_marked=False, is_accepted=False)
    waits = waits.filter(Q(is_two=False) | Q(marks_in__lt=MARKERS) | Q(may_settle=True))
    since = PepStatusChange.objects.submissions().filter(pep=pep).order_by("-id")
    day = since.values("on")[:1]
    later = Q(waiting_since__gt=Subquery(day)) | Q(waiting_since=Subquery(day), pk__gt=pep.pk)
    return waits.filter(later).values_list("ref", flat=True).first()
