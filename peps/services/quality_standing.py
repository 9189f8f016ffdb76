"""Where a plan that waits stands in quality assurance, and by which words it is judged."""

from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, F, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce

from peps.models import (
    AuthorityRubric,
    FeedbackPhrase,
    Marking,
    Pep,
    PepStatusChange,
    QualityPolicy,
    QualityReview,
)
from peps.quality.rubrics import own_rubric
from peps.rubric import CURRENT_RUBRIC, Rubric, is_shipped, rubric
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
    rubric: Rubric  # of the first who marked it apart, else the one in force
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
    marks = Marking.objects.filter(submission=OuterRef("last_submission")).order_by()
    apart = marks.filter(
        submission__pep__second_marking__settled_on__isnull=True,
        submission__pep__second_marking__released_on__isnull=True,
    )
    first = apart.order_by("id").values("rubric_version")[:1]
    in_force = F("pupil__authority__quality_policy__rubric_version")
    own = AuthorityRubric.objects.filter(version=OuterRef("rubric_version")).values("content")
    row: Any = (
        Pep.objects.filter(pk=pep.pk)
        .order_by()
        .annotate(last_submission=Subquery(submissions.order_by("-id").values("pk")[:1]))
        .annotate(rubric_version=Coalesce(Subquery(first), in_force, Value("")))
        .values(
            "last_submission",
            "rubric_version",
            own_rubric=Subquery(own[:1]),
            marks_in=Coalesce(
                Subquery(marks.values("submission").annotate(n=Count("pk")).values("n")), 0
            ),
            has_marked=Exists(marks.filter(marked_by=actor)),
            assures=F("pupil__authority__quality_policy__assures"),
            was_drawn=F("quality_draw__is_drawn"),
            asked_on=F("second_marking__asked_on"),
            settled_on=F("second_marking__settled_on"),
            released_on=F("second_marking__released_on"),
            phrases=ArraySubquery(phrases.values("text")),
            is_judged=Exists(QualityReview.objects.filter(pep=OuterRef("pk"))),
            has_submitted=Exists(submissions.filter(by=actor)),
        )
        .get()
    )
    is_asked = bool(row["asked_on"])
    return QualityStanding(
        is_sampled=row["assures"] == QualityPolicy.Assures.SAMPLE,
        is_drawn=row["was_drawn"] is not False or row["is_judged"],
        is_marked_twice=bool(is_asked and not row["settled_on"] and not row["released_on"]),
        markings=row["marks_in"] if is_asked else 0,
        has_marked=is_asked and row["has_marked"],
        has_submitted=row["has_submitted"],
        submission_id=row["last_submission"],
        rubric=_rubric(row["rubric_version"] or CURRENT_RUBRIC, row["own_rubric"]),
        phrases=row["phrases"],
    )


def _rubric(version: str, content: Any) -> Rubric:
    return rubric(version) if is_shipped(version) else own_rubric(version, content)
