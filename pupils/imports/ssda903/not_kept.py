"""Files of the return of which nothing is kept here: their rows are checked all the same, so that
who prepares the return learns of a slip. A fault is a doubt, since there is nothing to refuse.

Codes of findings are the numbers of the DfE's own rules for the return. Lists of codes that are
not known for certain (accommodation of care leavers, adopters' numbers) are not checked.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from vsh.tables.cells import CellError, british_date, code_of
from vsh.tables.findings import Problem
from vsh.tables.job import Job
from vsh.tables.layouts import Layout
from vsh.tables.reading import Row

from .file import AD1, DOLO, HEADER, OC3, PLACED_ADOPTION, PREV_PERM, SW_EPISODES
from .row import HeaderRow, other_birth

_IN_TOUCH = ("YES", "NO", "DIED", "REFU", "NREQ", "RHOM")
_ACTIVITIES = (
    *("F1", "P1", "F2", "P2", "F4", "P4", "F5", "P5", "G4", "G5", "G6", "0"),
    *("F3", "P3"),  # until the return of 2021
)
_STATUSES_OF_ADOPTERS = ("L0", "L11", "L12", "L2", "L3", "L4")
_SEXES_OF_ADOPTERS = ("M1", "F1", "MM", "FF", "MF")
_REASONS_NOT_PLACED = ("RD1", "RD2", "RD3", "RD4")
_EARLIER_PERMANENCE = ("P1", "P2", "P3", "P4", "Z1")
_REASONS_OF_WORKER = (
    *("MANAGE", "FCONTA", "LEFTRL", "ORGRST", "TSPROC"),
    *("ABSENC", "CHCHAN", "PCCHAN", "SWDIED", "OTHERS"),
)
_PART_OF_DATE = re.compile(r"(\d{2}|zz)/(\d{2}|zz)/(\d{4}|zzzz)", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Checks:
    """A file, the rules by which its rows name Header, and how each cell is read."""

    layout: Layout
    in_header: str = ""
    birth: str = ""
    once: str = ""
    cells: tuple[tuple[str, str, Callable[[str], object]], ...] = ()  # column, rule, reader


def _partly_known_date(cell: str) -> str:
    """A date of which the day, month or year may be unknown: zz/zz/2021."""
    if not _PART_OF_DATE.fullmatch(cell):
        raise CellError(
            "632", f"“{cell[:12]}” is not a date. Write 02/04/2026, and zz for what is not known."
        )
    return cell


def _worker(cell: str) -> str:
    if not cell.upper().startswith(("SW", "XX")):
        raise CellError("SW02STG1", "A social worker's number starts with SW or XX. Correct it.")
    return cell


def _codes(*codes: str, what: str) -> Callable[[str], str]:
    return code_of(codes, what=what)


CHECKS = (
    Checks(
        layout=OC3,
        in_header="INT06",
        birth="INT15",
        once="INT34",
        cells=(
            ("IN_TOUCH", "131", _codes(*_IN_TOUCH, what="being in touch")),
            ("ACTIV", "132", _codes(*_ACTIVITIES, what="activity")),
        ),
    ),
    Checks(
        layout=AD1,
        in_header="INT01",
        birth="INT11",
        once="INT31",
        cells=(
            ("DATE_INT", "112", british_date),
            ("DATE_MATCH", "113", british_date),
            ("SEX_ADOPTR", "176", _codes(*_SEXES_OF_ADOPTERS, what="adopters' sex")),
            ("LS_ADOPTR", "177", _codes(*_STATUSES_OF_ADOPTERS, what="adopters' legal status")),
        ),
    ),
    Checks(
        layout=PLACED_ADOPTION,
        in_header="INT02",
        birth="INT12",
        cells=(
            ("DATE_PLACED", "115", british_date),
            ("DATE_PLACED_CEASED", "116", british_date),
            ("REASON_PLACED_CEASED", "120", _codes(*_REASONS_NOT_PLACED, what="reversal")),
        ),
    ),
    Checks(
        layout=PREV_PERM,
        in_header="INT07",
        birth="INT16",
        once="INT35",
        cells=(
            ("PREV_PERM", "631", _codes(*_EARLIER_PERMANENCE, what="earlier permanence")),
            ("DATE_PERM", "632", _partly_known_date),
        ),
    ),
    Checks(
        layout=SW_EPISODES,
        cells=(
            ("SW_ID", "SW02STG1", _worker),
            ("SW_DECOM", "SW04STG1", british_date),
            ("SW_DEC", "SW05STG1", british_date),
            ("SW_REASON", "SW13STG1", _codes(*_REASONS_OF_WORKER, what="change of worker")),
        ),
    ),
    Checks(
        layout=DOLO,
        cells=tuple((name, "date", british_date) for name in ("DOLO_START", "DOLO_END")),
    ),
)


def check_not_kept(job: Job, headers: Mapping[str, HeaderRow | None]) -> None:
    """Check every row of these files; `headers` are the children of Header, None where refused."""
    has_header = bool(job.tables_of(HEADER))
    for checks in CHECKS:
        seen: set[str] = set()
        for row in job.rows(checks.layout):
            job.pass_over(row, _faults(row, checks, headers, seen, has_header=has_header))


def _faults(
    row: Row,
    checks: Checks,
    headers: Mapping[str, HeaderRow | None],
    seen: set[str],
    *,
    has_header: bool,
) -> Iterator[Problem]:
    child = row["CHILD"]
    if not child:
        yield _fault("CHILD", checks.in_header or "missing", "CHILD is empty. Fill it in.")
    elif has_header and child not in headers:
        message = "The child's row in Header is missing. Add it, or correct CHILD."
        yield _fault("CHILD", checks.in_header or "not_in_header", message)
    if child in seen and checks.once:
        message = "This child has a row in this file before. Keep one of them."
        yield _fault("CHILD", checks.once, message)
    seen.add(child)
    header = headers.get(child)
    if header is not None:
        rule = checks.birth or "other_date_of_birth"
        if problem := other_birth(row, header.date_of_birth, rule=rule, is_in_header=True):
            yield problem
    for column, rule, read in checks.cells:
        try:
            if row[column]:
                read(row[column])
        except CellError as error:
            yield _fault(column, rule, error.message)


def _fault(column: str, rule: str, message: str) -> Problem:
    return Problem(column=column, code=rule, message=message)
