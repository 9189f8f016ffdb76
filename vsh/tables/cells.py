"""Cells read one by one: each reader returns a value or raises `CellError` with what to do."""

import re
import unicodedata
from collections.abc import Callable, Collection
from datetime import date
from functools import lru_cache
from typing import TypeVar

from .findings import Level, Problem
from .identifiers import is_upn, tidy_postcode, upn_check_letter
from .reading import Row

T = TypeVar("T")
_FURTHEST_EAST, _FURTHEST_NORTH = 700_000, 1_300_000
EARLIEST_YEAR, LATEST_YEAR = 1800, 2100
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ]00:00(?::00)?)?")
_BRITISH = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})(?: 00:00(?::00)?)?")
_WHOLE = re.compile(r"-?\d{1,9}")
_JOINERS = "\u200c\u200d"  # some scripts write names with them
_EMAIL = re.compile(r"[^@\s,;]+@[^@\s,;]+\.[^@\s,;.]+")


class CellError(Exception):
    """A cell that cannot be read: a code for machines, a message for people."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


class Cells:
    """The cells of one row as values, with every problem met on the way."""

    def __init__(self, row: Row) -> None:
        self.row = row
        self.problems: list[Problem] = []

    def read(self, column: str, reader: Callable[[str], T], *, required: bool = False) -> T | None:
        """The value under `column`; None where blank or unreadable (then it is a problem)."""
        cell = self.row[column]
        try:
            value = reader(cell) if cell else None
        except CellError as error:
            self.refuse(column, error.code, error.message)
            return None
        if value is not None and value != "":
            return value
        if required:
            self.refuse(column, "missing", f"{column} is empty. Fill it in.")
        return None

    def refuse(self, column: str, code: str, message: str) -> None:
        """Add an error, for which the row is refused."""
        self.problems.append(Problem(column=column, code=code, message=message))

    def warn(self, column: str, code: str, message: str) -> None:
        """Add a warning; the row still loads."""
        self.problems.append(
            Problem(column=column, code=code, message=message, level=Level.WARNING)
        )

    @property
    def is_refused(self) -> bool:
        """Whether a problem so far is an error."""
        return any(problem.level is Level.ERROR for problem in self.problems)


def text(*, longest: int) -> Callable[[str], str]:
    """Text of at most `longest` characters, without control characters; every blank is an ordinary
    one, and signs that nobody sees are left out."""

    def read(cell: str) -> str:
        if not cell.isprintable():
            cell = _without_unseen_signs(cell)
        if len(cell) > longest:
            raise CellError(
                "too_long", f"The cell is longer than {longest} characters. Shorten it."
            )
        return cell

    return read


def code_of(
    codes: Collection[str], *, what: str, code: str = "unknown_code"
) -> Callable[[str], str]:
    """One of a list of codes, whatever its case; another is refused with the list."""

    def read(cell: str) -> str:
        if cell.upper() not in codes:
            allowed = ", ".join(sorted(codes))
            raise CellError(
                code, f"“{cell[:30]}” is not a code of {what}. Use one of these: {allowed}."
            )
        return cell.upper()

    return read


def iso_date(cell: str) -> date:
    """A date such as 2026-04-02."""
    if not (found := _ISO.fullmatch(cell)):
        raise _not_a_date(cell, "2026-04-02")
    return _date(cell, found[1], found[2], found[3])


@lru_cache(maxsize=20_000)  # a file names the same days again and again
def british_date(cell: str) -> date:
    """A date such as 02/04/2026 or 02-04-2026: day first."""
    if not (found := _BRITISH.fullmatch(cell)):
        raise _not_a_date(cell, "02/04/2026")
    return _date(cell, found[3], found[2], found[1])


def either_date(cell: str) -> date:
    """A date such as 2026-04-02 or 02/04/2026."""
    if _ISO.fullmatch(cell):
        return iso_date(cell)
    return british_date(cell)


def whole_number(lowest: int, highest: int) -> Callable[[str], int]:
    """A whole number within bounds."""

    def read(cell: str) -> int:
        if not _WHOLE.fullmatch(cell) or not lowest <= int(cell) <= highest:
            raise CellError(
                "number",
                f"“{cell[:30]}” is not right. Give a whole number from {lowest} to {highest}.",
            )
        return int(cell)

    return read


def grid_point(easting: str, northing: str) -> tuple[int, int]:
    """A place on the British National Grid: whole metres, 700 km to the east and 1,300 km to the
    north of its origin, which lies in the sea."""
    if not (easting and northing):
        raise CellError(
            "half_a_place", "Only one of easting and northing is there. Fill in the other one."
        )
    east, north = _metres(easting, _FURTHEST_EAST), _metres(northing, _FURTHEST_NORTH)
    if east is None or north is None:
        cell = easting if east is None else northing
        raise CellError(
            "grid", f"“{cell[:12]}” is no place on the British National Grid. Give whole metres."
        )
    return east, north


def _metres(cell: str, most: int) -> int | None:
    if len(cell) > 7 or not (cell.isdecimal() and cell.isascii()):
        return None
    metres = int(cell)
    return metres if metres <= most else None


def yes_or_no(cell: str) -> bool:
    """A flag: y, yes, true, 1 or n, no, false, 0."""
    if cell.casefold() in ("y", "yes", "true", "t", "1"):
        return True
    if cell.casefold() in ("n", "no", "false", "f", "0"):
        return False
    raise CellError("yes_or_no", f"“{cell[:30]}” is neither yes nor no. Write one of the two.")


def email(cell: str) -> str:
    """An e-mail address, in small letters."""
    if not _EMAIL.fullmatch(cell) or len(cell) > 254:
        raise CellError(
            "email", "This is not one e-mail address. Give one, like ann@council.example."
        )
    return cell.lower()


def postcode(cell: str) -> str:
    """A postcode, tidied to capitals and one space."""
    if (tidy := tidy_postcode(cell)) is None:
        raise CellError(
            "postcode", f"“{cell[:12]}” is not a postcode. Correct it, or leave the cell blank."
        )
    return tidy


def urn(cell: str) -> str:
    """The national register's number: six digits, five for a children's centre."""
    if not (cell.isascii() and cell.isdecimal()) or len(cell) not in (5, 6):
        raise CellError(
            "urn", f"“{cell[:12]}” is not a URN. Give the five or six digits of the register."
        )
    return cell


def upn(cell: str) -> str:
    """A unique pupil number of the right shape; its check letter is another question."""
    if not is_upn(cell.upper()):
        raise CellError(
            "upn",
            "This is not a UPN. Give a letter and 12 digits, or a letter, 11 digits and a letter.",
        )
    return cell.upper()


def upn_problem(upn: str, *, column: str) -> Problem | None:
    """A warning where the check letter is not the one that the number calls for."""
    right = upn_check_letter(upn)
    if upn[0] == right:
        return None
    return Problem(
        column=column,
        code="upn_check_letter",
        message=f"The UPN's first letter should be {right}: check the number for a slip.",
        level=Level.WARNING,
    )


def _without_unseen_signs(cell: str) -> str:
    """What a word processor leaves in a name: other blanks, soft hyphens, marks of direction."""
    kinds = [unicodedata.category(sign) for sign in cell]
    if {"Cc", "Zl", "Zp"} & set(kinds):
        raise CellError(
            "control_character",
            "The cell holds a line break or a control sign. Write it on one line, without it.",
        )
    return "".join(
        " " if kind == "Zs" else sign
        for sign, kind in zip(cell, kinds, strict=True)
        if kind != "Cf" or sign in _JOINERS
    ).strip()


def _date(cell: str, year: str, month: str, day: str) -> date:
    try:
        value = date(int(year), int(month), int(day))
    except ValueError:
        raise CellError(
            "date", f"“{cell[:30]}” is not a day of the calendar. Correct it."
        ) from None
    if not EARLIEST_YEAR <= value.year <= LATEST_YEAR:
        raise CellError("date", f"“{cell[:30]}” is too long ago or ahead. Check the year.")
    return value


def _not_a_date(cell: str, example: str) -> CellError:
    return CellError("date", f"“{cell[:30]}” is not a date. Write it like {example}.")
