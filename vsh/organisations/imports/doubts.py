"""What the register would change that another authority relies on: named, never silent.

The register serves every authority, yet one person uploads it: a wrong file could rename or move
what somebody entered by hand, or take a school out of an authority's area.
"""

from django.db import connection
from psycopg import sql

from vsh.tables.findings import Level, Problem
from vsh.tables.job import Job

from ..models import Authority, EducationSetting

_QUERY = """
SELECT staged.file, staged.line, present.source = {added}, present.la_code, staged.la_code
FROM staged_settings AS staged JOIN {setting} AS present ON present.urn = staged.urn
WHERE (
    present.source = {added}
    AND (present.name, present.la_code, present.postcode)
        IS DISTINCT FROM (staged.name, staged.la_code, staged.postcode)
) OR (
    present.la_code IS DISTINCT FROM staged.la_code
    AND EXISTS (SELECT 1 FROM {authority} AS authority WHERE authority.code = present.la_code)
)
ORDER BY staged.file, staged.line
"""


def name_doubts(job: Job) -> None:
    """Warn of settings that change hands: before the staged rows are written."""
    parts = {
        "added": sql.Literal(EducationSetting.Source.ADDED.value),
        "setting": sql.Identifier(EducationSetting._meta.db_table),
        "authority": sql.Identifier(Authority._meta.db_table),
    }
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL(_QUERY).format(**parts))
        found = cursor.fetchall()
    for file, line, is_added, former, now in found:
        if former != now:
            words = f"moves from the area of authority {former or '(none)'} to {now or '(none)'}"
            column, code = "LA (code)", "other_area"
        else:
            column, code, words = "EstablishmentName", "renamed", "gets another name or postcode"
        kind = "A setting that a virtual school added" if is_added else "A school"
        job.note(
            file,
            line,
            Problem(
                column=column,
                code=code,
                message=f"{kind} {words}. Check that the file is right.",
                level=Level.WARNING,
            ),
        )
