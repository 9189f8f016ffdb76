"""A child's sessions by term, from marks and summaries together: the one place that counts them.

Two reads with the same columns, each row of one place: the marks of a term summed, and each
summary beside the marks within its days. `sessions_in` makes of a row what it adds to its term.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    CharField,
    Count,
    F,
    Func,
    IntegerField,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce, JSONObject

from placements.attendance_words import Reported
from placements.models import AttendanceDay, AttendanceSummary
from placements.rules.attendance import Sessions
from placements.rules.attendance_codes import AUTHORISED, POSSIBLE, UNAUTHORISED, left_of_summary
from pupils.models import Enrolment

_COUNTED = {"possible": POSSIBLE, "authorised": AUTHORISED, "unauthorised": UNAUTHORISED}
COLUMNS = (
    *("academic_year", "season", "ended_on"),
    *(f"sessions_{name}" for name in _COUNTED),
    *(f"marks_{name}" for name in _COUNTED),
)


class _AcademicYear(Func):
    """The academic year of a day, from September to August, such as "2026-27"."""

    template = (
        "(TO_CHAR(%(expressions)s + INTERVAL '4 months' - INTERVAL '1 year', 'YYYY') || '-' || "
        "TO_CHAR(%(expressions)s + INTERVAL '4 months', 'YY'))"
    )
    output_field = CharField()


def in_year(days: "QuerySet[AttendanceDay]") -> "QuerySet[AttendanceDay]":
    """Marks with their academic year, which a summary has on its row."""
    return days.annotate(academic_year=_AcademicYear(F("day")))


def marks_by_term(days: "QuerySet[AttendanceDay]") -> "QuerySet[AttendanceDay, dict[str, Any]]":
    """These marks, summed by place and term."""
    rows: Any = in_year(days).order_by()
    found: QuerySet[AttendanceDay, dict[str, Any]] = rows.values(
        "enrolment_id", "academic_year", "season"
    ).annotate(
        ended_on=Max("day"),
        **{f"sessions_{name}": _sessions(codes) for name, codes in _COUNTED.items()},
        **{f"marks_{name}": Value(0) for name in _COUNTED},
    )
    return found


def with_marks(places: "QuerySet[Enrolment]") -> "QuerySet[Enrolment]":
    """Places with the sums of their marks by term as `marks`, in the same query."""
    of_place = marks_by_term(AttendanceDay.objects.filter(enrolment=OuterRef("pk")))
    columns = {column: column for column in COLUMNS}
    return places.annotate(marks=ArraySubquery(of_place.values(row=JSONObject(**columns))))


def beside_marks(summaries: "QuerySet[AttendanceSummary]") -> "QuerySet[AttendanceSummary]":
    """These summaries with what marks within their days say."""
    within = AttendanceDay.objects.filter(
        enrolment=OuterRef("enrolment"),
        day__gte=OuterRef("started_on"),
        day__lte=OuterRef("ended_on"),
    )
    summed = within.order_by().values("enrolment")
    return summaries.annotate(
        **{
            f"marks_{name}": Coalesce(
                Subquery(summed.values(number=_sessions(codes))), 0, output_field=IntegerField()
            )
            for name, codes in _COUNTED.items()
        }
    )


def sessions_in(row: Mapping[str, Any]) -> Reported:
    """What a row of either read adds to its term; a day may stand in it as ISO text."""
    told, marks = (
        Sessions(**{name: row[f"{part}_{name}"] for name in _COUNTED})
        for part in ("sessions", "marks")
    )
    until = row["ended_on"]
    return Reported(
        term=(row["academic_year"], row["season"]),
        ended_on=until if isinstance(until, date) else date.fromisoformat(until),
        sessions=left_of_summary(told, marks=marks),
    )


def _sessions(codes: tuple[str, ...]) -> Any:
    """How many of a day's two sessions have one of these codes, over a group."""
    return Count("pk", filter=Q(am__in=codes)) + Count("pk", filter=Q(pm__in=codes))
