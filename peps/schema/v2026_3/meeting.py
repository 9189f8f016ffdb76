"""The meeting and what comes next: its day and its people come from the record of the meeting; who
has a copy is on record for each plan and not asked."""

from collections.abc import Callable
from dataclasses import replace

from ..parts import Section

HINTS = {
    "held_on": "Taken from the meeting on record, where there is one.",
    "attendees": "Taken from the meeting on record. Otherwise name and role; also who was asked "
    "and could not come.",
}


def _from_the_record(section: Section) -> Section:
    fields = (
        replace(field, hint=HINTS[field.key]) if field.key in HINTS else field
        for field in section.fields
        if field.key != "copies_to"
    )
    return replace(section, fields=tuple(fields))


CHANGED: dict[str, Callable[[Section], Section]] = {"meeting": _from_the_record}
