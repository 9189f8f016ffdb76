"""How the quality of a PEP was judged, mark by mark, as its writers read it: what to mend first."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, JSONObject, NullIf

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


def with_judgement(peps: "QuerySet[Pep]") -> "QuerySet[Any]":
    """Plans with the judgement that stands of each, in the same query: `judgement_of` asks none."""
    return peps.annotate(judgement_row=Subquery(_rows_of(OuterRef("pk"))[:1]))


def judgement_of(pep: Pep) -> Judgement | None:
    """The judgement that stands, read in one query; nothing before the first."""
    row = _row_of(pep)
    if row is None:
        return None
    return Judgement(
        outcome=row["outcome"],
        feedback=row["feedback"],
        by=_in_words([name for name in (row["by"], row["agreed_with"], row["third"]) if name]),
        on=date.fromisoformat(row["on"]),
        marks=_marks(_rubric_of(row), row["given"]),
        said=said_in(pep, row["said"]),
    )


def as_judged(pep: Pep, by: Rubric) -> dict[str, str]:
    """The judgement that stands as the form of the rubric in force takes it: what was said of
    sections, and marks, comments and feedback unless it was made under another version."""
    row = _row_of(pep)
    if row is None:
        return {}
    words = {f"section_{each.key}": each.text for each in said_in(pep, row["said"])}
    if row["rubric_version"] != by.version:
        return words
    words["feedback"] = row["feedback"]
    for mark in row["given"]:
        words |= {
            mark["criterion"]: mark["rating"],
            f"{mark['criterion']}_comment": mark["comment"],
        }
    return words


def _row_of(pep: Pep) -> dict[str, Any] | None:
    kept = vars(pep)
    return kept["judgement_row"] if "judgement_row" in kept else _rows_of(pep.pk).first()


def _rows_of(pep: Any) -> "QuerySet[Any, Any]":
    given = QualityRating.objects.filter(review=OuterRef("pk"))
    said = SectionFeedback.objects.filter(pep=OuterRef("pep"))
    own = AuthorityRubric.objects.filter(version=OuterRef("rubric_version")).values("content")
    reviews = (
        QualityReview.objects.filter(pep=pep)
        .with_third()
        .annotate(
            given=ArraySubquery(given.values(row=JSONObject(**_COLUMNS))),
            own_rubric=Subquery(own[:1]),
            said=ArraySubquery(said.values(row=JSONObject(**COLUMNS))),
        )
    )
    return reviews.values_list(
        JSONObject(
            outcome="outcome",
            feedback="feedback",
            by=_name("reviewed_by"),
            agreed_with=_name("agreed_with"),
            third="third_name",
            on="reviewed_on",
            rubric_version="rubric_version",
            given="given",
            own_rubric="own_rubric",
            said="said",
        ),
        flat=True,
    )


def _in_words(names: list[str]) -> str:
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def _name(person: str) -> Coalesce:
    return Coalesce(NullIf(f"{person}__name", Value("")), f"{person}__email")


_COLUMNS = {column: column for column in ("criterion", "rating", "comment")}


def _rubric_of(row: dict[str, Any]) -> Rubric:
    version = row["rubric_version"]
    return rubric(version) if is_shipped(version) else own_rubric(version, row["own_rubric"])


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
