"""Reads of memberships that chain as English."""

from datetime import date

from django.db import models
from django.db.models import Q

from vsh.calendars import today


class MembershipQuerySet(models.QuerySet["models.Model"]):
    """Memberships, whose last day is included."""

    def in_force_on(self, day: date) -> "MembershipQuerySet":
        """Memberships that had started and not ended on `day`."""
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day), starts_on__lte=day)

    def in_force_today(self) -> "MembershipQuerySet":
        """Memberships in force today."""
        return self.in_force_on(today())
