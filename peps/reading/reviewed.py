"""The targets that a plan reviews, in words, by the place in which its form asks about them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from peps.models import Area, Outcome, Pep, Target, TargetReview
from peps.reading.known import reviews_of
from peps.reading.reader import Fact
from vsh.govuk.dates import long_date


def targets_reviewed(
    pep: Pep, rows: Sequence[Mapping[str, Any]] | None = None
) -> dict[int, list[Fact]]:
    """Each target's words and what the plans that stand said of it; from `reviews_of`, else read
    in one query."""
    here: dict[int, Mapping[str, Any]] = {}
    said: dict[int, list[Mapping[str, Any]]] = defaultdict(list)
    for row in reviews_of(pep.pk) if rows is None else rows:
        if row["plan"] == pep.pk:
            here[row["position"]] = row
        elif row["outcome"] and row["handed_in"] and row["state"] != Pep.State.NOT_REQUIRED:
            said[row["target"]].append(row)
    return {place: _in_words(row, said[row["target"]]) for place, row in sorted(here.items())}


def place_names(pep: Pep, rows: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Which target stands in each place of the review, as a page names it in a hidden field."""
    here = [row for row in rows if row["plan"] == pep.pk]
    return {f"reviews_{row['position']}": str(row["target"]) for row in here}


def open_targets_besides(pep: Pep) -> list[Fact]:
    """The open targets of earlier plans in a line each, beside the new ones."""
    rows = TargetReview.objects.filter(pep=pep).select_related("target")
    return [
        Fact(label=f"Open target {row.position}", value=_with_day(row.target)) for row in rows
    ] or [Fact(label="Open targets", value="None of earlier plans")]


def _with_day(target: Target) -> str:
    until = f" By {long_date(target.by_when)}." if target.by_when else ""
    return f"{target.what.rstrip('.')}.{until}"


def _in_words(row: Mapping[str, Any], said: Sequence[Mapping[str, Any]]) -> list[Fact]:
    facts = [
        Fact(label="Target", value=row["what"]),
        *parts_of(row),
        Fact(
            label="Set in", value=f"PEP of the {term_words(row['set_in']).lower()}", is_short=True
        ),
        *progress_in(said),
    ]
    return [fact for fact in facts if fact.value]


def parts_of(row: Mapping[str, Any]) -> list[Fact]:
    """What a target is about, how it is measured, by whom and when, from its columns."""
    return [
        Fact(label="Area", value=Area(row["area"]).label if row["area"] else "", is_short=True),
        Fact(label="Measured by", value=row["measure"], is_short=True),
        Fact(label="Baseline", value=row["baseline"], is_short=True),
        Fact(label="By whom", value=row["by_whom"], is_short=True),
        Fact(label="By when", value=_day(row["by_when"]), is_short=True),
    ]


def progress_in(said: Sequence[Mapping[str, Any]]) -> list[Fact]:
    """What each plan said of a target, under its term."""
    return [
        Fact(
            label=term_words(row["term"]),
            value=f"{Outcome(row['outcome']).label}. {row['evidence']}",
        )
        for row in said
    ]


def _day(text: str | None) -> str:
    return long_date(date.fromisoformat(text)) if text else ""


def term_words(term: Sequence[str]) -> str:
    """Such as "Autumn term 2026-27", from season and year."""
    season, year = term
    return f"{Pep.Season(season).label} term {year}"
