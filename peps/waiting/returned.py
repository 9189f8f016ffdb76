"""Plans that stand returned: work for who hands them in, something to wait for to others.

No clock says so: one returned for improvement stays handed in (docs/clocks.md). They are listed
beside the deadlines until they are handed in again or the child is no longer looked after.
"""

from datetime import date
from typing import Any

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When

from peps.models import Pep, PepStatusChange
from pupils.models import Involvement
from vsh.accounts.models import User
from vsh.accounts.roles import Permission, Role

HANDS_IN_FOR_A_SCHOOL = {Role.DESIGNATED_TEACHER, Role.HEAD_TEACHER}
HANDS_IN_WITHOUT_ONE = {Role.SOCIAL_WORKER, Role.TEAM_MANAGER}


def returned_plans(user: User, *, on: date, is_own_only: bool) -> "QuerySet[Any]":
    """Returned plans of visible children, the longest returned first.

    With `is_to_you`, whether the reader, or who works for them, puts it right; `is_own_only`
    keeps these and those of an officer's caseload.
    """
    came_back = PepStatusChange.objects.filter(pep=OuterRef("pk"), to_state="returned")
    no_return = ["not_required", "returned"]  # taken back; noted while it stood returned
    last = came_back.exclude(from_state__in=no_return).order_by("-id")
    caseload = Involvement.objects.current_on(on).filter(
        user=user, capacity=Involvement.Capacity.OFFICER, pupil=OuterRef("pupil")
    )
    peps: QuerySet[Any] = (
        Pep.objects.visible_to(user, Permission.READ_PEP)
        .in_care_on(on)
        .filter(state=Pep.State.RETURNED)
        .as_on(on)
        .annotate(
            returned_on=Subquery(last.values("on")[:1]),
            returned_by=Subquery(last.values("by__name")[:1]),
            is_to_you=Case(When(_for(user), then=Value(True)), default=Value(False)),
        )
    )
    if is_own_only:
        is_watched = Exists(caseload) if Role.VIRTUAL_SCHOOL_OFFICER in user.roles else Q(pk=None)
        peps = peps.filter(Q(is_to_you=True) | is_watched)
    return peps.order_by(F("is_to_you").desc(), "returned_on", "id")


def _for(user: User) -> Q:
    """Whose turn it is: the school's, or without a setting the social worker's."""
    mine = Q(pk=None)
    if user.roles & HANDS_IN_FOR_A_SCHOOL:
        mine |= Q(has_setting=True)
    if user.roles & HANDS_IN_WITHOUT_ONE:
        mine |= Q(has_setting=False)
    return mine
