"""Attendance on record after the last day at the school, as a move entered late leaves it."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, F, Max, Min, OuterRef, Q, QuerySet

from placements.models import AttendanceDay, AttendanceSummary
from pupils.models import Enrolment


@dataclass(frozen=True, kw_only=True)
class AfterLastDay:
    """What stands after the last day at one place: `days` with marks, or sums."""

    pupil: int
    where: str
    last_day_on: date
    days: int
    sums: int
    first_on: date
    until: date


def has_some() -> Q:
    """Children of whom there is some."""
    of_child = {"enrolment__pupil": OuterRef("pk")}
    return Q(Exists(_marks().filter(**of_child))) | Q(Exists(_sums().filter(**of_child)))


def of_children(pupil_ids: Collection[int]) -> list[AfterLastDay]:
    """What it is of these children, place by place; two queries."""
    place = ("enrolment__pupil", "enrolment__setting__name", "enrolment__ended_on")
    found: dict[int, list[tuple[Any, int, int]]] = {}
    for is_mark, rows, day in ((1, _marks(), "day"), (0, _sums(), "ended_on")):
        told = rows.filter(enrolment__pupil__in=pupil_ids).order_by()
        for row in told.values("enrolment", *place).annotate(
            number=Count("pk"), first_on=Min(day), until=Max(day)
        ):
            days, sums = (row["number"], 0) if is_mark else (0, row["number"])
            found.setdefault(row["enrolment"], []).append((row, days, sums))
    return [
        AfterLastDay(
            pupil=rows[0][0]["enrolment__pupil"],
            where=rows[0][0]["enrolment__setting__name"] or "Education otherwise than at school",
            last_day_on=rows[0][0]["enrolment__ended_on"],
            days=sum(days for _, days, _ in rows),
            sums=sum(sums for _, _, sums in rows),
            first_on=min(row["first_on"] for row, _, _ in rows),
            until=max(row["until"] for row, _, _ in rows),
        )
        for _, rows in sorted(found.items())
    ]


def among(
    rows: Iterable[AttendanceDay], places: Mapping[int, Enrolment]
) -> list[tuple[AttendanceDay, Enrolment]]:
    """Of the days of one child those after the last day of their place."""
    return [
        (row, place)
        for row in rows
        if (place := places[row.enrolment_id]).ended_on
        and row.day > place.ended_on
        and (row.am or row.pm)
    ]


def _marks() -> "QuerySet[AttendanceDay]":
    found: QuerySet[AttendanceDay] = AttendanceDay.objects.filter(
        AttendanceDay.OF_TIME_THERE, day__gt=F("enrolment__ended_on")
    )
    return found


def _sums() -> "QuerySet[AttendanceSummary]":
    found: QuerySet[AttendanceSummary] = AttendanceSummary.objects.filter(
        ended_on__gt=F("enrolment__ended_on")
    )
    return found
