"""Tokens by which other systems are known."""

from datetime import date
from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Lower
from django.utils.crypto import get_random_string

from vsh.accounts.models import Membership
from vsh.accounts.roles import Permission, Role, permissions_of
from vsh.history import tracked
from vsh.organisations.models import Authority, EducationSetting

from .scopes import Scope

if TYPE_CHECKING:
    from vsh.accounts.models import User

_REF_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"


def new_ref() -> str:
    """A random reference for addresses."""
    return get_random_string(10, _REF_ALPHABET)


class SystemTokenQuerySet(models.QuerySet["SystemToken"]):
    """Tokens."""

    def visible_to(self, user: "User") -> Self:
        """Those of the authorities whose data `user` may load, whoever made them."""
        return self.filter(authority__in=user.authority_ids_where(Permission.IMPORT_DATA))

    def open_on(self, day: date) -> Self:
        """Those that open something: up to the last day, and while who made them works there in a
        role that may load data."""
        roles = [role for role in Role if Permission.IMPORT_DATA in permissions_of({role})]
        makers = Membership.objects.in_force_on(day).filter(
            user=OuterRef("made_by"), authority=OuterRef("authority"), role__in=roles
        )
        return self.filter(
            Exists(makers), made_by__is_active=True, ended_at__isnull=True, expires_on__gte=day
        )


@tracked(exclude=["last_used_at"])
class SystemToken(models.Model):
    """A system that sends data here in the name of `made_by`, within `scopes`: of one school's
    children there, or, without a `setting`, an authority's own. The token itself is shown once;
    what is kept tells it and does not give it back. Who ended it is empty where it ended with its
    maker's role."""

    ref = models.CharField(max_length=12, unique=True, default=new_ref, editable=False)
    authority = models.ForeignKey(Authority, models.PROTECT, related_name="+")
    setting = models.ForeignKey(
        EducationSetting, models.PROTECT, null=True, blank=True, related_name="+"
    )
    system = models.CharField(max_length=100)
    scopes = ArrayField(
        models.CharField(max_length=40, choices=[(s.value, s.label) for s in Scope])
    )
    digest = models.CharField(max_length=64, unique=True, editable=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    expires_on = models.DateField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    last_used_at = models.DateTimeField(null=True, blank=True)

    objects = SystemTokenQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-made_at", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                "authority",
                Lower("system"),
                condition=Q(ended_at__isnull=True),
                name="one_token_a_system",
            ),
            models.CheckConstraint(condition=~Q(scopes=[]), name="token_allows_something"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_at__gte=F("made_at")),
                name="token_ends_after_it_was_made",
            ),
        ]

    def __str__(self) -> str:
        return self.system
