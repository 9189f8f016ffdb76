"""One child of the return: what their rows in all files would change."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from vsh.organisations.areas import AreasOfRegister
from vsh.tables.findings import Level, Problem
from vsh.tables.identifiers import UNKNOWN_UPN_CODES
from vsh.tables.job import Outcome
from vsh.tables.reading import Row

from ...copying import new_row
from ...models import Pupil
from ...rules.ages import care_ends_on
from ..changes import Changes
from ..child_put_right import without_wrong
from ..record import ChildRecord
from .care import plan_run
from .chain import CareRun, check_chain, runs_of
from .episode import EpisodeRow, read_episode
from .missing import plan_missing, read_missing
from .put_right import as_people_said
from .reviews import plan_review
from .row import HeaderRow, other_birth, read_review, read_sdq, read_uasc
from .sdq import plan_sdq

# A child's rows in the other files name Header by these of the DfE's rules.
NOT_IN_HEADER = {
    "episodes": "INT03",
    "missing": "INT04",
    "oc2": "INT05",
    "reviews": "INT08",
    "uasc": "INT09",
}
OTHER_BIRTH = {"missing": "INT13", "oc2": "INT14", "reviews": "INT17", "uasc": "INT18"}
# Of the facts that the roll extract tells too.
_COLUMNS = {"sex": "SEX", "ethnicity": "ETHNIC", "upn": "UPN"}
TWICE = {"oc2": "INT33", "uasc": "INT36"}


@dataclass
class ChildRows:
    """Everything that the return says of one child, before it is read more closely."""

    header: HeaderRow | None = None
    others: dict[str, list[Row]] = field(
        default_factory=lambda: {name: [] for name in NOT_IN_HEADER}
    )
    is_header_refused: bool = False


@dataclass(frozen=True, kw_only=True)
class Return:
    """What holds for the whole return."""

    authority: Any
    on: date
    year_end: date
    has_header_file: bool
    areas: AreasOfRegister


def plan_child(
    child_id: str, rows: ChildRows, record: ChildRecord | None, whole: Return
) -> Changes:
    """The changes of one child's rows; rows that cannot stand are refused and named."""
    changes = Changes()
    record = _plan_header(child_id, rows, record, changes, whole)
    if record is None:
        for name, others in rows.others.items():
            for row in others:
                own = _own_problems(row, whole) if name == "episodes" else ()
                changes.refuse(row, _not_in_header(name, rows), *own)
        return changes
    sound = {
        name: _of_child(name, others, record, changes, whole, is_in_header=rows.header is not None)
        for name, others in rows.others.items()
    }
    _plan_care(record, sound["episodes"], changes, whole)
    _plan_reviews(record, sound["reviews"], changes, whole)
    plan_missing(record, sound["missing"], changes, on=whole.on)
    _plan_each(
        _once("uasc", sound["uasc"], changes),
        changes,
        lambda row: _uasc(record, row, changes),
    )
    _plan_each(
        _once("oc2", sound["oc2"], changes),
        changes,
        lambda row: plan_sdq(record, row, changes, on=whole.on, year_end=whole.year_end),
    )
    return changes


def _not_in_header(name: str, rows: ChildRows) -> Problem:
    message = "The child's row in Header is missing. Add it, or correct CHILD."
    if rows.is_header_refused:
        message = "The child's row in Header was refused. Correct it: this row waits for it."
    return Problem(column="CHILD", code=NOT_IN_HEADER[name], message=message)


def _own_problems(row: Row, whole: Return) -> tuple[Problem, ...]:
    """What else is wrong with an episode that cannot stand anyway: named at once."""
    episode = read_episode(row, on=whole.on, born=None)
    return () if isinstance(episode, EpisodeRow) else episode.problems


def _of_child(
    name: str,
    rows: list[Row],
    record: ChildRecord,
    changes: Changes,
    whole: Return,
    *,
    is_in_header: bool,
) -> list[Row]:
    """The rows whose date of birth is that of Header (rules INT13 to INT18); of another one what
    else is wrong is named at once."""
    if name not in OTHER_BIRTH:
        return rows
    born, rule, sound = record.pupil.date_of_birth, OTHER_BIRTH[name], []
    read: dict[str, Callable[[Row], tuple[object, list[Problem]]]] = {
        "missing": lambda row: read_missing(row, on=whole.on, born=born),
        "oc2": read_sdq,
        "reviews": lambda row: read_review(row, on=whole.on, born=born),
        "uasc": lambda row: read_uasc(row, born=born, sex=record.pupil.sex),
    }
    for row in rows:
        if problem := other_birth(row, born, rule=rule, is_in_header=is_in_header):
            changes.refuse(row, problem, *read[name](row)[1])
        else:
            sound.append(row)
    return sound


def _once(name: str, rows: list[Row], changes: Changes) -> list[Row]:
    for row in rows[1:]:
        message = "This child has a row in this file before. Keep one of them."
        changes.refuse(row, Problem(column="CHILD", code=TWICE[name], message=message))
    return rows[:1]


