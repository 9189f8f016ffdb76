"""Plans that stand returned, and those that an earlier term left unfinished: work for who hands
them in, something to wait for to others.

No clock says so: one returned for improvement stays handed in, and the review of a past term can
no longer be met (docs/clocks.md). They are listed beside the deadlines until they are handed in or
the child is no longer looked after.
"""

from datetime import date
from typing import Any

from django.db.models import (
    Case,
    CharField,
    DateField,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)

from peps.models import Pep, PepStatusChange
from pupils.models import Involvement
from vsh.accounts.models import User
from vsh.accounts.roles import Permission, Role

HANDS_IN_FOR_A_SCHOOL = {Role.DESIGNATED_TEACHER, Role.HEAD_TEACHER}
HANDS_IN_WITHOUT_ONE = {Role.SOCIAL_WORKER, Role.TEAM_MANAGER}


def returned_and_left(
    user: User, *, on: date, is_own_only: bool, most: int
) -> tuple[list[Any], list[Any]]:
    """The first of both, in one query."""
    returned = returned_plans(user, on=on, is_own_only=is_own_only)
    left = left_plans(user, on=on, is_own_only=is_own_only).annotate(
        returned_on=Value(None, output_field=DateField()),
        returned_by=Value(None, output_field=CharField()),
    )
    found = list(returned[:most].union(left[:most], all=True))
    first = [pep for pep in found if pep.state == Pep.State.RETURNED]
    second = [pep for pep in found if pep.state != Pep.State.RETURNED]
    first.sort(key=lambda pep: (not pep.is_to_you, pep.returned_on, pep.pk))
    second.sort(key=lambda pep: (not pep.is_to_you, pep.academic_year, pep.season, pep.pk))
    return first, second


def returned_plans(user: User, *, on: date, is_own_only: bool) -> "QuerySet[Any]":
    """Returned plans of visible children, the longest returned first.

    With `is_to_you`, whether the reader, or who works for them, puts it right; `is_own_only`
    keeps these and those of an officer's caseload.
    """
    came_back = PepStatusChange.objects.filter(pep=OuterRef("pk"), to_state="returned")
    no_return = ["not_required", "returned"]  # taken back; noted while it stood returned
    last = came_back.exclude(from_state__in=no_return).order_by("-id")
    returned = Pep.objects.filter(state=Pep.State.RETURNED)
    peps = _for_reader(returned, user, on=on, is_own_only=is_own_only).annotate(
        returned_on=Subquery(last.values("on")[:1]),
        returned_by=Subquery(last.values("by__name")[:1]),
    )
    return peps.order_by(F("is_to_you").desc(), "returned_on", "id")


def left_plans(user: User, *, on: date, is_own_only: bool) -> "QuerySet[Any]":
    """Plans that an earlier term left and that can still be written, the oldest first; those that
    are returned are listed as such."""
    left = Pep.objects.left_unfinished().exclude(state=Pep.State.RETURNED)
    peps = _for_reader(left, user, on=on, is_own_only=is_own_only)
    return peps.order_by(F("is_to_you").desc(), "academic_year", "season", "id")


def _for_reader(
    plans: "QuerySet[Any]", user: User, *, on: date, is_own_only: bool
) -> "QuerySet[Any]":
    caseload = Involvement.objects.current_on(on).filter(
        user=user, capacity=Involvement.Capacity.OFFICER, pupil=OuterRef("pupil")
    )
    peps: QuerySet[Any] = (
        plans.visible_to(user, Permission.READ_PEP)  # type: ignore[attr-defined]
        .in_care_on(on)
        .as_on(on)
        .annotate(is_to_you=Case(When(_for(user), then=Value(True)), default=Value(False)))
    )
    if is_own_only:
        is_watched = Exists(caseload) if Role.VIRTUAL_SCHOOL_OFFICER in user.roles else Q(pk=None)
        peps = peps.filter(Q(is_to_you=True) | is_watched)
    return peps


def _for(user: User) -> Q:
    """Whose turn it is: the school's, or without a setting the social worker's."""
    mine = Q(pk=None)
    if user.roles & HANDS_IN_FOR_A_SCHOOL:
        mine |= Q(has_setting=True)
    if user.roles & HANDS_IN_WITHOUT_ONE:
        mine |= Q(has_setting=False)
    return mine
