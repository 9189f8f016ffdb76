"""Loads results, some hundreds of rows at a time: read, lock the children, compare, write."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import islice

from vsh.calendars import today
from vsh.tables.findings import Problem
from vsh.tables.job import Job, Outcome
from vsh.tables.layouts import Layout

from ...models import AttainmentResult, Pupil
from ...rules.stage_results import VALIDATED
from .file import RESULTS
from .row import Child, Key, SaidResult, read_result

ROWS_A_BATCH = 500
_COMPARED = ("stage", "value", "status", "target")
_WRITTEN = [*_COMPARED, "recorded_by", "recorded_on", "version"]


def load_results(job: Job) -> None:
    """Load the results of the authority's children; what is on record already is left alone."""
    load_said(job, RESULTS, read_result)


def load_said(job: Job, layout: Layout, read: Callable[..., SaidResult | list[Problem]]) -> None:
    """Load the results of one kind of file; `read` is told the children and the day."""
    said = _sound_rows(job, layout, read)
    while batch := list(islice(said, ROWS_A_BATCH)):
        _load(job, batch)


def children_by_upn(job: Job) -> dict[str, Child]:
    """By UPN; a former one counts where it is nobody's present one, and one child's alone."""
    rows = list(
        Pupil.objects.filter(authority=job.authority).values_list(
            "pk", "date_of_birth", "upn", "former_upn"
        )
    )
    times = Counter(former for *_, former in rows)
    former = {
        former: Child(id=pk, born_on=born)
        for pk, born, _, former in rows
        if former and times[former] == 1
    }
    return former | {upn: Child(id=pk, born_on=born) for pk, born, upn, _ in rows if upn}


def _sound_rows(
    job: Job, layout: Layout, read: Callable[..., SaidResult | list[Problem]]
) -> Iterator[SaidResult]:
    seen: dict[Key, str] = {}
    children, on = children_by_upn(job), today()
    for row in job.rows(layout):
        said = read(row, children=children, on=on)
        if not isinstance(said, SaidResult):
            job.refuse(row, *said)
        elif place := seen.get(said.key):
            again = f"This result stands before, in {place}. Keep one of them."
            column = "subject" if layout is RESULTS else "Subject"
            job.refuse(row, Problem(column=column, code="duplicate_result", message=again))
        else:
            seen[said.key] = f"line {row.line} of {row.file}"
            yield said


def _load(job: Job, batch: list[SaidResult]) -> None:
    """The children are locked in the order of their ids, before what is on record is read."""
    ids = {said.pupil_id for said in batch}
    rows = Pupil.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk")
    list(rows.values_list("pk"))
    on_record: dict[Key, AttainmentResult] = {
        (row.pupil_id, row.subject, row.measure, row.kind, row.achieved_on): row
        for row in AttainmentResult.objects.filter(pupil__in=ids)
    }
    new: list[AttainmentResult] = []
    changed: list[AttainmentResult] = []
    for said in batch:
        found = on_record.get(said.key)
        if found is None:
            new.append(_row(job, said))
            outcome = Outcome.NEW
        elif _changes(job, said, found):
            changed.append(found)
            outcome = Outcome.CHANGED
        else:
            outcome = Outcome.SAME
        job.settle(said.row.file, said.row.line, outcome)
    AttainmentResult.objects.bulk_create(new)
    AttainmentResult.objects.bulk_update(changed, _WRITTEN)


def _row(job: Job, said: SaidResult) -> AttainmentResult:
    names = ("pupil_id", "subject", "measure", "kind", "achieved_on", *_COMPARED)
    return AttainmentResult(**{name: getattr(said, name) for name in names}, recorded_on=today())


def _changes(job: Job, said: SaidResult, found: AttainmentResult) -> bool:
    """Whether the file puts the entry right.

    A validated result replaces a provisional one, never the reverse; otherwise what a person
    entered stays.
    """
    if not said.target:
        said = replace(said, target=found.target)  # a cell left empty takes nothing off
    if all(getattr(said, name) == getattr(found, name) for name in _COMPARED):
        return False
    is_final = said.status == VALIDATED and found.status != VALIDATED
    if found.status == VALIDATED and said.status != VALIDATED:
        words = "On record is a validated result of that day. It stays."
        job.warn(said.row, column="status", code="validated_stays", message=words)
        return False
    if found.recorded_by_id is not None and not is_final:
        words = "A person entered another result of that day. Theirs stays; correct it on the page."
        job.warn(said.row, column="value", code="told_by_a_person", message=words)
        return False
    for name in _COMPARED:
        setattr(found, name, getattr(said, name))
    found.recorded_by, found.recorded_on = None, today()
    found.version += 1
    return True
