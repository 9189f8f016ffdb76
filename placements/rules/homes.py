"""How often a child has moved home while looked after."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from pupils.codes import TEMPORARY_PLACEMENTS

TOLD_WITHIN = timedelta(days=60)  # our convention: how long we ask how a move was made


@dataclass(frozen=True, kw_only=True)
class Stay:
    """A placement: the period of care in which it lies, and where it was, as far as it is told."""

    care_period: int
    started_on: date
    placement_type: str = ""
    postcode: str = ""


def moved_on(stays: Iterable[Stay]) -> list[date]:
    """The days of the moves, in order. Coming into care is no move, nor is a temporary placement (a
    holiday, a hospital): the home stays. Nor is a new record at the same address or, where no
    address tells, one of the same kind after a temporary placement: the child came back."""
    moves = []
    homes: dict[int, Stay] = {}
    away: set[int] = set()
    for stay in sorted(stays, key=lambda each: each.started_on):
        if stay.placement_type in TEMPORARY_PLACEMENTS:
            away.add(stay.care_period)
            continue
        former = homes.get(stay.care_period)
        homes[stay.care_period] = stay
        if former and not _is_same(former, stay, came_back=stay.care_period in away):
            moves.append(stay.started_on)
        away.discard(stay.care_period)
    return moves


def _is_same(former: Stay, stay: Stay, *, came_back: bool) -> bool:
    if former.postcode and stay.postcode:
        return former.postcode == stay.postcode
    return came_back and former.placement_type == stay.placement_type
