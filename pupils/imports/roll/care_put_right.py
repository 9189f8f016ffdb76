"""A time in care or a legal status that a person put right, withdrew or recorded, in the next
night's row: the row is read as that person said, and the file is named."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from ...models import CarePeriod
from ..changes import Changes
from ..record import ChildRecord
from ..told_of_care import IN_CASE_SYSTEM, PUT_RIGHT
from .care import PLACEMENT_COLUMNS
from .row import RollRow

_OF_CARE = (
    *("looked_after_from", "looked_after_to", "legal_status"),
    *("next_review_on", "last_review_on"),
    *PLACEMENT_COLUMNS,
)
_WITHDRAWN = (
    "A person withdrew the time in care that began on this day: "
    f"{IN_CASE_SYSTEM} What the row says of care is left out."
)
_ON_ANOTHER_DAY = (
    "A person withdrew a time in care that began on another day. This one is loaded: check that it "
    "is right."
)
_START = f"A person put the day on which care began right: {IN_CASE_SYSTEM}"
_END = f"A person put right whether and when care ended: {IN_CASE_SYSTEM}"
_STATUS = (
    "A person put the legal status right: what they said stands. If the file’s status has begun "
    "since, record it on the Care tab, or the return tells from which day; else put it right in "
    "the case system."
)
_RECORDED = (
    "A person recorded the legal status that took over from this one: what they said stands. If "
    "the file’s status has begun again since, record it on the Care tab; else put it right in the "
    "case system."
)


def as_people_said(record: ChildRecord, said: RollRow, changes: Changes) -> RollRow:
    """The row with what people said in place of what they said was wrong; the file's other days
    and statuses are news."""
    told, periods = record.told_of_care, record.periods
    if not told:
        return said
    given: dict[str, Any] = dict(said.given)
    entered = given.get("looked_after_from")
    wrong = told.care_meant(entered, periods) if entered else None
    period = _period_meant(periods, entered, wrong.id if wrong else None)
    if wrong is not None and period is None:
        changes.warn(said.row, "looked_after_from", PUT_RIGHT, _WITHDRAWN)
        return replace(said, given={k: v for k, v in given.items() if k not in _OF_CARE})
    if period is None:
        if entered and told.has_withdrawn(periods):
            changes.warn(said.row, "looked_after_from", PUT_RIGHT, _ON_ANOTHER_DAY)
        return said
    if wrong is not None:
        changes.warn(said.row, "looked_after_from", PUT_RIGHT, _START)
        given["looked_after_from"] = period.started_on
        homes = {home.started_on for home in record.placements_of(period)}
        if given.get("placement_from") == entered and period.started_on in homes - {entered}:
            given["placement_from"] = period.started_on
    _read_end(record, period, given, said, changes)
    _read_status(record, period, given, said, changes)
    return replace(said, given=given)


def _period_meant(
    periods: Sequence[CarePeriod], entered: date | None, wrong_id: int | None
) -> CarePeriod | None:
    """The time in care of which the row speaks: without a first day, or with another one while it
    is open, the last."""
    if wrong_id is not None:
        return next((one for one in periods if one.pk == wrong_id), None)
    same = next((one for one in periods if one.started_on == entered), None)
    last = periods[-1] if periods else None
    is_last = last is not None and (entered is None or last.ended_on is None)
    return same or (last if is_last else None)


def _read_end(
    record: ChildRecord,
    period: CarePeriod,
    given: dict[str, Any],
    said: RollRow,
    changes: Changes,
) -> None:
    """A blank speaks of the end only where the row tells the child's last time in care."""
    is_last = period is record.periods[-1]
    if "looked_after_to" not in given and not (given.get("looked_after_from") and is_last):
        return
    end_told = given.get("looked_after_to")
    if not record.told_of_care.is_end_wrong(period, end_told):
        return
    if period.ended_on is None:
        changes.warn(said.row, "looked_after_to", PUT_RIGHT, _END)
        del given["looked_after_to"]
        return
    given["looked_after_to"] = period.ended_on
    goes_on = end_told is None or end_told > period.ended_on
    left_out = _leave_out_what_came_after(period.ended_on, given, goes_on=goes_on)
    told = f" Left out of the row, as of after that end: {', '.join(left_out)}." if left_out else ""
    changes.warn(said.row, "looked_after_to", PUT_RIGHT, f"{_END}{told}")


def _leave_out_what_came_after(
    ended_on: date, given: dict[str, Any], *, goes_on: bool
) -> list[str]:
    """The file's home and reviews of after that day are none of a time in care that a person ended,
    nor is its status where care `goes_on` in the file; the columns that are left out."""
    placed_on, reviewed_on = given.get("placement_from"), given.get("last_review_on")
    gone = {"legal_status", "next_review_on"} if goes_on else {"next_review_on"}
    if placed_on is None or placed_on >= ended_on:
        gone |= set(PLACEMENT_COLUMNS)
    if reviewed_on is None or reviewed_on > ended_on:
        gone.add("last_review_on")
    left_out = [column for column in _OF_CARE if column in gone and column in given]
    for column in left_out:
        del given[column]
    return left_out


def _read_status(
    record: ChildRecord,
    period: CarePeriod,
    given: dict[str, Any],
    said: RollRow,
    changes: Changes,
) -> None:
    """The row tells the status without a day: of the last one, or of one that was withdrawn while
    no other has begun since."""
    told, episodes = record.told_of_care, record.episodes_of(period)
    status, last = given.get("legal_status"), episodes[-1] if episodes else None
    if last is None or not status:
        return
    of_last, withdrawn = told.of_status(last), told.withdrawn_statuses(period, episodes)
    put_right = [one for one in of_last if "legal_status" in one.changed]
    wrong = [*put_right, *(one for one in withdrawn if last.started_on <= one.started_on)]
    if last.legal_status == status:  # in an open time in care it would go on again
        has_ended = period.ended_on is None and last.ended_on is not None
        is_wrong = has_ended and any(
            "ended_on" in one.changed and one.ended_on != last.ended_on for one in of_last
        )
    else:
        is_wrong = any(one.legal_status == status for one in wrong)
    gave_way = last.pk in told.recorded and status in [one.legal_status for one in episodes[-2:-1]]
    if is_wrong or gave_way:
        words = _STATUS if is_wrong else _RECORDED
        changes.warn(said.row, "legal_status", PUT_RIGHT, words)
        del given["legal_status"]
