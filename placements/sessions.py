"""A child's sessions by term, from marks and summaries together: the one place that counts them.

Two reads with the same columns, each row of one place: the marks of a term summed, and each
summary beside the marks within its days. `sessions_in` makes of a row what it adds to its term.
"""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    Case,
    CharField,
    Count,
    DateField,
    Exists,
    F,
    Func,
    IntegerField,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Concat, JSONObject

from placements.attendance_words import Reported
from placements.models import AttendanceDay, AttendanceSummary
from placements.rules.attendance import Sessions, summed
from placements.rules.attendance_codes import AUTHORISED, POSSIBLE, UNAUTHORISED, left_of_summary
from pupils.models import Enrolment
from vsh.calendars.rules import Season, nominal_start

_COUNTED = {"possible": POSSIBLE, "authorised": AUTHORISED, "unauthorised": UNAUTHORISED}
COLUMNS = (
    *("academic_year", "season", "ended_on"),
    *(f"sessions_{name}" for name in _COUNTED),
    *(f"marks_{name}" for name in _COUNTED),
)


class _YearOf(Func):
    """A part of a day so many months from this one."""

    template = "TO_CHAR(%(expressions)s + INTERVAL '%(months)s months', '%(form)s')"
    output_field = CharField()


# From September to August; an autumn term may begin in August, and its days are of its year too.
_DAY_OF_YEAR = Case(
    When(season="autumn", then=F("day") + Value(timedelta(days=62))),
    default=F("day"),
    output_field=DateField(),
)
_ACADEMIC_YEAR = Concat(
    _YearOf(_DAY_OF_YEAR, months=-8, form="YYYY"),
    Value("-"),
    _YearOf(_DAY_OF_YEAR, months=4, form="YY"),
)


def in_year(days: "QuerySet[AttendanceDay]") -> "QuerySet[AttendanceDay]":
    """Marks with their academic year, such as "2026-27", which a summary has on its row."""
    return days.annotate(academic_year=_ACADEMIC_YEAR)


def marks_by_term(days: "QuerySet[AttendanceDay]") -> "QuerySet[AttendanceDay, dict[str, Any]]":
    """These marks, summed by place and term."""
    rows: Any = in_year(days.exclude(am="", pm="")).order_by()
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


def sessions_of_year(year: str, whose: Q | Exists, *, until: date) -> dict[int, Sessions]:
    """The sessions of a school year of each child, all schools together; one query."""
    found = reported_of_year(year, whose, until=until)
    return {pupil_id: summed(one.sessions for one in told) for pupil_id, told in found.items()}


def reported_of_year(year: str, whose: Q | Exists, *, until: date) -> dict[int, list[Reported]]:
    """What was reported of each child in a school year, place by place and term by term; one query.

    `whose` says of which rows of attendance.
    """
    first = nominal_start(year, Season.AUTUMN) - timedelta(days=31)  # it may begin in August
    marks = marks_by_term(AttendanceDay.objects.filter(whose, day__range=(first, until)))
    sums = AttendanceSummary.objects.filter(whose, academic_year=year, ended_on__lte=until)
    columns = ("enrolment_id", "enrolment__pupil", *COLUMNS)
    of_sums: Any = beside_marks(sums).order_by().values(*columns)
    rows: Any = marks.values(*columns).union(of_sums, all=True)
    by_child: dict[int, list[Reported]] = defaultdict(list)
    for row in rows:
        told = sessions_in(row)
        if told.term[0] == year:
            by_child[row["enrolment__pupil"]].append(told)
    return by_child


def arrays_of_year(year: str, *, until: date) -> dict[str, ArraySubquery]:
    """The same of the child of the outer query, to be read with other facts: `sessions_in` reads
    each row."""
    first = nominal_start(year, Season.AUTUMN) - timedelta(days=31)
    of_child = {"enrolment__pupil": OuterRef("pk")}
    days = AttendanceDay.objects.filter(day__range=(first, until), **of_child)
    told = AttendanceSummary.objects.filter(academic_year=year, ended_on__lte=until, **of_child)
    columns = {column: column for column in COLUMNS}
    sums: Any = beside_marks(told).order_by()
    return {
        "attendance_marks": ArraySubquery(marks_by_term(days).values(row=JSONObject(**columns))),
        "attendance_sums": ArraySubquery(sums.values(row=JSONObject(**columns))),
    }


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
