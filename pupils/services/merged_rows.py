"""Two rows of one kind, one of each of two records: whether they say the same."""

from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import UniqueConstraint

_STAMPS = {
    *("version", "ref", "source"),
    *("recorded_by", "recorded_on", "entered_by", "entered_on", "reported_by", "reported_on"),
}
_TOLD = (("recorded_by_id", "recorded_on"), ("entered_by_id", "entered_on", "source"))
_TIMES = {"started_on", "ended_on"}
_EITHER = {"is_address_confidential", "is_am_corrected", "is_pm_corrected"}  # of one, so of both


def taken_over(row: Any, twin: Any, *, learns: Collection[str]) -> list[str]:
    """The fields of the twin that say now what the row says, which goes."""
    told = _who_told(row, twin) + _who_reported(row, twin)
    return told + of_either(row, twin) + _learnt(row, twin, learns)


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


def _who_reported(row: Any, twin: Any) -> list[str]:
    """The day on which it was first reported counts, and who then did; a file is nobody."""
    if not hasattr(row, "reported_on"):
        return []
    changed = []
    is_earlier = row.reported_on < twin.reported_on
    if row.reported_by_id is not None and (is_earlier or twin.reported_by_id is None):
        twin.reported_by_id = row.reported_by_id
        changed.append("reported_by_id")
    if is_earlier:
        twin.reported_on = row.reported_on
        changed.append("reported_on")
    return changed


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
    names = [name for name in learns if _is_silent(twin, name) and not _is_silent(row, name)]
    for name in names:
        setattr(twin, name, getattr(row, name))
    return names


def agree(row: Any, other: Any, *, learns: Collection[str]) -> bool:
    """Whether neither says of these fields what the other does not; an empty one says nothing of
    what began on the same day, and is another thing's where it began on another."""
    if getattr(row, "started_on", None) != getattr(other, "started_on", None):
        return all(getattr(row, name) == getattr(other, name) for name in learns)
    return not any(_says_otherwise(row, other, name) for name in learns)


def _says_otherwise(row: Any, other: Any, name: str) -> bool:
    is_same = getattr(row, name) == getattr(other, name)
    return not (is_same or _is_silent(row, name) or _is_silent(other, name))


def _is_silent(row: Any, name: str) -> bool:
    """Whether the field says nothing: a "no" that could have been left out is an answer, and so is
    a session that a person put right or took off."""
    value = getattr(row, name)
    if value is False:
        return not row._meta.get_field(name).null
    return value in ("", None) and not getattr(row, f"is_{name}_corrected", False)


def differing(row: Any, other: Any, *, learns: Collection[str]) -> list[str]:
    """The fields, as people call them, of which both say something, and not the same."""
    return [
        str(field.verbose_name)
        for field in row._meta.concrete_fields
        if field.name not in _STAMPS | _EITHER and not field.primary_key
        if (
            _says_otherwise(row, other, field.name)
            if field.name in learns
            else getattr(row, field.attname) != getattr(other, field.attname)
        )
    ]


def same_thing(row: Any) -> Iterable[Any]:
    """The row there that is about the same thing: what may be there once, or began on the same
    day."""
    model, named = type(row), {}
    for one in model._meta.constraints:
        if isinstance(one, UniqueConstraint) and one.fields and one.condition is None:
            named = {name: getattr(row, model._meta.get_field(name).attname) for name in one.fields}
            break
    else:
        if hasattr(row, "started_on") and hasattr(row, "pupil_id"):
            named = {"pupil": row.pupil_id, "started_on": row.started_on}
    return model._base_manager.filter(**named).exclude(pk=row.pk)[:1] if named else ()


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
