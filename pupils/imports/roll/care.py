"""Care as the roll extract tells it: the care period and its legal status."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from ...models import CareEpisode, CarePeriod, CarePlacement
from ..changes import Changes
from ..record import ChildRecord
from ..reviews_held import arranged_review
from .contradiction import CareContradictionError, ContradictionError
from .row import RollRow

PLACEMENT_COLUMNS = (
    "placement_from",
    "placement_type",
    "placement_postcode",
    "placement_emergency",
)
_MERGED = (
    "If two records of the child were merged, care goes on from one to the other: have the "
    "council’s system hold the two as one."
)
SLIP = timedelta(days=31)  # a first day so near the recorded one is the same, put right


def plan_care_period(record: ChildRecord, said: RollRow, changes: Changes) -> CarePeriod | None:
    """The care period that the row speaks of; None when it speaks of none and none is on record.

    While a period is open, another first day near its own corrects it; one further away is
    refused until the file has told when the open period ended.
    """
    entered, left = said.value("looked_after_from"), said.value("looked_after_to")
    period = _period_said(record, entered, said, changes)
    if period is None:
        return None
    if said.takes_away("looked_after_to") and period.ended_on is not None:
        if period is not record.periods[-1]:
            raise ContradictionError(
                "looked_after_to",
                "later_period",
                "A later time of being looked after is on record. Leave the cell blank.",
            )
        _reopen(record, period, said, changes)
    elif left and period.ended_on != left:
        if left <= period.started_on:
            raise ContradictionError(
                "looked_after_to",
                "end_before_start",
                f"On record the child entered care on {period.started_on:%d/%m/%Y}. Correct one of "
                "them.",
            )
        _end_period(record, period, left, said, changes)
    elif period.ended_on is not None and _goes_on_in_file(record, period, said):
        changes.warn(
            said.row,
            "looked_after_to",
            "ended",
            f"On record care ended on {period.ended_on:%d/%m/%Y}; the file says no end. If the "
            "child is still looked after, give - as looked_after_to.",
        )
    return period


def _period_said(
    record: ChildRecord, entered: date | None, said: RollRow, changes: Changes
) -> CarePeriod | None:
    last = record.periods[-1] if record.periods else None
    if entered is None:
        return last
    for period in record.periods:
        if period.started_on == entered:
            return period
    if last is not None and last.ended_on is None:
        _correct_start(record, last, entered, said, changes)
        return last
    for period in record.periods:
        if period.ended_on and period.started_on < entered < period.ended_on:
            raise ContradictionError(
                "looked_after_from",
                "overlap",
                "On record the child was already looked after on that day, from "
                f"{period.started_on:%d/%m/%Y} to {period.ended_on:%d/%m/%Y}. Correct one of them.",
            )
    if last is not None and entered < last.started_on:
        raise ContradictionError(
            "looked_after_from",
            "later_period",
            f"A later time of being looked after is on record, from {last.started_on:%d/%m/%Y}. "
            "Correct one of them.",
        )
    period = changes.create(CarePeriod(pupil=record.pupil, started_on=entered))
    record.periods.append(period)
    return period


def _correct_start(
    record: ChildRecord, period: CarePeriod, entered: date, said: RollRow, changes: Changes
) -> None:
    """The open period with another first day: what began with it moves along."""
    before = record.periods[-2] if len(record.periods) > 1 else None
    if before is not None and before.ended_on and entered < before.ended_on:
        raise ContradictionError(
            "looked_after_from",
            "overlap",
            "On record the child was already looked after on that day, from "
            f"{before.started_on:%d/%m/%Y} to {before.ended_on:%d/%m/%Y}. Correct one of them.",
        )
    former = period.started_on
    if abs(entered - former) > SLIP or _contradicts(record, period, entered):
        raise CareContradictionError(
            "looked_after_from",
            "open_period",
            f"On record the child is looked after since {former:%d/%m/%Y}, without an end. If "
            "that time ended, load its end first (looked_after_to, with that first day); if the "
            "day is wrong, correct it. Care is left as it is; the child's other facts are loaded."
            + (f" {_MERGED}" if _goes_on_from(record, period, entered) else ""),
        )
    changes.warn(
        said.row,
        "looked_after_from",
        "corrected",
        f"On record the child entered care on {former:%d/%m/%Y}: the day is corrected.",
    )
    changes.set(period, started_on=entered)
    for episode in record.episodes_of(period):
        if episode.started_on == former:
            changes.set(episode, started_on=entered)
    for placement in record.placements_of(period):
        if placement.started_on == former and former < entered:
            changes.set(placement, started_on=entered)


def _goes_on_from(record: ChildRecord, period: CarePeriod, day: date) -> bool:
    """Whether one home or legal status of it begins on the day on which another ended; not a move
    that a person recorded, which an end of care withdraws."""
    homes = record.placements_of(period)
    by_files = [one for one in homes if one.pk is None or one.pk not in record.told.homes]
    return _follow_on(record.episodes_of(period), day) or _follow_on(by_files, day, beside=homes)


def _follow_on(facts: Sequence[Any], day: date, beside: Sequence[Any] = ()) -> bool:
    is_begun = any(one.started_on == day for one in facts)
    return is_begun and any(one.ended_on == day for one in beside or facts)


def _contradicts(record: ChildRecord, period: CarePeriod, entered: date) -> bool:
    """Whether something on record happened in the period before the later first day."""
    dated: list[CareEpisode | CarePlacement] = [
        *record.episodes_of(period),
        *record.placements_of(period),
    ]
    return any(
        period.started_on < fact.started_on < entered
        or (fact.ended_on is not None and fact.ended_on <= entered)
        for fact in dated
    ) or any(
        review.care_period is period and review.held_on is not None and review.held_on < entered
        for review in record.reviews
    )


def _end_period(
    record: ChildRecord, period: CarePeriod, day: date, said: RollRow, changes: Changes
) -> None:
    """Care ends: with it the placement, the legal status and what is arranged; what ended with care
    on another day follows. It does not end on a day on which the record has it going on: so it is
    where two records of a child were merged."""
    if _goes_on_from(record, period, day):
        raise CareContradictionError(
            "looked_after_to",
            "care_went_on",
            f"On record care went on from {day:%d/%m/%Y} with another home or legal status, in the "
            f"file it ended on that day. {_MERGED} Else correct one of them. Care is left as it "
            "is; the child’s other facts are loaded.",
        )
    former = period.ended_on
    changes.set(period, ended_on=day)
    _withdraw_moves(record, period, day, said, changes)
    facts: list[CareEpisode | CarePlacement] = [
        *record.episodes_of(period),
        *record.placements_of(period),
    ]
    for fact in facts:
        if fact.started_on >= day:
            raise ContradictionError(
                "looked_after_to",
                "end_before_start",
                f"On record a placement or legal status starts on {fact.started_on:%d/%m/%Y}. "
                "Correct one of them.",
            )
        if fact.ended_on in (None, former) or fact.ended_on > day:
            changes.set(fact, ended_on=day)
    if (arranged := arranged_review(record, period)) is not None:
        changes.delete(arranged)
        record.reviews.remove(arranged)


def _withdraw_moves(
    record: ChildRecord, period: CarePeriod, day: date, said: RollRow, changes: Changes
) -> None:
    """A move that a person recorded for a day on which the child is no longer in care."""
    for home in record.placements_of(period):
        if home.started_on >= day and home.pk in record.told.homes:
            changes.delete(home)
            record.placements.remove(home)
            changes.warn(
                said.row,
                "looked_after_to",
                "move_withdrawn",
                f"A person recorded a move of home on {home.started_on:%d/%m/%Y}. Care ends before "
                "it: the move is withdrawn. Check the day on which care ends.",
            )


def _goes_on_in_file(record: ChildRecord, period: CarePeriod, said: RollRow) -> bool:
    """Whether the file tells of the child's last time of being looked after, without an end."""
    is_told = said.value("looked_after_from") is not None and not said.says("looked_after_to")
    return is_told and period is record.periods[-1]


