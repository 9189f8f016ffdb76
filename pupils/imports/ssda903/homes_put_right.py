"""A home that a person put right or withdrew, in the return: its rows tell the legal status alone,
the home on record stands, and the rows are named."""

from collections.abc import Sequence

from ..changes import Changes
from ..record import ChildRecord
from ..told_of_care import IN_CASE_SYSTEM, PUT_RIGHT
from .episode import EpisodeRow

_DAYS = f"A person put the days of this home right: {IN_CASE_SYSTEM}"
_WITHDRAWN = f"A person withdrew this home: {IN_CASE_SYSTEM}"


def stands(record: ChildRecord, group: Sequence[EpisodeRow], changes: Changes) -> bool:
    """Whether the home on record stands, since a person said that the days that these rows tell of
    it, or the home itself, were wrong."""
    told, homes = record.told_of_homes, record.placements
    if not told:
        return False
    first, last = group[0], group[-1]
    words = ""
    if wrong := told.home_meant(first.started_on, homes):
        is_there = any(home.pk == wrong.id for home in homes)
        words = _DAYS if is_there else _WITHDRAWN
    else:
        same = next((home for home in homes if home.started_on == first.started_on), None)
        if same is not None and last.ended_on and told.is_end_wrong(same, last.ended_on):
            words = _DAYS
    if words:
        changes.warn(first.row, "DECOM", PUT_RIGHT, words)
    return bool(words)
