"""One row of the roll extract as values. Pure: no database; the day is an argument.

A blank cell leaves what is on record, "-" takes it away. Any error refuses the whole row, so that
nothing is half-written.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from vsh.tables.cells import (
    CellError,
    Cells,
    code_of,
    either_date,
    email,
    postcode,
    text,
    upn,
    upn_problem,
    urn,
    yes_or_no,
)
from vsh.tables.findings import Problem
from vsh.tables.identifiers import UNKNOWN_UPN_CODES
from vsh.tables.reading import Row

from ...codes import ETHNICITIES, LEGAL_STATUSES, PLACEMENT_TYPES, return_year
from ...rules.ages import eighteenth_birthday
from .doubts import doubts_of

TAKE_AWAY = "-"
OLDEST = 30
_UNBORN = "The child was not yet born that day. Correct this day or the date of birth."
_YEAR_GROUPS = {"R": 0, "N2": -1, "N1": -2, **{str(year): year for year in range(15)}}
_SEXES = {"M": "M", "F": "F", "U": "U", "1": "M", "2": "F"}
_NEVER_TAKEN_AWAY = ("child_id", "date_of_birth", "looked_after_from", "placement_from")


@dataclass(frozen=True, kw_only=True)
class RollRow:
    """What the file says of one child: only the cells that were filled; None where it says "-"."""

    row: Row
    child_id: str
    given: Mapping[str, Any]
    warnings: tuple[Problem, ...] = ()

    def says(self, column: str) -> bool:
        """Whether the cell holds anything, "-" included."""
        return column in self.given

    def value(self, column: str) -> Any:
        """The cell's value; None where blank or "-"."""
        return self.given.get(column)

    def takes_away(self, column: str) -> bool:
        """Whether the cell holds "-"."""
        return column in self.given and self.given[column] is None


def read_row(row: Row, *, on: date) -> tuple[RollRow | None, list[Problem]]:
    """The row's values, or None with the reasons for which it is refused."""
    cells = Cells(row)
    given: dict[str, Any] = {}
    for column, reader in _READERS.items():
        if row[column] == TAKE_AWAY:
            if column in _NEVER_TAKEN_AWAY:
                cells.refuse(
                    column,
                    "cannot_be_taken_away",
                    f"{column} cannot be taken away. Leave the cell blank, or correct it.",
                )
            given[column] = None
        elif row[column] and (value := cells.read(column, reader)) is not None:
            given[column] = value  # a cell of unseen signs alone is blank: it takes nothing away
    child_id = cells.read("child_id", text(longest=30), required=True)
    _check_dates(cells, given, on)
    if not cells.is_refused:
        cells.problems += doubts_of(given, on=on)
    if given.get("upn") and given["upn"] not in UNKNOWN_UPN_CODES:
        problem = upn_problem(given["upn"], column="upn")
        if problem:
            cells.problems.append(problem)
    if cells.is_refused or child_id is None:
        return None, cells.problems
    return RollRow(
        row=row, child_id=child_id, given=given, warnings=tuple(cells.problems)
    ), cells.problems


