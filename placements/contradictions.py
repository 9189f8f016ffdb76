"""Marks of the register that contradict what else is on record: one reading for the child's pages,
the data officer's workbench and the message to the officer.

Set-based, and only what is certain. A suspension of n school days takes at least n days from Monday
to Friday: a mark “present” within these contradicts it, whatever days the school was closed; half a
day at its beginning or end leaves room for a mark, a permanent exclusion for one of its first day.
Code E is proved by an exclusion of the child that had begun, if no more days are marked since then
than it has: the register itself tells which days were school days.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    Case,
    Count,
    DateField,
    Exists,
    F,
    Func,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Coalesce, JSONObject

from placements.models import AttendanceDay, Custody, Exclusion, TimetableReview
from placements.rules.attendance_codes import CODES, POSSIBLE
from placements.rules.attendance_codes import Count as Counts
from pupils.models import CareEpisode, CarePlacement, Enrolment
from vsh.calendars.rules import Season, academic_year, nominal_start

SUSPENDED, PART_TIME, IN_CUSTODY = "E", "C2", "Y5"
PRESENT = tuple(code for code, one in CODES.items() if one.count is Counts.PRESENT)
YOUNG_OFFENDER = "R5"  # the kind of placement
CRIMINAL_JUSTICE = ("J1", "J2", "J3")  # legal statuses
ONE_DAY = timedelta(days=1)


class Contradiction(StrEnum):
    """What a mark says otherwise than the record."""

    NOT_SUSPENDED = "not_suspended"
    PRESENT_SUSPENDED = "present_suspended"
    NOT_PART_TIME = "not_part_time"
    NOT_IN_CUSTODY = "not_in_custody"


WORDS: Mapping[Contradiction, str] = {
    Contradiction.NOT_SUSPENDED: "code E, and no suspension or exclusion covers the day",
    Contradiction.PRESENT_SUSPENDED: "marked present while suspended or excluded",
    Contradiction.NOT_PART_TIME: "code C2, and no part-time timetable covers the day",
    Contradiction.NOT_IN_CUSTODY: "code Y5, and no custody is on record on the day",
}


class _Weekday(Func):
    """The n-th day from Monday to Friday from a day on, that day counted."""

    template = (
        "(SELECT d - (w - 1) + k / 5 * 7 + MOD(k, 5) FROM (SELECT d, w, LEAST(w, 6) + n - 2 AS k "
        "FROM (SELECT d, n, EXTRACT(isodow FROM d)::int AS w "
        "FROM (SELECT %(expressions)s) AS told(d, n)) AS of_week) AS counted)"
    )
    output_field = DateField()


def contradicting(what: Contradiction) -> Q:
    """Of a query of days of attendance, those with such a mark."""
    return _FOUND[what]()


def children_with(what: Contradiction, *, on: date) -> Any:
    """Of a query of children, those with such a mark since the school year began."""
    days = (since(on), on)
    marks = AttendanceDay.objects.filter(day__range=days)
    if what is Contradiction.PRESENT_SUSPENDED:  # from the few exclusions, not from the many marks
        there = marks.filter(_marked(PRESENT), enrolment=OuterRef("enrolment"))
        there = there.filter(day__gte=OuterRef("sure_from"), day__lte=OuterRef("sure_until"))
        return Exists(_sure().filter(Exists(there), enrolment__pupil=OuterRef("pk")))
    return Exists(marks.filter(contradicting(what), enrolment__pupil=OuterRef("pk")))


def since(on: date) -> date:
    """From here marks are looked at: from the first day of the school year."""
    return nominal_start(academic_year(on), Season.AUTUMN)


def with_contradiction(days: "QuerySet[AttendanceDay]") -> "QuerySet[AttendanceDay]":
    """Each day with the first that it contradicts as `contradiction`; empty if it does not."""
    return days.annotate(
        contradiction=Case(
            *(When(contradicting(what), then=Value(what.value)) for what in Contradiction),
            default=Value(""),
            output_field=TextField(),
        )
    )


def with_contradicting_days(places: "QuerySet[Enrolment]", *, on: date) -> "QuerySet[Enrolment]":
    """Each place with the days of this school year whose marks contradict the record, oldest first,
    as `contradicting_days`: `day` and `what`."""
    days: Any = with_contradiction(
        AttendanceDay.objects.filter(enrolment=OuterRef("pk"), day__range=(since(on), on))
    )
    told = JSONObject(day="day", what="contradiction")
    rows = days.exclude(contradiction="").order_by("day").values(told=told)
    return places.annotate(contradicting_days=ArraySubquery(rows))


def contradicting_in_words(places: Iterable[Any]) -> list[str]:
    """Of places read `with_contradicting_days`, how many days contradict what."""
    number = Counter(row["what"] for place in places for row in place.contradicting_days)
    return [
        f"{number[what]} day{'' if number[what] == 1 else 's'}: {words}"
        for what, words in WORDS.items()
        if number[what]
    ]


def _marked(codes: Any) -> Q:
    return Q(am__in=codes) | Q(pm__in=codes)


def _sure() -> "QuerySet[Exclusion]":
    """Exclusions with the days, `sure_from` to `sure_until`, that wholly lie in them; those to whom
    lunchtimes belong have none."""
    whole = F("sessions_out") / 2
    is_half = Q(sessions_out__isnull=True) | Q(started_at_half=1)
    rows: Any = Exclusion.objects.counted().exclude(kind=Exclusion.Kind.LUNCHTIME)
    rows = rows.exclude(kind=Exclusion.Kind.PERMANENT, cancelled_on__isnull=False)
    rows = rows.exclude(kind=Exclusion.Kind.PERMANENT, meetings__outcome="reinstated")
    sure: QuerySet[Exclusion] = rows.annotate(
        started_at_half=F("sessions_out") % 2,
        sure_from=Case(
            When(is_half, then=F("started_on") + Value(ONE_DAY)),
            default=F("started_on"),
            output_field=DateField(),
        ),
        sure_until=Coalesce(
            Case(
                When(sessions_out__isnull=False, then=_Weekday(F("started_on"), whole)),
                output_field=DateField(),
            ),
            Value(date.max),
            output_field=DateField(),
        ),
    )
    return sure


def _present_suspended() -> Q:
    sure: Any = _sure()
    out = sure.filter(
        enrolment=OuterRef("enrolment"),
        sure_from__lte=OuterRef("day"),
        sure_until__gte=OuterRef("day"),
    )
    return _marked(PRESENT) & Q(Exists(out))


def _not_suspended() -> Q:
    marked = AttendanceDay.objects.filter(
        _marked(POSSIBLE),
        enrolment=OuterRef(OuterRef("enrolment")),
        day__gte=OuterRef("started_on"),
        day__lte=OuterRef(OuterRef("day")),
    )
    number = marked.order_by().values("enrolment").annotate(days=Count("pk")).values("days")
    begun: Any = Exclusion.objects.counted().filter(
        enrolment__pupil=OuterRef("enrolment__pupil"), started_on__lte=OuterRef("day")
    )
    begun = begun.annotate(
        days_marked=Coalesce(Subquery(number, output_field=IntegerField()), Value(0))
    )
    proves = (
        Q(kind=Exclusion.Kind.PERMANENT, cancelled_on__isnull=True)
        | Q(kind=Exclusion.Kind.PERMANENT, cancelled_on__gte=OuterRef("day"))
        | Q(kind=Exclusion.Kind.LUNCHTIME, days_marked__lte=F("sessions_out"))
        | Q(
            kind=Exclusion.Kind.SUSPENSION,
            days_marked__lte=(F("sessions_out") + Value(1)) / Value(2),
        )
    )
    return _marked((SUSPENDED,)) & ~Q(Exists(begun.filter(proves)))


def _not_part_time() -> Q:
    """While the place is a part-time one, until the last day that was agreed; of one that is now
    full time the days that its reviews cover."""
    agreed = TimetableReview.objects.filter(enrolment=OuterRef("enrolment"))
    lasting = agreed.filter(until_on__gte=OuterRef("day"))
    covered = Q(Exists(lasting.filter(reviewed_on__lte=OuterRef("day"))))
    places = Enrolment.objects.with_hours_on(OuterRef(OuterRef("day")))
    then = Q(Exists(places.filter(pk=OuterRef("enrolment"), full_time_then=False)))
    part_time = then & (Q(Exists(lasting)) | ~Q(Exists(agreed)))
    return _marked((PART_TIME,)) & ~(covered | part_time)


def _not_in_custody() -> Q:
    day = OuterRef("day")
    child = OuterRef("enrolment__pupil")
    open_or_later = Q(ended_on__isnull=True) | Q(ended_on__gte=day)
    held = Custody.objects.filter(open_or_later, pupil=child, started_on__lte=day)
    held = held.exclude(kind=Custody.Kind.WELFARE)
    lived = CarePlacement.objects.filter(open_or_later, pupil=child, started_on__lte=day)
    status = CareEpisode.objects.filter(
        open_or_later, care_period__pupil=child, started_on__lte=day
    )
    return (
        _marked((IN_CUSTODY,))
        & ~Q(Exists(held))
        & ~Q(Exists(lived.filter(placement_type=YOUNG_OFFENDER)))
        & ~Q(Exists(status.filter(legal_status__in=CRIMINAL_JUSTICE)))
    )


_FOUND = {
    Contradiction.NOT_SUSPENDED: _not_suspended,
    Contradiction.PRESENT_SUSPENDED: _present_suspended,
    Contradiction.NOT_PART_TIME: _not_part_time,
    Contradiction.NOT_IN_CUSTODY: _not_in_custody,
}
