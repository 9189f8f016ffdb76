"""Children at risk of exclusion for whom the Virtual School has not said yet what it will do."""

from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q

from placements.models import ExclusionRisk
from pupils.models import CarePeriod
from vsh.accounts.models import User
from vsh.accounts.roles import Permission

if TYPE_CHECKING:
    from pupils.querysets import RelatedToPupilQuerySet


def risks_waiting_for(user: User, *, on: date) -> "RelatedToPupilQuerySet[ExclusionRisk]":
    """Those about children for whom the reader answers, the one that waits longest first."""
    risks = ExclusionRisk.objects.visible_to(user, Permission.ANSWER_EXCLUSION_RISK)
    in_care = CarePeriod.objects.current_on(on).filter(pupil=OuterRef("enrolment__pupil"))
    goes_on = Q(enrolment__ended_on__isnull=True) | Q(enrolment__ended_on__gte=on)
    waiting = risks.filter(goes_on, Exists(in_care), answered_on__isnull=True)
    return waiting.order_by("raised_on", "id")
