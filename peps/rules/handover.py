"""Whether a place is a move to another school, with which the plan goes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, kw_only=True)
class MainPlace:
    """A main place, or the fact of having none (`setting` is None)."""

    setting: int | None
    started_on: date


@dataclass(frozen=True)
class Move:
    """The school that the child left, as far as known."""

    former_setting: int | None


def move_to(*, place: MainPlace, others: Iterable[MainPlace], on_record_since: date) -> Move | None:
    """The move that this place is; nothing for the place with which a child came on record.

    What began before the child was on record here was handed over elsewhere. A child who comes
    back to the school that they left last has not changed schools.
    Source: statutory guidance (2018), "Information sharing": the PEP "should be transferred with
    them to the new school".
    """
    if place.setting is None or place.started_on < on_record_since:
        return None
    earlier = sorted(
        (one for one in others if one.started_on < place.started_on),
        key=lambda one: one.started_on,
    )
    if not earlier:
        return None
    schools = [one.setting for one in earlier if one.setting is not None]
    former = schools[-1] if schools else None
    return None if former == place.setting else Move(former)
