"""Who is in school this morning, or this afternoon, by the marks of today."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, Count, IntegerField, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from placements.models import AttendanceDay
from placements.rules.attendance_codes import AUTHORISED, CODES, UNAUTHORISED, HalfDay
from placements.rules.attendance_codes import Count as Counts
from placements.services.attendance_days import FIELDS
from placements.services.terms import closed_on
from pupils.models import Enrolment, Pupil
from vsh.accounts.models import User
from vsh.accounts.roles import Permission

PRESENT = (Counts.PRESENT, Counts.APPROVED)


@dataclass(frozen=True, kw_only=True)
class Tally:
    """How many children with a school place are where; who has no mark although the school is open
    is `unknown`."""

    present: int
    unauthorised: int
    authorised: int
    not_expected: int
    unknown: int


def places_today(user: User, *, on: date, half: HalfDay) -> "QuerySet[Any]":
    """The places at a school of the looked-after children whose care the reader may see, each with
    the session's mark as `code`, empty where there is none."""
    marks = AttendanceDay.objects.order_by().filter(day=on, enrolment=OuterRef("pk"))
    places: Any = Enrolment.objects.visible_to(user, Permission.VIEW_CARE).current_on(on).main()
    in_care = Pupil.objects.looked_after_on(on).order_by().values("pk")
    return places.filter(setting__isnull=False, pupil__in=in_care).annotate(
        code=Coalesce(Subquery(marks.values(FIELDS[half])), Value(""))
    )


def tally(places: "QuerySet[Any]", *, on: date) -> Tally:
    """Three queries, and those of the calendars of the schools without a mark."""
    rows = places.order_by().values("code").annotate(children=Count("pupil", distinct=True))
    found: Counter[Counts] = Counter()
    for row in rows:
        if row["code"]:
            found[CODES[row["code"]].count] += row["children"]
    named = ("setting", "setting__la_code", "pupil__authority__code", "pupil__authority__name")
    schools = Counter(map(tuple, places.order_by().filter(code="").values_list(*named)))
    closed = closed_on(set(schools), on)
    away = sum(children for school, children in schools.items() if school in closed)
    return Tally(
        present=sum(found[one] for one in PRESENT),
        unauthorised=found[Counts.UNAUTHORISED],
        authorised=found[Counts.AUTHORISED],
        not_expected=found[Counts.NOT_POSSIBLE] + away,
        unknown=schools.total() - away,
    )


def absent(places: "QuerySet[Any]") -> "QuerySet[Any]":
    """Who is not there, first those without authority; school by school."""
    unauthorised_first = Case(
        When(code__in=UNAUTHORISED, then=0), default=1, output_field=IntegerField()
    )
    return (
        places.filter(code__in=[*UNAUTHORISED, *AUTHORISED])
        .annotate(order=unauthorised_first)
        .select_related("setting", "pupil")
        .order_by("order", "setting__name", "pupil__search_name", "pk")
    )
