"""One row of the register, or of its links, as values. Pure: no database."""

from collections.abc import Callable
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple, TypeVar

from vsh.tables.cells import CellError, Cells, british_date, grid_point, text, urn, whole_number
from vsh.tables.findings import Level, Problem
from vsh.tables.identifiers import tidy_postcode
from vsh.tables.reading import Row

T = TypeVar("T")
STATUSES = {
    "1": "open",
    "2": "closed",
    "3": "proposed_to_close",
    "4": "proposed_to_open",
    "open": "open",
    "closed": "closed",
    "open, but proposed to close": "proposed_to_close",
    "proposed to open": "proposed_to_open",
}
PHASES = {
    "0": "not_applicable",
    "1": "nursery",
    "2": "primary",
    "3": "middle_primary",
    "4": "secondary",
    "5": "middle_secondary",
    "6": "post_16",
    "7": "all_through",
    "not applicable": "not_applicable",
    "nursery": "nursery",
    "primary": "primary",
    "middle deemed primary": "middle_primary",
    "secondary": "secondary",
    "middle deemed secondary": "middle_secondary",
    "16 plus": "post_16",
    "all-through": "all_through",
}
_FULL = (
    *("URN", "LA (code)", "LA (name)", "EstablishmentNumber", "EstablishmentName"),
    *("OpenDate", "Town", "Postcode", "Easting", "Northing"),
    *("TypeOfEstablishment (code)", "TypeOfEstablishment (name)", "EstablishmentTypeGroup (name)"),
    *("PhaseOfEducation (code)", "PhaseOfEducation (name)"),
    *("EstablishmentStatus (code)", "EstablishmentStatus (name)", "CloseDate"),
    *("StatutoryLowAge", "StatutoryHighAge", "Street", "TelephoneNum", "SchoolWebsite"),
    *("OfstedLastInsp", "OfstedRating (name)"),
)
_SHORT = _FULL[:10]
_NOT_SAID = (None,) * 13
_date = lru_cache(maxsize=20_000)(british_date)
_age = lru_cache(maxsize=200)(whole_number(0, 99))
_name = text(longest=200)
_postcode = lru_cache(maxsize=4_000)(tidy_postcode)


class SettingRow(NamedTuple):
    """What the register says of one setting; None where the file does not have the column."""

    urn: str
    la_code: str
    la_name: str
    establishment_number: str
    name: str
    opened_on: date | None
    town: str
    postcode: str
    easting: int | None
    northing: int | None
    tells_place: bool  # whether the file has both columns of the grid
    type_code: str | None = None
    type_name: str | None = None
    type_group: str | None = None
    phase: str | None = None
    status: str | None = None
    closed_on: date | None = None
    low_age: int | None = None
    high_age: int | None = None
    street: str | None = None
    telephone: str | None = None
    website: str | None = None
    inspected_on: date | None = None
    grade: str | None = None


class LinkRow(NamedTuple):
    """One link: this setting's predecessor, successor or sixth-form centre."""

    urn: str
    linked_urn: str
    link_type: str
    established_on: date | None


