"""Reads of imports that chain as English."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Case, Q, When

from vsh.accounts.roles import Permission

if TYPE_CHECKING:
    from vsh.accounts.models import User

    from .models import ImportRun  # noqa: F401  (the query set's type, in quotes)


class ImportRunQuerySet(models.QuerySet["ImportRun"]):
    """Imports."""

    def visible_to(self, user: "User") -> Self:
        """Imports of the authorities whose data `user` may load, and those of the register."""
        authorities = user.authority_ids_where(Permission.IMPORT_DATA)
        if not user.is_active or not authorities:
            return self.none()
        return self.filter(Q(authority__in=authorities) | Q(authority__isnull=True))

    def at_work(self) -> Self:
        """Imports that a worker has, or soon will."""
        return self.filter(state__in=["uploaded", "checking", "loading"])

    def waiting_first(self) -> Self:
        """Those that wait for a person, then the others, each newest first."""
        is_over = Case(When(state="ready", then=0), default=1)
        return self.order_by(is_over, "-uploaded_at", "-id")

    def left_waiting(self, now: datetime, *, minutes: int) -> Self:
        """Imports that a worker should have taken or finished by now: a lost message, a crash."""
        since = now - timedelta(minutes=minutes)
        return self.filter(
            Q(state__in=["uploaded", "checking"], uploaded_at__lt=since)
            | Q(state="loading", confirmed_at__lt=since)
        )
