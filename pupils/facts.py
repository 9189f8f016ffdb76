"""A child's present facts beside the row itself, so that a page of children stays one query."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject

from vsh.accounts.models import User

from .models import (
    CarePeriod,
    CarePlacement,
    Deadline,
    Enrolment,
    Involvement,
    Pupil,
    SenStatus,
)
from .querysets import EnrolmentQuerySet

Names = Mapping[str, str]  # the name of a fact, and the field that holds it

PLACE = {"place_kind": "kind", "school_name": "setting__name", "school_since": "started_on"}
TIMETABLE = {"school_is_full_time": "full_time_then", "school_hours": "hours_then"}
IN_CARE = {"looked_after_since": "started_on"}
HOME = {"placement_since": "started_on", "placement_area": "area_code"}
SEN = {"sen_status": "status"}
NEXT = {"next_due_on": "due_on", "next_due_kind": "kind"}
PEOPLE = ("social_worker", "iro", "virtual_school_officer")


def _columns(rows: QuerySet[Any], names: Names) -> dict[str, Subquery]:
    return {name: Subquery(rows.values(field)[:1]) for name, field in names.items()}


def school_facts(day: date) -> dict[str, Subquery]:
    """The main place of `day`: its kind, the setting's name and since when."""
    return _columns(_place_on(day), PLACE)


def _place_on(day: date) -> EnrolmentQuerySet:
    places = Enrolment.objects.current_on(day).main().filter(pupil=OuterRef("pk"))
    found: EnrolmentQuerySet = places.order_by("-started_on")
    return found


def care_facts(day: date) -> dict[str, Subquery]:
    """Since when the child is looked after, and where they live on `day`."""
    return _columns(_care_on(day), IN_CARE) | _columns(_home_on(day), HOME)


def _care_on(day: date) -> "QuerySet[CarePeriod]":
    return CarePeriod.objects.current_on(day).filter(pupil=OuterRef("pk"))


def _home_on(day: date) -> "QuerySet[CarePlacement]":
    homes = CarePlacement.objects.current_on(day).filter(pupil=OuterRef("pk"))
    return homes.order_by("-started_on")


def sen_facts(day: date) -> dict[str, Subquery]:
    """The SEN status of `day`, or of the last row that has not ended."""
    return _columns(_sen_on(day), SEN)


def _sen_on(day: date) -> "QuerySet[SenStatus]":
    sen = SenStatus.objects.filter(pupil=OuterRef("pk"), started_on__lte=day)
    return sen.exclude(ended_on__lt=day).order_by("-started_on")


def people_facts(day: date, *capacities: str) -> dict[str, Subquery]:
    """Names of the people allocated on `day`, as `<capacity>_name`."""
    involved = _involved_on(day)
    return {
        f"{capacity}_name": Subquery(
            involved.filter(capacity=capacity).values("user__name")[:1],
        )
        for capacity in capacities
    }


def _involved_on(day: date) -> "QuerySet[Involvement]":
    return Involvement.objects.current_on(day).filter(pupil=OuterRef("pk"))


def deadline_facts(day: date, user: User) -> dict[str, Subquery]:
    """The open deadline that comes first, of those of which `user` is told."""
    return _columns(_next_on(day).told_to(user), NEXT)  # type: ignore[attr-defined]


def _next_on(day: date) -> "QuerySet[Deadline]":
    """What ran out before the child was on record here is not next."""
    return (
        Deadline.objects.filter(pupil=OuterRef("pk"), is_current=True, due_on__isnull=False)
        .filter(started_on__lte=day)
        .filter(met_on__isnull=True, closed_on__isnull=True)
        .since_on_record()
        .order_by("due_on", "id")
    )


def with_present_facts(pupils: "QuerySet[Pupil]", day: date, user: User) -> "QuerySet[Pupil]":
    """Children with everything that the identity bar shows to `user`, a row of each kind at once:
    `unfold_present_facts` makes attributes of them."""
    sen = SEN | {"sen_since": "started_on"}
    involved = _involved_on(day).filter(capacity__in=PEOPLE)
    named = JSONObject(capacity="capacity", name="user__name")
    return pupils.annotate(
        place_row=_row(_place_on(day).with_hours_on(day), PLACE | TIMETABLE),
        care_row=_row(_care_on(day), IN_CARE),
        home_row=_row(_home_on(day), HOME),
        sen_row=_row(_sen_on(day), sen),
        next_row=_row(_next_on(day).told_to(user), NEXT),  # type: ignore[attr-defined]
        people_rows=ArraySubquery(involved.values(row=named)),
        authority_code=F("authority__code"),
    )


def _row(rows: QuerySet[Any], names: Names) -> Subquery:
    return Subquery(rows.values(row=JSONObject(**names))[:1])


def unfold_present_facts(pupil: Any) -> None:
    """Note each fact by its name on a child loaded `with_present_facts`; None if there is none."""
    rows = (pupil.place_row, pupil.care_row, pupil.home_row, pupil.sen_row, pupil.next_row)
    found = {name: value for row in rows if row for name, value in row.items()}
    named = {row["capacity"]: row["name"] for row in reversed(pupil.people_rows)}
    for name in (*PLACE, *TIMETABLE, *IN_CARE, *HOME, *SEN, "sen_since", *NEXT):
        value = found.get(name)
        is_day = name.endswith(("_since", "_on"))
        setattr(pupil, name, date.fromisoformat(value) if value and is_day else value)
    for capacity in PEOPLE:
        setattr(pupil, f"{capacity}_name", named.get(capacity))
