"""The placement as the roll extract tells it: a new one, or the one on record put right.

What a person recorded of a move since (`told_by_people`) is neither undone nor told twice: the file
fills what they left open, and is named where it says something else.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from vsh.organisations.areas import AreasOfRegister

from ...models import CarePeriod, CarePlacement
from ..changes import Changes
from ..homes import is_hidden_on, set_postcode
from ..record import ChildRecord
from .care import SLIP
from .contradiction import ContradictionError
from .row import RollRow

DAYS_APART = timedelta(days=5)  # two days told for one move of which nobody says the postcode


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
    values: dict[str, Any] = {
        name: empty[name] if said.takes_away(column) else said.value(column)
        for column, name in columns.items()
        if said.says(column)
    }
    started_on = said.value("placement_from")
    if not values and started_on is None:
        return
    placement = _placement_said(record, period, started_on, values, said, changes)
    is_told = placement.pk in record.told.homes
    if is_told:
        told = _left_open(placement, values, said, changes)
        values = told if started_on else {}  # without a day it may speak of the home before
    if "postcode" in values or not placement.area_code:
        postcode = values.pop("postcode", placement.postcode)
        set_postcode(placement, postcode, changes, areas, is_told=is_told)
    changes.set(placement, **values)
    if period.ended_on is None and placement is record.placements[-1]:
        changes.set(placement, ended_on=None)


def _placement_said(
    record: ChildRecord,
    period: CarePeriod,
    started_on: date | None,
    values: Mapping[str, Any],
    said: RollRow,
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
            if placement is not last and last is not None and last.ended_on is None:
                changes.warn(
                    said.row,
                    "placement_from",
                    "later_placement",
                    f"A later placement is on record, from {last.started_on:%d/%m/%Y}, which "
                    "stands. Check which is right.",
                )
            return placement
    if started_on < period.started_on or (period.ended_on and started_on >= period.ended_on):
        raise ContradictionError(
            "placement_from",
            "outside_care",
            "On record the child was not looked after on that day. Correct it, or the time in "
            "care.",
        )
    by_person = last is not None and last.pk in record.told.homes
    if last is not None and by_person and _is_told(last, started_on, values):
        changes.warn(
            said.row,
            "placement_from",
            "told_by_person",
            f"A person recorded this move, on {last.started_on:%d/%m/%Y}: that day stands. "
            "If it is another move, give its postcode too.",
        )
        return last
    if last is not None and not by_person and _is_same_placement(placements, started_on, values):
        _correct_start(placements, started_on, said, changes)
        return last
    if last is not None and started_on < last.started_on:
        raise ContradictionError(
            "placement_from",
            "overlap",
            f"A later placement is on record, from {last.started_on:%d/%m/%Y}: "
            "the two would overlap. Correct one of them.",
        )
    if last is not None and (last.ended_on is None or last.ended_on > started_on):
        changes.set(last, ended_on=started_on)
    placement = CarePlacement(
        pupil=record.pupil,
        care_period=period,
        started_on=started_on,
        ended_on=period.ended_on,
        is_address_confidential=is_hidden_on(record, started_on),
    )
    record.placements.append(changes.create(placement))
    return placement


def _is_told(home: CarePlacement, started_on: date, values: Mapping[str, Any]) -> bool:
    """Whether the row means the move that a person recorded: of about that day to the same
    postcode or, where one of the two does not say it, within days and to no other type."""
    apart = abs(started_on - home.started_on)
    if home.postcode and values.get("postcode"):
        return apart <= SLIP and bool(home.postcode == values["postcode"])
    told = home.placement_type, values.get("placement_type")
    return apart <= DAYS_APART and (not all(told) or told[0] == told[1])


def _left_open(
    home: CarePlacement, values: Mapping[str, Any], said: RollRow, changes: Changes
) -> dict[str, Any]:
    """What the row says beyond what the person said; whether it was an emergency is theirs."""
    told = {name: value for name, value in values.items() if name != "is_emergency" and value}
    if any(getattr(home, name) not in ("", value) for name, value in told.items()):
        changes.warn(
            said.row,
            "placement_from",
            "told_by_person",
            "A person recorded this placement with another type or postcode: what they said "
            "stands. Put it right in the case system, or correct the move here.",
        )
    return {name: value for name, value in told.items() if not getattr(home, name)}


def _is_same_placement(
    placements: list[CarePlacement], started_on: date, values: Mapping[str, Any]
) -> bool:
    """Whether the row means the last placement with another first day, and there is room.

    Near its own first day a blank cell counts as equal; an earlier day further away is believed
    only where type and postcode are both told; a later one is another stay.
    """
    last, told = placements[-1], ("placement_type", "postcode")
    before = placements[-2] if len(placements) > 1 else None
    is_near = abs(started_on - last.started_on) <= SLIP
    is_free = before is None or (
        before.ended_on is not None
        and before.started_on < started_on
        and (before.ended_on <= started_on or (is_near and before.ended_on == last.started_on))
    )
    is_equal = all(getattr(last, name) == values.get(name, getattr(last, name)) for name in told)
    is_earlier = started_on < last.started_on and all(name in values for name in told)
    is_within = last.ended_on is None or started_on < last.ended_on
    return is_free and is_equal and is_within and (is_near or is_earlier)


def _correct_start(
    placements: list[CarePlacement], started_on: date, said: RollRow, changes: Changes
) -> None:
    """Another first day; the placement before that ended with it ends with it still."""
    last = placements[-1]
    former = last.started_on
    if len(placements) > 1 and placements[-2].ended_on == former:
        changes.set(placements[-2], ended_on=started_on)
    changes.set(last, started_on=started_on)
    if started_on > former:
        changes.warn(
            said.row,
            "placement_from",
            "corrected",
            f"On record this placement began on {former:%d/%m/%Y}: the day is corrected. If the "
            "child moved, give the type or postcode of the new placement.",
        )
