"""Frozen figures as tables to show: in full for the virtual school, or as they may be published."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from vsh.govuk.words import in_sentence

from .registry import Section, Shape
from .rules import (
    HIDDEN,
    SMALLEST_BASE_OF_PERCENTAGE,
    Shown,
    hidden_within,
    shown_in_full,
    suppress_counts,
    suppress_partition,
    suppress_share,
    suppress_totalled,
)

Frozen = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Row:
    """A row: what is shown, what the published report shows where that differs, and how many
    were not counted (for the virtual school)."""

    number: int
    label: str
    shown: Shown
    published: Shown | None
    rest: int


@dataclass(frozen=True, kw_only=True)
class Table:
    """One indicator as a table with its definition."""

    key: str
    title: str
    definition: Mapping[str, str]
    first_column: str
    unit: str
    shape: str
    rows: tuple[Row, ...]
    total: str
    is_published: bool

    @property
    def counted(self) -> str:
        """What is counted, inside a sentence."""
        return in_sentence(self.unit)

    @property
    def is_partition(self) -> bool:
        """Whether the rows add up."""
        return self.shape == Shape.PARTITION

    @property
    def is_counts(self) -> bool:
        """Whether the rows are plain numbers."""
        return self.shape == Shape.COUNTS

    @property
    def is_totalled(self) -> bool:
        """Whether the last row adds up the others."""
        return self.shape == Shape.TOTALLED

    @property
    def is_empty(self) -> bool:
        """Whether there was nothing to count."""
        return all(row.shown.count == "0" and row.shown.out_of in ("0", "") for row in self.rows)

    @property
    def differs(self) -> bool:
        """Whether the published report hides something of it."""
        return any(row.published for row in self.rows)

    def has_row(self, label: str) -> bool:
        """Whether there is a row of this label."""
        return any(row.label == label for row in self.rows)

    def row(self, label: str) -> Row:
        """The row of this label."""
        return next(row for row in self.rows if row.label == label)


@dataclass(frozen=True, kw_only=True)
class Chapter:
    """A chapter with its tables."""

    key: str
    title: str
    tables: tuple[Table, ...]


@dataclass(frozen=True, kw_only=True)
class Headline:
    """One number that matters, in words."""

    value: str
    words: str
    key: str
    why_hidden: str = ""

    @property
    def url(self) -> str:
        """Where on the page of figures its table stands."""
        return f"#figure-{self.key}"


def published_rows(figures: Sequence[Frozen]) -> dict[str, list[Shown]]:
    """What may be published of each table, by its key."""
    shown: dict[str, list[Shown]] = {}
    labels: dict[str, list[str]] = {}
    for table in figures:
        key, rows = table["key"], table["rows"]
        labels[key] = [row["label"] for row in rows]
        shown[key] = _suppressed(Shape(table["shape"]), rows)
        if table["within"]:
            parent, label = table["within"]
            if shown[parent][labels[parent].index(label)].is_suppressed:
                shown[key] = [hidden_within() for _ in rows]
    return shown


def _suppressed(shape: Shape, rows: Sequence[Frozen]) -> list[Shown]:
    pairs = [(row["numerator"], row["denominator"]) for row in rows]
    match shape:
        case Shape.PARTITION:
            return suppress_partition([numerator for numerator, _ in pairs])
        case Shape.COUNTS:
            return suppress_counts([numerator for numerator, _ in pairs])
        case Shape.TOTALLED:
            return suppress_totalled(pairs)
        case Shape.SHARES:
            return [suppress_share(numerator, denominator) for numerator, denominator in pairs]


def tables(figures: Sequence[Frozen], *, in_full: bool) -> dict[str, Table]:
    """Every table by its key; `in_full` for those who may see the children behind."""
    published = published_rows(figures)
    return {
        frozen["key"]: _table(frozen, published[frozen["key"]], in_full=in_full)
        for frozen in figures
        if in_full or frozen["is_published"]
    }


def _table(frozen: Frozen, published: list[Shown], *, in_full: bool) -> Table:
    rows = []
    for number, (row, public) in enumerate(zip(frozen["rows"], published, strict=True)):
        shown = shown_in_full(row["numerator"], row["denominator"]) if in_full else public
        hides = in_full and frozen["is_published"] and public.count != shown.count
        rows.append(
            Row(
                number=number,
                label=row["label"],
                shown=shown,
                published=public if hides else None,
                rest=row["denominator"] - row["numerator"] if in_full else 0,
            )
        )
    return Table(
        key=frozen["key"],
        title=frozen["title"],
        definition=frozen["definition"],
        first_column=frozen["first_column"],
        unit=frozen["unit"],
        shape=frozen["shape"],
        rows=tuple(rows),
        total=rows[0].shown.out_of if rows else "",
        is_published=frozen["is_published"],
    )


def chapters(figures: Sequence[Frozen], *, in_full: bool) -> list[Chapter]:
    """The tables by chapter."""
    by_key = tables(figures, in_full=in_full)
    section_of = {frozen["key"]: frozen["section"] for frozen in figures}
    return [
        Chapter(
            key=section.value,
            title=section.heading,
            tables=tuple(t for key, t in by_key.items() if section_of[key] == section.value),
        )
        for section in Section
    ]


_HEADLINES = [  # what is counted, and the same without a number
    (
        "looked_after",
        "On the last day",
        "children looked after on {day}",
        "children looked after on {day}",
    ),
    (
        "looked_after",
        "At any time in the year",
        "children looked after during the year",
        "children looked after during the year",
    ),
    (
        "pep_reviewed_by_term",
        "All terms",
        "of termly PEP reviews were in time",
        "termly PEP reviews in time",
    ),
    (
        "pep_quality",
        "Green: meets the standard",
        "of submitted PEPs were judged green",
        "submitted PEPs judged green",
    ),
    (
        "school_place",
        "Full time at a school or setting",
        "of school-age children were at a school full time",
        "school-age children at a school full time",
    ),
    (
        "school_moves",
        "Moved school",
        "of the children moved school during the year",
        "children who moved school during the year",
    ),
]


def _why_hidden(shown: Shown) -> str:
    if shown.is_suppressed:
        return "because a small number could be worked out"
    return f"because fewer than {SMALLEST_BASE_OF_PERCENTAGE} were counted"


def headlines(figures: Sequence[Frozen], *, day: date, in_full: bool) -> list[Headline]:
    """The report in six numbers; `day` is that of the figures, `in_full` for those who may see the
    children behind: everybody else reads them as they may be published."""
    by_key = tables(figures, in_full=in_full)
    found = []
    for key, label, words, bare in _HEADLINES:
        table = by_key[key]
        if not table.has_row(label):  # frozen under an earlier definition
            continue
        shown = table.row(label).shown
        value = shown.count if table.is_counts else shown.percent
        is_shown = in_full or value not in ("–", HIDDEN)
        found.append(
            Headline(
                value=value if is_shown else HIDDEN.capitalize(),
                words=(words if is_shown else bare).format(day=f"{day.day} {day:%B %Y}"),
                why_hidden="" if is_shown else _why_hidden(shown),
                key=key,
            )
        )
    return found
