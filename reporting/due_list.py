"""What is due, the most urgent first; an officer's own children before the others."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, cast

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    F,
    Func,
    IntegerField,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast, Concat, JSONObject

from peps.models import Pep, PlannedAction
from peps.rules.action_clock import ACTION
from pupils.models import Deadline, Involvement, StatutoryReview
from pupils.querysets import ran_out_before_on_record
from vsh.accounts.models import User
from vsh.accounts.roles import Permission, Role

AHEAD = timedelta(days=28)
OFFICER = Role.VIRTUAL_SCHOOL_OFFICER.value
CHASES_ALL = {Role.VIRTUAL_SCHOOL_HEAD, Role.VIRTUAL_SCHOOL_OFFICER, Role.DATA_OFFICER}

# Whose tasks somebody counts as their own, beside those of their own role.
_ANSWERS_FOR = {
    Role.TEAM_MANAGER: {Role.SOCIAL_WORKER},
    Role.HEAD_TEACHER: {Role.DESIGNATED_TEACHER},
    Role.VIRTUAL_SCHOOL_HEAD: {Role.VIRTUAL_SCHOOL_OFFICER},
}


def own_roles(roles: Iterable[Role]) -> set[str]:
    """The owner roles whose deadlines are "mine"."""
    mine = set(roles)
    for role in list(mine):
        mine |= _ANSWERS_FOR.get(role, set())
    return {role.value for role in mine}


def chases_all(user: User) -> bool:
    """Whether the list starts with everybody's tasks rather than with one's own."""
    return bool(user.roles & CHASES_ALL)


def due_for(user: User, *, on: date) -> "QuerySet[Any]":
    """Open deadlines of visible children: overdue, due within four weeks, or not computable.

    What ran out before a child was on record here is among them: `of_today`, `of_before`.
    """
    is_overdue, mine = Q(due_on__lt=on), _mine(user, on)
    deadlines = _open(user, on).as_at(on)  # type: ignore[attr-defined]
    deadlines = deadlines.filter(Q(due_on__isnull=True) | Q(due_on__lte=on + AHEAD))
    return deadlines.annotate(
        rank=Case(When(mine, then=Value(0)), default=Value(1), output_field=IntegerField()),
        weight=Case(
            When(is_overdue & Q(kind="school_place"), then=Value(0)),
            When(is_overdue, then=Value(1)),
            When(due_on__isnull=True, then=Value(9)),
            default=Value(5),
            output_field=IntegerField(),
        ),
        after_a_place=Case(When(kind="school_place", then=Value(0)), default=Value(1)),
    )


def _mine(user: User, on: date) -> Q:
    """The tasks that somebody counts as their own: by name, by role, of their caseload.

    An officer's task is that of the child's own officer; of a child without one, every officer's.
    """
    roles = own_roles(user.roles)
    mine = Q(owner=user) | Q(owner__isnull=True, owner_role__in=roles - {OFFICER})
    if OFFICER in roles:
        allocated = Involvement.objects.current_on(on).filter(
            capacity=OFFICER, pupil=OuterRef("pupil")
        )
        mine |= Q(owner__isnull=True, owner_role=OFFICER) & ~Q(Exists(allocated))
    if Role.VIRTUAL_SCHOOL_HEAD in user.roles:
        # A school place is the head's task beside the social worker's; what is late comes to them.
        mine |= Q(kind="school_place") | Q(due_on__lt=on)
    if Role.VIRTUAL_SCHOOL_OFFICER in user.roles:
        caseload = Involvement.objects.current_on(on).filter(
            user=user, capacity=Involvement.Capacity.OFFICER, pupil=OuterRef("pupil")
        )
        mine |= Q(Exists(caseload))
    return mine


def _open(user: User, on: date) -> "QuerySet[Any]":
    """What the index of open deadlines holds; today no fact of a later day is on record."""
    deadlines: QuerySet[Any] = Deadline.objects.visible_to(user, Permission.VIEW_PUPIL)
    return deadlines.filter(
        met_on__isnull=True, closed_on__isnull=True, is_current=True, started_on__lte=on
    )


def of_today(deadlines: "QuerySet[Any]", *, whose: str) -> "QuerySet[Any]":
    """Everybody's or one's own work, without what ran out before a child was on record here."""
    shown = deadlines.exclude(ran_out_before_on_record())
    return shown.filter(rank=0) if whose == "mine" else shown


def of_before(deadlines: "QuerySet[Any]") -> "QuerySet[Any]":
    """What ran out before the children were on record here."""
    return deadlines.filter(ran_out_before_on_record())


def next_after(user: User, *, on: date, whose: str) -> date | None:
    """The first day after the list's end on which something is due."""
    later = _open(user, on).filter(due_on__gt=on + AHEAD)
    if whose == "mine":
        later = later.filter(_mine(user, on))
    return cast("date | None", later.aggregate(first=Min("due_on"))["first"])


