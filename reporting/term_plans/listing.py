"""The children of an authority with this term's plan, and whose turn it is with each."""

from datetime import date
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)

from peps.models import Pep
from pupils.models import Deadline, Enrolment, Pupil
from pupils.places import at_a_setting
from pupils.services.allocations import permission_to_allocate
from reporting import roll_list
from vsh.accounts.models import Membership, User
from vsh.accounts.roles import Permission, Role
from vsh.organisations.models import Authority

KINDS = ("pep_initiated", "pep_available", "pep_term_review")
NOBODY, VIRTUAL_SCHOOL = "nobody", "virtual_school"
SCHOOL, SOCIAL_WORKER = "school", "social_worker"
WAITS_FOR = {
    SOCIAL_WORKER: "Social worker",
    SCHOOL: "Designated teacher",
    VIRTUAL_SCHOOL: "Virtual School",
    NOBODY: "Nobody",
}
_BEING_WRITTEN = ("initiated", "in_progress", "returned")


def children_with_plans(
    user: User, *, on: date, authority: Authority | None = None
) -> "QuerySet[Pupil]":
    """Looked-after children who are to have a plan, with `pep_state` and `waits_for`.

    Those of whom a clock of the plan runs today, in the authorities whose plans the user sees to,
    or in one of them.
    """
    clocks = Deadline.objects.filter(pupil=OuterRef("pk"), kind__in=KINDS, is_current=True)
    places = Enrolment.objects.filter(at_a_setting(on), pupil=OuterRef("pk"))
    visible = Pupil.objects.visible_to(user, Permission.ASSURE_PEP).looked_after_on(on)
    if authority is not None:
        visible = visible.filter(authority=authority)
    of_theirs = visible.filter(
        Exists(clocks), authority__in=user.authority_ids_where(Permission.ASSURE_PEP)
    )
    return of_theirs.alias(**roll_list.pep_facts(user, on), has_setting=Exists(places)).alias(
        waits_for=_whose_turn()
    )


def _whose_turn() -> Case:
    return Case(
        When(pep_state__in=[roll_list.NO_PEP, "opened"], then=Value(SOCIAL_WORKER)),
        When(pep_state__in=_BEING_WRITTEN, has_setting=True, then=Value(SCHOOL)),
        When(pep_state__in=_BEING_WRITTEN, then=Value(SOCIAL_WORKER)),
        When(pep_state__in=["submitted", "quality_assured"], then=Value(VIRTUAL_SCHOOL)),
        default=Value(NOBODY),
        output_field=CharField(),
    )


def overdue(on: date) -> Exists:
    """Whether a deadline of the plan has run out, since the child was on record here."""
    return Exists(_open_clocks().filter(due_on__lt=on))


def _open_clocks() -> "QuerySet[Any]":
    clocks = Deadline.objects.filter(pupil=OuterRef("pk"), kind__in=KINDS, is_current=True)
    return clocks.filter(met_on__isnull=True, closed_on__isnull=True).since_on_record()


def counted(user: User, *, on: date, authority: Authority | None = None) -> dict[str, int]:
    """How many plans stand where, of all children; one query.

    Each child is in one of `social_worker`, `school`, `virtual_school`, `done`, `not_required`;
    the others count some of them again.
    """
    children = children_with_plans(user, on=on, authority=authority).alias(is_overdue=overdue(on))
    return children.aggregate(  # type: ignore[no-any-return]
        total=Count("pk"),
        not_begun=Count("pk", filter=Q(pep_state__in=[roll_list.NO_PEP, "opened"])),
        missing=Count("pk", filter=Q(pep_state=roll_list.NO_PEP)),
        social_worker=Count("pk", filter=Q(waits_for=SOCIAL_WORKER)),
        school=Count("pk", filter=Q(waits_for=SCHOOL)),
        virtual_school=Count("pk", filter=Q(waits_for=VIRTUAL_SCHOOL)),
        returned=Count("pk", filter=Q(pep_state="returned")),
        overdue=Count("pk", filter=Q(is_overdue=True)),
        done=Count("pk", filter=Q(pep_state="complete")),
        not_required=Count("pk", filter=Q(pep_state="not_required")),
    )


def rows_of(ids: list[int], *, user: User, on: date) -> "list[Any]":
    """The children in the order of `ids`, with the columns of the list."""
    plan = roll_list.plans_of_the_term(user, on).filter(pupil=OuterRef("pk"))
    places = Enrolment.objects.filter(at_a_setting(on), pupil=OuterRef("pk"))
    due = _open_clocks().order_by().values("pupil").annotate(first=Min("due_on")).values("first")
    pupils = (
        Pupil.objects.visible_to(user, Permission.ASSURE_PEP)
        .filter(pk__in=ids)
        .select_related("authority")
        .annotate(
            **roll_list.columns(user, on),
            has_setting=Exists(places),
            plan_ref=Subquery(plan.values("ref")[:1]),
            plan_due_on=Subquery(due),
        )
        .annotate(waits_for=_whose_turn())
        .order_by()
    )
    found = {pupil.pk: pupil for pupil in pupils}
    return [found[pk] for pk in ids if pk in found]


def people_to_allocate(user: User) -> list[tuple[str, str]]:
    """Officers of their authorities, and social workers for who sees to the roll: `role:pk`."""
    found = []
    for role in (Role.VIRTUAL_SCHOOL_OFFICER, Role.SOCIAL_WORKER):
        members = Membership.objects.in_force_today().filter(
            authority__in=user.authority_ids_where(permission_to_allocate(role)),
            role=role,
            user__is_active=True,
        )
        rows = members.order_by("user__name").values_list("user", "user__name")
        found += [(f"{role}:{pk}", f"{name}, {role.label.lower()}") for pk, name in rows]
    return found


def state_words(state: str) -> str:
    """The state of the term's plan as people say it."""
    return "Not started" if state == roll_list.NO_PEP else Pep.State(state).label