def _check_dates(cells: Cells, given: Mapping[str, Any], on: date) -> None:
    """What the dates of one row must keep to, whatever is on record."""
    born, entered, left = (
        given.get(name) for name in ("date_of_birth", "looked_after_from", "looked_after_to")
    )
    if born and born > on:
        cells.refuse(
            "date_of_birth", "in_the_future", "The date of birth is in the future. Correct it."
        )
    elif born and on.year - born.year > OLDEST:
        cells.warn("date_of_birth", "old", f"The person is over {OLDEST}: check the date of birth.")
    if born and entered and entered < born:
        cells.refuse("looked_after_from", "before_birth", _UNBORN)
    if born and entered and (problem := entry_of_an_adult(born, entered)):
        cells.problems.append(problem)
    if entered and entered > on:
        cells.refuse(
            "looked_after_from",
            "in_the_future",
            "This day is still to come. Correct it, or wait until it has come.",
        )
    if left and left > on:
        cells.refuse(
            "looked_after_to",
            "in_the_future",
            "This day is still to come. Leave it blank until care has ended.",
        )
    if entered and left and left <= entered:
        cells.refuse(
            "looked_after_to",
            "end_before_start",
            "Care ends on or before its first day. Correct one of them.",
        )
    unaccompanied_until = given.get("uasc_until")
    if unaccompanied_until and given.get("uasc") is False:
        cells.refuse(
            "uasc_until",
            "not_unaccompanied",
            "uasc says no: leave this cell blank, or say yes where the child was unaccompanied "
            "until that day.",
        )
    if (
        unaccompanied_until
        and born
        and not (born < unaccompanied_until <= eighteenth_birthday(born))
    ):
        cells.refuse(
            "uasc_until",
            "outside_childhood",
            "A child is unaccompanied at the latest until the 18th birthday, and not before birth. "
            "Correct this day or the date of birth.",
        )
    placed = given.get("placement_from")
    if placed and entered and placed < entered:
        cells.refuse(
            "placement_from",
            "before_care",
            "The placement starts before the child entered care. Correct one of them.",
        )
    if placed and left and placed >= left:
        cells.refuse(
            "placement_from",
            "after_care",
            "The placement starts when care had ended. Correct one of them.",
        )
    kind = given.get("placement_type")
    if placed and kind and PLACEMENT_TYPES.is_withdrawn_by(kind, return_year(placed)):
        cells.refuse(
            "placement_type",
            "withdrawn_code",
            f"{kind} ended with the return of {PLACEMENT_TYPES.last[kind]}, and the placement "
            "began later. Give the code that holds on its first day.",
        )
    joined, gone = given.get("enrolled_from"), given.get("enrolled_to")
    if joined and gone and gone < joined:
        cells.refuse(
            "enrolled_to",
            "end_before_start",
            "The last day at school is before the first. Correct one of them.",
        )
    if joined and born and joined < born:
        cells.refuse("enrolled_from", "before_birth", _UNBORN)
    held, planned = given.get("last_review_on"), given.get("next_review_on")
    if held and held > on:
        cells.refuse(
            "last_review_on",
            "in_the_future",
            "A review that was held lies in the past. Give a coming one as next_review_on.",
        )
    if held and planned and planned <= held:
        cells.refuse(
            "next_review_on",
            "end_before_start",
            "The next review is not after the last. Correct one of them.",
        )


def entry_of_an_adult(born: date, entered: date) -> Problem | None:
    """A child is a person under eighteen (Children Act 1989 s.105(1)): nobody enters care later."""
    adult_on = eighteenth_birthday(born)
    if entered < adult_on:
        return None
    return Problem(
        column="looked_after_from",
        code="entered_at_18",
        message=f"The person turned 18 on {adult_on:%d/%m/%Y}, and nobody becomes looked after at "
        "18 or over. Correct looked_after_from or date_of_birth, or leave the row out.",
    )


def _upn(cell: str) -> str:
    return cell.upper() if cell.upper() in UNKNOWN_UPN_CODES else upn(cell)


def _one_of(meanings: Mapping[str, Any], what: str) -> Callable[[str], Any]:
    def read(cell: str) -> Any:
        value = meanings.get(cell.upper())
        if value is None:
            raise CellError("unknown_code", f"“{cell[:30]}” is none of these. Give {what}.")
        return value

    return read


_name = text(longest=100)
_READERS: dict[str, Callable[[str], Any]] = {
    "upn": _upn,
    "legal_first_name": _name,
    "legal_last_name": _name,
    "known_as": _name,
    "date_of_birth": either_date,
    "sex": _one_of(_SEXES, "a sex: F, M or U"),
    "ethnicity": code_of(ETHNICITIES, what="ethnicity"),
    "first_language": text(longest=60),
    "uasc": yes_or_no,
    "uasc_until": either_date,
    "looked_after_from": either_date,
    "looked_after_to": either_date,
    "legal_status": code_of(LEGAL_STATUSES, what="legal status"),
    "placement_type": code_of(PLACEMENT_TYPES, what="placement type"),
    "placement_from": either_date,
    "placement_postcode": postcode,
    "placement_emergency": yes_or_no,
    "school_urn": urn,
    "enrolled_from": either_date,
    "enrolled_to": either_date,
    "nc_year": _one_of(_YEAR_GROUPS, "a year group: N1, N2, R or 1 to 14"),
    "sen_status": code_of(("N", "K", "E"), what="SEN status"),
    "social_worker_email": email,
    "team_manager_email": email,
    "iro_email": email,
    "officer_email": email,
    "next_review_on": either_date,
    "last_review_on": either_date,
}
