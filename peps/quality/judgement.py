"""How the quality of a PEP was judged, mark by mark, as its writers read it: what to mend first."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Subquery
from django.db.models.functions import JSONObject

from peps.models import AuthorityRubric, Pep, QualityRating, QualityReview, SectionFeedback
from peps.quality.feedback import COLUMNS, Said, said_in
from peps.quality.rubrics import own_rubric
from peps.rubric import GREEN, LEVELS, Rubric, is_shipped, rubric


@dataclass(frozen=True, kw_only=True)
class Marked:
    """One mark of the rubric with its level and the officer's comment."""

    title: str
    level: str
    comment: str
    example: str  # what the next better level looks like; green has none above it


@dataclass(frozen=True, kw_only=True)
class Judgement:
    """The last judgement of a PEP; red marks before amber before green."""

    outcome: str
    feedback: str
    by: str
    on: date
    marks: list[Marked]
    said: list[Said]  # of single sections

    @property
    def to_mend(self) -> list[Marked]:
        """The red and the amber marks."""
        return [mark for mark in self.marks if mark.level != GREEN]

    @property
    def met(self) -> list[Marked]:
        """The green marks."""
        return [mark for mark in self.marks if mark.level == GREEN]


def judgement_of(pep: Pep) -> Judgement | None:
    """The judgement that stands, read in one query; nothing before the first."""
    given = QualityRating.objects.filter(review=OuterRef("pk"))
    said = SectionFeedback.objects.filter(pep=OuterRef("pep"))
    own = AuthorityRubric.objects.filter(version=OuterRef("rubric_version")).values("content")
    review: Any = (
        QualityReview.objects.filter(pep=pep)
        .select_related("reviewed_by", "agreed_with")
        .annotate(
            given=ArraySubquery(given.values(row=JSONObject(**_COLUMNS))),
            own_rubric=Subquery(own[:1]),
            said=ArraySubquery(said.values(row=JSONObject(**COLUMNS))),
        )
        .first()
    )
    if review is None:
        return None
    return Judgement(
        outcome=review.outcome,
        feedback=review.feedback,
        by=_by(review),
        on=review.reviewed_on,
        marks=_marks(_rubric_of(review), review.given),
        said=said_in(pep, review.said),
    )


def as_judged(pep: Pep, by: Rubric) -> dict[str, str]:
    """The judgement that stands as the form of the rubric in force takes it: marks, comments,
    feedback; nothing of one made under another version."""
    review = QualityReview.objects.filter(pep=pep).prefetch_related("ratings").first()
    if review is None or review.rubric_version != by.version:
        return {}
    said = {"feedback": review.feedback}
    for mark in review.ratings.all():
        said |= {mark.criterion: mark.rating, f"{mark.criterion}_comment": mark.comment}
    return said


_COLUMNS = {column: column for column in ("criterion", "rating", "comment")}


def _by(review: QualityReview) -> str:
    """Who judged; of what two agreed, both."""
    names = [str(review.reviewed_by), *([str(review.agreed_with)] if review.agreed_with else [])]
    return " and ".join(names)


def _rubric_of(review: Any) -> Rubric:
    version = review.rubric_version
    return rubric(version) if is_shipped(version) else own_rubric(version, review.own_rubric)


def _marks(judged_by: Rubric, given: list[dict[str, Any]]) -> list[Marked]:
    rows = {row["criterion"]: row for row in given}
    marks = [
        Marked(
            title=mark.title,
            level=row["rating"],
            comment=row["comment"],
            example="" if row["rating"] == GREEN else mark.green,
        )
        for mark in judged_by.marks
        if (row := rows.get(mark.key))
    ]
    return sorted(marks, key=lambda mark: LEVELS.index(mark.level))