def _plan_header(
    child_id: str,
    rows: ChildRows,
    record: ChildRecord | None,
    changes: Changes,
    whole: Return,
) -> ChildRecord | None:
    header = rows.header
    if header is None:
        # Without a Header file the record vouches for the child; with one, Header must.
        return None if whole.has_header_file and not rows.is_header_refused else record
    if record is None:
        pupil = new_row(
            Pupil,
            authority=whole.authority,
            child_id=child_id,
            date_of_birth=header.date_of_birth,
            sex=header.sex,
            ethnicity=header.ethnicity,
            upn=header.upn,
            on_record_since=whole.on,
        )
        record = ChildRecord(changes.create(pupil))
        changes.settle(header.row, Outcome.NEW, header.warnings)
        return record
    pupil = record.pupil
    if pupil.date_of_birth != header.date_of_birth:
        message = (
            "On record the child was born on another day. Correct DOB, or CHILD if it is another."
        )
        changes.refuse(
            header.row, Problem(column="DOB", code="other_date_of_birth", message=message)
        )
        rows.is_header_refused = True
        return None
    before = changes.count
    values: dict[str, Any] = {"ethnicity": header.ethnicity}
    if header.sex != Pupil.Sex.UNKNOWN:
        values["sex"] = header.sex
    if header.upn and (header.upn not in UNKNOWN_UPN_CODES or not pupil.upn):
        values["upn"] = header.upn
        is_wrong = header.upn in record.wrong_values.get("upn", ())
        if not is_wrong and pupil.upn not in ("", *UNKNOWN_UPN_CODES, header.upn):
            changes.set(pupil, former_upn=pupil.upn)
    told = without_wrong(record, values, _COLUMNS, header.row, changes)
    changes.set_told(header.row, pupil, _COLUMNS, **told)
    outcome = Outcome.CHANGED if changes.count > before else Outcome.SAME
    changes.settle(header.row, outcome, header.warnings)
    return record


def _plan_care(record: ChildRecord, rows: list[Row], changes: Changes, whole: Return) -> None:
    sound, refused = [], []
    for row in rows:
        episode = read_episode(row, on=whole.on, born=record.pupil.date_of_birth)
        if isinstance(episode, EpisodeRow):
            sound.append(episode)
        else:
            refused.append(episode)
            changes.refuse(row, *episode.problems)
    standing, faults, doubts = check_chain(sound, refused)
    for row, problem in faults:
        changes.refuse(row, problem)
    for row, doubt in doubts:
        changes.note(row, doubt)
    for told in runs_of(standing):
        run = as_people_said(record, told, changes)
        if run is None:
            continue
        plan_run(record, run, changes, whole.areas)
        _name_adult(record, run, changes, min(whole.year_end, whole.on))


def _name_adult(record: ChildRecord, run: CareRun, changes: Changes, day: date) -> None:
    """Care ends on the 18th birthday, also where the return does not say so."""
    ends_on = care_ends_on(record.pupil.date_of_birth, run.ended_on)
    if ends_on <= day and ends_on != run.ended_on:
        message = (
            f"Turned 18 on {ends_on:%d/%m/%Y}: care is taken to have ended then. Give that day as "
            "DEC, with REC."
        )
        problem = Problem(column="DEC", code="turned_18", message=message, level=Level.WARNING)
        changes.note(run.episodes[-1].row, problem)


def _plan_each(rows: list[Row], changes: Changes, plan: Callable[[Row], None]) -> None:
    for row in rows:
        plan(row)


def _plan_reviews(record: ChildRecord, rows: list[Row], changes: Changes, whole: Return) -> None:
    """By their days, since an appointment is kept by the first review held on it or later."""
    sound = []
    for row in rows:
        review, problems = read_review(row, on=whole.on, born=record.pupil.date_of_birth)
        if review is None:
            changes.refuse(row, *problems)
        else:
            sound.append(review)
    days = frozenset(review.held_on for review in sound)
    for review in sorted(sound, key=lambda one: one.held_on):
        plan_review(record, review, changes, days=days)


def _uasc(record: ChildRecord, row: Row, changes: Changes) -> None:
    pupil = record.pupil
    said, problems = read_uasc(row, born=pupil.date_of_birth, sex=pupil.sex)
    if said is None:
        changes.refuse(row, *problems)
        return
    before, is_new = changes.count, pupil.pk is None
    # An end that is on record stays: the return of a year before could not know it.
    values = {"is_uasc": True, "uasc_until": said.ceased_on or pupil.uasc_until}
    told = without_wrong(record, values, {"is_uasc": "CHILD", "uasc_until": "DUC"}, row, changes)
    if pupil.is_uasc or "is_uasc" in told:
        changes.set(pupil, **told)
    is_changed = changes.count > before
    outcome = Outcome.NEW if is_new else Outcome.CHANGED if is_changed else Outcome.SAME
    changes.settle(said.row, outcome, said.warnings)
