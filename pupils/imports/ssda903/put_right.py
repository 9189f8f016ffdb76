"""A time in care or a legal status that a person put right or withdrew, in the return: its episodes
are read as that person said, and the rows are named.

What cannot be read so, such as a day on which by the return the home changed too, is left as it is:
where it overlaps what is on record, it is refused and named (`.care`).
"""

from collections.abc import Iterator
from dataclasses import replace

from vsh.tables.findings import Level, Problem
from vsh.tables.job import Outcome

from ...models import CareEpisode, CarePeriod
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
    read.episodes = list(_read_statuses(record, period, read.episodes, changes))
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


def _read_statuses(
    record: ChildRecord, period: CarePeriod, rows: list[EpisodeRow], changes: Changes
) -> Iterator[EpisodeRow]:
    """Each row with the legal status, the need and the days that a person said; one that changed
    nothing but a status that was withdrawn is part of the row before."""
    held: EpisodeRow | None = None
    for told in rows:
        row = _read_status(record, period, told)
        if row is None and held is not None:
            named = [*told.warnings, _named("LS", _NO_STATUS)]
            changes.settle(told.row, Outcome.SAME, named)
            held = replace(held, ended_on=told.ended_on, reason_ended=told.reason_ended)
            continue
        if held is not None:
            yield held
        held = row or told
    if held is not None:
        yield held


def _read_status(record: ChildRecord, period: CarePeriod, row: EpisodeRow) -> EpisodeRow | None:
    """The row as people said; None where it tells of a withdrawn status alone."""
    told, episodes = record.told_of_care, record.episodes_of(period)
    for one in told.withdrawn_statuses(period, episodes):
        if (one.started_on, one.legal_status) == (row.started_on, row.legal_status):
            instead = _on_record_at(episodes, row)
            if row.reason_started == STATUS_ALONE:
                return None
            if instead is not None and instead.legal_status != row.legal_status:
                return _read(row, "LS", _NO_STATUS, legal_status=instead.legal_status)
    for episode in episodes:
        was = told.of_status(episode)
        starts = {episode.started_on, *(one.started_on for one in was)}
        if not was or row.started_on not in starts:
            continue
        values: dict[str, object] = {
            name: getattr(episode, name)
            for name in ("legal_status", "category_of_need", "ended_on", "started_on")
            if getattr(row, name) in {getattr(one, name) for one in was}
            and getattr(row, name) != getattr(episode, name)
        }
        if row.reason_started != STATUS_ALONE:
            values.pop("started_on", None)
        if "ended_on" in values and row.ended_on is None:
            del values["ended_on"]  # an older return does not know how it went on
        days = {name: value for name, value in values.items() if name.endswith("_on")}
        if values and _fits(row, **days):
            return _read(row, "LS", _STATUS, **values)
    return row


def _on_record_at(episodes: list[CareEpisode], row: EpisodeRow) -> CareEpisode | None:
    day = row.started_on
    there = (one for one in episodes if one.started_on <= day)
    return next((one for one in there if one.ended_on is None or day < one.ended_on), None)


def _fits(row: EpisodeRow, **days: object) -> bool:
    """Whether the row lasts at least a day with these."""
    read = replace(row, **days)  # type: ignore[arg-type]
    return read.ended_on is None or read.started_on < read.ended_on


def _read(row: EpisodeRow, column: str, words: str, **values: object) -> EpisodeRow:
    warnings = (*row.warnings, _named(column, words))
    return replace(row, warnings=warnings, **values)  # type: ignore[arg-type]


def _named(column: str, words: str) -> Problem:
    return Problem(column=column, code=PUT_RIGHT, message=words, level=Level.WARNING)
