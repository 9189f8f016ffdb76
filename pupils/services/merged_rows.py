"""Two rows of one kind, one of each of two records: whether they say the same."""

from typing import Any

_STAMPS = {"version", "ref", "recorded_by", "recorded_on", "entered_by", "entered_on", "source"}
_TOLD = (("recorded_by_id", "recorded_on"), ("entered_by_id", "entered_on", "source"))
_TIMES = {"started_on", "ended_on"}
_EITHER = {"is_address_confidential", "is_am_corrected", "is_pm_corrected"}  # of one, so of both


def taken_over(row: Any, twin: Any) -> list[str]:
    """The fields of the twin that say now what the row says, which goes."""
    return _who_told(row, twin) + _of_either(row, twin)


def _who_told(row: Any, twin: Any) -> list[str]:
    """What a person told on the record that goes, and a file on the other, is that person's: the
    fields of the twin that say so now. Of a longer time they told only a part."""
    if any(getattr(row, name, None) != getattr(twin, name, None) for name in _TIMES):
        return []
    for by, *rest in _TOLD:
        if getattr(row, by, None) and getattr(twin, by) is None:
            names = [by, *(name for name in rest if hasattr(row, name))]
            for name in names:
                setattr(twin, name, getattr(row, name))
            return names
    return []


def _of_either(row: Any, twin: Any) -> list[str]:
    names = [name for name in _EITHER if getattr(row, name, False) and not getattr(twin, name)]
    for name in names:
        setattr(twin, name, True)
    return names


def said(row: Any, *, is_state: bool) -> str:
    """All that a row says; of a state without its time."""
    skipped = _STAMPS | _EITHER | {row._meta.pk.name} | (_TIMES if is_state else set())
    fields = (field for field in row._meta.concrete_fields if field.name not in skipped)
    return repr([getattr(row, field.attname) for field in fields])


def is_within(row: Any, other: Any) -> bool:
    """Whether no day is lost with the row: of two that begin on one day with different ends one is
    wrong, and so is one that has ended or one that goes on."""
    if row.ended_on == other.ended_on:
        return bool(other.started_on <= row.started_on)
    if None in (row.ended_on, other.ended_on):
        return False
    return bool(other.started_on < row.started_on and row.ended_on < other.ended_on)
