"""A time in care or a legal status that a person put right or withdrew, or a legal status that one
recorded, in the return: its episodes are read as that person said, and the rows are named.

A last day that cannot be read so is left as it is: what overlaps the record is refused (`.care`).
"""

from dataclasses import replace
from datetime import date
from itertools import pairwise

from vsh.tables.findings import Level, Problem
from vsh.tables.job import Outcome

from ...models import CarePeriod
from ..changes import Changes
from ..record import ChildRecord
from ..told_of_care import IN_CASE_SYSTEM, PUT_RIGHT
from .chain import CareRun
from .episode import EpisodeRow

STATUS_ALONE = "L"  # RNE: the legal status changed, the placement did not
_WITHDRAWN = f"A person withdrew the time in care that began on this day: {IN_CASE_SYSTEM}"
_START = f"A person put the day on which care began right: {IN_CASE_SYSTEM}"
_END = f"A person put right whether, when or why care ended: {IN_CASE_SYSTEM}"
_STATUS = f"A person put this legal status right: {IN_CASE_SYSTEM}"
_RECORDED = f"A person recorded this change of legal status from another day: {IN_CASE_SYSTEM}"
_NOT_TOLD = f"A person recorded a change of legal status within these days: {IN_CASE_SYSTEM}"
_NO_STATUS = f"A person withdrew this legal status: {IN_CASE_SYSTEM}"


def as_people_said(record: ChildRecord, run: CareRun, changes: Changes) -> CareRun | None:
    """The run as people said; None for one that a person withdrew, whose rows are settled."""
    told = record.told_of_care
    if not told:
        return run
    wrong = told.care_meant(run.started_on, record.periods) if run.is_entry else None
    period = _period_of(record, run, wrong.id if wrong else None)
    if wrong is not None and period is None:
        for episode in run.episodes:
            changes.settle(episode.row, Outcome.SAME, [_named("DECOM", _WITHDRAWN)])
        return None
    if period is None:
        return run
    episodes = list(run.episodes)
    first = episodes[0]
    if wrong is not None and _fits(first, started_on=period.started_on):
        episodes[0] = _read(first, "DECOM", _START, started_on=period.started_on)
    read = CareRun(episodes, run.ended_on, run.end_reason)
    _read_end(record, period, read)
    _join(record, period, read, changes)
    _read_statuses(record, period, read)
    return read


def _period_of(record: ChildRecord, run: CareRun, wrong_id: int | None) -> CarePeriod | None:
    """The time in care on record that the run tells; it may go on from before the return."""
    if wrong_id is not None:
        return next((one for one in record.periods if one.pk == wrong_id), None)
    for period in reversed(record.periods):
        goes_on = not run.is_entry and period.started_on < run.started_on
        is_over = period.ended_on is not None and period.ended_on <= run.started_on
        if period.started_on == run.started_on or (goes_on and not is_over):
            return period
    return None


def _read_end(record: ChildRecord, period: CarePeriod, run: CareRun) -> None:
    """The day on which care ceased and why, on the run and on the row that tells it."""
    told, last = record.told_of_care, run.episodes[-1]
    if run.ended_on is None:
        return
    is_day = told.is_end_wrong(period, run.ended_on)
    is_reason = told.is_reason_wrong(period, run.end_reason)
    if not (is_day or (is_reason and run.ended_on == period.ended_on)):
        return
    if not _fits(last, ended_on=period.ended_on):
        return
    reason = period.end_reason if period.ended_on is None or is_reason else run.end_reason
    run.ended_on, run.end_reason = period.ended_on, reason
    run.episodes[-1] = _read(last, "DEC", _END, ended_on=period.ended_on, reason_ended=reason)


def _join(record: ChildRecord, period: CarePeriod, run: CareRun, changes: Changes) -> None:
    """A row that changed nothing but a legal status that was withdrawn is part of the one before,
    where it is not the first."""
    joined: list[EpisodeRow] = []
    for row in run.episodes:
        if joined and row.reason_started == STATUS_ALONE and _is_withdrawn(record, period, row):
            changes.settle(row.row, Outcome.SAME, [*row.warnings, _named("LS", _NO_STATUS)])
            before = joined[-1]
            joined[-1] = replace(before, ended_on=row.ended_on, reason_ended=row.reason_ended)
        else:
            joined.append(row)
    run.episodes = joined


