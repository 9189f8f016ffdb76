"""The SEN history of a transfer file fills what is not on record; it changes nothing that is."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from vsh.calendars import today
from vsh.tables.cells import Cells, code_of, iso_date
from vsh.tables.findings import Level, Problem
from vsh.tables.job import Job, Outcome
from vsh.tables.reading import Row

from ...merged import with_merged
from ...models import Pupil, SenStatus
from ..attainment.commit import lock_children
from ..attainment.row import Child
from ..changes import without_the_record
from ..deadlines import recalculate_pupils
from ..other_files import SaidOtherwise, other_files
from ..told_by_people import put_right
from .file import CTF, SEN
from .row import child_told

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class SaidSen:
    """A status from a day on; `ended_on` is the day before the next one that the file tells."""

    row: Row
    pupil_id: int
    status: str
    started_on: date
    ended_on: date | None = None


def read_sen(
    row: Row, *, children: Mapping[str, Child], on: date
) -> tuple[SaidSen | None, list[Problem]]:
    """One record of the SEN history."""
    cells = Cells(row)
    child = child_told(cells, children)
    status = cells.read(
        "SENprovision", code_of(SenStatus.Status.values, what="SEN provision"), required=True
    )
    started_on = cells.read("StartDate", iso_date, required=True)
    if started_on and started_on > on:
        cells.refuse("StartDate", "future", "The day is in the future. Correct it.")
    if started_on and child and started_on < child.born_on:
        cells.refuse("StartDate", "before_birth", "The child was not born yet. Correct the day.")
    if cells.is_refused or not (child and status and started_on):
        return None, cells.problems
    return SaidSen(row=row, pupil_id=child.id, status=status, started_on=started_on), cells.problems


def load_sen(job: Job, children: Mapping[str, Child], passes_over: Callable[[Row], bool]) -> None:
    """Load the history of each child: times of which nothing is on record come in."""
    said: dict[int, dict[date, SaidSen]] = defaultdict(dict)
    on = today()
    for row in job.rows_of(CTF, SEN):
        if passes_over(row):
            continue
        one, problems = read_sen(row, children=children, on=on)
        if one is None:
            job.refuse(row, *problems)
        elif one.started_on in said[one.pupil_id]:
            again = "The file tells a SEN status from this day before. Keep one of them."
            job.refuse(row, Problem(column="StartDate", code="told_twice", message=again))
        else:
            said[one.pupil_id][one.started_on] = one
    spans = [span for of_child in said.values() for span in _spans(of_child.values())]
    fresh = _new(spans)
    if fresh:
        lock_children({row.pupil_id for _, row in fresh})
        fresh = _new(spans)
        SenStatus.objects.bulk_create(row for _, row in fresh)
        recalculate_pupils({row.pupil_id for _, row in fresh})
    _tell(job, spans, {id(one) for one, _ in fresh})


def _spans(said: Iterable[SaidSen]) -> list[SaidSen]:
    """Each up to the day before the next; a status told again as it was goes on."""
    spans: list[SaidSen] = []
    for one in sorted(said, key=lambda one: one.started_on, reverse=True):
        after = spans[-1].started_on - ONE_DAY if spans else None
        spans.append(
            SaidSen(
                row=one.row,
                pupil_id=one.pupil_id,
                status=one.status,
                started_on=one.started_on,
                ended_on=after,
            )
        )
    return spans[::-1]


def _new(spans: Iterable[SaidSen]) -> list[tuple[SaidSen, SenStatus]]:
    """The spans that begin on a day of which nothing is on record, cut where the record begins."""
    spans = list(spans)
    ids = {one.pupil_id for one in spans}
    on_record: dict[int, list[SenStatus]] = defaultdict(list)
    for row in SenStatus.objects.filter(pupil__in=ids):
        on_record[row.pupil_id].append(row)
    wrong = put_right(SenStatus, with_merged(ids), "status", "started_on")
    found = []
    for one in spans:
        rows = on_record[one.pupil_id]
        if (one.status, one.started_on) in wrong.get(one.pupil_id, ()):
            continue
        if any(_covers(row, one.started_on) for row in rows):
            continue
        later = min(
            (row.started_on for row in rows if row.started_on > one.started_on), default=None
        )
        ends = [day for day in (one.ended_on, later and later - ONE_DAY) if day]
        found.append(
            (
                one,
                SenStatus(
                    pupil_id=one.pupil_id,
                    status=one.status,
                    started_on=one.started_on,
                    ended_on=min(ends, default=None),
                ),
            )
        )
    return found


def _covers(row: SenStatus, day: date) -> bool:
    return row.started_on <= day and (row.ended_on is None or row.ended_on >= day)


def _tell(job: Job, spans: list[SaidSen], fresh: set[int]) -> None:
    rows = SenStatus.objects.filter(pupil__in={one.pupil_id for one in spans})
    on_record: dict[int, list[SenStatus]] = defaultdict(list)
    for row in rows:
        on_record[row.pupil_id].append(row)
    doubted: list[tuple[SaidSen, SaidOtherwise | None]] = []
    for one in spans:
        if id(one) in fresh:
            job.settle(one.row.file, one.row.line, Outcome.NEW)
            continue
        known = next((row for row in on_record[one.pupil_id] if _covers(row, one.started_on)), None)
        if known is None or known.status != one.status:
            doubted.append((one, _beside(one, known) if known else None))
        job.settle(one.row.file, one.row.line, Outcome.SAME)
    by_others = other_files([beside for _, beside in doubted if beside], kind="ctf")
    children = Pupil.objects.filter(pk__in={one.pupil_id for one, _ in doubted})
    restricted = set(children.filter(is_restricted=True).values_list("pk", flat=True))
    for one, beside in doubted:
        problem = by_others.get(id(beside)) or _on_record(beside)
        if one.pupil_id in restricted and id(beside) not in by_others:
            problem = without_the_record(problem)
        job.name(one.row, [problem])


def _beside(said: SaidSen, known: SenStatus) -> SaidOtherwise:
    return SaidOtherwise(
        row=said.row,
        column="SENprovision",
        fact=known,
        name="status",
        former=known.status,
        now=said.status,
        stands=True,
    )


def _on_record(known: SaidOtherwise | None) -> Problem:
    says = known.fact.get_status_display() if known else "none"
    return Problem(
        column="SENprovision",
        code="sen_on_record",
        message=f"On record that day: {says}. The record stands; correct it on the page "
        "“Wellbeing and SEN” if the file is right.",
        level=Level.WARNING,
    )