def in_order(deadlines: "QuerySet[Any]", *, is_own_first: bool = False) -> "QuerySet[Any]":
    """What is overdue, a school place first, then the oldest; what is due, by its day; and in the
    end what cannot be worked out. Each row says whether the child has a plan, `has_a_plan`, which
    it is about, `own_plan`, for which day the review is arranged that is due, `arranged_on`, and
    what an action is, `agreed`."""
    own = ["rank"] if is_own_first else []
    order = [*own, "weight", "due_on", "after_a_place", "id"]
    begun = Pep.objects.filter(pupil=OuterRef("pupil"))
    reviews = StatutoryReview.objects.filter(
        pupil=OuterRef("pupil"), held_on__isnull=True, care_period__ended_on__isnull=True
    )
    arranged = Subquery(reviews.order_by("planned_on").values("planned_on")[:1])
    rows = deadlines.annotate(
        has_a_plan=Exists(begun),
        own_plan=_own_plan(begun),
        arranged_on=Case(When(kind="statutory_review", then=arranged)),
        agreed=Case(When(kind=ACTION, then=_agreed())),
    )
    return rows.order_by(*order).select_related("pupil__authority")


def _own_plan(begun: "QuerySet[Pep]") -> Case:
    """The reference of the plan that a deadline is about: of its term, the first of its time in
    care, or the one that was handed in; all as the clock's key names it."""
    standing = begun.exclude(state=Pep.State.NOT_REQUIRED)
    term = Concat(Value("/"), _part(OuterRef("trigger_key"), "/", 2))
    of_term = standing.with_term_key().filter(term_key=term)  # type: ignore[attr-defined]
    started_on = Cast("care_period__started_on", CharField())
    of_period = standing.annotate(period=Concat(Value("care_period:"), started_on)).filter(
        period=OuterRef("trigger_key")
    )
    newest, first = of_term.order_by("-opened_on", "-id"), of_period.order_by("opened_on", "id")
    return Case(
        When(kind="pep_term_review", then=Subquery(newest.values("ref")[:1])),
        When(kind__in=["pep_initiated", "pep_available"], then=Subquery(first.values("ref")[:1])),
        When(kind="quality_assurance", then=_part(_part(F("trigger_key"), ":", 2), "/", 1)),
        output_field=CharField(),
    )


def _agreed() -> Subquery:
    """What the action of a deadline is and who does it; its reference stands in the clock's key."""
    ref = _part(_part(OuterRef("trigger_key"), ":", 2), "/", 1)
    actions = PlannedAction.objects.filter(pupil=OuterRef("pupil"), ref=ref)
    return Subquery(actions.values(row=JSONObject(what="what", by_whom="owner_words"))[:1])


def _part(text: Any, mark: str, number: int) -> Func:
    """What stands between two marks."""
    return Func(text, Value(mark), Value(number), function="SPLIT_PART", output_field=CharField())


def has_caseload(user: User) -> bool:
    """Whether the own children come first in everybody's list."""
    return Role.VIRTUAL_SCHOOL_OFFICER in user.roles


def counted(deadlines: "QuerySet[Any]", *, on: date) -> dict[str, Any]:
    """How much is overdue and how much is due until Sunday, mine and everybody's; and how much
    ran out before the children were on record here. One query."""
    sunday = on + timedelta(days=6 - on.weekday())
    this_week = Q(due_on__gte=on, due_on__lte=sunday)
    before = ran_out_before_on_record()
    is_overdue, is_mine = Q(due_on__lt=on) & ~before, Q(rank=0) & ~before
    return deadlines.aggregate(
        before_total=Count("id", filter=before),
        all_total=Count("id", filter=~before),
        all_overdue=Count("id", filter=is_overdue),
        all_week=Count("id", filter=this_week),
        mine_total=Count("id", filter=is_mine),
        mine_overdue=Count("id", filter=is_mine & is_overdue),
        mine_week=Count("id", filter=is_mine & this_week),
    )


def done_on(user: User, *, on: date) -> "QuerySet[Any]":
    """What was done on the day, for the fold at the bottom."""
    visible = Deadline.objects.visible_to(user, Permission.VIEW_PUPIL)
    done: QuerySet[Deadline] = visible.filter(met_on=on)
    return done.select_related("pupil").order_by("kind", "id")[:50]


def sentence(*, overdue: int, this_week: int) -> str:
    """ "3 things are overdue, 5 are due this week."; empty when there is neither."""
    parts = []
    if overdue:
        parts.append(f"{overdue} {'thing is' if overdue == 1 else 'things are'} overdue")
    if this_week:
        noun = "" if overdue else (" thing" if this_week == 1 else " things")
        parts.append(f"{this_week}{noun} {'is' if this_week == 1 else 'are'} due this week")
    return f"{', '.join(parts)}." if parts else ""
