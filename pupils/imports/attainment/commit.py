"""Loads results: read and compared some hundreds of rows at a time, and written in the end.

1. Every row is read and compared without a lock, so that work on the children goes on meanwhile.
2. The children whose results change are locked in the order of their ids, for as long as it takes
   to compare them again and to write. A file that is loaded again locks nobody.
3. What a person corrected or took off the record stays as they left it: a file that still says what
   stood there before is told so.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any

from vsh.calendars import today
from vsh.tables.findings import Problem
from vsh.tables.job import Job, Outcome
from vsh.tables.layouts import Layout
from vsh.tables.reading import Row

from ...merged import meant_by_upn, with_merged
from ...models import AttainmentResult, Enrolment, Pupil
from ...rules.stage_results import VALIDATED
from ...rules.subjects import subject_key
from ..other_files import SaidOtherwise, other_files
from ..told_by_people import put_right
from .file import RESULTS
from .row import Child, Key, SaidResult, read_result

ROWS_A_BATCH = 500
_COMPARED = ("stage", "value", "status", "target")
_WRITTEN = [*_COMPARED, "recorded_by", "recorded_on", "version"]
_STAYS = {
    "validated_stays": ("status", "On record is a validated result of that day. It stays."),
    "told_by_a_person": (
        "value",
        "A person entered another result of that day. Theirs stays; correct it on the page.",
    ),
    "put_right_by_a_person": (
        "value",
        "A person moved this result or took it off. Record it on the page if the file is right.",
    ),
}
PutRight = Mapping[int, set[tuple[Any, ...]]]


@dataclass
class _Plan:
    """What becomes of some rows of the file, beside what is on record."""

    new: list[SaidResult] = field(default_factory=list)
    changed: list[tuple[SaidResult, AttainmentResult]] = field(default_factory=list)
    same: list[SaidResult] = field(default_factory=list)
    doubts: list[tuple[SaidResult, str]] = field(default_factory=list)


def load_results(job: Job) -> None:
    """Load the results of the authority's children; what is on record already is left alone."""
    load_said(job, RESULTS, read_result, children=children_by_upn(job), kind="attainment")


def load_said(
    job: Job,
    layout: Layout,
    read: Callable[..., SaidResult | list[Problem]],
    *,
    children: Mapping[str, Child],
    kind: str,
    passes_over: Callable[[Row], bool] = lambda row: False,
) -> None:
    """Load the results of one `kind` of file; `read` is told the children and the day. A row that
    is passed over has been refused already, with others of its child."""
    told: dict[str, set[int]] = defaultdict(set)
    said = _sound_rows(job, layout, read, children, passes_over, told)
    writing: list[SaidResult] = []
    while batch := list(islice(said, ROWS_A_BATCH)):
        plan = _plan(batch)
        _tell(job, plan, written=False)
        writing += [*plan.new, *(row for row, _ in plan.changed)]
    if writing:
        lock_children({row.pupil_id for row in writing})
    for start in range(0, len(writing), ROWS_A_BATCH):
        _write(job, _plan(writing[start : start + ROWS_A_BATCH]), kind)
    _tell_schools(job, told)


def _tell_schools(job: Job, told: Mapping[str, set[int]]) -> None:
    """The file names no school: it is of those at which its children are today."""
    everyone: set[int] = set().union(*told.values())
    places = Enrolment.objects.filter(pupil__in=everyone, kind=Enrolment.Kind.MAIN)
    of_child: dict[int, set[str | None]] = defaultdict(set)
    for pupil_id, urn in places.current_on(today()).values_list("pupil_id", "setting__urn"):
        of_child[pupil_id].add(urn)
    for file, pupil_ids in told.items():
        job.tell_schools(file, {urn for one in pupil_ids for urn in of_child[one] if urn})


def children_by_upn(job: Job) -> dict[str, Child]:
    """With the day of birth and the year group, by UPN."""
    rows = Pupil.objects.filter(authority=job.authority).order_by()
    told = {
        pk: (born, year) for pk, born, year in rows.values_list("pk", "date_of_birth", "nc_year")
    }
    meant = meant_by_upn(job.authority)
    return {
        upn: Child(id=pk, born_on=told[pk][0], nc_year=told[pk][1]) for upn, pk in meant.items()
    }


def _sound_rows(
    job: Job,
    layout: Layout,
    read: Callable[..., SaidResult | list[Problem]],
    children: Mapping[str, Child],
    passes_over: Callable[[Row], bool],
    told: dict[str, set[int]],
) -> Iterator[SaidResult]:
    seen: dict[Key, str] = {}
    on = today()
    for row in job.rows(layout):
        if passes_over(row):
            continue
        said = read(row, children=children, on=on)
        if not isinstance(said, SaidResult):
            job.refuse(row, *said)
        elif place := seen.get(said.key):
            again = f"This result stands before, in {place}. Keep one of them."
            column = "subject" if layout is RESULTS else "Subject"
            job.refuse(row, Problem(column=column, code="duplicate_result", message=again))
        else:
            told[row.file].add(said.pupil_id)
            seen[said.key] = f"line {row.line} of {row.file}"
            job.name(row, said.doubts)
            yield said


