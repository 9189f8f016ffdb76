"""Loads the register: copied into a staging table, compared there, written where it differs.

Set by set rather than row by row, because the register has 52,000 rows; memory stays flat.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection
from psycopg import sql

from vsh.tables.findings import Problem
from vsh.tables.job import Job
from vsh.tables.layouts import Layout
from vsh.tables.reading import Row

from ..models import EducationSetting, InspectionOutcome, SettingLink
from .doubts import name_doubts
from .file import LINKS, REGISTER, SHORT_REGISTER
from .outcomes import settle
from .row import LinkRow, SettingRow, read_full, read_link, read_short

_KNOWN_BY_SHORT = (
    *("urn", "la_code", "la_name", "establishment_number", "name"),
    *("opened_on", "town", "postcode", "easting", "northing"),
)
_KNOWN_BY_FULL = (
    *_KNOWN_BY_SHORT,
    *("type_code", "type_name", "type_group", "phase", "status", "closed_on"),
    *("low_age", "high_age", "street", "telephone", "website"),
)
_DEFAULTS = {
    "type_code": "",
    "type_name": "",
    "type_group": "",
    "phase": EducationSetting.Phase.NOT_APPLICABLE.value,
    "status": EducationSetting.Status.OPEN.value,
    "street": "",
    "telephone": "",
    "website": "",
}
_SETTINGS_STAGE = """
CREATE TEMP TABLE staged_settings (
    file text, line integer, urn text, la_code text, la_name text,
    establishment_number text, name text, type_code text, type_name text, type_group text,
    phase text, status text, opened_on date, closed_on date, low_age smallint, high_age smallint,
    street text, town text, postcode text, easting integer, northing integer,
    tells_place boolean, telephone text, website text,
    inspected_on date, grade text
) ON COMMIT DROP
"""
_PLACE = ("easting", "northing")  # what is on record stays where a file has no such columns
_LINKS_STAGE = """
CREATE TEMP TABLE staged_links (
    file text, line integer, outcome text, urn text, linked_urn text, link_type text,
    established_on date, setting_id bigint
) ON COMMIT DROP
"""


@dataclass(frozen=True, kw_only=True)
class _Stage:
    """A staging table, its columns after file, line and outcome, and who fills it."""

    table: str
    create: str
    columns: tuple[str, ...]


_SETTINGS = _Stage(table="staged_settings", create=_SETTINGS_STAGE, columns=SettingRow._fields)
_LINKS = _Stage(table="staged_links", create=_LINKS_STAGE, columns=LinkRow._fields)


def load_schools(job: Job) -> None:
    """Load the register's rows, then the links between them.

    The tables grow within this transaction, so the planner knows nothing of their size: a nested
    loop, right for an empty table, would take hours on a full one.
    """
    allow_nested_loops("off")
    _load_settings(job, REGISTER, read_full, _KNOWN_BY_FULL)
    _load_settings(job, SHORT_REGISTER, read_short, _KNOWN_BY_SHORT)
    _load_links(job)
    allow_nested_loops("on")


def allow_nested_loops(value: str) -> None:
    """Whether, "on" or "off", the planner may choose one until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('enable_nestloop', %s, true)", [value])


def _load_settings(job: Job, layout: Layout, read: Any, known: tuple[str, ...]) -> None:
    if not job.tables_of(layout):
        return
    _stage(_SETTINGS, _sound_settings(job, layout, read))
    name_doubts(job)
    setting = sql.Identifier(EducationSetting._meta.db_table)
    fields = [sql.Identifier(name) for name in (*known, "source")]
    staged = [sql.SQL("staged.{}").format(sql.Identifier(name)) for name in known] + [
        sql.Literal(EducationSetting.Source.GIAS.value)
    ]
    present = [sql.SQL("present.{}").format(field) for field in fields]
    kept = sql.SQL("CASE WHEN staged.tells_place THEN {} ELSE {} END")
    told = [
        kept.format(new, old) if name in _PLACE else new
        for name, new, old in zip((*known, "source"), staged, present, strict=True)
    ]
    parts = {
        "setting": setting,
        "present": sql.SQL(", ").join(present),
        "told": sql.SQL(", ").join(told),
        "assignments": sql.SQL(", ").join(
            sql.SQL("{} = {}").format(field, value)
            for field, value in zip(fields, told, strict=True)
        ),
    }
    defaults = {name: value for name, value in _DEFAULTS.items() if name not in known}
    _execute(
        """
        CREATE TEMP TABLE staged_outcomes ON COMMIT DROP AS
        SELECT staged.file, staged.line, staged.urn, CASE
            WHEN present.id IS NULL THEN 'new'
            WHEN ({present}) IS DISTINCT FROM ({told}) THEN 'changed'
            ELSE 'same' END AS outcome
        FROM staged_settings AS staged LEFT JOIN {setting} AS present ON present.urn = staged.urn
        """,
        parts,
    )
    _execute(
        """
        UPDATE {setting} AS present SET {assignments}
        FROM staged_outcomes AS outcomes JOIN staged_settings AS staged USING (urn)
        WHERE outcomes.urn = present.urn AND outcomes.outcome = 'changed'
        """,
        parts,
    )
    _execute(
        """
        INSERT INTO {setting} ({fields}) SELECT {values}
        FROM staged_settings AS staged JOIN staged_outcomes USING (urn) WHERE outcome = 'new'
        """,
        {
            **parts,
            "fields": sql.SQL(", ").join([*fields, *map(sql.Identifier, defaults)]),
            "values": sql.SQL(", ").join([*staged, *map(sql.Literal, defaults.values())]),
        },
    )
    _write_inspections(parts)
    settle(job, layout, "staged_outcomes")


