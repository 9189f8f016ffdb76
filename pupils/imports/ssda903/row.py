"""Rows of the return as values, checked one by one. Pure: no database; the day is an argument.

Codes of findings are the numbers of the DfE's own rules for the return.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from vsh.tables.cells import (
    CellError,
    Cells,
    british_date,
    code_of,
    text,
    upn,
    upn_problem,
    whole_number,
)
from vsh.tables.findings import Problem
from vsh.tables.identifiers import UNKNOWN_UPN_CODES, is_ofsted_urn
from vsh.tables.reading import Row

from ...codes import ETHNICITIES, PARTICIPATIONS, REASONS_WITHOUT_SDQ

_SEXES = {"M": "M", "F": "F", "U": "U", "1": "M", "2": "F"}
SCHOOL_AGE = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class HeaderRow:
    """A child, without a name."""

    row: Row
    child_id: str
    sex: str
    date_of_birth: date
    ethnicity: str
    upn: str
    warnings: tuple[Problem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewRow:
    """A statutory review that was held."""

    row: Row
    child_id: str
    held_on: date
    participation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UascRow:
    """An unaccompanied asylum-seeking child, and until when."""

    row: Row
    child_id: str
    ceased_on: date | None
    warnings: tuple[Problem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SdqRow:
    """A score, or why there is none; neither where the child needs none."""

    row: Row
    child_id: str
    score: int | None
    reason_none: str
    warnings: tuple[Problem, ...]


def ruled(reader: Callable[[str], date], rule: str) -> Callable[[str], date]:
    """The same reader, its refusal under the number of the DfE's rule."""

    def read(cell: str) -> date:
        try:
            return reader(cell)
        except CellError as error:
            raise CellError(rule, error.message) from None

    return read


child_number = text(longest=30)
_dob = ruled(british_date, "102")
_review = ruled(british_date, "166")
_ceased = ruled(british_date, "104")
_ethnicity = code_of(ETHNICITIES, what="ethnicity", code="103")
_participation = code_of(PARTICIPATIONS, what="review", code="167")
_no_sdq = code_of(REASONS_WITHOUT_SDQ, what="SDQ reason", code="196")


def ofsted_urn(cells: Cells) -> str:
    """Ofsted's number of a social care provider; not the number of a school (rule 1008)."""
    cell = cells.row["URN"].upper()
    if cell and not is_ofsted_urn(cell):
        cells.warn("URN", "1008", f"“{cell[:12]}” is not an Ofsted URN; left out.")
        return ""
    return cell


def read_header(row: Row, *, on: date) -> tuple[HeaderRow | None, list[Problem]]:
    """A row of Header."""
    cells = Cells(row)
    child_id = cells.read("CHILD", child_number, required=True)
    born = cells.read("DOB", _dob)
    if born is None and not cells.is_refused:
        cells.refuse("DOB", "102", "The date of birth is empty. Fill it in.")
    if born and born > on:
        cells.refuse("DOB", "301", "The date of birth is in the future. Correct it.")
    sex = _SEXES.get(row["SEX"].upper())
    if sex is None:
        cells.warn("SEX", "101", "SEX is not M, F or U (1 or 2 before 2025): kept as not known.")
    ethnicity = cells.read("ETHNIC", _ethnicity)
    if not row["ETHNIC"]:
        cells.refuse(
            "ETHNIC", "103", "The ethnicity is empty. Fill it in; NOBT stands for not yet obtained."
        )
    number = _header_upn(cells, born, on)
    _check_mother(cells)
    if cells.is_refused or child_id is None or born is None:
        return None, cells.problems
    header = HeaderRow(
        row=row,
        child_id=child_id,
        sex=sex or "U",
        date_of_birth=born,
        ethnicity=ethnicity or "",
        upn=number,
        warnings=tuple(cells.problems),
    )
    return header, cells.problems


def _header_upn(cells: Cells, born: date | None, on: date) -> str:
    cell = cells.row["UPN"].upper()
    is_school_age = born is not None and age_on(born, on) >= SCHOOL_AGE
    if not cell:
        if is_school_age:
            cells.warn("UPN", "442", "The UPN is empty for a child of school age.")
        return ""
    if cell in UNKNOWN_UPN_CODES:
        if cell == "UN1" and is_school_age:
            cells.warn("UPN", "209", "UN1 (not of school age) for a child of school age.")
        return cell
    try:
        number = upn(cell)
    except CellError as error:
        cells.refuse("UPN", "168", f"{error.message} If it is unknown, give one of UN1 to UN5.")
        return ""
    problem = upn_problem(number, column="UPN")
    if problem:
        cells.problems.append(problem)
    return number


