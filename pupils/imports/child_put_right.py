"""What a row tells of the child's own fields, without what a person said was wrong."""

from collections.abc import Mapping
from typing import Any

from vsh.tables.reading import Row

from .changes import Changes
from .record import ChildRecord
from .told_of_care import PUT_RIGHT

_WORDS = "A person put this right: what they said stands. Put it right in the case system too."


def without_wrong(
    record: ChildRecord,
    values: Mapping[str, Any],
    columns: Mapping[str, str],
    row: Row,
    changes: Changes,
) -> dict[str, Any]:
    """The values that a row tells of the child without those that a person said were wrong; the
    row is named. `columns` are those of this file, by field."""
    told: dict[str, Any] = {}
    for name, value in values.items():
        wrong = record.wrong_values.get(name, set())
        if value in wrong and value != getattr(record.pupil, name):
            changes.warn(row, columns[name], PUT_RIGHT, _WORDS)
        else:
            told[name] = value
    return told
