"""One row of the inspections file as values. Pure: no database."""

from dataclasses import dataclass
from datetime import date

from vsh.tables.cells import CellError, Cells, either_date, text, urn
from vsh.tables.findings import Problem
from vsh.tables.reading import Row

from ... import rules

TAKEN_OFF = "-"
Inspection = tuple[str, date]  # the school's URN, the day


@dataclass(frozen=True, kw_only=True, slots=True)
class OutcomeRow:
    """What an inspection found in one area; without a grade it is taken off the record."""

    urn: str
    framework: str
    inspected_on: date
    area: str
    grade: str
    source: str
    published_on: date | None

    @property
    def inspection(self) -> Inspection:
        """What all its rows have in common."""
        return self.urn, self.inspected_on


def read_outcome(row: Row, *, on: date) -> tuple[OutcomeRow | None, list[Problem]]:
    """A row, if nothing is wrong with it by itself, as known on a day."""
    cells = Cells(row)
    number = cells.read("urn", urn, required=True)
    framework = cells.read("framework", _framework, required=True)
    inspected_on = cells.read("inspected_on", either_date, required=True)
    published_on = cells.read("published_on", either_date)
    source = cells.read("source", text(longest=200), required=True)
    area, grade = _area_and_grade(cells, framework)
    for column, day in (("inspected_on", inspected_on), ("published_on", published_on)):
        if day and day > on:
            cells.refuse(column, "future", "This day is in the future. Correct it.")
    if inspected_on and published_on and published_on < inspected_on:
        cells.refuse(
            "published_on",
            "published_before_inspected",
            "The report was published before the inspection. Correct one of the days.",
        )
    if cells.is_refused or not (number and framework and inspected_on and area and source):
        return None, cells.problems
    outcome = OutcomeRow(
        urn=number,
        framework=framework.key,
        inspected_on=inspected_on,
        area=area,
        grade=grade,
        source=source,
        published_on=published_on,
    )
    return outcome, cells.problems


def inspection_meant(row: Row) -> Inspection | None:
    """Of a refused row the inspection to which it belongs, where that can be read."""
    cells = Cells(row)
    number, day = cells.read("urn", urn), cells.read("inspected_on", either_date)
    return (number, day) if number and day else None


def _framework(cell: str) -> rules.Framework:
    if found := rules.framework_of(cell):
        return found
    known = ", ".join(rules.FRAMEWORKS)
    raise CellError("framework", f"“{cell[:30]}” is not a framework. Use one of these: {known}.")


def _area_and_grade(cells: Cells, framework: rules.Framework | None) -> tuple[str, str]:
    """Both in the framework's spelling; the words of another framework are refused."""
    told = cells.read("grade", text(longest=40), required=True)
    if framework is None:
        return "", ""
    area = rules.area_of(cells.row["area"], framework)
    if area is None:
        cells.refuse(
            "area",
            "area",
            f"This is not an area of the framework {framework.key}. Use one of these: "
            f"{', '.join(framework.areas)}.",
        )
        return "", ""
    if told is None or told == TAKEN_OFF:
        return area, ""
    grade = rules.grade_of(told, framework, area)
    if grade is None:
        cells.refuse(
            "grade",
            "grade",
            f"“{told[:30]}” is not a grade of {area} under the framework {framework.key}. Use one "
            f"of these: {', '.join(framework.areas[area])}.",
        )
    return area, grade or ""
