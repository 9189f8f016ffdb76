"""Loads postcodes: copied into a staging table, compared there, written where they differ.

Set by set rather than row by row, because a country's file has more than a million rows; memory
stays flat. A postcode that the file does not name stays.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db import connection
from psycopg import sql

from vsh.tables.findings import Problem
from vsh.tables.job import Job, Outcome
from vsh.tables.reading import Row

from ...models import Postcode
from ..commit import allow_nested_loops
from .file import POSTCODES
from .row import read_postcode

_ROWS_A_TIME = 2000
_TWICE = "twice"
_STAGE = """
CREATE TEMP TABLE staged_postcodes (
    file smallint, line integer, postcode text, easting integer, northing integer
) ON COMMIT DROP
"""
_COMPARED = """
CREATE TEMP TABLE compared_postcodes ON COMMIT DROP AS
SELECT staged.*, CASE
    WHEN staged.nth > 1 THEN {twice}
    WHEN present.postcode IS NULL THEN {new}
    WHEN (present.easting, present.northing) <> (staged.easting, staged.northing) THEN {changed}
    ELSE {same} END AS fate
FROM (
    SELECT *, row_number() OVER (PARTITION BY postcode ORDER BY file, line) AS nth
    FROM staged_postcodes
) AS staged LEFT JOIN {postcode} AS present USING (postcode)
"""
_UPDATED = """
UPDATE {postcode} AS present SET easting = told.easting, northing = told.northing
FROM compared_postcodes AS told WHERE told.postcode = present.postcode AND fate = {changed}
"""
_INSERTED = """
INSERT INTO {postcode} (postcode, easting, northing)
SELECT postcode, easting, northing FROM compared_postcodes WHERE fate = {new}
"""
_REFUSED = """
SELECT file, line FROM compared_postcodes WHERE fate = {twice} ORDER BY file, line
"""
_COUNTS = """
SELECT fate, count(*) FROM compared_postcodes WHERE fate <> {twice} GROUP BY fate
"""
_OUTCOMES = """
SELECT string_agg(CASE file {names} END || line || CASE fate {words} END, '' ORDER BY line)
FROM compared_postcodes WHERE fate <> {twice}
GROUP BY file, line / 1000 ORDER BY file, line / 1000
"""
_PARTS: dict[str, sql.Composable] = {
    "postcode": sql.Identifier(Postcode._meta.db_table),
    "twice": sql.Literal(_TWICE),
    **{one.value: sql.Literal(one.value) for one in Outcome},
}


def load_postcodes(job: Job) -> None:
    """Load where postcodes lie.

    1. Sound rows are copied into a temporary table; the others are refused at once.
    2. The database finds what stands twice in the file, what is new and what differs.
    3. The outcome of every row goes into the report straight from the database.
    """
    if not job.tables:
        return
    allow_nested_loops("off")
    _stage(job)
    _execute(_COMPARED)
    for file, line in _streamed(_REFUSED):
        job.refuse(Row(job.tables[file].name, line, (), {}), _told_twice())
    _execute(_UPDATED)
    _execute(_INSERTED)
    counts = {Outcome(fate): number for fate, number in _streamed(_COUNTS)}
    job.settle_many(counts, _outcome_lines(job))
    allow_nested_loops("on")


def _stage(job: Job) -> None:
    """Copy the sound rows; nothing else may ask the database meanwhile."""
    numbers = {table.name: number for number, table in enumerate(job.tables)}
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS staged_postcodes, compared_postcodes")
        cursor.execute(_STAGE)
        with cursor.copy("COPY staged_postcodes FROM STDIN") as copy:
            lines: list[str] = []
            for row in job.rows(POSTCODES):
                found = read_postcode(row)
                if isinstance(found, list):
                    job.refuse(row, *found)
                    continue
                postcode, easting, northing = found
                lines.append(
                    f"{numbers[row.file]}\t{row.line}\t{postcode}\t{easting}\t{northing}\n"
                )
                if len(lines) >= _ROWS_A_TIME:
                    copy.write("".join(lines))
                    lines.clear()
            copy.write("".join(lines))
        cursor.execute("ANALYZE staged_postcodes (postcode)")


def _told_twice() -> Problem:
    return Problem(
        column="postcode",
        code="duplicate_postcode",
        message="This postcode stands in the file before. Keep one row.",
    )


def _outcome_lines(job: Job) -> Iterator[str]:
    """The report's lines of the rows that loaded, a thousand at a time as the database joins
    them: what stands before a line's number is the file's, what stands after it the outcome's."""
    before = [job.line_of_report(table, Outcome.SAME)[0] for table in job.tables]
    after = [(one.value, job.line_of_report(job.tables[0], one)[1]) for one in Outcome]
    parts = {"names": _cases(enumerate(before)), "words": _cases(after)}
    for (lines,) in _streamed(_OUTCOMES, parts, at_a_time=1):
        yield lines


def _cases(pairs: Iterable[tuple[Any, str]]) -> sql.Composed:
    return sql.SQL(" ").join(
        sql.SQL("WHEN {} THEN {}").format(sql.Literal(found), sql.Literal(said))
        for found, said in pairs
    )


def _streamed(
    query: str, parts: dict[str, Any] | None = None, *, at_a_time: int = _ROWS_A_TIME
) -> Iterator[tuple[Any, ...]]:
    """The rows of a query, however many, a few at a time."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(sql.SQL(query).format(**_PARTS, **(parts or {})))
        while rows := cursor.fetchmany(at_a_time):
            yield from rows


def _execute(query: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL(query).format(**_PARTS))
