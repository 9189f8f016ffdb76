"""Two rows of one kind, one of each of two records: whether they say the same."""

from collections.abc import Collection
from typing import Any

_STAMPS = {"version", "ref", "recorded_by", "recorded_on", "entered_by", "entered_on", "source"}
_TOLD = (("recorded_by_id", "recorded_on"), ("entered_by_id", "entered_on", "source"))
_TIMES = {"started_on", "ended_on"}
_EITHER = {"is_address_confidential", "is_am_corrected", "is_pm_corrected"}  # of one, so of both


def taken_over(row: Any, twin: Any, *, learns: Collection[str]) -> list[str]:
    """The fields of the twin that say now what the row says, which goes."""
    return _who_told(row, twin) + of_either(row, twin) + _learnt(row, twin, learns)


def _who_told(row: Any, twin: Any) -> list[str]:
    """What a person told on the record that goes, and a file on the other, is that person's: the
    fields of the twin that say so now."""
    for by, *rest in _TOLD:
        if is_told_by_one_alone(row, twin, by):
            names = [by, *(name for name in rest if hasattr(row, name))]
            for name in names:
                setattr(twin, name, getattr(row, name))
            return names
    return []


def is_told_by_one_alone(row: Any, twin: Any, by: str) -> bool:
    """Whether a person told of the row that goes, and a file of the other."""
    return getattr(row, by, None) is not None and getattr(twin, by) is None


def of_either(row: Any, twin: Any) -> list[str]:
    """What is so of the twin now because it is so of the row."""
    names = [name for name in _EITHER if getattr(row, name, False) and not getattr(twin, name)]
    for name in names:
        setattr(twin, name, True)
    return names


def _learnt(row: Any, twin: Any, learns: Collection[str]) -> list[str]:
    names = [n for n in learns if _is_empty(getattr(twin, n)) and not _is_empty(getattr(row, n))]
    for name in names:
        setattr(twin, name, getattr(row, name))
    return names


def agree(row: Any, other: Any, *, learns: Collection[str]) -> bool:
    """Whether neither says of these fields what the other does not; an empty one says nothing of
    what began on the same day, and is another thing's where it began on another."""
    pairs = [(getattr(row, name), getattr(other, name)) for name in learns]
    if getattr(row, "started_on", None) != getattr(other, "started_on", None):
        return all(a == b for a, b in pairs)
    return all(a == b or _is_empty(a) or _is_empty(b) for a, b in pairs)


def _is_empty(value: Any) -> bool:
    return value in ("", None) or value is False


def said(row: Any, *, is_state: bool, learns: Collection[str]) -> str:
    """All that a row says but for the fields that it learns; of a state without its time."""
    skipped = _STAMPS | _EITHER | {row._meta.pk.name, *learns} | (_TIMES if is_state else set())
    fields = (field for field in row._meta.concrete_fields if field.name not in skipped)
    return repr([getattr(row, field.attname) for field in fields])


def is_within(row: Any, other: Any, *, may_lie_inside: bool) -> bool:
    """Whether no day is lost with the row: of two that begin on one day with different ends one is
    wrong, and so is one that has ended or one that goes on."""
    if row.ended_on == other.ended_on:
        return bool(other.started_on <= row.started_on)
    if None in (row.ended_on, other.ended_on) or not may_lie_inside:
        return False
    if any(is_told_by_one_alone(row, other, by) for by, *_ in _TOLD):
        return False  # the end that they told would be lost
    return bool(other.started_on < row.started_on and row.ended_on < other.ended_on)
