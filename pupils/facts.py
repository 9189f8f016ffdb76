"""A child's present facts beside the row itself, so that a page of children stays one query."""

from datetime import date
from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery

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


def _one(rows: QuerySet[Any], field: str) -> Subquery:
    return Subquery(rows.values(field)[:1])


def school_facts(day: date) -> dict[str, Subquery]:
    """The main place of `day`: its kind, the setting's name and since when."""
    place = Enrolment.objects.current_on(day).main().filter(pupil=OuterRef("pk"))
    place = place.order_by("-started_on")
    return {
        "place_kind": _one(place, "kind"),
        "school_name": _one(place, "setting__name"),
        "school_since": _one(place, "started_on"),
    }


def timetable_facts(day: date) -> dict[str, Subquery]:
    """Whether the main place of `day` is full time, and the hours a week if it is not."""
    place = Enrolment.objects.current_on(day).main().filter(pupil=OuterRef("pk"))
    place = place.order_by("-started_on")
    return {
        "school_is_full_time": _one(place, "is_full_time"),
        "school_hours": _one(place, "hours_a_week"),
    }


def care_facts(day: date) -> dict[str, Subquery]:
    """Since when the child is looked after, and where they live on `day`."""
    placement = CarePlacement.objects.current_on(day).filter(pupil=OuterRef("pk"))
    placement = placement.order_by("-started_on")
    period = CarePeriod.objects.current_on(day).filter(pupil=OuterRef("pk"))
    return {
        "looked_after_since": _one(period, "started_on"),
        "placement_since": _one(placement, "started_on"),
        "placement_area": _one(placement, "area_code"),
    }


def sen_facts(day: date) -> dict[str, Subquery]:
    """The SEN status of `day`, or of the last row that has not ended."""
    return {"sen_status": _one(_sen_on(day), "status")}


def _sen_on(day: date) -> "QuerySet[SenStatus]":
    sen = SenStatus.objects.filter(pupil=OuterRef("pk"), started_on__lte=day)
    return sen.exclude(ended_on__lt=day).order_by("-started_on")


def people_facts(day: date, *capacities: str) -> dict[str, Subquery]:
    """Names of the people allocated on `day`, as `<capacity>_name`."""
    involved = Involvement.objects.current_on(day).filter(pupil=OuterRef("pk"))
    return {
        f"{capacity}_name": _one(involved.filter(capacity=capacity), "user__name")
        for capacity in capacities
    }


def deadline_facts(day: date, user: User) -> dict[str, Subquery]:
    """The open deadline that comes first, of those of which `user` is told.

    What ran out before the child was on record here is not next.
    """
    due = (
        Deadline.objects.told_to(user)
        .filter(pupil=OuterRef("pk"), is_current=True, due_on__isnull=False)
        .filter(started_on__lte=day)
        .filter(met_on__isnull=True, closed_on__isnull=True)
        .since_on_record()
        .order_by("due_on", "id")
    )
    return {"next_due_on": _one(due, "due_on"), "next_due_kind": _one(due, "kind")}


def with_present_facts(pupils: "QuerySet[Pupil]", day: date, user: User) -> "QuerySet[Pupil]":
    """Children with everything that the identity bar shows to `user`."""
    return pupils.annotate(
        authority_code=F("authority__code"),
        **school_facts(day),
        **timetable_facts(day),
        **care_facts(day),
        **sen_facts(day),
        sen_since=_one(_sen_on(day), "started_on"),
        **deadline_facts(day, user),
        **people_facts(day, "social_worker", "iro", "virtual_school_officer"),
    )
