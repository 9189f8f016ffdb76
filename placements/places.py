"""The places whose attendance and exclusions a person may report."""

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied
from django.db.models import OuterRef, Q, QuerySet, Subquery

from placements.models import SettingNotification, TimetableReview
from placements.rules.setting_notified import DESIGNATED_TEACHER, HEAD_TEACHER
from pupils.models import Enrolment
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


def with_told(places: "QuerySet[Enrolment]") -> "QuerySet[Enrolment]":
    """Each with the day on which head teacher and designated teacher were last told."""
    told = SettingNotification.objects.filter(enrolment=OuterRef("pk")).values("told_on")
    return places.annotate(
        head_told_on=Subquery(told.filter(whom=HEAD_TEACHER)[:1]),
        teacher_told_on=Subquery(told.filter(whom=DESIGNATED_TEACHER)[:1]),
    )
