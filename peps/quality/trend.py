"""How the plans of an authority were judged, term by term: by school, by officer, by mark.

The last judgement of each plan counts. A plan belongs to its own term, whenever it was judged. A
judgement that two agreed counts for each of them, and for the head who settled it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, cast
from urllib.parse import urlencode

from django.db.models import Count, F, Q, QuerySet
from django.urls import reverse

from peps.models import Marking, Pep, QualityRating, QualityReview
from peps.rubric import LEVELS, Rubric
from peps.rules.agreement import Agreement, agreement
from vsh.accounts.models import User
from vsh.accounts.roles import Permission
from vsh.organisations.models import Authority

SCHOOL, OFFICER, MARK = "school", "officer", "mark"
GROUPS = {SCHOOL: "School", OFFICER: "Officer", MARK: "Mark of the rubric"}
SEASONS = [(season.value, season.label) for season in Pep.Season]
NO_SCHOOL = "none"
_JUDGES = {  # who made a judgement, and their names
    "reviewed_by": "reviewed_by__name",
    "agreed_with": "agreed_with__name",
    "third": "third_name",
}
YEARS_SHOWN = 2


@dataclass(frozen=True)
class Counted:
    """How many are red, amber and green, and where the plans behind each are listed."""

    red: int = 0
    amber: int = 0
    green: int = 0
    filters: Mapping[str, str] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """All that were judged."""
        return self.red + self.amber + self.green

    @property
    def share_green(self) -> str:
        """Of those judged, in whole per cent; a dash where none was."""
        return f"{round(100 * self.green / self.total)}%" if self.total else "–"

    @property
    def url(self) -> str:
        """The plans behind the figure."""
        return _list_url(self.filters)

    @property
    def levels(self) -> list[tuple[str, int, str]]:
        """Level, number, and the plans behind it."""
        return [
            (level, getattr(self, level), _list_url({**self.filters, "level": level}))
            for level in LEVELS
        ]

    def __add__(self, other: "Counted") -> "Counted":
        return Counted(
            self.red + other.red,
            self.amber + other.amber,
            self.green + other.green,
            {k: v for k, v in self.filters.items() if other.filters.get(k) == v},
        )


@dataclass(frozen=True, kw_only=True)
class Row:
    """A school, an officer or a mark over the terms of a year."""

    label: str
    terms: list[Counted]

    @property
    def by_season(self) -> list[tuple[str, Counted]]:
        """Each term's name with its figures."""
        return [(name, each) for (_, name), each in zip(SEASONS, self.terms, strict=True)]

    whole: Counted


def _list_url(filters: Mapping[str, str]) -> str:
    return f"{reverse('peps:quality_plans')}?{urlencode(sorted(filters.items()))}"


def judged(user: User, authority: Authority) -> "QuerySet[QualityReview]":
    """The judgements that count of the plans that the user may see."""
    visible = QualityReview.objects.visible_to(user, Permission.ASSURE_PEP)
    return visible.filter(pep__pupil__authority=authority).standing().order_by()


def years_of(reviews: "QuerySet[QualityReview]") -> list[str]:
    """The academic years in which plans were judged, the latest first."""
    found = reviews.values_list("pep__academic_year", flat=True).distinct()
    return sorted(found, reverse=True)


def by_term(
    reviews: "QuerySet[QualityReview]", *, authority: Authority, years: Iterable[str]
) -> list[tuple[str, Counted]]:
    """Each term of these years with its count, the oldest first; one query."""
    years = sorted(years)
    rows = reviews.filter(pep__academic_year__in=years).values(
        year=F("pep__academic_year"), season=F("pep__season")
    )
    found = {(row["year"], row["season"]): row for row in rows.annotate(**_levels("outcome"))}
    return [
        (
            f"{label} {year}",
            _counted(
                cast("Mapping[str, int]", found.get((year, season), {})),
                {"authority": authority.code, "year": year, "season": season},
            ),
        )
        for year in years
        for season, label in SEASONS
        if (year, season) in found
    ]


def by_group(
    reviews: "QuerySet[QualityReview]",
    *,
    group: str,
    authority: Authority,
    year: str,
    rubric: Rubric | None = None,
) -> list[Row]:
    """Each school, officer or mark (titled by the `rubric`) with the three terms of a year and
    the whole; one query."""
    chosen = reviews.filter(pep__academic_year=year)
    names, counts = _names_and_counts(chosen, group, rubric)
    rows = []
    for key in sorted(names, key=lambda key: names[key].casefold()):
        filters = {"authority": authority.code, "year": year, "by": group, "of": key}
        terms = [
            _counted(counts[key].get(season, {}), {**filters, "season": season})
            for season, _ in SEASONS
        ]
        rows.append(Row(label=names[key], terms=terms, whole=sum(terms[1:], terms[0])))
    return rows


