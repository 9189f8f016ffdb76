"""Whose concerns stand on whose list, and the clock of each."""

from collections.abc import Collection, Set
from datetime import date
from typing import Any

from django.db.models import Count, Q

from peps.models import Concern, Pep
from peps.querysets import ConcernQuerySet
from peps.rules.concerns import KIND
from pupils.models import Deadline
from vsh.accounts.models import User
from vsh.accounts.roles import Permission
from vsh.calendars import today

LISTS = ("open", "waiting", "settled")
_WAITS_FOR_AN_ANSWER = Q(state__in=["open", "escalated"])


def concerns_for(user: User, *, which: str, on: date) -> "ConcernQuerySet":
    """Concerns of visible children: open ones, those that wait for the reader, or settled ones.

    Who answers sees all of the authority's; who raises them, their own and those raised in a role
    that they hold for the child today. The one that waits longest comes first.
    """
    concerns = _within_reach(user)
    if which == "settled":
        return concerns.filter(state="accepted").order_by("-id")
    concerns = concerns.unsettled().in_care_on(on)
    if which == "waiting":
        concerns = concerns.filter(_waits_for(user))
    return concerns.order_by("raised_on", "id")


def concerns_on_home(user: User, *, on: date) -> "ConcernQuerySet":
    """What of them stands above the deadlines of the first page: for the head those passed on to
    the head, for who raised them those that were answered. An open one has a deadline there."""
    concerns = _within_reach(user).unsettled().in_care_on(on).order_by("raised_on", "id")
    if user.may(Permission.ANSWER_ESCALATED_CONCERN):
        return concerns.filter(state="escalated")
    return (
        concerns.none()
        if user.may(Permission.ANSWER_CONCERN)
        else concerns.filter(state="answered")
    )


def counted(user: User, *, on: date) -> dict[str, int]:
    """How many stand on each list; one query."""
    present = Q(pk__in=_within_reach(user).unsettled().in_care_on(on).order_by().values("pk"))
    return _within_reach(user).aggregate(  # type: ignore[no-any-return]
        open=Count("id", filter=present),
        waiting=Count("id", filter=present & _waits_for(user)),
        settled=Count("id", filter=Q(state="accepted")),
    )


def concerns_of_plan(pep: Pep, *, permissions: Set[Permission], on: date) -> dict[str, Any]:
    """For a page of the plan, loaded `with_concerns`: these, and whether one may be raised."""
    if Permission.READ_CONCERNS not in permissions:
        return {"concerns": [], "may_raise": False}
    concerns = [Concern(pep=pep, **row) for row in vars(pep)["concern_rows"]]
    is_in_force = pep.state != Pep.State.NOT_REQUIRED and not pep.is_of_care_ended_by(on)
    may_raise = is_in_force and Permission.RAISE_CONCERN in permissions
    return {"concerns": concerns, "may_raise": may_raise}


def clocks_of(concerns: Collection[Concern], *, user: User) -> dict[str, Any]:
    """The last clock of each concern that has one, by its reference, with the day's status."""
    pupils = {concern.pep.pupil_id for concern in concerns}
    if not pupils:
        return {}
    deadlines = Deadline.objects.visible_to(user).filter(kind=KIND, pupil__in=pupils)
    found: dict[str, Any] = {}
    for deadline in deadlines.as_at(today()).order_by("started_on", "id"):
        found[deadline.trigger_key.removeprefix("concern:").partition("/")[0]] = deadline
    return found


def _within_reach(user: User) -> "ConcernQuerySet":
    concerns = Concern.objects.visible_to(user, Permission.READ_CONCERNS)
    if user.may(Permission.ANSWER_CONCERN):
        return concerns
    return concerns.filter(Q(raised_by=user) | Q(raised_as__in=[r.value for r in user.roles]))


def _waits_for(user: User) -> Q:
    """What the reader should do next: answer it, or say whether the answer resolves it."""
    if user.may(Permission.ANSWER_ESCALATED_CONCERN):
        return _WAITS_FOR_AN_ANSWER
    if user.may(Permission.ANSWER_CONCERN):
        return Q(state="open")
    return Q(state="answered")
