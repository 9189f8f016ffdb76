"""Reads of memberships that chain as English."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from vsh.calendars import today

if TYPE_CHECKING:
    from .models import Membership  # noqa: F401  (the query set's type, in quotes)


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Memberships, whose last day is included."""

    def in_force_on(self, day: date) -> "MembershipQuerySet":
        """Memberships that had started and not ended on `day`."""
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day), starts_on__lte=day)

    def in_force_today(self) -> "MembershipQuerySet":
        """Memberships in force today."""
        return self.in_force_on(today())