def _sound_settings(job: Job, layout: Layout, read: Any) -> Iterator[tuple[Row, SettingRow]]:
    seen: set[str] = set()
    for row in job.rows(layout):
        setting, problems = read(row)
        if setting is not None and setting.urn in seen:
            problems.append(
                _twice("URN", "duplicate_urn", "This URN stands in the file before. Keep one row.")
            )
            setting = None
        if setting is None:
            job.refuse(row, *problems)
            continue
        seen.add(setting.urn)
        job.name(row, problems)
        yield row, setting


def _write_inspections(parts: dict[str, sql.Composable]) -> None:
    """Outcomes under the framework of headline grades, which GIAS carried until April 2025; what
    another source has told of the same day stands."""
    _execute(
        """
        WITH written AS (
            INSERT INTO {inspection} (setting_id, framework, area, grade, inspected_on, source)
            SELECT present.id, {framework}, {area}, staged.grade, staged.inspected_on, 'GIAS'
            FROM staged_settings AS staged
            JOIN {setting} AS present ON present.urn = staged.urn
            LEFT JOIN {inspection} AS old ON old.setting_id = present.id
                AND old.framework = {framework} AND old.area = {area}
                AND old.inspected_on = staged.inspected_on
            WHERE staged.grade IS NOT NULL AND lower(old.grade) IS DISTINCT FROM lower(staged.grade)
                AND coalesce(old.source, 'GIAS') = 'GIAS'
            ON CONFLICT (setting_id, framework, area, inspected_on)
            DO UPDATE SET grade = excluded.grade
            RETURNING setting_id
        )
        UPDATE staged_outcomes AS outcomes SET outcome = 'changed'
        FROM {setting} AS present JOIN written ON written.setting_id = present.id
        WHERE outcomes.urn = present.urn AND outcomes.outcome = 'same'
        """,
        {
            **parts,
            "inspection": sql.Identifier(InspectionOutcome._meta.db_table),
            "framework": sql.Literal(InspectionOutcome.Framework.OVERALL.value),
            "area": sql.Literal("overall effectiveness"),
        },
    )


def _load_links(job: Job) -> None:
    if not job.tables_of(LINKS):
        return
    known = set(EducationSetting.objects.values_list("urn", flat=True))
    _stage(_LINKS, _sound_links(job, known))
    parts = {
        "link": sql.Identifier(SettingLink._meta.db_table),
        "setting": sql.Identifier(EducationSetting._meta.db_table),
    }
    _execute(
        """
        UPDATE staged_links AS staged SET setting_id = setting.id, outcome = CASE
            WHEN link.id IS NULL THEN 'new'
            WHEN link.established_on IS DISTINCT FROM staged.established_on THEN 'changed'
            ELSE 'same' END
        FROM {setting} AS setting, staged_links AS same_row
        LEFT JOIN {setting} AS owner ON owner.urn = same_row.urn
        LEFT JOIN {link} AS link ON link.setting_id = owner.id
            AND link.linked_urn = same_row.linked_urn AND link.link_type = same_row.link_type
        WHERE setting.urn = staged.urn AND same_row.line = staged.line
            AND same_row.file = staged.file
        """,
        parts,
    )
    _execute(
        """
        INSERT INTO {link} AS old (setting_id, linked_urn, link_type, established_on)
        SELECT setting_id, linked_urn, link_type, established_on FROM staged_links
        WHERE outcome <> 'same'
        ON CONFLICT (setting_id, linked_urn, link_type)
        DO UPDATE SET established_on = excluded.established_on
        """,
        parts,
    )
    settle(job, LINKS, "staged_links")


def _sound_links(job: Job, known: set[str | None]) -> Iterator[tuple[Row, LinkRow]]:
    seen: set[tuple[str, str, str]] = set()
    for row in job.rows(LINKS):
        link, problems = read_link(row)
        if link is not None:
            key = (link.urn, link.linked_urn, link.link_type)
            if key in seen:
                problems.append(
                    _twice(
                        "LinkURN",
                        "duplicate_link",
                        "This link stands in the file before. Keep one row.",
                    )
                )
            elif link.urn not in known:
                problems.append(
                    _twice("URN", "unknown_urn", "No school has this URN. Load the register first.")
                )
            else:
                seen.add(key)
                job.name(row, problems)
                yield row, link
                continue
        job.refuse(row, *problems)


def _twice(column: str, code: str, message: str) -> Problem:
    return Problem(column=column, code=code, message=message)


def _stage(stage: _Stage, rows: Iterable[tuple[Row, SettingRow | LinkRow]]) -> None:
    """Copy the sound rows into a new staging table."""
    columns = sql.SQL(", ").join(map(sql.Identifier, ("file", "line", *stage.columns)))
    table = sql.Identifier(stage.table)
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("DROP TABLE IF EXISTS {}, staged_outcomes").format(table))
        cursor.execute(stage.create)
        query = sql.SQL("COPY {} ({}) FROM STDIN").format(table, columns)
        with cursor.copy(query) as copy:
            for row, values in rows:
                copy.write_row((row.file, row.line, *values))
        cursor.execute(sql.SQL("ANALYZE {} (urn)").format(table))


def _execute(query: str, parts: dict[str, Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL(query).format(**parts))
