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

from ...models import Pupil, SdqScore
from ...rules.ages import care_ends_on
from ..changes import Changes
from ..record import ChildRecord
from .care import plan_run
from .chain import CareRun, check_chain, runs_of
from .episode import EpisodeRow, read_episode
from .reviews import plan_review
from .row import HeaderRow, SdqRow, UascRow, age_on, read_review, read_sdq, read_uasc

# A child's rows in the other files name Header by these of the DfE's rules.
NOT_IN_HEADER = {"episodes": "INT03", "oc2": "INT05", "reviews": "INT08", "uasc": "INT09"}
OTHER_BIRTH = {"oc2": "INT14", "reviews": "INT17", "uasc": "INT18"}
TWICE = {"oc2": "INT33", "uasc": "INT36"}
SDQ_AGES = range(4, 17)


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
    born = record.pupil.date_of_birth
    sound = {
        name: [row for row in others if _is_of_child(name, row, born, changes)]
        for name, others in rows.others.items()
    }
    _plan_care(record, sound["episodes"], changes, whole)
    _plan_reviews(record, sound["reviews"], changes, whole)
    _plan_each(
        _once("uasc", sound["uasc"], changes),
        changes,
        lambda row: _uasc(record, row, changes, whole),
    )
    _plan_each(
        _once("oc2", sound["oc2"], changes), changes, lambda row: _sdq(record, row, changes, whole)
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


def _is_of_child(name: str, row: Row, born: date, changes: Changes) -> bool:
    """Whether the row's date of birth is that of Header (rules INT14, INT17, INT18)."""
    if name not in OTHER_BIRTH or row["DOB"] == f"{born:%d/%m/%Y}":
        return True
    message = f"DOB is another than in Header ({born:%d/%m/%Y}). Correct one of them, or CHILD."
    changes.refuse(row, Problem(column="DOB", code=OTHER_BIRTH[name], message=message))
    return False


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
        pupil = Pupil(
            authority=whole.authority,
            child_id=child_id,
            date_of_birth=header.date_of_birth,
            sex=header.sex,
            ethnicity=header.ethnicity,
            upn=header.upn,
        )
        record = ChildRecord(changes.create(pupil))
        _settle(header, Outcome.NEW, changes)
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
        if pupil.upn not in ("", *UNKNOWN_UPN_CODES, header.upn):
            values["former_upn"] = pupil.upn
    changes.set(pupil, **values)
    _settle(header, Outcome.CHANGED if changes.count > before else Outcome.SAME, changes)
    return record


def _settle(
    said: HeaderRow | UascRow | SdqRow | EpisodeRow, outcome: Outcome, changes: Changes
) -> None:
    changes.settle(said.row, outcome)
    for warning in said.warnings:
        changes.note(said.row, warning)


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
    for run in runs_of(standing):
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


def _uasc(record: ChildRecord, row: Row, changes: Changes, whole: Return) -> None:
    pupil = record.pupil
    said, problems = read_uasc(row, born=pupil.date_of_birth, sex=pupil.sex)
    if said is None:
        changes.refuse(row, *problems)
        return
    before, is_new = changes.count, pupil.pk is None
    changes.set(pupil, is_uasc=said.ceased_on is None or said.ceased_on > whole.on)
    is_changed = changes.count > before
    outcome = Outcome.NEW if is_new else Outcome.CHANGED if is_changed else Outcome.SAME
    _settle(said, outcome, changes)


def _sdq(record: ChildRecord, row: Row, changes: Changes, whole: Return) -> None:
    """The return does not say on which day: the score is kept under its 31 March.

    While that lies ahead, under the day of loading; a later load of the same year moves it.
    """
    said, problems = read_sdq(row)
    if said is None:
        changes.refuse(row, *problems)
        return
    if said.score is None and not said.reason_none:
        _settle(said, Outcome.SAME, changes)
        if _needs_score(record, whole):
            message = (
                "Neither a score nor a reason, for a child of 4 to 16 looked after for 12 months. "
                "Fill one in."
            )
            changes.note(
                row,
                Problem(column="SDQ_SCORE", code="186", message=message, level=Level.WARNING),
            )
        return
    carer = SdqScore.Respondent.CARER
    completed_on = min(whole.year_end, whole.on)
    first = date(whole.year_end.year - 1, 4, 1)
    found = next(
        (
            one
            for one in reversed(record.sdq_scores)
            if first <= one.completed_on <= whole.year_end and one.respondent == carer
        ),
        None,
    )
    values = {"score": said.score, "reason_none": said.reason_none}
    if found is None and any(
        (respondent, *told) == (carer, said.score, said.reason_none)
        and first <= day <= whole.year_end
        for respondent, day, *told in record.told.sdq
    ):
        changes.warn(
            row,
            "SDQ_SCORE",
            "sdq_told_by_a_person",
            "A person took this score off the record, or gave it to another day or person. Theirs "
            "stays; record it on the page “Wellbeing and SEN” if the return is right.",
        )
        _settle(said, Outcome.SAME, changes)
        return
    if found is None:
        score = SdqScore(
            pupil=record.pupil, completed_on=completed_on, respondent=carer.value, **values
        )
        record.sdq_scores.append(changes.create(score))
        _settle(said, Outcome.NEW, changes)
        return
    if (found.score, found.reason_none) == (said.score, said.reason_none):
        completed_on = min(found.completed_on, completed_on)
    elif found.recorded_by_id is not None:
        changes.warn(
            row,
            "SDQ_SCORE",
            "sdq_told_by_a_person",
            f"On {found.completed_on} a person recorded something else. Theirs stays; correct it "
            "on the page “Wellbeing and SEN” if the return is right.",
        )
        _settle(said, Outcome.SAME, changes)
        return
    before = changes.count
    changes.set(found, completed_on=completed_on, **values)
    _settle(said, Outcome.CHANGED if changes.count > before else Outcome.SAME, changes)


def _needs_score(record: ChildRecord, whole: Return) -> bool:
    """Rule 186: aged 4 at the year's start, under 17 at its end, looked after all the year."""
    born, end = record.pupil.date_of_birth, whole.year_end
    start = date(end.year - 1, 4, 1)
    if age_on(born, start) not in SDQ_AGES or age_on(born, end) not in SDQ_AGES:
        return False
    return any(
        period.started_on <= start and (period.ended_on is None or period.ended_on > end)
        for period in record.periods
    )
