"""The children of an authority with a plan of this or of an earlier term, and whose turn it is."""

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
from django.db.models.functions import Coalesce

from peps.models import Pep
from pupils.models import Deadline, Enrolment, Pupil
from pupils.places import at_a_setting
from pupils.services.allocations import permission_to_allocate
from reporting import roll_list
from vsh.accounts.models import Membership, User
from vsh.accounts.roles import Permission, Role
from vsh.organisations.models import Authority

from .terms import THIS_TERM, UNFINISHED, plans_shown

TERM_REVIEW, AVAILABLE = "pep_term_review", "pep_available"
KINDS = ("pep_initiated", AVAILABLE, TERM_REVIEW)
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
    user: User, *, on: date, authority: Authority | None = None, term: str = THIS_TERM
) -> "QuerySet[Pupil]":
    """Looked-after children who are to have a plan, with `pep_state` and `waits_for`.

    Those of whom a clock of the plan runs today, or ran in the earlier `term`; those who have a
    plan that earlier terms left unfinished. In the authorities whose plans the user sees to, or in
    one of them.
    """
    plans = plans_shown(user, term, on)
    of_child = plans.filter(pupil=OuterRef("pk"))
    places = Enrolment.objects.filter(at_a_setting(on), pupil=OuterRef("pk"))
    visible = Pupil.objects.visible_to(user, Permission.ASSURE_PEP).looked_after_on(on)
    if authority is not None:
        visible = visible.filter(authority=authority)
    of_theirs = visible.filter(
        _are_to_have_one(of_child, term),
        authority__in=user.authority_ids_where(Permission.ASSURE_PEP),
    )
    facts = roll_list.pep_facts(user, on, plans) | _own_clock(of_child)
    return of_theirs.alias(**facts, has_setting=Exists(places)).alias(waits_for=_whose_turn(term))


def _are_to_have_one(of_child: "QuerySet[Pep]", term: str) -> Q:
    """Which children the list holds."""
    clocks = Deadline.objects.filter(pupil=OuterRef("pk"))
    if term == THIS_TERM:
        return Q(Exists(clocks.filter(kind__in=KINDS, is_current=True)))
    if term == UNFINISHED:
        return Q(Exists(of_child))
    reviews = clocks.filter(kind=TERM_REVIEW, trigger_key__endswith=f"/term:{term}")
    return Exists(of_child) | Q(Exists(reviews.filter(closed_on__isnull=True)))


def _own_clock(of_child: "QuerySet[Any]") -> dict[str, Subquery]:
    """How the key of the shown plan's own clock ends; of a first plan also that of entry to care,
    which any plan meets."""
    is_first = When(kind=Pep.Kind.INITIAL, then=Value(AVAILABLE))
    entry = Case(is_first, default=Value(""), output_field=CharField())
    return {
        "plan_term_key": Subquery(of_child.values("term_key")[:1]),
        "plan_entry": Subquery(of_child.annotate(entry=entry).values("entry")[:1]),
    }


def _whose_turn(term: str) -> Case:
    """An earlier term's plan is begun no more: what is left of it is to be written."""
    is_past = term != THIS_TERM
    if is_past:
        being_written = ("opened", *_BEING_WRITTEN)
        return Case(
            When(pep_state__in=being_written, has_setting=True, then=Value(SCHOOL)),
            When(pep_state__in=being_written, then=Value(SOCIAL_WORKER)),
            When(pep_state__in=["submitted", "quality_assured"], then=Value(VIRTUAL_SCHOOL)),
            default=Value(NOBODY),
            output_field=CharField(),
        )
    return Case(
        When(pep_state__in=[roll_list.NO_PEP, "opened"], then=Value(SOCIAL_WORKER)),
        When(pep_state__in=_BEING_WRITTEN, has_setting=True, then=Value(SCHOOL)),
        When(pep_state__in=_BEING_WRITTEN, then=Value(SOCIAL_WORKER)),
        When(pep_state__in=["submitted", "quality_assured"], then=Value(VIRTUAL_SCHOOL)),
        default=Value(NOBODY),
        output_field=CharField(),
    )


def overdue(on: date, term: str = THIS_TERM) -> Exists:
    """Whether a deadline of the plan has run out, since the child was on record here."""
    return Exists(_open_clocks(term).filter(due_on__lt=on))


def _open_clocks(term: str) -> "QuerySet[Any]":
    """What is unmet of the plan that the list shows."""
    clocks = Deadline.objects.filter(pupil=OuterRef("pk"))
    if term == THIS_TERM:
        clocks = clocks.filter(kind__in=KINDS, is_current=True)
    elif term == UNFINISHED:
        of_term = Q(kind=TERM_REVIEW, trigger_key__endswith=OuterRef("plan_term_key"))
        clocks = clocks.filter(of_term | Q(kind=OuterRef("plan_entry")))
    else:
        clocks = clocks.filter(kind=TERM_REVIEW, trigger_key__endswith=f"/term:{term}")
    return clocks.filter(met_on__isnull=True, closed_on__isnull=True).since_on_record()


def counted(
    user: User, *, on: date, authority: Authority | None = None, term: str = THIS_TERM
) -> dict[str, int]:
    """How many plans stand where, of all children; one query.

    Each child is in one of `social_worker`, `school`, `virtual_school`, `done`, `not_required`;
    the others count some of them again.
    """
    children = children_with_plans(user, on=on, authority=authority, term=term)
    children = children.alias(is_overdue=overdue(on, term))
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


def numbers(
    shown: "QuerySet[Pupil]", user: User, *, on: date, authority: Authority
) -> tuple[int, int]:
    """How many children of an authority a list holds, and how many have an earlier term's plan
    that can still be written; one query."""
    left = children_with_plans(user, on=on, authority=authority, term=UNFINISHED)
    both = (of.order_by().values("authority").annotate(n=Count("pk")) for of in (shown, left))
    counts = (Coalesce(Subquery(of.values("n")), 0) for of in both)
    number, left_over = Authority.objects.filter(pk=authority.pk).values_list(*counts).get()
    return number, left_over


def rows_of(ids: list[int], *, user: User, on: date, term: str = THIS_TERM) -> "list[Any]":
    """The children in the order of `ids`, with the columns of the list."""
    plans = plans_shown(user, term, on)
    plan = plans.filter(pupil=OuterRef("pk"))
    places = Enrolment.objects.filter(at_a_setting(on), pupil=OuterRef("pk"))
    unmet = _open_clocks(term).order_by().values("pupil")
    due = unmet.annotate(first=Min("due_on")).values("first")
    pupils = (
        Pupil.objects.visible_to(user, Permission.ASSURE_PEP)
        .filter(pk__in=ids)
        .select_related("authority")
        .annotate(
            **roll_list.columns(user, on, plans),
            **_own_clock(plan),
            has_setting=Exists(places),
            plan_ref=Subquery(plan.values("ref")[:1]),
        )
        .annotate(waits_for=_whose_turn(term), plan_due_on=Subquery(due))
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


def term_words(key: str | None) -> str:
    """The term of a plan, by the end of its clock's key: "Autumn term 2026-27"."""
    year, _, season = (key or "").removeprefix("/term:").rpartition("-")
    return f"{Pep.Season(season).label} term {year}" if year else ""


def state_words(state: str) -> str:
    """The state of the term's plan as people say it."""
    return "Not started" if state == roll_list.NO_PEP else Pep.State(state).label
