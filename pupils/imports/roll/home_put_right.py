"""A home that a person put right or withdrew, in the next night's row: the row is read as that
person said, and the file is named."""

from dataclasses import replace
from typing import Any

from ...models import CarePlacement
from ..changes import Changes
from ..record import ChildRecord
from ..told_of_care import IN_CASE_SYSTEM, PUT_RIGHT
from ..told_of_homes import WrongHome
from .care import PLACEMENT_COLUMNS
from .row import RollRow

_DAY = f"A person put the first day in this home right: {IN_CASE_SYSTEM}"
_WITHDRAWN = f"A person withdrew this home: {IN_CASE_SYSTEM}"


def homes_as_people_said(record: ChildRecord, said: RollRow, changes: Changes) -> RollRow:
    """The row with the day that a person said in place of a wrong one; what it tells of a home that
    was withdrawn is left out. Any other day is news."""
    told, homes = record.told_of_homes, record.placements
    if not told:
        return said
    given: dict[str, Any] = dict(said.given)
    entered = given.get("placement_from")
    if entered is None:
        gone = any(_is_told(one, given) for one in told.withdrawn(homes))
        return _without_home(said, changes) if gone and not _is_last(record, given) else said
    wrong = told.home_meant(entered, homes)
    if wrong is None:
        return said
    home = next((one for one in homes if one.pk == wrong.id), None)
    if home is None:
        return _without_home(said, changes)
    changes.warn(said.row, "placement_from", PUT_RIGHT, _DAY)
    return replace(said, given=given | {"placement_from": home.started_on})


def _without_home(said: RollRow, changes: Changes) -> RollRow:
    changes.warn(said.row, "placement_from", PUT_RIGHT, _WITHDRAWN)
    given = {name: value for name, value in said.given.items() if name not in PLACEMENT_COLUMNS}
    return replace(said, given=given)


def _is_told(wrong: WrongHome | CarePlacement, given: dict[str, Any]) -> bool:
    """Whether a row without a day speaks of this home, by all that it tells."""
    kind, postcode = given.get("placement_type"), given.get("placement_postcode")
    told = (kind or wrong.placement_type, postcode or wrong.postcode)
    return bool(kind or postcode) and told == (wrong.placement_type, wrong.postcode)


def _is_last(record: ChildRecord, given: dict[str, Any]) -> bool:
    """Whether it says the same of the last home on record."""
    return bool(record.placements) and _is_told(record.placements[-1], given)
