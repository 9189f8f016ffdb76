"""Care as the roll extract tells it: the care period, its legal status, the placement, reviews."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from vsh.organisations.areas import AreasOfRegister
from vsh.tables.findings import Problem

from ...models import CareEpisode, CarePeriod, CarePlacement, StatutoryReview
from ..changes import Changes
from ..record import ChildRecord
from .row import RollRow


class ContradictionError(Exception):
    """The row contradicts what is on record; it is refused."""

    def __init__(self, column: str, code: str, message: str) -> None:
        super().__init__(message)
        self.problem = Problem(column=column, code=code, message=message)


def plan_care_period(record: ChildRecord, said: RollRow, changes: Changes) -> CarePeriod | None:
    """The care period that the row speaks of; None when it speaks of none and none is on record.

    A later start closes the period that is open, on that day; an earlier one corrects its start.
    """
    entered, left = said.value("looked_after_from"), said.value("looked_after_to")
    period = _period_said(record, entered, changes)
    if period is None:
        return None
    if said.takes_away("looked_after_to") and period.ended_on is not None:
        if period is not record.periods[-1]:
            raise ContradictionError(
                "looked_after_to",
                "later_period",
                "A later time of being looked after is on record.",
            )
        changes.set(period, ended_on=None, end_reason="")
    elif left and period.ended_on != left:
        if left <= period.started_on:
            raise ContradictionError(
                "looked_after_to",
                "end_before_start",
                f"On record the child entered care on {period.started_on:%d/%m/%Y}.",
            )
        _end_period(record, period, left, changes)
    return period


def _period_said(record: ChildRecord, entered: date | None, changes: Changes) -> CarePeriod | None:
    last = record.periods[-1] if record.periods else None
    if entered is None:
        return last
    for period in record.periods:
        if period.started_on == entered:
            return period
    if last is not None and last.ended_on is None and entered > last.started_on:
        _end_period(record, last, entered, changes)
    elif last is not None and last.ended_on is None:
        return _correct_start(record, last, entered, changes)
    for period in record.periods:
        if period.ended_on and period.started_on < entered < period.ended_on:
            raise ContradictionError(
                "looked_after_from",
                "overlap",
                "On record the child was already looked after on that day, from "
                f"{period.started_on:%d/%m/%Y} to {period.ended_on:%d/%m/%Y}.",
            )
    if last is not None and entered < last.started_on:
        raise ContradictionError(
            "looked_after_from",
            "later_period",
            f"A later time of being looked after is on record, from {last.started_on:%d/%m/%Y}.",
        )
    period = changes.create(CarePeriod(pupil=record.pupil, started_on=entered))
    record.periods.append(period)
    return period


def _correct_start(
    record: ChildRecord, period: CarePeriod, entered: date, changes: Changes
) -> CarePeriod:
    before = record.periods[-2] if len(record.periods) > 1 else None
    if before is not None and before.ended_on and entered < before.ended_on:
        raise ContradictionError(
            "looked_after_from",
            "overlap",
            "On record the child was already looked after on that day, from "
            f"{before.started_on:%d/%m/%Y} to {before.ended_on:%d/%m/%Y}.",
        )
    former = period.started_on
    changes.set(period, started_on=entered)
    for episode in record.episodes_of(period):
        if episode.started_on == former:
            changes.set(episode, started_on=entered)
    return period


def _end_period(record: ChildRecord, period: CarePeriod, day: date, changes: Changes) -> None:
    """Care ends: with it the placement, the legal status and what is arranged."""
    changes.set(period, ended_on=day)
    facts: list[CareEpisode | CarePlacement] = [
        *record.episodes_of(period),
        *record.placements_of(period),
    ]
    for fact in facts:
        if fact.started_on >= day:
            raise ContradictionError(
                "looked_after_to",
                "end_before_start",
                f"On record a placement or legal status starts on {fact.started_on:%d/%m/%Y}.",
            )
        if fact.ended_on is None or fact.ended_on > day:
            changes.set(fact, ended_on=day)
    for review in list(record.reviews):
        if review.care_period is period and review.held_on is None:
            changes.delete(review)
            record.reviews.remove(review)


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


def plan_placement(
    record: ChildRecord,
    period: CarePeriod,
    said: RollRow,
    changes: Changes,
    areas: AreasOfRegister,
) -> None:
    """A new `placement_from` closes the former placement on that day."""
    columns = {
        "placement_type": "placement_type",
        "placement_postcode": "postcode",
        "placement_emergency": "is_emergency",
    }
    empty = {"placement_type": "", "postcode": "", "is_emergency": False}
    values = {
        name: empty[name] if said.takes_away(column) else said.value(column)
        for column, name in columns.items()
        if said.says(column)
    }
    started_on = said.value("placement_from")
    if not values and started_on is None:
        return
    placement = _placement_said(record, period, started_on, values, changes)
    changes.set(placement, **values)
    if "postcode" in values or not placement.area_code:
        area = areas.authority_of(placement.postcode)
        if area or placement.postcode == "":
            changes.set(placement, area_code=area)
    if period.ended_on is None and placement is record.placements[-1]:
        changes.set(placement, ended_on=None)


def _placement_said(
    record: ChildRecord,
    period: CarePeriod,
    started_on: date | None,
    values: Mapping[str, Any],
    changes: Changes,
) -> CarePlacement:
    placements = record.placements_of(period)
    last = placements[-1] if placements else None
    if started_on is None:
        if last is None:
            raise ContradictionError(
                "placement_from", "missing", "placement_from is empty. Fill it in."
            )
        return last
    for placement in placements:
        if placement.started_on == started_on:
            return placement
    if started_on < period.started_on or (period.ended_on and started_on >= period.ended_on):
        raise ContradictionError(
            "placement_from",
            "outside_care",
            "On record the child was not looked after on that day.",
        )
    if last is not None and started_on < last.started_on:
        if _is_same_placement(placements, started_on, values):
            changes.set(last, started_on=started_on)  # a correction of its first day
            return last
        raise ContradictionError(
            "placement_from",
            "overlap",
            f"A later placement is on record, from {last.started_on:%d/%m/%Y}: "
            "the two would overlap. Correct one of them.",
        )
    if last is not None and (last.ended_on is None or last.ended_on > started_on):
        changes.set(last, ended_on=started_on)
    placement = CarePlacement(
        pupil=record.pupil, care_period=period, started_on=started_on, ended_on=period.ended_on
    )
    record.placements.append(changes.create(placement))
    return placement


def _is_same_placement(
    placements: list[CarePlacement], started_on: date, values: Mapping[str, Any]
) -> bool:
    """Whether the row means the last placement with an earlier first day, and there is room."""
    last = placements[-1]
    before = placements[-2] if len(placements) > 1 else None
    is_free = before is None or (before.ended_on is not None and before.ended_on <= started_on)
    return is_free and all(
        name in values and getattr(last, name) == values[name]
        for name in ("placement_type", "postcode")
    )


def plan_reviews(record: ChildRecord, period: CarePeriod, said: RollRow, changes: Changes) -> None:
    """The last review held, and the next arranged; an arranged one that was due becomes held."""
    held_on, planned_on = said.value("last_review_on"), said.value("next_review_on")
    arranged = next(
        (r for r in record.reviews if r.care_period is period and r.held_on is None), None
    )
    if held_on and all(review.held_on != held_on for review in record.reviews):
        of_day = record.period_with(held_on)
        if of_day is None:
            raise ContradictionError(
                "last_review_on", "outside_care", "The child was not looked after on that day."
            )
        if arranged and of_day is period and _was_due(arranged, held_on):
            changes.set(arranged, held_on=held_on)
            arranged = None
        else:
            review = StatutoryReview(pupil=record.pupil, care_period=of_day, held_on=held_on)
            record.reviews.append(changes.create(review))
    if said.takes_away("next_review_on") and arranged:
        changes.delete(arranged)
        record.reviews.remove(arranged)
    elif planned_on and period.ended_on is None:
        if arranged is None:
            review = StatutoryReview(pupil=record.pupil, care_period=period, planned_on=planned_on)
            record.reviews.append(changes.create(review))
        else:
            changes.set(arranged, planned_on=planned_on)


def _was_due(arranged: StatutoryReview, held_on: date) -> bool:
    return arranged.planned_on is not None and arranged.planned_on <= held_on
