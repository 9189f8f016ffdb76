"""Questions before a significant decision that wait for the reader's answer, for their own list.

No clock says so: nothing in the guidance gives the answer a time. They stand on the list of whoever
is asked until they are answered or the child is no longer looked after.
"""

from datetime import date

from django.db.models import Exists, OuterRef

from peps.models import ProposedDecision
from pupils.models import CarePeriod
from pupils.querysets import RelatedToPupilQuerySet, under_eighteen
from vsh.accounts.models import User
from vsh.accounts.roles import Permission


def decisions_to_answer(user: User, *, on: date) -> "RelatedToPupilQuerySet[ProposedDecision]":
    """Those about the children for whom the reader answers, the one that waits longest first."""
    decisions = ProposedDecision.objects.visible_to(user, Permission.ANSWER_DECISION)
    in_care = CarePeriod.objects.current_on(on).filter(pupil=OuterRef("pupil"))
    waiting = decisions.filter(Exists(in_care), under_eighteen(on, pupil="pupil__"), answer="")
    return waiting.select_related("pupil", "asked_by").order_by("asked_on", "id")
