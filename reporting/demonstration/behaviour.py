"""Invented children at risk of exclusion, sent home or excluded for good, at larger schools."""

from collections import defaultdict
from datetime import date, timedelta

from placements.models import Exclusion, ExclusionMeeting, ExclusionRisk, SentHome
from pupils.models import Enrolment, Involvement
from vsh.accounts.models import Membership, User
from vsh.accounts.roles import Role
from vsh.calendars.rules import WorkingDays

_WORRIES = (
    (
        2,
        "Leaves most lessons after lunch and has twice hurt another pupil on the stairs.",
        "A mentor at the start of each day, and a pass to leave early. Mornings are calmer since.",
        "An assessment by the educational psychologist, and somebody to meet us this week.",
        "",
    ),
    (
        9,
        "Refuses to come into class since the change of tutor group; shouts at staff who insist.",
        "Lessons in the learning centre in the mornings, a phone call home each day.",
        "Help with a way back into the tutor group before half term ends.",
        (
            "The officer meets tutor, carer and child on Thursday; an assistant is paid from "
            "pupil premium plus until the end of term."
        ),
    ),
)


def write_behaviour(*, on: date) -> None:
    """Two worries at each school that has four of the children or more, and what else happened."""
    days = WorkingDays()
    for places, teacher in _schools(on):
        for place, (ago, worries, tried, asked, answer) in zip(places, _WORRIES, strict=False):
            raised_on = max(days.back(ago, ending=on), place.started_on)
            officer = _officer(place, on) if answer else None
            ExclusionRisk.objects.create(
                enrolment=place,
                worries=worries,
                support_tried=tried,
                asked_for=asked,
                raised_by=teacher,
                raised_on=raised_on,
                answer=answer if officer else "",
                answered_by=officer,
                answered_on=raised_on if officer else None,
            )
        _sent_home(places[2], teacher, days.back(4, ending=on))
        _excluded(places[3], teacher, days.back(8, ending=on), on=on)


def _schools(on: date) -> list[tuple[list[Enrolment], User]]:
    """Places of children in secondary years, by school, with its designated teacher."""
    by_school: dict[int, list[Enrolment]] = defaultdict(list)
    places = Enrolment.objects.current_on(on).filter(kind=Enrolment.Kind.MAIN)
    old_enough = places.filter(pupil__nc_year__range=(7, 11), started_on__lte=on - timedelta(60))
    for place in old_enough.order_by("pk"):
        if place.setting_id:
            by_school[place.setting_id].append(place)
    teachers: dict[int | None, User] = {}
    members = Membership.objects.in_force_on(on).filter(role=Role.DESIGNATED_TEACHER)
    for member in members.select_related("user").order_by("-pk"):
        teachers[member.setting_id] = member.user
    return [
        (of_school, teachers[setting])
        for setting, of_school in by_school.items()
        if len(of_school) >= 4 and setting in teachers
    ]


def _officer(place: Enrolment, on: date) -> User | None:
    officers = Involvement.objects.current_on(on).filter(
        pupil=place.pupil_id, capacity=Involvement.Capacity.OFFICER
    )
    found = officers.select_related("user").first()
    return found.user if found else None


def _sent_home(place: Enrolment, teacher: User, day: date) -> None:
    SentHome.objects.create(
        enrolment=place,
        sent_home_on=day,
        sessions=1,
        said_by="Head of year",
        reason="The carer was asked to fetch the child “to calm down”.",
        recorded_by=teacher,
        recorded_on=day,
    )


def _excluded(place: Enrolment, teacher: User, day: date, *, on: date) -> None:
    """For good, without other education yet; the governors meet."""
    row = Exclusion.objects.create(
        enrolment=place,
        kind=Exclusion.Kind.PERMANENT,
        started_on=day,
        reasons=["PA", "DB"],
        notified_on=day,
        reported_by=teacher,
        reported_on=day,
    )
    ExclusionMeeting.objects.create(
        exclusion=row,
        body=ExclusionMeeting.Body.GOVERNORS,
        invited_on=day,
        meets_on=WorkingDays().add(6, after=on),
        recorded_by=teacher,
        recorded_on=day,
    )
