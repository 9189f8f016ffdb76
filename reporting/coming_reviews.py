"""Statutory reviews that are arranged, and whether a PEP is there to read."""

from datetime import date, timedelta

from django.db.models import F, OuterRef, QuerySet, Subquery

from peps.facts.usable_plans import plans_by_use
from peps.models import Pep, ReviewPack, ReviewPackCopy
from pupils.models import StatutoryReview
from pupils.querysets import under_eighteen
from vsh.accounts.models import User
from vsh.accounts.roles import Permission

AHEAD = timedelta(days=28)
READY_STATES = {Pep.State.SUBMITTED, Pep.State.QUALITY_ASSURED, Pep.State.COMPLETE}


def coming_reviews(user: User, *, on: date) -> "QuerySet[StatutoryReview]":
    """Reviews of visible children arranged for the next four weeks, or overdue to be recorded.

    The PEP to read is the one that the review pack takes: the last one handed in, else the one that
    is being written.
    """
    pep = plans_by_use(Pep.objects.filter(care_period=OuterRef("care_period")))
    packs = ReviewPack.objects.filter(
        review=OuterRef("pk"), arranged_for=OuterRef("planned_on")
    ).order_by("-id")
    opened = ReviewPackCopy.objects.filter(
        pack__review=OuterRef("pk"), pack__arranged_for=OuterRef("planned_on")
    ).order_by(F("opened_at").asc(nulls_last=True))
    reviews: QuerySet[StatutoryReview] = StatutoryReview.objects.visible_to(
        user, Permission.READ_COMING_REVIEWS
    ).filter(
        under_eighteen(on, pupil="pupil__"),
        held_on__isnull=True,
        planned_on__lte=on + AHEAD,
        care_period__ended_on__isnull=True,  # what was arranged in care ends with it
    )
    return (
        reviews.select_related("pupil__authority")
        .annotate(
            pep_ref=Subquery(pep.values("ref")[:1]),
            pep_state=Subquery(pep.values("state")[:1]),
            pep_submitted_on=Subquery(pep.values("submitted_on")[:1]),
            pep_year=Subquery(pep.values("academic_year")[:1]),
            pep_season=Subquery(pep.values("season")[:1]),
            pep_kind=Subquery(pep.values("kind")[:1]),
            pack_sent_on=Subquery(packs.values("sent_on")[:1]),
            pack_pep=Subquery(packs.values("pep")[:1]),
            pack_opened_at=Subquery(opened.values("opened_at")[:1]),
            newest_ref=Subquery(pep.order_by("-opened_on", "-id").values("ref")[:1]),
        )
        .order_by("planned_on", "id")
    )


def readiness(pep_state: str | None, *, is_newest: bool = True) -> tuple[str, str]:
    """Words and colour: is there a PEP that the review can rest on?"""
    if pep_state is None:
        return "No PEP", "purple"
    if pep_state == Pep.State.RETURNED:
        return "Returned", "yellow"
    if pep_state not in READY_STATES:
        return "Not submitted yet", "yellow"
    return ("Ready to read", "green") if is_newest else ("An earlier PEP", "yellow")