class _Reader:
    """Reads cells that were taken out of a row together; problems are collected."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def refuse(self, column: str, code: str, message: str) -> None:
        self.problems.append(Problem(column=column, code=code, message=message))

    def warn(self, column: str, code: str, message: str) -> None:
        problem = Problem(column=column, code=code, message=message, level=Level.WARNING)
        self.problems.append(problem)

    def read(self, column: str, cell: str, reader: Callable[[str], T]) -> T | None:
        if not cell:
            return None
        try:
            return reader(cell)
        except CellError as error:
            self.refuse(column, error.code, error.message)
            return None

    def needed(self, column: str, cell: str, reader: Callable[[str], str]) -> str:
        try:
            if cell:
                return reader(cell)
            self.refuse(column, "missing", f"{column} is empty. Fill it in.")
        except CellError as error:
            self.refuse(column, error.code, error.message)
        return ""

    def coded(self, column: str, code: str, name: str, meanings: dict[str, str]) -> str | None:
        """By the code, and by the name where a vintage has another code."""
        if meaning := meanings.get(code):
            return meaning
        meaning = meanings.get(name.casefold())
        if meaning is None and (code or name):
            self.refuse(
                f"{column} (code)",
                "unknown_code",
                f"“{code[:10]}” is not a code we know. Correct it.",
            )
        return meaning

    def optional(self, column: str, cell: str, longest: int) -> str:
        if len(cell) > longest:
            self.warn(column, "too_long", f"Longer than {longest} characters; left out.")
            return ""
        return cell if cell.isprintable() else " ".join(cell.split())

    def postcode(self, cell: str) -> str:
        tidy = _postcode(cell) if cell else ""
        if tidy is None:
            self.warn("Postcode", "postcode", f"“{cell[:12]}” is not a postcode; left out.")
        return tidy or ""

    def place(self, row: Row, easting: str, northing: str) -> tuple[int | None, int | None, bool]:
        """Both metres of the grid, or neither, and whether the file has both columns at all; the
        register's 0 and 0 are no place."""
        if not (easting and northing) and not ("Easting" in row and "Northing" in row):
            return None, None, False
        if not (easting.strip("0") or northing.strip("0")):
            return None, None, True
        try:
            return *grid_point(easting, northing), True
        except CellError as error:
            told = f"Easting “{easting[:12]}” and northing “{northing[:12]}”"
            self.warn("Easting", error.code, f"{told} are no place on the grid; both left out.")
            return None, None, True

    def identity(self, row: Row, cells: list[str]) -> tuple[Any, ...]:
        """What every vintage has, and the place on the grid."""
        number, la_code, la_name, establishment, name, opened, town, postcode, *grid = cells
        if la_code and not (la_code.isdecimal() and len(la_code) <= 3):
            self.refuse("LA (code)", "la_code", "An authority's code has three digits. Correct it.")
        if establishment and not (establishment.isdecimal() and len(establishment) <= 4):
            self.refuse(
                "EstablishmentNumber",
                "establishment_number",
                "The number has four digits. Correct it.",
            )
        return (
            self.needed("URN", number, urn),
            # Code 0 is "does not apply": Service schools, the Isle of Man and the like.
            la_code.zfill(3) if la_code.strip("0") else "",
            la_name[:100],
            establishment.zfill(4) if establishment else "",
            self.needed("EstablishmentName", name, _name),
            self.read("OpenDate", opened, _date),
            self.optional("Town", town, 100),
            self.postcode(postcode),
            *self.place(row, *grid),
        )

    @property
    def is_refused(self) -> bool:
        return any(problem.level is Level.ERROR for problem in self.problems)


def read_full(row: Row) -> tuple[SettingRow | None, list[Problem]]:
    """A row of the full extract."""
    cells, reader = row.take(_FULL), _Reader()
    identity = reader.identity(row, cells[:10])
    (type_code, type_name, type_group, phase_code, phase_name, status_code, status_name, closed,
     low, high, street, telephone, website, inspected, grade) = cells[10:]  # fmt: skip
    opened_on, closed_on = identity[5], reader.read("CloseDate", closed, _date)
    if opened_on and closed_on and closed_on < opened_on:
        reader.refuse(
            "CloseDate",
            "closes_before_opens",
            "The setting closes before it opens. Correct one of the days.",
        )
    inspected_on = reader.read("OfstedLastInsp", inspected, _date) if grade else None
    setting = SettingRow._make(
        (
            *identity,
            type_code[:3],
            type_name[:100],
            type_group[:100],
            reader.coded("PhaseOfEducation", phase_code, phase_name, PHASES) or "not_applicable",
            reader.coded("EstablishmentStatus", status_code, status_name, STATUSES) or "open",
            closed_on,
            reader.read("StatutoryLowAge", low, _age),
            reader.read("StatutoryHighAge", high, _age),
            reader.optional("Street", street, 200),
            reader.optional("TelephoneNum", telephone, 30),
            reader.optional("SchoolWebsite", website, 200),
            inspected_on,
            grade[:40] if inspected_on else None,
        )
    )
    return (None if reader.is_refused else setting), reader.problems


def read_short(row: Row) -> tuple[SettingRow | None, list[Problem]]:
    """A row of the short register, which says nothing of type, phase, status or closing."""
    reader = _Reader()
    setting = SettingRow._make((*reader.identity(row, row.take(_SHORT)), *_NOT_SAID))
    return (None if reader.is_refused else setting), reader.problems


def read_link(row: Row) -> tuple[LinkRow | None, list[Problem]]:
    """A row of the links file."""
    cells = Cells(row)
    own = cells.read("URN", urn, required=True)
    linked = cells.read("LinkURN", urn, required=True)
    kind = cells.read("LinkType", text(longest=60), required=True)
    established_on = cells.read("LinkEstablishedDate", _date)
    if cells.is_refused or not (own and linked and kind):
        return None, cells.problems
    link = LinkRow(urn=own, linked_urn=linked, link_type=kind, established_on=established_on)
    return link, cells.problems
