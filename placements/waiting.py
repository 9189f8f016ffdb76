"""What waits for people on their first page and is no deadline: children at risk of exclusion for
whom nobody has said yet what is done, children in custody whose PEP was not sent to the
establishment, part-time timetables that nobody looks at."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q

from placements.models import Custody, CustodyPlan, ExclusionRisk
from placements.places import with_timetable
from pupils.models import CarePeriod, Enrolment
from pupils.querysets import under_eighteen
from vsh.accounts.models import User
from vsh.accounts.roles import Permission

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from pupils.querysets import RelatedToPupilQuerySet


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


def timetables_waiting_for(user: User, *, on: date) -> "QuerySet[Enrolment]":
    """The part-time places of children in care whose review is overdue, a passed end among them,
    or for which no end is agreed; the one that waits longest first.

    Source: statutory guidance (2018), "Securing appropriate education": educational provision
    should mean a full-time place.
    """
    places = Enrolment.objects.visible_to(user, Permission.EDIT_SCHOOLING).current_on(on)
    in_care = CarePeriod.objects.current_on(on).filter(pupil=OuterRef("pupil"))
    part_time = places.filter(Exists(in_care), is_full_time=False)
    agreed: QuerySet[Any] = with_timetable(part_time.exclude(kind=Enrolment.Kind.NO_PLACE))
    overdue = Q(part_time_review_on__isnull=True) | Q(part_time_review_on__lt=on)
    return agreed.filter(overdue).order_by("part_time_review_on", "id")
