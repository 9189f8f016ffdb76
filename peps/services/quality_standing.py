"""Where a plan that waits stands in quality assurance, and by which words it is judged."""

from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery

from peps.models import FeedbackPhrase, Marking, Pep, PepStatusChange, QualityPolicy, QualityReview
from vsh.accounts.models import User


@dataclass(frozen=True, kw_only=True)
class QualityStanding:
    """What the rules ask about one plan and one person."""

    is_sampled: bool
    is_drawn: bool
    is_marked_twice: bool
    markings: int
    has_marked: bool
    has_submitted: bool
    submission_id: int | None
    rubric_version: str  # in force for the authority; empty for the shipped one
    phrases: list[str]


def standing_of(pep: Pep, *, actor: User) -> QualityStanding:
    """One query, kept with the plan as it was read."""
    kept: dict[int, QualityStanding] = vars(pep).setdefault("quality_standings", {})
    if actor.pk not in kept:
        kept[actor.pk] = _read(pep, actor)
    return kept[actor.pk]


def _read(pep: Pep, actor: User) -> QualityStanding:
    submissions = PepStatusChange.objects.submissions().filter(pep=OuterRef("pk"))
    phrases = FeedbackPhrase.objects.filter(
        authority=OuterRef("pupil__authority"), retired_on__isnull=True
    )
    row: Any = (
        Pep.objects.filter(pk=pep.pk)
        .order_by()
        .annotate(last_submission=Subquery(submissions.order_by("-id").values("pk")[:1]))
        .values(
            "last_submission",
            assures=F("pupil__authority__quality_policy__assures"),
            was_drawn=F("quality_draw__is_drawn"),
            asked_on=F("second_marking__asked_on"),
            settled_on=F("second_marking__settled_on"),
            released_on=F("second_marking__released_on"),
            rubric_version=F("pupil__authority__quality_policy__rubric_version"),
            phrases=ArraySubquery(phrases.values("text")),
            is_judged=Exists(QualityReview.objects.filter(pep=OuterRef("pk"))),
            has_submitted=Exists(submissions.filter(by=actor)),
        )
        .get()
    )
    marks = {"of_all": 0, "of_actor": 0}
    if row["asked_on"]:
        marks = Marking.objects.filter(submission=row["last_submission"]).aggregate(
            of_all=Count("pk"), of_actor=Count("pk", filter=Q(marked_by=actor))
        )
    return QualityStanding(
        is_sampled=row["assures"] == QualityPolicy.Assures.SAMPLE,
        is_drawn=row["was_drawn"] is not False or row["is_judged"],
        is_marked_twice=bool(row["asked_on"] and not row["settled_on"] and not row["released_on"]),
        markings=marks["of_all"],
        has_marked=bool(marks["of_actor"]),
        has_submitted=row["has_submitted"],
        submission_id=row["last_submission"],
        rubric_version=row["rubric_version"] or "",
        phrases=row["phrases"],
    )
