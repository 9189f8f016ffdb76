"""People who sign in, and what they are in an authority or an education setting."""

from datetime import date
from functools import cached_property
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q

from vsh.calendars import today
from vsh.compiled import PreparedRows
from vsh.history import tracked
from vsh.organisations.models import Authority, EducationSetting

from .querysets import MembershipQuerySet
from .roles import SETTING_ROLES, Permission, Role, permissions_of


class UserManager(BaseUserManager["User"]):
    """Makes users, who are known by their e-mail address."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Make a user; without a password they can only sign in after a reset."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        """The user with this e-mail address, whatever its case."""
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """A person with an account; their rights come from memberships alone."""

    email = models.EmailField("e-mail address", unique=True)
    name = models.CharField(max_length=150)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(auto_now_add=True)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        ordering = ["name", "email"]

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        """The name as shown."""
        return self.name

    @cached_property
    def memberships_today(self) -> "list[Membership]":
        """Memberships in force today; loaded once a request."""
        return _IN_FORCE.read(self.pk, today())

    @property
    def roles(self) -> set[Role]:
        """The roles held today."""
        return {Role(membership.role) for membership in self.memberships_today}

    @cached_property
    def permissions(self) -> frozenset[Permission]:
        """What the user may do today, by role."""
        return permissions_of(self.roles)

    def may(self, permission: Permission) -> bool:
        """Whether one of the user's roles today carries the permission."""
        return self.is_active and permission in self.permissions

    def authority_ids(self, *roles: Role) -> list[int]:
        """Authorities in which the user holds one of these roles today (any role when none)."""
        return [
            m.authority_id
            for m in self.memberships_today
            if m.authority_id is not None and (not roles or m.role in roles)
        ]

    def setting_ids(self, *roles: Role) -> list[int]:
        """Education settings in which the user holds one of these roles today."""
        return [
            m.setting_id
            for m in self.memberships_today
            if m.setting_id is not None and (not roles or m.role in roles)
        ]

    def authority_ids_where(self, permission: Permission) -> list[int]:
        """Authorities in which a membership of today carries the permission."""
        return [
            m.authority_id
            for m in self.memberships_today
            if m.authority_id is not None and permission in permissions_of({Role(m.role)})
        ]

    def setting_ids_where(self, permission: Permission) -> list[int]:
        """Education settings in which a membership of today carries the permission."""
        return [
            m.setting_id
            for m in self.memberships_today
            if m.setting_id is not None and permission in permissions_of({Role(m.role)})
        ]


@tracked()
class Membership(models.Model):
    """A role of a person in one authority or one education setting, first to last day included."""

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=30, choices=[(role.value, role.label) for role in Role])
    authority = models.ForeignKey(Authority, models.PROTECT, null=True, blank=True)
    setting = models.ForeignKey(EducationSetting, models.PROTECT, null=True, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["user", "role"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="membership_ends_after_it_starts",
                violation_error_message="A membership cannot end before it starts.",
            ),
            models.CheckConstraint(
                condition=Q(
                    role__in=sorted(SETTING_ROLES), setting__isnull=False, authority__isnull=True
                )
                | (
                    ~Q(role__in=sorted(SETTING_ROLES))
                    & Q(setting__isnull=True, authority__isnull=False)
                ),
                name="membership_in_the_right_place",
                violation_error_message=(
                    "School roles belong to an education setting, all others to an authority."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{Role(self.role).label}, {self.authority or self.setting}"


def _in_force(user_id: int, day: date) -> "models.QuerySet[Membership, Membership]":
    places = Membership.objects.in_force_on(day).select_related("authority", "setting")
    return places.filter(user=user_id).order_by("id")


_IN_FORCE = PreparedRows(_in_force)  # every request asks it: composed once
