"""Times of being missing, or away from the placement without authorisation, as the return tells.

A time is the same when it starts on the same day; where only the first day was corrected, when it
ends on the same day. One that is open in an older return is not reopened where its end is on
record. Codes of findings are the numbers of the DfE's own rules.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from vsh.tables.cells import Cells, british_date, code_of
from vsh.tables.findings import Problem
from vsh.tables.job import Outcome
from vsh.tables.reading import Row

from ...copying import new_row
from ...models import MissingEpisode
from ...rules.ages import care_ends_on
from ..changes import Changes
from ..record import ChildRecord
from .row import ruled


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingRow:
    """One time away; without an end it goes on."""

    row: Row
    kind: str
    started_on: date
    ended_on: date | None


def read_missing(row: Row, *, on: date, born: date) -> tuple[MissingRow | None, list[Problem]]:
    """A row of Missing."""
    cells = Cells(row)
    kind = cells.read("MISSING", code_of(MissingEpisode.Kind.values, what="missing", code="1006"))
    started_on = cells.read("MIS_START", ruled(british_date, "1004"))
    ended_on = cells.read("MIS_END", ruled(british_date, "1005"))
    if not row["MISSING"]:
        cells.refuse("MISSING", "565", "Give M (missing) or A (away without authorisation).")
    if not row["MIS_START"]:
        cells.refuse("MIS_START", "564", "The first day of being away is empty. Fill it in.")
    if started_on and started_on > on:
        cells.refuse("MIS_START", "570", "The first day lies in the future. Correct it.")
    elif started_on and started_on < born:
        cells.refuse("MIS_START", "586", "The child was not yet born that day. Correct the day.")
    if ended_on and ended_on > on:
        cells.refuse(
            "MIS_END", "571", "The last day lies in the future. Correct it, or leave it blank."
        )
    if started_on and ended_on and ended_on < started_on:
        cells.refuse("MIS_END", "567", "It ends before it starts. Correct one of the days.")
    if cells.is_refused or kind is None or started_on is None:
        return None, cells.problems
    return MissingRow(row=row, kind=kind, started_on=started_on, ended_on=ended_on), cells.problems


def plan_missing(record: ChildRecord, rows: Iterable[Row], changes: Changes, *, on: date) -> None:
    """Each time away by its first day; what cannot stand beside another is refused and named."""
    born, sound = record.pupil.date_of_birth, []
    for row in rows:
        said, problems = read_missing(row, on=on, born=born)
        if said is None:
            changes.refuse(row, *problems)
        else:
            sound.append(said)
    starts = {said.started_on for said in sound}
    told: set[date] = set()
    for said in sorted(sound, key=lambda one: (one.started_on, one.ended_on or date.max)):
        if said.started_on in told:
            changes.refuse(
                said.row, _problem("MIS_START", "574", "Another row starts that day. Keep one.")
            )
            continue
        told.add(said.started_on)
        found = _found(record, said, starts)
        if problem := _contradiction(record, said, found):
            changes.refuse(said.row, problem)
        else:
            _plan(record, said, found, changes)
            _doubt_open(record, said, changes, on=on)


def _found(record: ChildRecord, said: MissingRow, starts: set[date]) -> MissingEpisode | None:
    """The time on record that the row tells; `starts` are the first days of all that are told."""
    for one in record.missing:
        if one.started_on == said.started_on:
            return one
    for one in record.missing:
        if one.ended_on and one.ended_on == said.ended_on and one.started_on not in starts:
            return one
    return None


def _contradiction(
    record: ChildRecord, said: MissingRow, found: MissingEpisode | None
) -> Problem | None:
    if record.period_with(said.started_on) is None:
        return _problem(
            "MIS_START",
            "581",
            "No sound episode of this return and nothing on record says that the child was looked "
            "after on that day. Correct it, or load the episode in which it lies.",
        )
    ended_on = said.ended_on or (found.ended_on if found else None)
    for other in record.missing:
        if other is found:
            continue
        is_before = other.ended_on is not None and other.ended_on <= said.started_on
        if not is_before and (ended_on is None or other.started_on < ended_on):
            until = f"{other.ended_on:%d/%m/%Y}" if other.ended_on else "now"
            return _problem(
                "MIS_START",
                "574",
                f"The child is away from {other.started_on:%d/%m/%Y} to {until} already: the two "
                "overlap. Correct one of them, or give MIS_END.",
            )
    return None


def _plan(
    record: ChildRecord, said: MissingRow, found: MissingEpisode | None, changes: Changes
) -> None:
    if found is None:
        found = new_row(
            MissingEpisode,
            pupil=record.pupil,
            started_on=said.started_on,
            kind=said.kind,
            ended_on=said.ended_on,
        )
        record.missing.append(changes.create(found))
        record.missing.sort(key=lambda one: one.started_on)
        changes.settle(said.row, Outcome.NEW)
        return
    before = changes.count
    changes.set(found, kind=said.kind, started_on=said.started_on)
    if said.ended_on is not None:
        changes.set(found, ended_on=said.ended_on)
    changes.settle(said.row, Outcome.CHANGED if changes.count > before else Outcome.SAME)


def _doubt_open(record: ChildRecord, said: MissingRow, changes: Changes, *, on: date) -> None:
    """Rule 577: care has ended, and nothing says when the child came back."""
    period, found = record.period_with(said.started_on), _found(record, said, set())
    if period is None or found is None or found.ended_on is not None:
        return
    ends_on = care_ends_on(record.pupil.date_of_birth, period.ended_on)
    if ends_on <= on:
        changes.warn(
            said.row,
            "MIS_END",
            "577",
            f"Care ended on {ends_on:%d/%m/%Y}, and the child is still away. Give MIS_END.",
        )


def _problem(column: str, code: str, message: str) -> Problem:
    return Problem(column=column, code=code, message=message)
