"""Loads the roll extract: one child a row, batch by batch, then their deadlines anew."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from vsh.accounts.models import Membership
from vsh.calendars import today
from vsh.organisations.areas import AreasOfRegister
from vsh.organisations.models import EducationSetting
from vsh.tables.findings import Problem
from vsh.tables.identifiers import UNKNOWN_UPN_CODES
from vsh.tables.job import Job, Outcome

from ...merged import numbers_of_merged
from ...models import CarePeriod, Pupil
from ...names import search_form
from ...rules.ages import care_ends_on
from ..batches import CHILDREN_A_BATCH, Child, load_batch, name_other_files
from ..changes import Changes
from ..child_put_right import without_wrong
from ..deadlines import recalculate_children
from ..merged_numbers import last_of_merged, of_two_numbers
from ..record import ChildRecord
from .below_good import name_below_good
from .care import plan_care_period, plan_legal_status
from .care_put_right import as_people_said
from .contradiction import CareContradictionError, ContradictionError, Contradictions
from .file import ROLL
from .home_put_right import homes_as_people_said
from .identity import (
    check_identity,
    name_upns_elsewhere,
    remember_upn,
    without_a_mere_doubt,
)
from .inadequate import warn_of_inadequate
from .lost_sight import warn_of_roles_left_behind
from .missing import name_missing
from .people import WORKER_COLUMNS, plan_sen, plan_workers
from .placement import plan_placement
from .reviews import plan_reviews
from .row import RollRow, entry_of_an_adult, read_row
from .school import plan_school

_TEXTS = ("legal_first_name", "legal_last_name", "known_as", "ethnicity", "first_language")
_TOLD_TOO = {name: name for name in ("sex", "ethnicity", "upn")}  # by the return
_COLUMN_OF = {"is_uasc": "uasc", **{name: name for name in ("upn", "nc_year", "uasc_until")}}


@dataclass(frozen=True, kw_only=True)
class _Known:
    """What the whole batch looks up: settings by URN, workers by capacity and e-mail, areas."""

    settings: Mapping[str, int]
    workers: Mapping[tuple[str, str], int]
    areas: AreasOfRegister
    on: date


def load_roll(job: Job) -> None:
    """Load every child of the file; name those of the roll who are not in it."""
    on = today()
    workers, areas = _workers(job.authority, on), AreasOfRegister()
    changed: set[str] = set()
    seen: dict[str, int] = {}
    for batch in _batches(_sound_rows(job, on, seen)):
        known = _Known(settings=_settings(batch), workers=workers, areas=areas, on=on)

        def plan(
            child: Child[RollRow], record: ChildRecord | None, known: _Known = known
        ) -> Changes:
            return _plan_child(job.authority, child, record, known)

        changed |= load_batch(job, job.authority, batch, plan, _look)
    name_missing(job, seen, on)
    if seen:
        warn_of_roles_left_behind(job, job.authority, on)
        warn_of_inadequate(job, on)
    recalculate_children(job.authority, changed)


def _look(many: Sequence[Changes]) -> None:
    name_other_files(many, kind="roll")
    name_below_good(many)
    name_upns_elsewhere(many)


def _sound_rows(job: Job, on: date, seen: dict[str, int]) -> Iterator[Child[RollRow]]:
    """Rows that can be read, each child and each UPN once; `seen` keeps the line of each child."""
    upns: dict[str, int] = {}
    owners: dict[str, str] = {}
    stays = numbers_of_merged(job.authority)
    for row in last_of_merged(job.rows(ROLL), "child_id", stays):
        said, problems = read_row(row, on=on)
        if said is None:
            if row["child_id"]:
                seen.setdefault(stays.get(row["child_id"], row["child_id"]), row.line)
            job.refuse(row, *problems)
            continue
        is_merged = said.child_id in stays
        said = replace(said, child_id=stays.get(said.child_id, said.child_id))
        upn = said.value("upn")
        if said.child_id in seen and is_merged:  # as long as the council keeps both
            job.pass_over(row, [of_two_numbers("child_id")])
            continue
        again = []
        if said.child_id in seen:
            words = f"This child has another row, the row of line {seen[said.child_id]}."
            again.append(_again("child_id", "duplicate_child", words))
        if upn in upns and owners[upn] != said.child_id:
            words = f"Another child of the file has this UPN: the row of line {upns[upn]}."
            again.append(_again("upn", "duplicate_upn", words))
        if again:
            job.refuse(row, *again, *said.warnings)
        else:
            yield Child(said.child_id, said)
        seen.setdefault(said.child_id, row.line)
        if upn and upn not in UNKNOWN_UPN_CODES:
            upns.setdefault(upn, row.line)
            owners.setdefault(upn, said.child_id)


def _again(column: str, code: str, message: str) -> Problem:
    return Problem(column=column, code=code, message=f"{message} Keep one of the rows.")


def _batches(children: Iterator[Child[RollRow]]) -> Iterator[list[Child[RollRow]]]:
    batch: list[Child[RollRow]] = []
    for child in children:
        batch.append(child)
        if len(batch) == CHILDREN_A_BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _plan_child(
    authority: Any, child: Child[RollRow], record: ChildRecord | None, known: _Known
) -> Changes:
    said, changes = child.said, Changes()
    is_new, found = record is None, Contradictions()
    if record is None:
        if missing := _missing(said):
            return _refused(said, missing)
        pupil = Pupil(
            authority=authority,
            child_id=said.child_id,
            date_of_birth=said.value("date_of_birth"),
            on_record_since=known.on,
        )
        record = ChildRecord(changes.create(pupil))
    with found.collected():
        _plan_pupil(record, said, changes, found)
        said = as_people_said(record, said, changes)
        said = homes_as_people_said(record, said, changes)
        period = _plan_care(record, said, changes, found, known)
        with found.collected():
            plan_school(record, period, said, changes, settings=known.settings, on=known.on)
        plan_sen(record, period, said, changes, known.on)
        plan_workers(record, said, changes, workers=known.workers, on=known.on)
    if found.problems:
        return _refused(said, without_a_mere_doubt(found.problems))
    for warning in said.warnings:
        changes.note(said.row, warning)
    urn = said.value("school_urn")
    if urn is not None and urn not in known.settings:
        changes.note(
            said.row,
            Problem(
                column="school_urn",
                code="unknown_urn",
                message=f"No school has the URN {urn}: load the newest register of schools, or "
                "correct the URN. The child's other facts are loaded.",
            ),
        )
    outcome = Outcome.NEW if is_new else Outcome.CHANGED if changes.count else Outcome.SAME
    changes.settle(said.row, outcome)
    return changes


def _plan_care(
    record: ChildRecord, said: RollRow, changes: Changes, found: Contradictions, known: _Known
) -> CarePeriod | None:
    """Care with all that belongs to it; or nothing of it, when its first day is in doubt."""
    try:
        period = plan_care_period(record, said, changes)
    except CareContradictionError as error:
        changes.note(said.row, error.problem)
        return record.periods[-1]
    if period is not None:
        with found.collected():
            _check_age(record, period, said, changes, known.on)
        with found.collected():
            plan_legal_status(record, period, said, changes, known.on)
        with found.collected():
            plan_placement(record, period, said, changes, known.areas)
        with found.collected():
            plan_reviews(record, period, said, changes)
    return period


def _check_age(
    record: ChildRecord, period: CarePeriod, said: RollRow, changes: Changes, on: date
) -> None:
    """Care ends on the 18th birthday, which the file need not know yet."""
    born = record.pupil.date_of_birth
    if problem := entry_of_an_adult(born, period.started_on):
        raise ContradictionError(problem.column, problem.code, problem.message)
    ends_on = care_ends_on(born, period.ended_on)
    if ends_on <= on and ends_on != period.ended_on:
        changes.warn(
            said.row,
            "looked_after_to",
            "turned_18",
            f"Turned 18 on {ends_on:%d/%m/%Y}: care is taken to have ended then. Give that day as "
            "looked_after_to, or leave the row out.",
        )


def _refused(said: RollRow, problems: Iterable[Problem]) -> Changes:
    changes = Changes()
    changes.refuse(said.row, *problems, *said.warnings)
    return changes


def _missing(said: RollRow) -> list[Problem]:
    """What a child who is new must be told with."""
    return [
        Problem(column=column, code="missing", message=f"{column} is empty. Fill it in.")
        for column in ("date_of_birth", "looked_after_from")
        if said.value(column) is None
    ]


def _plan_pupil(
    record: ChildRecord, said: RollRow, changes: Changes, found: Contradictions
) -> None:
    pupil = record.pupil
    values: dict[str, Any] = {
        column: said.value(column) or "" for column in _TEXTS if said.says(column)
    }
    if said.value("date_of_birth"):
        values["date_of_birth"] = said.value("date_of_birth")
        with found.collected():
            _check_birth(record, values["date_of_birth"])
    if said.says("sex"):
        values["sex"] = said.value("sex") or Pupil.Sex.UNKNOWN
    if said.says("nc_year"):
        values["nc_year"] = said.value("nc_year")
    if said.says("upn"):
        values["upn"] = said.value("upn") or ""
        if pupil.upn not in ("", *UNKNOWN_UPN_CODES, values["upn"]):
            values["former_upn"] = pupil.upn
    values |= _unaccompanied(said)
    values = without_wrong(record, values, _COLUMN_OF, said.row, changes)
    if "upn" not in values:
        values.pop("former_upn", None)
    with found.collected():
        check_identity(pupil, values, said, changes)
    former = pupil.upn
    shared = {name: values.pop(name) for name in _TOLD_TOO if name in values}
    changes.set_told(said.row, pupil, _TOLD_TOO, **shared)
    changes.set(pupil, **values)
    remember_upn(pupil, former, said, changes)
    changes.set(
        pupil,
        search_name=search_form(pupil.known_as, pupil.legal_first_name, pupil.legal_last_name),
    )


def _unaccompanied(said: RollRow) -> dict[str, Any]:
    """Whether the child is unaccompanied, and until when; "-" takes either away."""
    values: dict[str, Any] = {}
    if said.says("uasc"):
        values["is_uasc"] = bool(said.value("uasc"))
    if said.says("uasc_until"):
        values["uasc_until"] = said.value("uasc_until")
    elif values.get("is_uasc") is False:
        values["uasc_until"] = None
    return values


def _check_birth(record: ChildRecord, born: date) -> None:
    if record.periods and born > record.periods[0].started_on:
        raise ContradictionError(
            "date_of_birth",
            "before_birth",
            "On record the child was looked after before that day. Correct one of them.",
        )


def _settings(batch: list[Child[RollRow]]) -> dict[str, int]:
    urns = {child.said.value("school_urn") for child in batch} - {None}
    rows = EducationSetting.objects.filter(urn__in=urns)
    return {str(urn): pk for urn, pk in rows.values_list("urn", "pk")}


def _workers(authority: Any, on: date) -> dict[tuple[str, str], int]:
    """Account holders of the authority who hold the role today, by role and e-mail."""
    roles = [capacity.value for capacity in WORKER_COLUMNS.values()]
    rows = Membership.objects.in_force_on(on).filter(
        authority=authority, role__in=roles, user__is_active=True
    )
    return {
        (role, email.lower()): user
        for role, email, user in rows.values_list("role", "user__email", "user")
    }
