"""Loads the return: its files side by side, child by child, then their deadlines anew.

The rows of one authority's return are held in memory together, since a child's rows stand in
several files in any order: the largest return is some tens of thousands of rows.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import islice

from vsh.calendars import today
from vsh.organisations.areas import AreasOfRegister
from vsh.tables.cells import CellError, british_date
from vsh.tables.findings import Problem
from vsh.tables.identifiers import UNKNOWN_UPN_CODES
from vsh.tables.job import Job
from vsh.tables.layouts import Layout
from vsh.tables.reading import Row

from ...codes import return_year
from ...merged import numbers_of_merged
from ..batches import CHILDREN_A_BATCH, Child, load_batch, name_other_files
from ..changes import Changes
from ..deadlines import recalculate_children
from ..merged_numbers import of_two_numbers
from ..record import ChildRecord
from .child import NOT_IN_HEADER, ChildRows, Return, plan_child
from .file import EPISODES, HEADER, MISSING, OC2, REVIEWS, UASC
from .not_kept import check_not_kept
from .row import HeaderRow, read_header

_FILES = {
    "episodes": EPISODES,
    "reviews": REVIEWS,
    "uasc": UASC,
    "oc2": OC2,
    "missing": MISSING,
}


def load_ssda903(job: Job) -> None:
    """Load every child of the return."""
    on = today()
    children: dict[str, ChildRows] = defaultdict(ChildRows)
    stays = _stays(job)
    _read_headers(job, children, on, stays)
    headers = {child_id: rows.header for child_id, rows in children.items()}
    headers |= {gone: headers[kept] for gone, kept in stays.number.items() if kept in headers}
    latest = _read_others(job, children, on, stays)
    whole = Return(
        authority=job.authority,
        on=on,
        year_end=date(return_year(latest), 3, 31),
        has_header_file=bool(job.tables_of(HEADER)),
        areas=AreasOfRegister(),
    )
    _refuse_born_later(job, children.values(), whole.year_end)

    def plan(child: Child[ChildRows], record: ChildRecord | None) -> Changes:
        return plan_child(child.child_id, child.said, record, whole)

    changed: set[str] = set()
    everyone = iter([Child(child_id, rows) for child_id, rows in children.items()])
    while batch := list(islice(everyone, CHILDREN_A_BATCH)):
        changed |= load_batch(
            job, job.authority, batch, plan, partial(name_other_files, kind="ssda903")
        )
    check_not_kept(job, headers)
    recalculate_children(job.authority, changed)


@dataclass(frozen=True, kw_only=True)
class _Stays:
    """Who stays, by the number of each record that was merged; `right` is of each child the number
    whose rows are loaded, of those that stand in any file of the return."""

    number: Mapping[str, str]
    right: Mapping[str, str]

    def rows(self, job: Job, layout: Layout) -> Iterator[tuple[str, Row]]:
        """Each row with the number of its child. One of a record that was merged is left out where
        the child has rows under another number: two runs of care would be mixed."""
        for row in job.rows(layout):
            told = row["CHILD"]
            child_id = self.number.get(told, told)
            if told != self.right.get(child_id, told):
                job.pass_over(row, [of_two_numbers("CHILD")])
            else:
                yield child_id, row


def _stays(job: Job) -> _Stays:
    """Where records were merged, all files are read once before: Header may be missing."""
    number = numbers_of_merged(job.authority)
    layouts = (HEADER, *_FILES.values()) if number else ()
    tables = [table for layout in layouts for table in job.tables_of(layout)]
    rows = (row for table in tables for row in table.rows())
    told = {row["CHILD"] for row in rows if isinstance(row, Row)}
    right = {number[one]: one for one in sorted(told & number.keys(), reverse=True)}
    return _Stays(number=number, right=right | {one: one for one in told - number.keys()})


def _read_headers(job: Job, children: dict[str, ChildRows], on: date, stays: _Stays) -> None:
    """Rules INT32 and 444: a child stands once in Header, a UPN with one child."""
    rows_of: dict[str, list[Row]] = defaultdict(list)
    for child_id, row in stays.rows(job, HEADER):
        rows_of[child_id].append(row)
    is_old_vintage = False
    sound: dict[str, list[HeaderRow]] = defaultdict(list)
    for child_id, written in rows_of.items():
        for row in written:
            header, problems = read_header(row, on=on)
            is_old_vintage = is_old_vintage or row["SEX"] in ("1", "2")
            if header is not None:
                sound[child_id].append(header)
                continue
            if child_id and len(written) > 1:
                problems.append(_twice("This child stands in Header more than once. Keep one row."))
            job.refuse(row, *problems)
            if child_id:
                children[child_id].is_header_refused = True
    holders: dict[str, str] = {}
    for child_id, headers in sound.items():
        rows = children[child_id]
        if _contradict(headers) or rows.is_header_refused:
            rows.is_header_refused = True
            for header in headers:
                job.refuse(
                    header.row,
                    _twice(
                        "This child stands in Header more than once, with different facts. "
                        "Keep the row that is right."
                    ),
                )
            continue
        header = headers[0]
        for again in headers[1:]:
            job.refuse(again.row, _twice("This child stands in Header before. Keep one row."))
        upn = header.upn
        if upn and upn not in UNKNOWN_UPN_CODES and upn in holders:
            rows.is_header_refused = True
            _refuse(
                job,
                header.row,
                "UPN",
                "444",
                "Another child of the return has this UPN. Correct one of them.",
            )
            continue
        holders[upn] = child_id
        rows.header = header
    if is_old_vintage and sound:
        job.inform(
            next(iter(sound.values()))[0].row,
            column="SEX",
            code="101",
            message="SEX is coded as before 2025: 1 is read as M, 2 as F.",
        )


def _refuse_born_later(job: Job, children: Iterable[ChildRows], year_end: date) -> None:
    """Rule 301: nobody in a return was born after its year."""
    for rows in children:
        if rows.header is None or rows.header.date_of_birth <= year_end:
            continue
        _refuse(
            job,
            rows.header.row,
            "DOB",
            "301",
            f"The date of birth lies after the year of the return, which ends on "
            f"{year_end:%d/%m/%Y}. Correct it.",
        )
        rows.header, rows.is_header_refused = None, True


def _twice(message: str) -> Problem:
    return Problem(column="CHILD", code="INT32", message=message)


def _contradict(headers: list[HeaderRow]) -> bool:
    facts = {(one.date_of_birth, one.sex, one.ethnicity, one.upn) for one in headers}
    return len(facts) > 1


def _refuse(job: Job, row: Row, column: str, code: str, message: str) -> None:
    job.refuse(row, Problem(column=column, code=code, message=message))


def _read_others(job: Job, children: dict[str, ChildRows], on: date, stays: _Stays) -> date:
    """Put each row with its child; returns the latest day of an episode, which tells the year."""
    latest = date.min
    for name, layout in _FILES.items():
        for child_id, row in stays.rows(job, layout):
            if not child_id:
                _refuse(job, row, "CHILD", NOT_IN_HEADER[name], "CHILD is empty. Fill it in.")
                continue
            children[child_id].others[name].append(row)
            if name == "episodes":
                latest = max([latest, *(day for day in _days(row) if day <= on)])
    return latest if latest > date.min else on


def _days(row: Row) -> Iterator[date]:
    for column in ("DECOM", "DEC"):
        try:
            yield british_date(row[column])
        except CellError:
            continue
