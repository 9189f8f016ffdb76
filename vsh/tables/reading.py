"""A file opened for reading row by row: whatever its size, one row is held at a time."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from operator import itemgetter
from pathlib import Path
from typing import BinaryIO

from .elements import is_xml, records, root_of, unused_parts
from .encoding import Encoding, detect, refuse_other_kinds
from .findings import Problem, UnreadableFile
from .layouts import Header, Layout, header_of, recognise, recognise_root

HEAD = 64 * 1024
LONGEST_CELL = 100_000
LONGEST_SUBJECT = 30
csv.field_size_limit(LONGEST_CELL)


@dataclass(frozen=True)
class Source:
    """A file by the name that people know, and how to open it as often as needed."""

    name: str
    open: Callable[[], BinaryIO]

    @classmethod
    def at(cls, path: Path) -> "Source":
        """The file at `path`."""
        return cls(path.name, lambda: path.open("rb"))


class Index(dict[str, int]):
    """Which cell holds which column."""

    def __init__(self, positions: Mapping[str, int]) -> None:
        super().__init__(positions)
        self._getters: dict[tuple[str, ...], Callable[[Sequence[str]], Sequence[str]]] = {}

    def getter(self, columns: tuple[str, ...]) -> Callable[[Sequence[str]], Sequence[str]]:
        """Takes these columns (two or more) out of a row; one that the file lacks is empty."""
        if columns not in self._getters:
            places = [self.get(column, -1) for column in columns]
            take = itemgetter(*places)
            lacks = -1 in places
            self._getters[columns] = (lambda cells: take([*cells, ""])) if lacks else take
        return self._getters[columns]


class Row:
    """One row, its cells known by column name and free of outer blanks."""

    __slots__ = ("_cells", "_index", "file", "last_line", "line")

    def __init__(
        self,
        file: str,
        line: int,
        cells: Sequence[str],
        index: Mapping[str, int],
        last_line: int = 0,
    ) -> None:
        self.file = file
        self.line = line
        self.last_line = last_line or line
        self._cells = cells
        self._index = index if isinstance(index, Index) else Index(index)

    def __getitem__(self, column: str) -> str:
        """The cell under `column`; empty where the file has no such column."""
        try:
            return self._cells[self._index[column]].strip()
        except KeyError:
            return ""

    def __contains__(self, column: str) -> bool:
        return column in self._index

    def cells(self) -> Iterator[tuple[str, bool]]:
        """Every cell as it stands, in its place, and whether its column is read."""
        read = set(self._index.values())
        return ((cell, place in read) for place, cell in enumerate(self._cells))

    @property
    def subject(self) -> str:
        """The child's number in the authority, else the UPN; empty in a file that is not of
        children."""
        number = self["child_id"] or self["CHILD"] or self["upn"] or self["UPN"]
        return number[:LONGEST_SUBJECT]

    def untidied(self, columns: tuple[str, ...]) -> Sequence[str]:
        """The same as they stand, all of them columns that the layout requires."""
        return self._index.getter(columns)(self._cells)

    def take(self, columns: tuple[str, ...]) -> list[str]:
        """Several cells at once (two or more), for files of many rows."""
        return list(map(str.strip, self._index.getter(columns)(self._cells)))


@dataclass(frozen=True)
class BrokenRow:
    """A row that cannot be taken apart, and why; one with an open quotation mark goes on over
    lines that may be rows of their own."""

    file: str
    line: int
    problem: Problem
    last_line: int
    is_short: bool = False


@dataclass
class Table:
    """A recognised file."""

    source: Source
    encoding: Encoding
    header: Header
    header_line: int = field(default=1)

    @property
    def name(self) -> str:
        """The file's name."""
        return self.source.name

    @property
    def layout(self) -> Layout:
        """What the file is taken for."""
        return self.header.layout

    def rows_of(self, part: Layout) -> Iterator[Row]:
        """The records of a part of an XML file."""
        index = Index(header_of(part).index)
        for line, found in records(self.source.open, self.encoding.name, part):
            yield Row(self.name, line, found, index)

    def rows(self) -> Iterator[Row | BrokenRow]:
        """Every row that is not blank; a row of the wrong width or with an open quote is broken."""
        if self.layout.elements:
            yield from self.rows_of(self.layout)
            return
        width, index, name = self.header.width, Index(self.header.index), self.name
        for line, last_line, cells in _records(self.source, self.encoding.name):
            if isinstance(cells, Problem):
                yield BrokenRow(name, line, cells, last_line)
            elif line <= self.header_line or not any(map(str.strip, cells)):
                continue
            elif len(cells) != width:
                problem = _wrong_width(len(cells), width)
                yield BrokenRow(name, line, problem, last_line, is_short=len(cells) < width)
            else:
                yield Row(name, line, cells, index, last_line)