def lock_children(pupil_ids: Iterable[int]) -> None:
    """In the order of their ids, so that two who lock several never wait for each other."""
    rows = Pupil.objects.select_for_update(of=("self",)).filter(pk__in=set(pupil_ids))
    list(rows.order_by("pk").values_list("pk"))


def _plan(batch: Iterable[SaidResult]) -> _Plan:
    """Each row beside what is on record; three queries."""
    batch = list(batch)
    ids = {said.pupil_id for said in batch}
    on_record: dict[Key, AttainmentResult] = {
        (row.pupil_id, subject_key(row.subject), row.measure, row.kind, row.achieved_on): row
        for row in AttainmentResult.objects.filter(pupil__in=ids).order_by("pk")
    }
    wrong = put_right(
        AttainmentResult, with_merged(ids), "subject", "measure", "kind", "achieved_on", "value"
    )
    plan = _Plan()
    for said in batch:
        found = on_record.get(said.key)
        if found is None and _is_put_right(said, wrong):
            plan.doubts.append((said, "put_right_by_a_person"))
            plan.same.append(said)
        elif found is None:
            plan.new.append(said)
        elif (doubt := _doubt(said, found)) is not None:
            if doubt:
                plan.doubts.append((said, doubt))
            plan.same.append(said)
        else:
            plan.changed.append((said, found))
    return plan


def _is_put_right(said: SaidResult, wrong: PutRight) -> bool:
    """Whether the file says what stood here until a person took it off, or moved it."""
    return any(
        (said.pupil_id, subject_key(subject), *key) == said.key and value == said.value
        for subject, *key, value in wrong.get(said.pupil_id, ())
    )


def _doubt(said: SaidResult, found: AttainmentResult) -> str | None:
    """Why the entry stays as it is, empty where the file says the same; None where it changes.

    A validated result replaces a provisional one, never the reverse; otherwise what a person
    entered stays.
    """
    said = _with_target(said, found)
    if all(getattr(said, name) == getattr(found, name) for name in _COMPARED):
        return ""
    if found.status == VALIDATED and said.status != VALIDATED:
        return "validated_stays"
    is_final = said.status == VALIDATED and found.status != VALIDATED
    if found.recorded_by_id is not None and not is_final:
        return "told_by_a_person"
    return None


def _with_target(said: SaidResult, found: AttainmentResult) -> SaidResult:
    """A cell left empty takes nothing off."""
    return said if said.target else replace(said, target=found.target)


def _write(job: Job, plan: _Plan, kind: str) -> None:
    names = ("pupil_id", "subject", "measure", "kind", "achieved_on", *_COMPARED)
    on = today()
    AttainmentResult.objects.bulk_create(
        AttainmentResult(**{name: getattr(said, name) for name in names}, recorded_on=on)
        for said in plan.new
    )
    for row, doubt in _told_by_other_files(plan, kind):
        job.name(row, [doubt])
    for said, found in plan.changed:
        for name in _COMPARED:
            setattr(found, name, getattr(_with_target(said, found), name))
        found.recorded_by, found.recorded_on = None, on
        found.version += 1
    AttainmentResult.objects.bulk_update([found for _, found in plan.changed], _WRITTEN)
    _tell(job, plan, written=True)


def _told_by_other_files(plan: _Plan, kind: str) -> list[tuple[Row, Problem]]:
    """Results that another kind of file had told otherwise, before this one replaces them; that a
    validated result differs from the provisional one is what it is for."""
    found = [
        SaidOtherwise(
            row=said.row,
            column="value" if kind == "attainment" else "Result",
            fact=result,
            name="value",
            former=result.value,
            now=said.value,
        )
        for said, result in plan.changed
        if said.value != result.value and (said.status != VALIDATED or result.status == VALIDATED)
    ]
    doubts = other_files(found, kind=kind)
    return [(one.row, doubts[id(one)]) for one in found if id(one) in doubts]


def _tell(job: Job, plan: _Plan, *, written: bool) -> None:
    """What became of the rows; of those that are to be written, once they are."""
    outcomes = [(said, Outcome.SAME) for said in plan.same]
    if written:
        outcomes += [(said, Outcome.NEW) for said in plan.new]
        outcomes += [(said, Outcome.CHANGED) for said, _ in plan.changed]
    for said, code in plan.doubts:
        column, words = _STAYS[code]
        job.warn(said.row, column=column, code=code, message=words)
    for said, outcome in outcomes:
        job.settle(said.row.file, said.row.line, outcome)
