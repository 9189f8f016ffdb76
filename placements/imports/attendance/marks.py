"""Marks by the million: streamed into a table of their own, checked and merged by the database.

1. Each row is read; one that cannot be a mark is refused at once, the others are copied into a
   temporary table.
2. Two rows become a day. The database finds the place that covers it, whether the school was
   open, and what is on record; rows that fail are refused by their line.
3. The places whose marks change are held as they are, and the marks written: nobody ends or
   withdraws one of them until then, and a mark that somebody saves at the same time waits. All
   other work on the child goes on. If somebody has meanwhile changed a place or a mark, the import
   is busy and tries again.
4. The outcome of every row goes into the report straight from the database.

A mark that a person corrected stands; see `docs/imports.md`.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db import connection
from psycopg import sql

from placements.models import AttendanceDay
from placements.rules.attendance_codes import CODES, UNAUTHORISED, Count
from placements.services.attendance_days import ABSENT
from vsh.calendars import today
from vsh.intake.engine import ImportBusyError
from vsh.notices.models import Notice
from vsh.organisations.models import EducationSetting
from vsh.tables.findings import Level, Problem
from vsh.tables.job import Job, Outcome
from vsh.tables.reading import Row

from . import marks_sql
from .calendar import SchoolCalendars
from .file import MARKS
from .row import Known, MarkReader

_ROWS_A_WRITE = 2000
_PROBLEMS = {
    "no_place": (
        "urn",
        "The child has no place at this setting on that day. Correct the URN or the date.",
    ),
    "told_twice": (
        "session",
        "This session stands in the file more than once. Keep the row that is right.",
    ),
    "closed_day": (
        "date",
        "The school was closed on that day. Correct the date, or write # for a planned closure.",
    ),
}
# What a school's own system is told of a child who is not at the school, whoever it is.
_NOT_HERE = Problem(
    column="upn",
    code="not_here",
    message="No child of this authority with this UPN has a place at this school on that day. "
    "Correct the UPN or the date, or leave the row out.",
)
_KEPT = Problem(
    column="code",
    code="kept_as_corrected",
    message="A person corrected this mark. What they said stands; if it is wrong, correct it on "
    "the child’s page.",
    level=Level.WARNING,
)


def load_marks(job: Job, known: Known) -> None:
    """Load every file of marks of the job."""
    if not job.tables_of(MARKS):
        return
    _run(marks_sql.STAGING)
    _stage(job, known)
    _run(marks_sql.TOLD)
    _run(marks_sql.PLACES)
    _write_calendars(job)
    _run(
        marks_sql.COMPARED,
        possible=[code for code, one in CODES.items() if one.count is not Count.NOT_POSSIBLE],
    )
    _refuse(job)
    _write()
    _tell(job)


def _stage(job: Job, known: Known) -> None:
    """Copy the sound rows; nothing else may ask the database meanwhile."""
    reader = MarkReader(known)
    numbers = {table.name: number for number, table in enumerate(job.tables)}
    with connection.cursor() as cursor, cursor.copy(marks_sql.COPY) as copy:
        lines: list[str] = []
        for row in job.rows(MARKS):
            found = reader.read(row)
            if isinstance(found, list):
                job.tell_schools(row.file, filter(None, [row["urn"]]))
                job.refuse(row, *found)
                continue
            lines.append(f"{numbers[row.file]}\t{row.line}\t{found}")
            if len(lines) >= _ROWS_A_WRITE:
                copy.write("".join(lines))
                lines.clear()
        copy.write("".join(lines))


def _write_calendars(job: Job) -> None:
    """Which school was open on which day, as far as the file asks."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT coalesce(am_file, pm_file), setting_id FROM attendance_told"
        )
        schools = cursor.fetchall()
        settings = sorted({setting_id for _, setting_id in schools})
        cursor.execute("SELECT DISTINCT day FROM attendance_told")
        days = [day for (day,) in cursor.fetchall()]
        calendars = SchoolCalendars(job.authority, settings)
        with cursor.copy("COPY attendance_calendar FROM STDIN") as copy:
            for pair in calendars.number_of.items():
                copy.write_row(pair)
        with cursor.copy("COPY attendance_school_day FROM STDIN") as copy:
            for found in calendars.days(days):
                copy.write_row(found)
    urns = dict(EducationSetting.objects.filter(pk__in=settings).values_list("pk", "urn"))
    for file, setting_id in schools:
        job.tell_schools(job.tables[file].name, [str(urns[setting_id])])


def _refuse(job: Job) -> None:
    """Name each row that failed a check, and each that a person's correction stands against."""
    names = [table.name for table in job.tables]
    for file, line, problem in _streamed(marks_sql.REFUSED):
        row = Row(names[file], line, (), {})
        if problem == "kept":
            job.name(row, [_KEPT])
            continue
        if problem == "no_place" and job.setting:
            job.refuse(row, _NOT_HERE)
            continue
        column, message = _PROBLEMS[problem]
        job.refuse(row, Problem(column=column, code=problem, message=message))


def _write() -> None:
    """Hold the places, write, and make sure that the record was still as it was compared."""
    _run(marks_sql.LOCKED)
    day = today()
    for statement, expected in (
        (marks_sql.INSERTED, marks_sql.TO_INSERT),
        (marks_sql.UPDATED, marks_sql.TO_UPDATE),
    ):
        with connection.cursor() as cursor:
            cursor.execute(expected)
            (number,) = cursor.fetchone()
            if not number:
                continue
            cursor.execute(statement, {"day": day, "source": AttendanceDay.Source.FILE})
            if cursor.rowcount != number:
                raise ImportBusyError
    pending = Notice.objects.filter(state=Notice.State.PENDING, about__startswith=ABSENT)
    if pending.exists():
        _run(marks_sql.TAKEN_BACK, about=ABSENT, unauthorised=list(UNAUTHORISED))


def _tell(job: Job) -> None:
    """Count what became of the rows, and put each into the report."""
    with connection.cursor() as cursor:
        cursor.execute(marks_sql.COUNTS)
        counts = {Outcome(outcome): number for outcome, number in cursor.fetchall()}
    job.settle_many(counts, _outcome_lines(job))


def _outcome_lines(job: Job) -> Iterator[str]:
    """The report's lines of the rows that loaded, a thousand at a time as the database joins
    them: what stands before a line's number is the file's, what stands after it the outcome's."""
    before = [job.line_of_report(table, Outcome.SAME)[0] for table in job.tables]
    after = {one.value: job.line_of_report(job.tables[0], one)[1] for one in Outcome}
    after["kept"] = after[Outcome.SAME.value]
    query = sql.SQL(marks_sql.OUTCOMES).format(
        names=_cases(enumerate(before)), words=_cases(after.items())
    )
    with connection.chunked_cursor() as cursor:
        cursor.execute(query)
        while rows := cursor.fetchmany(1):
            yield rows[0][0]


def _cases(pairs: Iterable[tuple[Any, str]]) -> sql.Composed:
    return sql.SQL(" ").join(
        sql.SQL("WHEN {} THEN {}").format(sql.Literal(found), sql.Literal(said))
        for found, said in pairs
    )


def _streamed(query: str) -> Iterator[tuple[int, int, str]]:
    """The rows of a query, however many, a few at a time."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(query)
        while rows := cursor.fetchmany(_ROWS_A_WRITE):
            yield from rows


def _run(statements: str, **parameters: Any) -> None:
    with connection.cursor() as cursor:
        for statement in statements.split(";"):
            if statement.strip():
                cursor.execute(statement, parameters or None)
