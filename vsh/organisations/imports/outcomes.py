"""What became of the staged rows, told to the job by the database for all of them at once."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db import connection
from psycopg import sql

from vsh.tables.job import Job, Outcome
from vsh.tables.layouts import Layout

_COUNTED = "SELECT outcome, count(*) FROM {table} GROUP BY outcome"
_REPORTED = """
SELECT string_agg(CASE file {before} END || line || CASE outcome {after} END, '' ORDER BY line)
FROM {table} GROUP BY file, line / 1000 ORDER BY file, line / 1000
"""


def settle(job: Job, layout: Layout, table: str) -> None:
    """Tell the job what became of the staged rows; the database makes the report's lines of them,
    a thousand at a time."""
    tables = job.tables_of(layout)
    before = [(one.name, job.line_of_report(one, Outcome.NEW)[0]) for one in tables]
    after = [(one.value, job.line_of_report(tables[0], one)[1]) for one in Outcome]
    parts = {"table": sql.Identifier(table), "before": _cases(before), "after": _cases(after)}
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL(_COUNTED).format(**parts))
        counts = {Outcome(outcome): number for outcome, number in cursor.fetchall()}
    job.settle_many(counts, _report_lines(parts))


def _report_lines(parts: dict[str, Any]) -> Iterator[str]:
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL(_REPORTED).format(**parts))
        while rows := cursor.fetchmany(10):
            yield from (lines for (lines,) in rows)


def _cases(pairs: Iterable[tuple[str, str]]) -> sql.Composed:
    return sql.SQL(" ").join(
        sql.SQL("WHEN {} THEN {}").format(sql.Literal(found), sql.Literal(said))
        for found, said in pairs
    )