def _names_and_counts(
    reviews: "QuerySet[QualityReview]", group: str, rubric: Rubric | None
) -> tuple[dict[str, str], Mapping[str, dict[str, Mapping[str, int]]]]:
    rows: Any
    if group == MARK:
        ratings = QualityRating.objects.filter(review__in=reviews).order_by()
        rows = ratings.values(of=F("criterion"), season=F("review__pep__season"))
        rows, titles = rows.annotate(**_levels("rating")), _titles(rubric)
        name = {row["of"]: titles.get(row["of"], row["of"]) for row in rows}
    elif group == OFFICER:
        known = reviews.with_third()  # type: ignore[attr-defined]
        first, *others = (
            known.filter(**{f"{who}__isnull": False})
            .values(of=F(who), name=F(name), season=F("pep__season"))
            .annotate(**_levels("outcome"))
            for who, name in _JUDGES.items()
        )
        rows = _together(first.union(*others, all=True))
        name = {str(row["of"]): row["name"] for row in rows}
    else:
        rows = reviews.values(
            of=F("setting"), name=F("setting__name"), season=F("pep__season")
        ).annotate(**_levels("outcome"))
        name = {str(row["of"] or NO_SCHOOL): row["name"] or "No school place" for row in rows}
    counts: dict[str, dict[str, Mapping[str, int]]] = defaultdict(dict)
    for row in rows:
        counts[str(row["of"] or NO_SCHOOL)][row["season"]] = row
    return name, counts


def _together(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """One row for each officer and term, whatever their parts in the judgements."""
    found: dict[tuple[Any, Any], dict[str, Any]] = {}
    for row in rows:
        kept = found.setdefault((row["of"], row["season"]), dict(row) | dict.fromkeys(LEVELS, 0))
        for level in LEVELS:
            kept[level] += row[level]
    return list(found.values())


def _titles(rubric: Rubric | None) -> dict[str, str]:
    return {mark.key: mark.title for mark in rubric.marks} if rubric else {}


def _levels(of: str) -> dict[str, Count]:
    return {level: Count("pk", filter=Q(**{of: level})) for level in LEVELS}


def _counted(row: Mapping[str, int], filters: Mapping[str, str]) -> Counted:
    red, amber, green = (row.get(level, 0) for level in LEVELS)
    return Counted(red, amber, green, filters)


def plans_behind(
    reviews: "QuerySet[QualityReview]", chosen: Mapping[str, str]
) -> "QuerySet[QualityReview]":
    """The judgements that a figure counts, by the filters of its address."""
    found = reviews
    if year := chosen.get("year"):
        found = found.filter(pep__academic_year=year)
    if season := chosen.get("season"):
        found = found.filter(pep__season=season)
    group, of, level = (chosen.get(name, "") for name in ("by", "of", "level"))
    if group == MARK:
        marked = QualityRating.objects.filter(criterion=of)
        return found.filter(ratings__in=marked.filter(rating=level) if level else marked)
    if group == SCHOOL and of:
        is_known = of.isdecimal()
        found = found.filter(setting=int(of)) if is_known else found.filter(setting__isnull=True)
    if group == OFFICER and of.isdecimal():
        is_theirs = Q()
        for who in _JUDGES:
            is_theirs |= Q(**{who: int(of)})
        found = found.with_third().filter(is_theirs)  # type: ignore[attr-defined]
    return found.filter(outcome=level) if level else found


def marked_by_two(user: User, authority: Authority) -> "QuerySet[Marking]":
    """The marks of plans of which both sets are in; nothing of a plan that one has marked."""
    visible = Marking.objects.visible_to(user, Permission.ASSURE_PEP)
    whole = Marking.objects.filter(place=2).values("submission")
    return visible.filter(pep__pupil__authority=authority, submission__in=whole)


def agreements(
    markings: "QuerySet[Marking]", *, rubric: Rubric
) -> tuple[Agreement, list[tuple[str, Agreement]]]:
    """How far two officers agree on the whole, and on each mark; one query."""
    pairs: dict[int, list[Any]] = defaultdict(list)
    rows = markings.order_by("submission", "place").values_list("submission", "outcome", "ratings")
    for submission, outcome, ratings in rows:
        pairs[submission].append((outcome, ratings))
    both = [found for found in pairs.values() if len(found) == 2]
    whole = agreement([(first[0], second[0]) for first, second in both])
    by_mark = [
        (
            mark.title,
            agreement(
                [
                    (first[1][mark.key], second[1][mark.key])
                    for first, second in both
                    if mark.key in first[1] and mark.key in second[1]
                ]
            ),
        )
        for mark in rubric.marks
    ]
    return whole, by_mark