def _reopen(record: ChildRecord, period: CarePeriod, said: RollRow, changes: Changes) -> None:
    """Care goes on, and what ended with it; what does not come back is named."""
    day = period.ended_on
    changes.set(period, ended_on=None, end_reason="")
    episodes, placements = record.episodes_of(period), record.placements_of(period)
    for episode in episodes:
        if episode.ended_on == day:
            changes.set(episode, ended_on=None, reason_ended="")
    for placement in placements:
        if placement.ended_on == day:
            changes.set(placement, ended_on=None)
    is_arranged = arranged_review(record, period) is not None
    ended = {
        "placement_from": "No placement ended with it",
        "legal_status": "No legal status ended with it",
        "next_review_on": "A review that was arranged had gone with the end",
    }
    is_open = {
        "placement_from": any(placement.ended_on is None for placement in placements)
        or any(said.says(column) for column in PLACEMENT_COLUMNS),
        "legal_status": any(episode.ended_on is None for episode in episodes)
        or said.says("legal_status"),
        "next_review_on": is_arranged or said.says("next_review_on"),
    }
    for column, words in ended.items():
        if not is_open[column]:
            changes.warn(
                said.row,
                column,
                "not_reopened",
                f"Care is open again. {words}, so none is open now: load or record it.",
            )


def plan_legal_status(
    record: ChildRecord, period: CarePeriod, said: RollRow, changes: Changes, on: date
) -> None:
    """A status that differs starts a new episode today: the extract does not say since when."""
    status = said.value("legal_status")
    if not status:
        return
    episodes = record.episodes_of(period)
    last = episodes[-1] if episodes else None
    if last is None:
        episode = CareEpisode(
            care_period=period,
            started_on=period.started_on,
            ended_on=period.ended_on,
            legal_status=status,
        )
        record.episodes.append(changes.create(episode))
    elif last.legal_status == status:
        if period.ended_on is None and last.ended_on is not None:
            changes.set(last, ended_on=None, reason_ended="")
    elif period.ended_on is not None or last.started_on >= on:
        changes.set(last, legal_status=status)
    else:
        if last.ended_on is None or last.ended_on > on:
            changes.set(last, ended_on=on)
        episode = CareEpisode(care_period=period, started_on=on, legal_status=status)
        record.episodes.append(changes.create(episode))