def open_table(source: Source, layouts: Iterable[Layout]) -> Table:
    """Detect the encoding and recognise the header; raises `UnreadableFile`."""
    encoding = detect(source.open)
    with source.open() as file:
        start = file.read(HEAD)
    if is_xml(start):
        layout = recognise_root(root_of(start), layouts)
        unused = unused_parts(source.open, encoding.name, layout)
        return Table(source, encoding, header_of(layout, unused))
    line, cells = _first_record(source, encoding.name)
    return Table(source, encoding, recognise(cells, layouts), line)


def recognise_header(start: bytes, layouts: Iterable[Layout]) -> Header:
    """What a file is by its first `HEAD` bytes alone; raises `UnreadableFile`."""
    refuse_other_kinds(start)  # before the last, cut line is left out
    if is_xml(start):
        return header_of(recognise_root(root_of(start), layouts))
    whole_lines = start[: start.rfind(b"\n") + 1] or start
    source = Source("", lambda: io.BytesIO(whole_lines))
    return recognise(_first_record(source, detect(source.open).name)[1], layouts)


def _first_record(source: Source, encoding: str) -> tuple[int, Sequence[str]]:
    for line, _, cells in _records(source, encoding):
        if isinstance(cells, Problem):
            raise UnreadableFile(cells.code, cells.message, line=line)
        if any(map(str.strip, cells)) and not cells[0].startswith("sep="):
            return line, cells
    raise UnreadableFile("empty", "The file holds no header and no rows. Choose another one.")


def _records(source: Source, encoding: str) -> Iterator[tuple[int, int, Sequence[str] | Problem]]:
    """Each record with the lines on which it starts and ends. Most lines hold no quotation mark:
    those are taken apart at their commas, in half the time."""
    last = 0
    with io.TextIOWrapper(source.open(), encoding=encoding, newline="") as text:
        for line in text:
            first = last + 1
            if '"' not in line and len(line) <= LONGEST_CELL:
                last = first
                yield first, last, line.rstrip("\r\n").split(",")
                continue
            reader = csv.reader(chain((line,), text), strict=True)
            try:
                cells: Sequence[str] | Problem = next(reader)
            except csv.Error as error:
                cells = _broken(str(error), is_one_line=reader.line_num == 1)
            last += reader.line_num
            yield first, last, cells


def _broken(error: str, *, is_one_line: bool) -> Problem:
    if "field larger" in error and is_one_line:
        return Problem(
            column="",
            code="too_long",
            message=f"A cell is longer than {LONGEST_CELL:,} characters. Shorten it.",
        )
    if "unexpected end" in error or "field larger" in error:
        return Problem(
            column="",
            code="open_quote",
            message="A quotation mark opens here and does not close: nothing from this line up to "
            "where it ends could be read. Close it, or write it twice inside a cell.",
        )
    return Problem(
        column="",
        code="quote",
        message="A quotation mark stands inside a cell. Write it twice, or leave it out.",
    )


def _wrong_width(found: int, expected: int) -> Problem:
    return Problem(
        column="",
        code="wrong_number_of_cells",
        message=f"The row has {found} cells, the header has {expected}. "
        "A cell that holds a comma must stand in quotation marks.",
    )
