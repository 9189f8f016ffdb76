"""Attendance and conduct: what the register says is shown; only what it does not say is asked."""

from collections.abc import Callable
from dataclasses import replace

from ..parts import Circumstance, Field, Head, Section

BEHIND_ATTENDANCE = Field(
    key="behind_attendance",
    label="What lies behind the attendance",
    hint="The figures of the register stand beside this question: say what they do not. “Nothing "
    "to add” if so.",
    needed=True,
    head=Head.HISTORY,
    appears_when=Circumstance.ATTENDANCE_KNOWN,
    carries_forward=False,
    example="Two weeks in June were the move to the new carer; since then two colds.",
)


def _beside_the_register(section: Section) -> Section:
    fields: list[Field] = []
    for field in section.fields:
        if field.key == "attendance_record":
            fields += [
                replace(field, appears_when=Circumstance.ATTENDANCE_UNKNOWN),
                BEHIND_ATTENDANCE,
            ]
        elif field.key == "suspensions":
            fields.append(replace(field, appears_when=Circumstance.SUSPENSIONS_UNKNOWN))
        else:
            fields.append(field)
    return replace(section, fields=tuple(fields))


CHANGED: dict[str, Callable[[Section], Section]] = {  # section key → how it is asked now
    "attendance_and_behaviour": _beside_the_register,
}
