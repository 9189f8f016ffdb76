"""One row of attendance as values, with every problem named; pure.

A file has rows by the million and few different values, so what was read once is remembered.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from placements.rules.attendance import Sessions, Span
from placements.rules.attendance_codes import CodeRefusedError, HalfDay, mark_on
from vsh.tables.cells import CellError, Cells, iso_date, upn, urn, whole_number
from vsh.tables.findings import Problem
from vsh.tables.reading import Row

from .file import MARKS

MOST_SESSIONS = 400
MOST_REMEMBERED = 100_000  # by how they are written, whatever a file thinks of
_ESCAPED = str.maketrans({"\\": "\\\\"})  # as COPY wants it


@dataclass(frozen=True, kw_only=True)
class Known:
    """The authority's children by UPN, settings by URN, and today; and for whom a UPN that is
    unknown stands, where who sent it may not learn who is known here."""

    children: Mapping[str, int]
    settings: Mapping[str, int]
    on: date
    nobody: int | None = None


class MarkReader:
    """Reads rows of marks: child, setting, day, whether it is the afternoon, and code, as a line
    that `COPY` takes. Whoever a UPN means is looked up once, and nobody too: the time that it
    takes tells nothing of who is known."""

    def __init__(self, known: Known) -> None:
        self._known = known
        self._children: dict[str, int] = {}
        self._settings = known.settings
        self._marks: dict[tuple[str, str, str], str] = {}

    def read(self, row: Row) -> str | list[Problem]:
        """The mark, or what is wrong with the row."""
        child, setting, day, half, code = row.untidied(MARKS.required)
        try:
            mark = self._marks[day, half, code]
            return f"{self._children[child]}\t{self._settings[setting]}\t{mark}"
        except KeyError:
            return self._read_slowly(row, child, (day, half, code))

    def _read_slowly(self, row: Row, child: str, told: tuple[str, str, str]) -> str | list[Problem]:
        cells = Cells(row)
        pupil_id, setting_id = _child_and_setting(cells, self._known)
        day = cells.read("date", iso_date, required=True)
        half = cells.read("session", _half_day, required=True)
        code = cells.read("code", str.upper, required=True)
        if day and day > self._known.on:
            cells.refuse("date", "future", "The day is in the future. Correct it.")
        if day and half and code:
            try:
                mark_on(code, day=day, half=half)
            except CodeRefusedError as error:
                cells.refuse("code", error.code, error.message)
        if cells.is_refused or not (pupil_id and setting_id and day and half and code):
            return cells.problems
        is_pm = "t" if half is HalfDay.PM else "f"
        mark = f"{day}\t{is_pm}\t{code.translate(_ESCAPED)}\n"
        if len(self._marks) < MOST_REMEMBERED:
            self._marks[told] = mark
        if len(self._children) < MOST_REMEMBERED:
            self._children[child] = pupil_id
        return f"{pupil_id}\t{setting_id}\t{mark}"


def read_summary(row: Row, known: Known) -> tuple[int, int, Span] | list[Problem]:
    """Child, setting, days and numbers, or what is wrong with the row."""
    cells = Cells(row)
    pupil_id, setting_id = _child_and_setting(cells, known)
    first = cells.read("from", iso_date, required=True)
    last = cells.read("to", iso_date, required=True)
    number = whole_number(0, MOST_SESSIONS)
    numbers = [
        cells.read(column, number, required=True)
        for column in ("possible", "authorised", "unauthorised")
    ]
    possible, authorised, unauthorised = numbers
    if cells.is_refused or not (pupil_id and setting_id and first and last):
        return cells.problems
    if possible is None or authorised is None or unauthorised is None:
        return cells.problems
    sessions = Sessions(possible=possible, authorised=authorised, unauthorised=unauthorised)
    return pupil_id, setting_id, Span(started_on=first, ended_on=last, sessions=sessions)


def _child_and_setting(cells: Cells, known: Known) -> tuple[int | None, int | None]:
    """Whose row it is. Another authority's child is as unknown as one whom nobody knows."""
    pupil_id = setting_id = None
    if number := cells.read("upn", upn, required=True):
        pupil_id = known.children.get(number, known.nobody)
        if pupil_id is None:
            cells.refuse(
                "upn",
                "unknown_upn",
                "No child of this authority has this UPN. Check the number, or load the roll.",
            )
    if found := cells.read("urn", urn, required=True):
        setting_id = known.settings.get(found)
        if setting_id is None:
            cells.refuse(
                "urn",
                "unknown_urn",
                "No setting has this URN. Check the number, or load the register.",
            )
    return pupil_id, setting_id


def _half_day(cell: str) -> HalfDay:
    try:
        return HalfDay(cell.upper())
    except ValueError:
        raise CellError("session", f"“{cell[:10]}” is not a session. Write AM or PM.") from None
