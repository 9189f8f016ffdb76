"""Reads of children and their facts. `visible_to` is the single definition of row scope."""

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING, Any, Self, TypeVar

from django.db import models
from django.db.models import (
    BigIntegerField,
    BooleanField,
    Case,
    CharField,
    Exists,
    F,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from vsh.accounts.roles import Permission, Role, permissions_of
from vsh.calendars import today

from .clocks import kinds_hidden_from, kinds_that_look_back
from .rules.ages import adults_born_until

if TYPE_CHECKING:
    from vsh.accounts.models import User

    from .models import (  # noqa: F401  (the query set's type, in quotes)
        Deadline,
        Enrolment,
        Involvement,
        Pupil,
        WellbeingSupport,
    )
    from .person_of_row import PersonOfRow


M = TypeVar("M", bound=models.Model)

NO_FACTS_OF_CARE = frozenset(Permission) - {Permission.VIEW_CARE}
WHOLE_AUTHORITY = (Role.VIRTUAL_SCHOOL_HEAD, Role.VIRTUAL_SCHOOL_OFFICER, Role.DATA_OFFICER)
_BY_ALLOCATION = (Role.SOCIAL_WORKER, Role.TEAM_MANAGER, Role.IRO, Role.PERSONAL_ADVISER)
_BY_SETTING = (Role.DESIGNATED_TEACHER, Role.SCHOOL_STAFF, Role.HEAD_TEACHER)


def in_force(day: date, *, first: str = "started_on", last: str = "ended_on") -> Q:
    """Rows whose first day has come and whose last day, included, has not passed."""
    return Q(**{f"{first}__lte": day}) & (
        Q(**{f"{last}__isnull": True}) | Q(**{f"{last}__gte": day})
    )


def in_force_half_open(day: date) -> Q:
    """Rows that have started and not yet ended, where the day of ending is no longer part."""
    return Q(started_on__lte=day) & (Q(ended_on__isnull=True) | Q(ended_on__gt=day))


def under_eighteen(day: date, *, pupil: str = "") -> Q:
    """Those who are children on `day`: with the 18th birthday care ends, whoever tells of it."""
    return Q(**{f"{pupil}date_of_birth__gt": adults_born_until(day)})


def _seen(user: "User", reach: dict[Role, Q]) -> dict[str, Any]:
    seen: dict[str, Any] = {
        f"seen_as_{role.value}": Case(
            When(children, then=Value(True)), default=Value(False), output_field=BooleanField()
        )
        for role, children in reach.items()
    }
    return seen | {"seen_by": Value(user.pk, output_field=BigIntegerField())}


def open_requests(day: date) -> Q:
    """Requests for an EHC assessment, asked by `day`, that nobody has answered for good."""
    asked = Q(requested_on__lte=day, issued_on__isnull=True, no_plan_on__isnull=True)
    return asked & (Q(is_agreed__isnull=True) | Q(is_agreed=True))


class PupilQuerySet(models.QuerySet["Pupil"]):
    """Children."""

    def visible_to(self, user: "User | PersonOfRow", permission: Permission | None = None) -> Self:
        """Children whom `user` may see today, by membership and allocation in force today.

        Virtual school: their authority's children. Social worker, team manager, reviewing
        officer, personal adviser: those allocated to them. SEND officer: the authority's
        children with an EHC plan. School: looked-after children on the setting's register,
        from the day a place is accepted to its last day. A restricted record opens to named
        people only. Everybody else: none. With a `permission`, only those children whom a
        role that carries it reaches. A record merged into another is seen by nobody.
        """
        return self.filter(self.reached_by(user, permission), merged_into=None).filter(
            Q(is_restricted=False) | Exists(self._named_for_restricted(user, today()))
        )

    def reached_by(self, user: "User | PersonOfRow", permission: Permission | None = None) -> Q:
        """The children whom the user's roles reach: all, or those that carry `permission`."""
        scope = Q(pk__in=[])
        for role, reach in self._reach(user, today()).items():
            if permission is None or permission in permissions_of({role}):
                scope |= reach
        return scope

    def with_roles_of(self, user: "User") -> Self:
        """Children with the roles in which `user` reaches each: `seen_as_<role>`, `seen_by`."""
        return self.annotate(**_seen(user, self._reach(user, today())))

    def roles_at(self, path: str, user: "User") -> dict[str, Any]:
        """The annotations of `with_roles_of` for a row that reaches its child by `path`."""
        reach = self._reach(user, today())
        theirs = {
            role: Q(Exists(self.filter(children, pk=OuterRef(path)).order_by()))
            for role, children in reach.items()
        }
        return _seen(user, theirs)

    def _reach(self, user: "User | PersonOfRow", day: date) -> dict[Role, Q]:
        """Role by role, the children whom it reaches; each role only in its own place."""
        reach: dict[Role, Q] = {}
        if not user.is_active:
            return reach
        for role in sorted(user.roles):
            authorities, settings = user.authority_ids(role), user.setting_ids(role)
            if role in WHOLE_AUTHORITY:
                reach[role] = Q(authority__in=authorities)
            elif role in _BY_ALLOCATION:
                allocated = Exists(self._allocated(user, role, day))
                reach[role] = Q(allocated, authority__in=authorities)
            elif role is Role.SEND_OFFICER:
                followed = Q(Exists(self._with_ehc_plan(day))) | Q(Exists(self._assessed(day)))
                reach[role] = followed & Q(authority__in=authorities)
            elif role in _BY_SETTING:
                on_register = Exists(self._on_register(settings, day))
                reach[role] = Q(on_register, self._looked_after(day))
        return reach

    def looked_after_on(self, day: date) -> Self:
        """Children who are looked after on `day`."""
        return self.filter(self._looked_after(day))

    @staticmethod
    def _related(name: str) -> "models.QuerySet[models.Model]":
        from django.apps import apps

        return apps.get_model("pupils", name)._default_manager.filter(pupil=OuterRef("pk"))

    def _allocated(
        self, user: "User | PersonOfRow", role: Role, day: date
    ) -> "models.QuerySet[models.Model]":
        rows = self._related("Involvement").filter(in_force(day), capacity=role.value)
        return rows.filter(user=user.pk)

    def _with_ehc_plan(self, day: date) -> "models.QuerySet[models.Model]":
        return self._related("SenStatus").filter(in_force(day), status="E")

    def _assessed(self, day: date) -> "models.QuerySet[models.Model]":
        return self._related("EhcRequest").filter(open_requests(day))

    def _on_register(self, settings: Collection[int], day: date) -> "models.QuerySet[models.Model]":
        return self._related("Enrolment").filter(
            Q(ended_on__isnull=True) | Q(ended_on__gte=day),
            Q(started_on__lte=day) | Q(accepted_on__lte=day),
            setting__in=settings,
        )

    def _looked_after(self, day: date) -> Q:
        care = self._related("CarePeriod").filter(in_force_half_open(day))
        return under_eighteen(day) & Q(Exists(care))

    def _named_for_restricted(
        self, user: "User | PersonOfRow", day: date
    ) -> "models.QuerySet[models.Model]":
        return self._related("RestrictedAccess").filter(in_force(day), user=user.pk)


class RelatedToPupilQuerySet(models.QuerySet[M]):
    """Facts that belong to a child; `pupil_path` says how to reach the child."""

    pupil_path = "pupil"

    @classmethod
    def with_path(cls, path: str) -> type[Self]:
        """The same reads for a model that reaches its child by another path."""
        return type(cls.__name__, (cls,), {"pupil_path": path})

    def visible_to(self, user: "User", permission: Permission | None = None) -> Self:
        """Rows of the children whom `user` may see, in a role that carries `permission`."""
        from .models import Pupil

        visible = Pupil.objects.visible_to(user, permission).order_by()
        return self.filter(**{f"{self.pupil_path}__in": visible})

    def with_roles_of(self, user: "User") -> Self:
        """Rows with the roles in which `user` reaches the child: `seen_as_<role>`, `seen_by`."""
        from .models import Pupil

        return self.annotate(**Pupil.objects.all().roles_at(self.pupil_path, user))

    def current_on(self, day: date) -> Self:
        """Rows that have started and not ended on `day`, the day of ending not included."""
        return self.filter(in_force_half_open(day))


class CareQuerySet(RelatedToPupilQuerySet[M]):
    """Times in care with their legal statuses and homes, at the latest to the 18th birthday."""

    def current_on(self, day: date) -> Self:
        """Rows that have started and not ended on `day`, of those who are still children."""
        return super().current_on(day).filter(under_eighteen(day, pupil=f"{self.pupil_path}__"))


class EnrolmentQuerySet(RelatedToPupilQuerySet["Enrolment"]):
    """Places at settings, whose last day is included."""

    def current_on(self, day: date) -> Self:
        """Places in force on `day`."""
        return self.filter(in_force(day))

    def main(self) -> Self:
        """The child's one main place, education elsewhere, or the fact of having none."""
        return self.filter(kind__in=["main", "otherwise", "no_place"])

    def with_hours_on(self, day: date | OuterRef) -> Any:
        """Each with its hours on `day`: `full_time_then`, `hours_then`, `hours_since` and
        `part_time_then`, the reason; what was agreed last, else what held on its first day."""
        from .models import PlaceHours

        last = PlaceHours.objects.filter(enrolment=OuterRef("pk"), from_on__lte=day)
        last = last.order_by("-from_on")
        changed_on = Subquery(last.values("from_on")[:1])

        def then(name: str) -> Case:
            is_changed = When(Exists(last), then=Subquery(last.values(name)[:1]))
            return Case(is_changed, default=F(name))

        return self.annotate(
            full_time_then=then("is_full_time"),
            hours_then=then("hours_a_week"),
            part_time_then=then("part_time_reason"),
            hours_since=Coalesce(changed_on, F("started_on")),
        )


class InvolvementQuerySet(RelatedToPupilQuerySet["Involvement"]):
    """Allocations, whose last day is included."""

    def current_on(self, day: date) -> Self:
        """Allocations in force on `day`."""
        return self.filter(in_force(day))

    def held_in_role_on(self, day: date) -> Self:
        """Those of people who on `day` hold that role in the child's authority, so that who has
        left the role no longer has what it reads."""
        return self.current_on(day).filter(
            in_force(day, first="user__memberships__starts_on", last="user__memberships__ends_on"),
            user__is_active=True,
            user__memberships__role=F("capacity"),
            user__memberships__authority=F("pupil__authority"),
        )

    def to_tell_on(self, day: date) -> Self:
        """The same, of a restricted record those who are named for it: who may be told of it."""
        from .models import RestrictedAccess

        named = RestrictedAccess.objects.filter(
            in_force(day), pupil=OuterRef("pupil"), user=OuterRef("user")
        )
        may_know = Q(pupil__is_restricted=False) | Exists(named)
        return self.held_in_role_on(day).filter(may_know).distinct()


class SupportQuerySet(RelatedToPupilQuerySet["WellbeingSupport"]):
    """Support for mental health."""

    def told_with(self, permissions: Collection[Permission]) -> Self:
        """One child's, as far as these permissions tell of it: all, what is agreed to be shared
        with the school, or none."""
        if Permission.VIEW_SUPPORT in permissions:
            return self
        if Permission.VIEW_SHARED_SUPPORT in permissions:
            return self.filter(is_shared_with_school=True)
        return self.none()


def ran_out_before_on_record() -> Q:
    """Deadlines whose day had passed when the child was first loaded here, and which may have been
    met before that; a duty that goes on, such as to find a school place, is work of today."""
    return Q(kind__in=kinds_that_look_back(), due_on__lt=F("pupil__on_record_since"))


class DeadlineQuerySet(RelatedToPupilQuerySet["Deadline"]):
    """What is due for children."""

    def visible_to(self, user: "User", permission: Permission | None = None) -> Self:
        """Deadlines of the children whom `user` may see, of the clocks of which they are told."""
        return super().visible_to(user, permission).told_to(user)

    def told_to(self, user: "User") -> Self:
        """Without the clocks that belong to care, where the user's role opens no facts of care."""
        from .models import Pupil

        hidden = kinds_hidden_from(NO_FACTS_OF_CARE)
        by_role = [Permission.VIEW_CARE in permissions_of({role}) for role in user.roles]
        if by_role and all(by_role):
            return self
        if not any(by_role):
            return self.exclude(kind__in=hidden)
        with_care = Pupil.objects.visible_to(user, Permission.VIEW_CARE).order_by()
        return self.filter(~Q(kind__in=hidden) | Q(pupil__in=with_care))

    def told_with(self, permissions: Collection[Permission]) -> Self:
        """One child's deadlines of the clocks of which these permissions tell."""
        return self.exclude(kind__in=kinds_hidden_from(permissions))

    def since_on_record(self) -> Self:
        """Without what ran out before the child was on record here: no work of today."""
        return self.exclude(ran_out_before_on_record())

    def as_at(self, day: date) -> Self:
        """Deadlines with their `status` as it stands on `day`."""
        from .services.deadlines import due_soon_until

        met = Q(met_on__lte=day)
        return self.annotate(
            status=Case(
                When(met & Q(due_on__gte=F("met_on")), then=Value("met")),
                When(met & Q(due_on__isnull=False), then=Value("met_late")),
                When(closed_on__lte=day, then=Value("not_required")),
                When(due_on__isnull=True, then=Value("not_enough_information")),
                When(due_on__lt=day, then=Value("overdue")),
                When(due_on__lte=due_soon_until(day), then=Value("due_soon")),
                default=Value("upcoming"),
                output_field=CharField(),
            )
        )
