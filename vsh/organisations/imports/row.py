"""One row of the register, or of its links, as values. Pure: no database."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from vsh.tables.cells import Cells, british_date, text, urn, whole_number
from vsh.tables.findings import Problem
from vsh.tables.identifiers import tidy_postcode
from vsh.tables.reading import Row

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
_GRADES = ("outstanding", "good", "requires improvement", "inadequate")
_date = lru_cache(maxsize=20_000)(british_date)
_age = whole_number(0, 99)
_name = text(longest=200)


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingRow:
    """What the register says of one setting; None where the file does not have the column."""

    urn: str
    la_code: str
    la_name: str
    establishment_number: str
    name: str
    type_code: str | None = None
    type_name: str | None = None
    type_group: str | None = None
    phase: str | None = None
    status: str | None = None
    opened_on: date | None = None
    closed_on: date | None = None
    low_age: int | None = None
    high_age: int | None = None
    street: str | None = None
    town: str = ""
    postcode: str = ""
    telephone: str | None = None
    website: str | None = None
    inspected_on: date | None = None
    grade: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkRow:
    """One link: this setting's predecessor, successor or sixth-form centre."""

    urn: str
    linked_urn: str
    link_type: str
    established_on: date | None


def read_full(row: Row) -> tuple[SettingRow | None, list[Problem]]:
    """A row of the full extract."""
    cells = Cells(row)
    identity = _identity(cells)
    opened_on = cells.read("OpenDate", _date)
    closed_on = cells.read("CloseDate", _date)
    if opened_on and closed_on and closed_on < opened_on:
        cells.refuse("CloseDate", "closes_before_opens", "The setting closes before it opens.")
    status = _coded(cells, "EstablishmentStatus", STATUSES)
    phase = _coded(cells, "PhaseOfEducation", PHASES)
    low_age, high_age = cells.read("StatutoryLowAge", _age), cells.read("StatutoryHighAge", _age)
    inspected_on = cells.read("OfstedLastInsp", _date)
    grade = row["OfstedRating (name)"]
    if cells.is_refused:
        return None, cells.problems
    setting = SettingRow(
        **identity,
        type_code=row["TypeOfEstablishment (code)"][:3],
        type_name=row["TypeOfEstablishment (name)"][:100],
        type_group=row["EstablishmentTypeGroup (name)"][:100],
        phase=phase or "not_applicable",
        status=status or "open",
        opened_on=opened_on,
        closed_on=closed_on,
        low_age=low_age,
        high_age=high_age,
        street=_optional(cells, "Street", 200),
        telephone=_optional(cells, "TelephoneNum", 30),
        website=_optional(cells, "SchoolWebsite", 200),
        inspected_on=inspected_on if grade else None,
        grade=grade[:40] if inspected_on and grade else None,
    )
    return setting, cells.problems


def read_short(row: Row) -> tuple[SettingRow | None, list[Problem]]:
    """A row of the short register, which says nothing of type, phase, status or closing."""
    cells = Cells(row)
    identity = _identity(cells)
    opened_on = cells.read("OpenDate", _date)
    if cells.is_refused:
        return None, cells.problems
    return SettingRow(**identity, opened_on=opened_on), cells.problems


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


def _identity(cells: Cells) -> dict[str, Any]:
    row = cells.row
    number = row["EstablishmentNumber"]
    la_code = row["LA (code)"]
    if la_code and not (la_code.isdecimal() and len(la_code) <= 3):
        cells.refuse("LA (code)", "la_code", "An authority's code has three digits.")
    if number and not (number.isdecimal() and len(number) <= 4):
        cells.refuse("EstablishmentNumber", "establishment_number", "The number has four digits.")
    return {
        "urn": cells.read("URN", urn, required=True) or "",
        # Code 0 is "does not apply": Service schools, the Isle of Man and the like.
        "la_code": la_code.zfill(3) if la_code.strip("0") else "",
        "la_name": row["LA (name)"][:100],
        "establishment_number": number.zfill(4) if number else "",
        "name": cells.read("EstablishmentName", _name, required=True) or "",
        "town": _optional(cells, "Town", 100),
        "postcode": _postcode(cells),
    }


def _coded(cells: Cells, column: str, meanings: dict[str, str]) -> str | None:
    """By the code, and by the name where a vintage has another code."""
    code, name = cells.row[f"{column} (code)"], cells.row[f"{column} (name)"].casefold()
    meaning = meanings.get(code) or meanings.get(name)
    if (code or name) and meaning is None:
        cells.refuse(f"{column} (code)", "unknown_code", f"“{code[:10]}” is not a code we know.")
    return meaning


def _postcode(cells: Cells) -> str:
    cell = cells.row["Postcode"]
    tidy = tidy_postcode(cell) if cell else ""
    if tidy is None:
        cells.warn("Postcode", "postcode", f"“{cell[:12]}” is not a postcode; left out.")
    return tidy or ""


def _optional(cells: Cells, column: str, longest: int) -> str:
    cell = cells.row[column]
    if len(cell) > longest:
        cells.warn(column, "too_long", f"Longer than {longest} characters; left out.")
        return ""
    return cell if cell.isprintable() else " ".join(cell.split())
