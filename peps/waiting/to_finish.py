"""Plans that stand returned, those that an earlier term left unfinished, and those of this term:
work for whose turn it is, something to wait for to others.

No clock says so: one returned for improvement stays handed in, the review of a past term can no
longer be met (docs/clocks.md), and this term's is due at its end. They are listed beside the
deadlines until they are handed in or the child is no longer looked after.
"""

from dataclasses import dataclass
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
from pupils.models import Deadline, Involvement
from pupils.querysets import ran_out_before_on_record
from vsh.accounts.models import User
from vsh.accounts.roles import Permission, Role

HANDS_IN_FOR_A_SCHOOL = {Role.DESIGNATED_TEACHER, Role.HEAD_TEACHER}
HANDS_IN_WITHOUT_ONE = {Role.SOCIAL_WORKER, Role.TEAM_MANAGER}
CLOCKS_OF_A_PLAN = ("pep_initiated", "pep_available", "pep_term_review")  # which lead to it


@dataclass(frozen=True, kw_only=True)
class ToFinish:
    """Plans that came back, that an earlier term left, and this term's that wait for the reader."""

    returned: list[Any]
    left: list[Any]
    of_this_term: list[Any]


def plans_to_finish(
    user: User, *, on: date, is_own_only: bool, most: int, but_due_by: date
) -> ToFinish:
    """The first of each, in one query; of this term those of which no clock ends by `but_due_by`,
    and which stand therefore on no list of deadlines."""
    never = {
        "returned_on": Value(None, output_field=DateField()),
        "returned_by": Value(None, output_field=CharField()),
    }
    left = left_plans(user, on=on, is_own_only=is_own_only).annotate(**never)
    now = plans_of_this_term(user, on=on, but_due_by=but_due_by).annotate(**never)
    first, *others = (
        plans.annotate(why=Value(why))[:most]
        for why, plans in {
            "returned": returned_plans(user, on=on, is_own_only=is_own_only),
            "left": left,
            "of_this_term": now,
        }.items()
    )
    found = list(first.union(*others, all=True))
    return ToFinish(
        returned=sorted(
            (pep for pep in found if pep.why == "returned"),
            key=lambda pep: (not pep.is_to_you, pep.returned_on, pep.pk),
        ),
        left=sorted(
            (pep for pep in found if pep.why == "left"),
            key=lambda pep: (not pep.is_to_you, pep.academic_year, pep.season, pep.pk),
        ),
        of_this_term=sorted(
            (pep for pep in found if pep.why == "of_this_term"),
            key=lambda pep: (pep.opened_on, pep.pk),
        ),
    )


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


def plans_of_this_term(user: User, *, on: date, but_due_by: date) -> "QuerySet[Any]":
    """Plans of this term that the reader is to begin or to write, the longest open first."""
    due = Deadline.objects.filter(
        pupil=OuterRef("pupil"),
        kind__in=CLOCKS_OF_A_PLAN,
        due_on__lte=but_due_by,
        met_on__isnull=True,
        closed_on__isnull=True,
        is_current=True,
    ).exclude(ran_out_before_on_record())
    now = Pep.objects.open().exclude(state=Pep.State.RETURNED)
    earlier = Pep.objects.of_an_earlier_term().values("pk")
    peps = _for_reader(
        now.exclude(pk__in=earlier), user, on=on, is_own_only=False, to_you=_is_next(user)
    )
    return peps.filter(~Exists(due), is_to_you=True).order_by("opened_on", "id")


def _for_reader(
    plans: "QuerySet[Any]", user: User, *, on: date, is_own_only: bool, to_you: Q | None = None
) -> "QuerySet[Any]":
    is_to_you = _finishes(user) if to_you is None else to_you
    caseload = Involvement.objects.current_on(on).filter(
        user=user, capacity=Involvement.Capacity.OFFICER, pupil=OuterRef("pupil")
    )
    peps: QuerySet[Any] = (
        plans.visible_to(user, Permission.READ_PEP)  # type: ignore[attr-defined]
        .in_care_on(on)
        .as_on(on)
        .annotate(is_to_you=Case(When(is_to_you, then=Value(True)), default=Value(False)))
    )
    if is_own_only:
        is_watched = Exists(caseload) if Role.VIRTUAL_SCHOOL_OFFICER in user.roles else Q(pk=None)
        peps = peps.filter(Q(is_to_you=True) | is_watched)
    return peps


def _finishes(user: User) -> Q:
    """Who puts it right or ends it: the school, or without a setting the social worker."""
    mine = Q(pk=None)
    if user.roles & HANDS_IN_FOR_A_SCHOOL:
        mine |= Q(has_setting=True)
    if user.roles & HANDS_IN_WITHOUT_ONE:
        mine |= Q(has_setting=False)
    return mine


def _is_next(user: User) -> Q:
    """Whose turn it is: the social worker's to begin it, then theirs who hand it in."""
    mine = Q(_finishes(user), initiated_on__isnull=False)
    return mine | Q(initiated_on__isnull=True) if user.roles & HANDS_IN_WITHOUT_ONE else mine
