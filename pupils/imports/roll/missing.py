"""Children on the roll of whom the file says nothing."""

from collections.abc import Mapping
from datetime import date

from vsh.tables.findings import Level, Problem
from vsh.tables.job import Job

from ...models import Pupil
from .file import ROLL


def name_missing(job: Job, seen: Mapping[str, int], on: date) -> None:
    """Worth a look, never taken off.

    Restricted records are counted, not named: who imports need not be one who may see them.
    """
    if not seen:
        return
    pupils = Pupil.objects.filter(authority=job.authority).looked_after_on(on).order_by("child_id")
    restricted, missing = 0, []
    for child_id, is_restricted in pupils.values_list("child_id", "is_restricted").iterator():
        if child_id in seen:
            continue
        if is_restricted:
            restricted += 1
        else:
            missing.append(child_id)
    if missing:
        told = "1 child" if len(missing) == 1 else f"{len(missing):,} children"
        verb = "is" if len(missing) == 1 else "are"
        _inform(
            job,
            "not_in_file",
            f"{told} on the roll {verb} not in this file. Nothing was changed. "
            "They stand at the end of the report.",
        )
    if restricted:
        _inform(
            job,
            "restricted_not_in_file",
            f"Children with a restricted record who are on the roll and not in this file: "
            f"{restricted}. Nothing was changed.",
        )
    for child_id in missing:
        job.list_in_report(_file_of(job), "not_in_file", f"Child {child_id} is not in this file.")


def _inform(job: Job, code: str, message: str) -> None:
    problem = Problem(column="child_id", code=code, message=message, level=Level.INFO)
    job.note(_file_of(job), 0, problem)


def _file_of(job: Job) -> str:
    return job.tables_of(ROLL)[0].name
