"""A CSV file looked through before a row of it is used: one that is cut off, or that writes the
month before the day, is refused as a whole. (A broken XML file is refused as it is opened.)

Only a file that gives cause is taken apart twice, so that one of a million rows costs a glance.
"""

import re
from dataclasses import dataclass

from .findings import UnreadableFile
from .reading import BrokenRow, Row, Table

_TO_MIDNIGHT = r"(?: 00:00(?::00)?)?"
_DAY, _MONTH = r"(?:1[3-9]|2\d|3[01])", r"(?:0?[1-9]|1[0-2])"  # a day that is no month
_MONTH_FIRST = re.compile(rf"{_MONTH}[/-]{_DAY}[/-]\d{{4}}{_TO_MIDNIGHT}")
_DAY_FIRST = re.compile(rf"{_DAY}[/-]{_MONTH}[/-]\d{{4}}{_TO_MIDNIGHT}")
_CHUNK = 64 * 1024
_LINE_END = re.compile(r"\r\n?|\n")
# One sign each at the start: so a register of 50 MB is searched in a tenth of a second.
_BARE_RETURN = re.compile(rb"\r(?!\n)")
_CAUSES = tuple(re.compile(rf"{sign}{_DAY}[/-]\d\d\d\d".encode()) for sign in "/-")


def may_end_too_early(table: Table) -> bool:
    """Whether the last row lacks its line end: it may be whole, or be the last before a cut."""
    encoding = table.encoding
    is_xml = bool(table.layout.elements)
    return not encoding.is_ended and not is_xml and encoding.lines > table.header_line


def refuse_in_part_or_swapped(table: Table) -> None:
    """Raises `UnreadableFile` where rows would be lost, or days and months be swapped, unseen.

    1. An open quotation mark swallows the rows after it, up to where another one stands or to the
       end of the file. What comes of it may have the width of a row.
    2. A last line with too few cells and no line end was cut.
    3. Of the cells of a column that are a date one way only, more are one with the month first:
       then those that could be either way would all be read wrongly.
    """
    columns = [_Column(name) for name in table.layout.day_first if name in table.header.index]
    if table.layout.elements or not _gives_cause(table, has_days=bool(columns)):
        return
    row: Row | BrokenRow | None = None
    for row in table.rows():
        if isinstance(row, Row):
            if row.last_line > row.line and _has_swallowed(row):
                raise _open_quote(row.line)
            for column in columns:
                column.see(row)
        elif row.last_line > row.line or row.problem.code == "open_quote":
            raise _open_quote(row.line)
    if isinstance(row, BrokenRow) and row.is_short and not table.encoding.is_ended:
        raise _cut_off(row.line)
    for column in columns:
        if column.month_first > column.day_first:
            raise _swapped(column)


@dataclass
class _Column:
    """How the days of a column are written, by those that are a date in one way only."""

    name: str
    month_first: int = 0
    day_first: int = 0
    line: int = 0
    cell: str = ""

    def see(self, row: Row) -> None:
        """One more cell."""
        cell = row[self.name]
        if _DAY_FIRST.fullmatch(cell):
            self.day_first += 1
        elif _MONTH_FIRST.fullmatch(cell):
            self.month_first += 1
            if not self.line:
                self.line, self.cell = row.line, cell


def _has_swallowed(row: Row) -> bool:
    """Whether a cell that goes over several lines holds what may be rows: a line within it has the
    commas of a whole row, or the line on which the row begins, or that on which it ends, is one
    together with the cells beside.

    In a column that is read one of the two is enough, if it owes a comma to the cell; in another,
    where notes have commas and line breaks, it takes both. A line break and a comma alone are a
    cell like any other, which its reader takes or refuses.
    """
    cells = list(row.cells())
    commas = len(cells) - 1
    for place, (cell, is_read) in enumerate(cells):
        within = [line.count(",") for line in _LINE_END.split(cell)]
        if len(within) == 1:
            continue
        begins_whole, ends_whole = within[0] >= commas - place, within[-1] >= place
        if max(within[1:-1], default=0) >= commas or (begins_whole and ends_whole and any(within)):
            return True
        if is_read and ((begins_whole and place < commas) or (ends_whole and place)):
            return True
    return False


def _gives_cause(table: Table, *, has_days: bool) -> bool:
    """Whether the last line has no end, a line has half a pair of quotation marks, or a date may
    have the month first. Lines that end with a carriage return alone are one here: a mark in them
    is cause enough."""
    if not table.encoding.is_ended:
        return True
    has_quotes = table.encoding.has_quotes
    if not (has_quotes or has_days):
        return False
    causes = (_BARE_RETURN, *_CAUSES) if has_days else (_BARE_RETURN,)
    with table.source.open() as file:
        while lines := file.read(_CHUNK) + file.readline():
            if any(one.search(lines) for one in causes):
                return True
            if has_quotes and any(line.count(b'"') % 2 for line in lines.split(b"\n")):
                return True
    return False


def _open_quote(line: int) -> UnreadableFile:
    return UnreadableFile(
        "open_quote",
        f"A quotation mark opens in line {line} and does not close there, so it cannot be told "
        "where the rows after it begin, and nothing of the file is loaded. The file seems to be "
        "cut off; send it again. If it is whole, close the quotation mark, or take the line breaks "
        "out of the cell.",
        line=line,
    )


def _cut_off(line: int) -> UnreadableFile:
    return UnreadableFile(
        "cut_off",
        f"Line {line}, the last, breaks off before its last cell, so nothing of the file is "
        "loaded. The file seems to be cut off; send it again.",
        line=line,
    )


def _swapped(column: _Column) -> UnreadableFile:
    return UnreadableFile(
        "month_first",
        f"This file seems to write the month first: “{column.cell}” in line {column.line}, column "
        f"{column.name}. Other days would be read with day and month swapped, so nothing of the "
        "file is loaded. Write days as DD/MM/YYYY and send it again.",
        line=column.line,
        column=column.name,
    )
