"""Invented marks of each session of this school year, as the schools' registers have them."""

import random
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import cache

from django.db import connection

from placements.models import AttendanceDay, Exclusion
from pupils.models import Enrolment

from .organisations import school_day_from

BY_SUMS = "Elm Grove High School"  # sends sums of a term, and no marks
_ABSENCES = ["I"] * 9 + ["M", "N", "O", "O", "U", "G"]
_COLUMNS = ("enrolment_id", "day", "season", "am", "pm", "source", "entered_on", "version")
Line = tuple[int, date, str, str, str, str, date, int]


def marks_of(
    place: Enrolment,
    *,
    season: str,
    days: Iterable[date],
    reliable: float,
    out: set[date],
    morning_only: date,
) -> Iterator[Line]:
    """The marks of a place on school days; suspended ones are told as such. Of today the register
    of the morning alone has come in."""
    rng = random.Random(f"marks {place.pupil.child_id} {season}")
    for day in days:
        am, pm = "/", "\\"
        if day in out:
            am = pm = "E"
        elif rng.random() > reliable:
            code = rng.choice(_ABSENCES)
            am, pm = (code, pm if code in "MU" else code)
        elif rng.random() < 0.03:
            am = rng.choice("LVL")
        if day == morning_only:
            pm = ""
        yield place.pk, day, season, am, pm, AttendanceDay.Source.FILE, day, 1


def with_one_unexplained(lines: Iterable[Line], *, on: date) -> Iterator[Line]:
    """The first child who would be present today is missing, and the school does not know why."""
    is_found = False
    for place, day, season, told, *rest in lines:
        am = told
        if not is_found and day == on and told == "/":
            is_found, am = True, "N"
        yield (place, day, season, am, *rest)  # type: ignore[misc]


@cache
def school_days(first: date, last: date) -> list[date]:
    """Every school day from one to the other."""
    found, day = [], school_day_from(first)
    while day <= last:
        found.append(day)
        day = school_day_from(day + timedelta(days=1))
    return found


def days_out(exclusions: Iterable[Exclusion]) -> set[date]:
    """The school days of suspensions."""
    return {
        day
        for one in exclusions
        for day in school_days(one.started_on, one.started_on + timedelta(days=14))[
            : ((one.sessions or 0) + 1) // 2
        ]
    }


def write_marks(lines: Iterable[Line]) -> None:
    """Half a million rows at their most: copied."""
    columns = ", ".join(_COLUMNS)
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {AttendanceDay._meta.db_table} ({columns}) FROM STDIN") as copy,
    ):
        for line in lines:
            copy.write_row(line)