def _read_statuses(record: ChildRecord, period: CarePeriod, run: CareRun) -> None:
    """Each row with the legal status, the need and the days that a person said.

    A day of change is read so where both rows say it and the home did not change that day, since a
    row tells the home by the same days; else the status on record stands, and the row tells the
    home alone.
    """
    told = run.episodes
    read = [_as_put_right(record, period, row) for row in told]
    _read_recorded(record, period, told, read)
    stands = {number for number, row in enumerate(told) if _is_withdrawn(record, period, row)}
    is_settled = False
    while not is_settled:
        is_settled = True
        for number, (former, later) in enumerate(pairwise(told)):
            days = read[number].ended_on, read[number + 1].started_on
            if days == (former.ended_on, later.started_on):
                continue
            if days[0] == days[1] and later.reason_started == STATUS_ALONE:
                continue
            for one in (number, number + 1):
                if read[one] is not told[one]:
                    stands.add(one)
                    read[one] = told[one]
                    is_settled = False
    for number, name in ((0, "started_on"), (len(told) - 1, "ended_on")):
        if getattr(read[number], name) != getattr(told[number], name):
            stands.add(number)
            read[number] = told[number]
    untold = {n for n, row in enumerate(read) if _leaves_out_recorded(record, period, row)}
    for number, row in enumerate(read):
        if number in untold - stands:
            run.episodes[number] = _read(told[number], "LS", _NOT_TOLD)
        elif number in stands:
            words = _NO_STATUS if _is_withdrawn(record, period, told[number]) else _STATUS
            run.episodes[number] = _read(told[number], "LS", words)
        else:
            run.episodes[number] = row
    run.standing = frozenset(id(run.episodes[number].row) for number in stands | untold)


def _read_recorded(
    record: ChildRecord, period: CarePeriod, told: list[EpisodeRow], read: list[EpisodeRow]
) -> None:
    """A change of status that a person recorded, and these rows tell with another day, is read with
    theirs."""
    for number, (former, later) in enumerate(pairwise(told)):
        day = _day_recorded(record, period, former, later, told)
        if day is None or not _fits(read[number], ended_on=day):
            continue
        if _fits(read[number + 1], started_on=day):
            read[number] = replace(read[number], ended_on=day)
            read[number + 1] = _read(read[number + 1], "DECOM", _RECORDED, started_on=day)


def _day_recorded(
    record: ChildRecord,
    period: CarePeriod,
    former: EpisodeRow,
    later: EpisodeRow,
    told: list[EpisodeRow],
) -> date | None:
    """The day of the same change, from the one status to the other, on which a person recorded it:
    the nearest one that no row tells; None where the record has the change on the row's day."""
    episodes = record.episodes_of(period)
    if any(one.started_on == later.started_on for one in episodes):
        return None
    days_told = {row.started_on for row in told}
    days = [
        one.started_on
        for before, one in pairwise(episodes)
        if one.pk in record.told_of_care.recorded
        and (before.legal_status, one.legal_status) == (former.legal_status, later.legal_status)
        and one.started_on not in days_told
    ]
    return min(days, key=lambda day: abs(day - later.started_on), default=None)


def _leaves_out_recorded(record: ChildRecord, period: CarePeriod, row: EpisodeRow) -> bool:
    """Whether a row that has ended goes on over a day on which a person recorded a change: it may
    tell the home, and the end of care, but not the status."""
    return row.ended_on is not None and any(
        row.started_on < one.started_on < row.ended_on
        for one in record.episodes_of(period)
        if one.pk in record.told_of_care.recorded
    )


def _as_put_right(record: ChildRecord, period: CarePeriod, row: EpisodeRow) -> EpisodeRow:
    for episode in record.episodes_of(period):
        was = record.told_of_care.of_status(episode)
        if row.started_on not in {episode.started_on, *(one.started_on for one in was)}:
            continue
        values = {
            name: getattr(episode, name)
            for name in ("legal_status", "category_of_need", "started_on", "ended_on")
            if getattr(row, name) != getattr(episode, name)
            and getattr(row, name) in {getattr(one, name) for one in was if name in one.changed}
        }
        if row.ended_on is None:  # an older return does not know how it went on
            values.pop("ended_on", None)
        days = {name: value for name, value in values.items() if name.endswith("_on")}
        if values and _fits(row, **days):
            return _read(row, "LS", _STATUS, **values)
    return row


def _is_withdrawn(record: ChildRecord, period: CarePeriod, row: EpisodeRow) -> bool:
    withdrawn = record.told_of_care.withdrawn_statuses(period, record.episodes_of(period))
    return any(
        (one.started_on, one.legal_status) == (row.started_on, row.legal_status)
        for one in withdrawn
    )


def _fits(row: EpisodeRow, **days: object) -> bool:
    """Whether the row lasts at least a day with these."""
    read = replace(row, **days)  # type: ignore[arg-type]
    return read.ended_on is None or read.started_on < read.ended_on


def _read(row: EpisodeRow, column: str, words: str, **values: object) -> EpisodeRow:
    warnings = (*row.warnings, _named(column, words))
    return replace(row, warnings=warnings, **values)  # type: ignore[arg-type]


def _named(column: str, words: str) -> Problem:
    return Problem(column=column, code=PUT_RIGHT, message=words, level=Level.WARNING)
