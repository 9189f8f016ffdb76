"""Planned changes, asked apart: what moves, the school, the home, or both."""

from dataclasses import replace

from ..parts import Field, Kind, When
from ..v2026_1.care import TRANSITION as _FIRST

_PLANNED = When(field="is_change_planned", is_one_of=("yes",))
_SCHOOL_CHANGES = When(field="what_changes", is_one_of=("school", "both"), provided=_PLANNED)

WHAT_CHANGES = Field(
    key="what_changes",
    label="What will change",
    hint="Only if a change is planned. Where the school changes, “Moving on” asks about the next "
    "one.",
    kind=Kind.CHOICE,
    choices=(
        ("school", "The school, setting, course or work"),
        ("home", "The home, and the school is kept"),
        ("both", "Both the school and the home"),
    ),
    needed=_PLANNED,
    guidance=("SG-CON-04",),
    carries_forward=False,
)

_IS_PLANNED = _FIRST.field("is_change_planned")
_SUPPORT = replace(
    _FIRST.field("transition_support"),
    hint="Where the school changes or the child comes back after illness or exclusion; moving "
    "between early years, primary, secondary and further education.",
    needed=_SCHOOL_CHANGES,
)

TRANSITION = replace(
    _FIRST,
    fields=(
        replace(_IS_PLANNED, label="Is a change of school, course or home planned?"),
        WHAT_CHANGES,
        *(
            _SUPPORT if field.key == _SUPPORT.key else field
            for field in _FIRST.fields
            if field.key != _IS_PLANNED.key
        ),
    ),
)
