"""Workers and SEN as the roll extract tells them: a change ends the former the day before."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from ...models import CarePeriod, Involvement, SenStatus
from ..changes import Changes
from ..record import ChildRecord
from .row import RollRow

DAY = timedelta(days=1)
WORKER_COLUMNS = {
    "social_worker_email": Involvement.Capacity.SOCIAL_WORKER,
    "team_manager_email": Involvement.Capacity.TEAM_MANAGER,
    "iro_email": Involvement.Capacity.IRO,
    "officer_email": Involvement.Capacity.OFFICER,
}


def plan_sen(
    record: ChildRecord, period: CarePeriod | None, said: RollRow, changes: Changes, on: date
) -> None:
    """The SEN status: from today when it changes, from entering care when it is the first."""
    if not said.says("sen_status"):
        return
    status = said.value("sen_status")
    current = _current(record.sen_statuses, on)
    if current is not None and current.status == status:
        return
    if current is not None and current.recorded_by_id is not None:
        changes.warn(
            said.row,
            "sen_status",
            "sen_told_by_a_person",
            f"A person recorded “{current.get_status_display()}” from {current.started_on}. Theirs "
            "stays; correct it on the page “Wellbeing and SEN” if the file is right.",
        )
        return
    if status and (words := _taken_back(record, status, on)):
        changes.warn(said.row, "sen_status", "sen_told_by_a_person", words)
        return
    if not record.sen_statuses and status:
        entered = period.started_on if period else on
        started_on = min(entered, on)
    else:
        started_on = on
    if current is not None:
        changes.say_otherwise(said.row, "sen_status", current, "status", current.status, status)
    _end(record.sen_statuses, current, changes, on)
    if status:
        fact = SenStatus(pupil=record.pupil, status=status, started_on=started_on)
        record.sen_statuses.append(changes.create(fact))


def _taken_back(record: ChildRecord, status: str, on: date) -> str:
    """Why a status that nobody has now does not come back: a person ended it, or took it off the
    record, and nothing else has been told since. Empty where it may come."""
    label = SenStatus.Status(status).label
    last = max(record.sen_statuses, key=lambda one: one.started_on, default=None)
    if last is not None and last.status == status and last.recorded_by_id is not None:
        if last.ended_on is not None and last.ended_on < on:
            return (
                f"A person ended “{label}” on {last.ended_on}. It stays ended; record it on the "
                "page “Wellbeing and SEN” if the file is right."
            )
        return ""
    for _, wrong, started_on in sorted(record.told.sen):
        if wrong == status:
            return (
                f"A person took “{label}” from {started_on} off the record. It stays off; record "
                "it on the page “Wellbeing and SEN” if the file is right."
            )
    return ""


def plan_workers(
    record: ChildRecord,
    said: RollRow,
    changes: Changes,
    *,
    workers: Mapping[tuple[str, str], int],
    on: date,
) -> None:
    """The people who work with the child; `workers` are user ids by capacity and e-mail."""
    for column, capacity in WORKER_COLUMNS.items():
        if not said.says(column):
            continue
        email = said.value(column)
        user_id = workers.get((capacity.value, email)) if email else None
        mine = [one for one in record.involvements if one.capacity == capacity]
        current = _current(mine, on)
        if email and user_id is None:
            stays = current is not None and current.user.email.lower() == email
            changes.warn(
                said.row,
                column,
                "unknown_worker",
                f"No {capacity.label.lower()} of this authority has the account {email}"
                + ("" if stays else ": nobody is allocated")
                + ". Create it (or give it that role) and load the file again.",
            )
            if stays:
                continue  # the account has lost the role; the allocation is the file's
        if current is not None and current.user_id == user_id:
            continue
        _end(record.involvements, current, changes, on)
        if user_id is not None:
            fact = Involvement(
                pupil=record.pupil, user_id=user_id, capacity=capacity.value, started_on=on
            )
            record.involvements.append(changes.create(fact))


def _current(facts: list[Any], on: date) -> Any:
    """The fact that has not ended; facts of the future count, lest two overlap."""
    return next((one for one in facts if one.ended_on is None or one.ended_on >= on), None)


def _end(facts: list[Any], current: Any, changes: Changes, on: date) -> None:
    if current is None:
        return
    if current.started_on >= on:
        changes.delete(current)
        facts.remove(current)
    else:
        changes.set(current, ended_on=on - DAY)
