"""Children whose carer's SDQ score asks for the school's own, and perhaps for the child's."""

from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q

from vsh.accounts.models import User
from vsh.accounts.roles import Permission
from vsh.calendars.rules import add_months

from .models import CarePeriod, SdqScore
from .rules.sdq import CARER, CHILD, MONTHS, OWN_AGES, ROUND, TEACHER, raised_from

if TYPE_CHECKING:
    from .querysets import RelatedToPupilQuerySet


def sdq_waiting_for(user: User, *, on: date) -> "RelatedToPupilQuerySet[SdqScore]":
    """The carers' scores that ask it of the reader's school, the oldest first; each says whether
    the school's, `wants_school`, and the child's, `wants_child`, are missing.

    The same as `rules.sdq.asked_of_the_school`, asked of the database.
    """
    of_child = SdqScore.objects.filter(pupil=OuterRef("pupil"), completed_on__lte=on)
    since = of_child.filter(completed_on__gte=OuterRef("completed_on") - ROUND)
    newer = of_child.filter(respondent=CARER, completed_on__gt=OuterRef("completed_on"))
    in_care = CarePeriod.objects.current_on(on).filter(pupil=OuterRef("pupil"))
    is_of_age = Q(pupil__date_of_birth__lte=add_months(on, -12 * OWN_AGES[0]))
    scores = SdqScore.objects.visible_to(user, Permission.COMPLETE_SCHOOL_SDQ)
    raised = scores.filter(
        Exists(in_care),
        ~Exists(newer),
        respondent=CARER,
        score__gte=raised_from(CARER),
        completed_on__lte=on,
        completed_on__gt=add_months(on, -MONTHS),
    ).annotate(
        wants_school=~Exists(since.filter(respondent=TEACHER)),
        wants_child=Q(is_of_age, ~Exists(since.filter(respondent=CHILD))),
    )
    asked = raised.filter(Q(wants_school=True) | Q(wants_child=True))
    return asked.order_by("completed_on", "id")  # type: ignore[return-value]
