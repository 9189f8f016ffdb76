"""What waits for people on their first page and is no deadline: children at risk of exclusion for
whom nobody has said yet what is done, governing boards that must meet about an exclusion, children
in custody whose PEP was not sent to the establishment or whose move there is not on record, moves
of home that a file alone has told, part-time timetables that nobody looks at."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce, JSONArray

from placements.models import (
    CareMove,
    Custody,
    CustodyPlan,
    Exclusion,
    ExclusionMeeting,
    ExclusionRisk,
)
from placements.places import places_to_report, with_timetable
from placements.rules.custody import HELD, REMANDED
from placements.rules.exclusion_meetings import MUCH_IN_A_TERM
from placements.rules.exclusions import SESSIONS_A_DAY
from placements.rules.homes import TOLD_WITHIN
from placements.suspensions_by_term import with_calendar
from pupils.codes import TEMPORARY_PLACEMENTS
from pupils.models import CareEpisode, CarePeriod, CarePlacement, Enrolment
from pupils.querysets import under_eighteen
from vsh.accounts.models import User
from vsh.accounts.roles import Permission

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from pupils.querysets import RelatedToPupilQuerySet

A_TERM, HALF_A_YEAR = timedelta(days=150), timedelta(days=183)  # at the longest; seldom longer
MUCH = MUCH_IN_A_TERM * SESSIONS_A_DAY


def risks_waiting_for(user: User, *, on: date) -> "RelatedToPupilQuerySet[ExclusionRisk]":
    """Those about children for whom the reader answers, the one that waits longest first."""
    risks = ExclusionRisk.objects.visible_to(user, Permission.ANSWER_EXCLUSION_RISK)
    in_care = CarePeriod.objects.current_on(on).filter(pupil=OuterRef("enrolment__pupil"))
    goes_on = Q(enrolment__ended_on__isnull=True) | Q(enrolment__ended_on__gte=on)
    waiting = risks.filter(goes_on, Exists(in_care), answered_on__isnull=True)
    return waiting.order_by("raised_on", "id")


def peps_to_send_to_custody(user: User, *, on: date) -> "RelatedToPupilQuerySet[Custody]":
    """The stays that go on and of which no PEP is on record as sent to the establishment, of
    children for whom the reader can record it; the longest first.

    Source: statutory guidance (2018), Annex 2: "as quickly as possible".
    """
    stays = Custody.objects.visible_to(user, Permission.RECORD_MOVE)
    sent = CustodyPlan.objects.filter(custody=OuterRef("pk"), to=CustodyPlan.To.ESTABLISHMENT)
    waiting = stays.filter(under_eighteen(on, pupil="pupil__"), ~Exists(sent), ended_on=None)
    return waiting.order_by("started_on", "id")


def moves_to_custody(user: User, *, on: date) -> "QuerySet[CarePeriod]":
    """Times in care of children who are in custody `since` a day, by a stay or by the legal status
    alone, and whose move to the establishment is not on record (`placements.rules.custody`)."""
    periods = CarePeriod.objects.visible_to(user, Permission.RECORD_MOVE).current_on(on)
    stays = Custody.objects.filter(pupil=OuterRef("pupil"), started_on__lte=on, ended_on=None)
    remanded = CareEpisode.objects.current_on(on).filter(
        ~Exists(
            Custody.objects.filter(
                pupil=OuterRef("care_period__pupil"), ended_on__gt=OuterRef("started_on")
            )
        ),
        care_period=OuterRef("pk"),
        legal_status=REMANDED,
    )
    held: QuerySet[Any] = periods.annotate(
        stay_since=Subquery(stays.values("started_on")[:1]),
        since=Coalesce("stay_since", Subquery(remanded.values("started_on")[:1])),
    )
    homes = CarePlacement.objects.current_on(on).filter(
        Q(placement_type__in=HELD) | Q(started_on__gte=OuterRef("since")), pupil=OuterRef("pupil")
    )
    return held.filter(~Exists(homes), since__isnull=False).order_by("since", "id")


def moves_to_tell(user: User, *, on: date) -> "QuerySet[CarePlacement]":
    """The homes of today that began in the last weeks by a move of which a file alone has told, so
    that nobody said who was consulted (`placements.rules.homes.moved_on`); the newest first."""
    homes = CarePlacement.objects.visible_to(user, Permission.RECORD_MOVE).current_on(on)
    told = CareMove.objects.filter(state=CareMove.State.RECORDED, pupil=OuterRef("pupil"))
    told = told.filter(Q(placement=OuterRef("pk")) | Q(from_on=OuterRef("started_on")))
    before = CarePlacement.objects.filter(
        care_period=OuterRef("care_period"), started_on__lt=OuterRef("started_on")
    ).order_by("-started_on")
    former = before.exclude(placement_type__in=TEMPORARY_PLACEMENTS)
    of_late: QuerySet[Any] = homes.filter(
        ~Exists(told), started_on__gt=on - TOLD_WITHIN, started_on__lte=on
    ).exclude(placement_type__in=TEMPORARY_PLACEMENTS)
    with_former = of_late.annotate(
        came_from=Subquery(before.values("placement_type")[:1]),
        former_type=Subquery(former.values("placement_type")[:1]),
        former_postcode=Subquery(former.values("postcode")[:1]),
    ).filter(former_type__isnull=False)
    is_there = ~Q(postcode="") & Q(postcode=F("former_postcode"))
    is_unknown = Q(postcode="") | Q(former_postcode="")
    came_back = Q(came_from__in=TEMPORARY_PLACEMENTS, placement_type=F("former_type"))
    return (
        with_former.exclude(is_there).exclude(is_unknown & came_back).order_by("-started_on", "id")
    )


def timetables_waiting_for(user: User, *, on: date) -> "QuerySet[Enrolment]":
    """The part-time places of children in care whose review is overdue, a passed end among them,
    or for which no end is agreed; the one that waits longest first.

    Source: statutory guidance (2018), "Securing appropriate education": educational provision
    should mean a full-time place.
    """
    places = places_to_report(user, Permission.AGREE_TIMETABLE).current_on(on).with_hours_on(on)
    in_care = CarePeriod.objects.current_on(on).filter(pupil=OuterRef("pupil"))
    part_time = places.filter(Exists(in_care), full_time_then=False)
    agreed: QuerySet[Any] = with_timetable(part_time)
    overdue = Q(part_time_review_on__isnull=True) | Q(part_time_review_on__lt=on)
    return agreed.filter(overdue).order_by("part_time_review_on", "id")


def boards_waiting_for(user: User, *, on: date) -> "QuerySet[Any]":
    """The exclusions of children in care that a governing board may have to consider and of which
    no decision is on record, for who records its meetings; the oldest first.

    Each has what `placements.governors.duty_of` reads: whether the board must meet depends on the
    days of one term.
    """
    own = places_to_report(user, Permission.RECORD_EXCLUSION_MEETING)
    in_care = CarePeriod.objects.current_on(on).filter(pupil=OuterRef("enrolment__pupil"))
    counted: Any = Exclusion.objects.counted().order_by()
    of_child = counted.filter(
        enrolment__pupil=OuterRef("enrolment__pupil"),
        started_on__lte=OuterRef("started_on"),
        started_on__gt=OuterRef("started_on") - A_TERM,
    )
    summed = of_child.values("enrolment__pupil").annotate(all_sessions=Sum("sessions_out"))
    told = of_child.values(told=JSONArray(F("started_on"), F("sessions_out")))
    rows: Any = Exclusion.objects.visible_to(user, Permission.RECORD_EXCLUSION_MEETING).standing()
    rows = rows.filter(
        Exists(in_care), enrolment__in=own, started_on__range=(on - HALF_A_YEAR, on)
    ).annotate(in_a_term=Subquery(summed.values("all_sessions")))
    must = Q(kind=Exclusion.Kind.PERMANENT) | Q(misses_exam=True) | Q(in_a_term__gt=MUCH)
    decided = ExclusionMeeting.objects.filter(
        exclusion=OuterRef("pk"), body=ExclusionMeeting.Body.GOVERNORS
    ).exclude(outcome="")
    found = rows.filter(must, ~Exists(decided)).annotate(told=ArraySubquery(told))
    waiting: QuerySet[Any] = with_calendar(found).order_by("started_on", "id")
    return waiting