def _check_mother(cells: Cells) -> None:
    is_mother, child_born = cells.row["MOTHER"] == "1", bool(cells.row["MC_DOB"])
    if is_mother and not child_born:
        cells.warn("MC_DOB", "611", "The child is a mother, but her child's birth is empty.")
    if child_born and not is_mother:
        cells.warn("MOTHER", "612", "A birth is given, but the child is not said to be a mother.")


def other_birth(row: Row, born: date, *, rule: str, is_in_header: bool) -> Problem | None:
    """Why DOB is not the child's, who was born on that day as Header tells, or the record."""
    cell = row["DOB"]
    if not cell:
        return Problem(column="DOB", code=rule, message="DOB is empty. Fill it in.")
    try:
        if british_date(cell) == born:
            return None
    except CellError as error:
        return Problem(column="DOB", code=rule, message=error.message)
    message = "DOB is another than on record. Correct it, or CHILD."
    if is_in_header:
        message = f"DOB is another than in Header ({born:%d/%m/%Y}). Correct one of them, or CHILD."
    return Problem(column="DOB", code=rule, message=message)


def read_review(row: Row, *, on: date, born: date) -> tuple[ReviewRow | None, list[Problem]]:
    """A row of Reviews."""
    cells = Cells(row)
    held_on = cells.read("REVIEW", _review)
    if not row["REVIEW"]:
        cells.refuse("REVIEW", "166", "The day of the review is empty. Fill it in.")
    elif held_on and held_on > on:
        cells.refuse("REVIEW", "166", "A review that was held lies in the past. Correct the day.")
    elif held_on and held_on < born:
        cells.refuse("REVIEW", "166", "The child was not yet born that day. Correct the day.")
    participation = cells.read("REVIEW_CODE", _participation)
    if not row["REVIEW_CODE"]:
        cells.refuse("REVIEW_CODE", "167", "The way of taking part is empty. Fill it in.")
    if held_on and participation:
        is_under_four = age_on(born, held_on) < 4
        if participation == "PN0" and not is_under_four:
            cells.refuse(
                "REVIEW_CODE",
                "440",
                "PN0 is for children under 4; this child was older. Give another code.",
            )
        if participation != "PN0" and is_under_four:
            cells.refuse("REVIEW_CODE", "441", "The child was under 4. Give PN0.")
    if cells.is_refused or held_on is None:
        return None, cells.problems
    return ReviewRow(
        row=row, child_id=row["CHILD"], held_on=held_on, participation=participation or ""
    ), cells.problems


def read_uasc(row: Row, *, born: date, sex: str) -> tuple[UascRow | None, list[Problem]]:
    """A row of UASC."""
    cells = Cells(row)
    ceased_on = cells.read("DUC", _ceased)
    if ceased_on and age_on(born, ceased_on) >= 18 and not _is_birthday(born, ceased_on, 18):
        cells.warn("DUC", "304", "The status ends after the 18th birthday.")
    if sex != _SEXES.get(row["SEX"].upper(), "U"):
        cells.warn("SEX", "INT21", "SEX is another than in Header; that of Header is kept.")
    if cells.is_refused:
        return None, cells.problems
    return UascRow(
        row=row, child_id=row["CHILD"], ceased_on=ceased_on, warnings=tuple(cells.problems)
    ), cells.problems


def read_sdq(row: Row) -> tuple[SdqRow | None, list[Problem]]:
    """A row of OC2, of which the questionnaire's score is taken."""
    cells = Cells(row)
    score = cells.read("SDQ_SCORE", _score)
    reason = cells.read("SDQ_REASON", _no_sdq)
    if row["SDQ_SCORE"] and row["SDQ_REASON"]:
        cells.refuse("SDQ_REASON", "197a", "There is a score, so no reason is wanted. Keep one.")
    if cells.is_refused:
        return None, cells.problems
    return SdqRow(
        row=row,
        child_id=row["CHILD"],
        score=score,
        reason_none=reason or "",
        warnings=tuple(cells.problems),
    ), cells.problems


def _score(cell: str) -> int:
    try:
        return whole_number(0, 40)(cell)
    except CellError as error:
        raise CellError("180", error.message) from None


def age_on(born: date, day: date) -> int:
    """Whole years of age on `day`."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def _is_birthday(born: date, day: date, age: int) -> bool:
    return (day.year - born.year, day.month, day.day) == (age, born.month, born.day)
