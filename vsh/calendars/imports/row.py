"""One row of the term dates file as values, and what a file may not say. Pure: no database."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from vsh.tables.cells import CellError, Cells, iso_date, text, urn
from vsh.tables.findings import Problem
from vsh.tables.reading import Row

from ..rules import first_calendar_year, season_of_start, year_label

TERM, CLOSURE, INSET = "term", "closure", "inset"
_DEFAULT_NAMES = {CLOSURE: "Closed", INSET: "INSET day"}
_LONGEST_TERM_DAYS = 140
_ACADEMIC_YEAR = re.compile(r"20\d\d-\d\d")


@dataclass(frozen=True, kw_only=True)
class TermRow:
    """A stretch of the calendar of one school, or of the authority where `urn` is empty."""

    urn: str
    academic_year: str
    kind: str
    name: str
    starts_on: date
    ends_on: date

    @property
    def calendar(self) -> tuple[str, str]:
        """The calendar to which the row belongs: one owner's of one academic year."""
        return self.urn, self.academic_year

    @property
    def key(self) -> tuple[str, str, date]:
        """What no two rows share: the owner, the kind, the first day."""
        return self.urn, self.kind, self.starts_on


def read_term(row: Row) -> tuple[TermRow | None, list[Problem]]:
    """A row as values, or why it is refused."""
    cells = Cells(row)
    owner = cells.read("urn", urn) or ""
    year = cells.read("academic_year", academic_year_cell, required=True)
    kind = cells.read("kind", _kind, required=True)
    name = cells.read("name", text(longest=100))
    starts_on = cells.read("starts_on", iso_date, required=True)
    ends_on = cells.read("ends_on", iso_date, required=True)
    if starts_on and ends_on:
        _check_days(cells, year, kind, starts_on, ends_on)
    if cells.is_refused or not (year and kind and starts_on and ends_on):
        return None, cells.problems
    return (
        TermRow(
            urn=owner,
            academic_year=year,
            kind=kind,
            name=name or _DEFAULT_NAMES.get(kind) or season_of_start(starts_on).label,
            starts_on=starts_on,
            ends_on=ends_on,
        ),
        cells.problems,
    )


def academic_year_cell(cell: str) -> str:
    """An academic year such as 2026-27."""
    if not _ACADEMIC_YEAR.fullmatch(cell) or year_label(first_calendar_year(cell)) != cell:
        raise CellError(
            "academic_year", f"“{cell[:12]}” is not an academic year. Write it like 2026-27."
        )
    return cell


def overlapping(term: TermRow, others: Iterable[tuple[date, date]]) -> bool:
    """Whether a term shares a day with one of the others."""
    return any(term.starts_on <= last and first <= term.ends_on for first, last in others)


def _kind(cell: str) -> str:
    if cell.casefold() not in (TERM, CLOSURE, INSET):
        raise CellError("kind", f"“{cell[:20]}” is none of these. Write term, closure or inset.")
    return cell.casefold()


def _check_days(
    cells: Cells, year: str | None, kind: str | None, starts_on: date, ends_on: date
) -> None:
    """Days in order and within the year: from 1 August, since some terms begin before September."""
    if ends_on < starts_on:
        cells.refuse(
            "ends_on",
            "ends_before_starts",
            "The last day is before the first day. Correct one of them.",
        )
    elif kind == TERM and (ends_on - starts_on).days > _LONGEST_TERM_DAYS:
        cells.refuse(
            "ends_on",
            "term_too_long",
            "This is longer than any term. Give each term or half term a row of its own.",
        )
    if year:
        first = first_calendar_year(year)
        bounds = date(first, 8, 1), date(first + 1, 8, 31)
        for column, day in (("starts_on", starts_on), ("ends_on", ends_on)):
            if not bounds[0] <= day <= bounds[1]:
                cells.refuse(
                    column,
                    "outside_year",
                    f"{day} does not lie in the academic year {year}. Correct one of them.",
                )
