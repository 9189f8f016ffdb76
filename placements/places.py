"""The places whose attendance and exclusions a person may report."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject

from placements.models import SchoolChange, SettingNotification, TimetableReview
from placements.rules.school_changes import ABOUT_A_SCHOOL
from placements.rules.setting_notified import DESIGNATED_TEACHER, HEAD_TEACHER
from pupils.models import Enrolment, PlaceHours
from pupils.querysets import EnrolmentQuerySet
from vsh.accounts.models import User
from vsh.accounts.roles import Permission


def places_to_report(user: User, permission: Permission) -> EnrolmentQuerySet:
    """Places of visible children: a school reports its own, the virtual school any of a child's.

    Of having no place nothing is reported.
    """
    own = Q(setting__in=user.setting_ids_where(permission)) | Q(
        pupil__authority__in=user.authority_ids_where(permission)
    )
    places = Enrolment.objects.visible_to(user, permission).filter(own)
    named = places.select_related("setting", "pupil__authority")
    found: EnrolmentQuerySet = named.exclude(kind=Enrolment.Kind.NO_PLACE)
    return found


def reportable(user: User, permission: Permission, places: Iterable[Enrolment]) -> set[int]:
    """The ids of those among one visible child's places that the person may report; no query."""
    settings = user.setting_ids_where(permission)
    authorities = user.authority_ids_where(permission)
    return {
        place.pk
        for place in places
        if place.kind != Enrolment.Kind.NO_PLACE
        and (place.setting_id in settings or place.pupil.authority_id in authorities)
    }


def place_to_report(user: User, permission: Permission, place: Enrolment) -> Enrolment:
    """The place as it stands; refused for one that the person may not report."""
    found = places_to_report(user, permission).filter(pk=place.pk).first()
    if found is None:
        raise PermissionDenied(permission.value)
    return found


def with_timetable(places: "QuerySet[Enrolment]") -> "QuerySet[Enrolment]":
    """Each with the end and the next review of its part-time timetable, as last agreed."""
    last = TimetableReview.objects.filter(enrolment=OuterRef("pk"))
    return places.annotate(
        part_time_until_on=Subquery(last.values("until_on")[:1]),
        part_time_review_on=Subquery(last.values("next_review_on")[:1]),
    )


def with_changes_of_hours(places: "QuerySet[Enrolment]") -> "QuerySet[Enrolment]":
    """Each with the days from which its hours changed, the newest first, as JSON for
    `changes_of_hours`."""
    names = ("pk", "from_on", "is_full_time", "hours_a_week", "part_time_reason")
    rows = PlaceHours.objects.filter(enrolment=OuterRef("pk")).order_by("-from_on")
    told = rows.values(row=JSONObject(**{name: name for name in names}))
    return places.annotate(hours_told=ArraySubquery(told))


def changes_of_hours(place: Any) -> list[dict[str, Any]]:
    """The days from which the hours of a place changed, and what they are since."""
    return [{**row, "from_on": date.fromisoformat(row["from_on"])} for row in place.hours_told]


def with_owed_consultation(places: "QuerySet[Enrolment]") -> "QuerySet[Enrolment]":
    """Each with whether it is a change of school of which not all who are to be consulted are on
    record as asked, or the PEP as considered."""
    changes = SchoolChange.objects.filter(enrolment=OuterRef("pk")).annotate(
        asked=Count("consultations")
    )
    owed = Q(is_pep_considered=False) | Q(asked__lt=len(ABOUT_A_SCHOOL))
    return places.annotate(is_consultation_owed=Exists(changes.filter(owed)))


def with_told(places: "QuerySet[Enrolment]") -> "QuerySet[Enrolment]":
    """Each with the day on which head teacher and designated teacher were last told."""
    told = SettingNotification.objects.filter(enrolment=OuterRef("pk")).values("told_on")
    return places.annotate(
        head_told_on=Subquery(told.filter(whom=HEAD_TEACHER)[:1]),
        teacher_told_on=Subquery(told.filter(whom=DESIGNATED_TEACHER)[:1]),
    )
