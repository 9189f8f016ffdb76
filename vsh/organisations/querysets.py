"""Reads of education settings that chain as English."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from .models import EducationSetting  # noqa: F401  (the query set's type, in quotes)


class EducationSettingQuerySet(models.QuerySet["EducationSetting"]):
    """Education settings."""

    def open_on(self, day: date) -> "EducationSettingQuerySet":
        """Settings that had opened and not yet closed on `day` (unknown dates count as open)."""
        return self.filter(
            Q(opened_on__isnull=True) | Q(opened_on__lte=day),
            Q(closed_on__isnull=True) | Q(closed_on__gte=day),
        )

    def matching(self, text: str) -> "EducationSettingQuerySet":
        """Settings whose name, town or URN contains `text`."""
        return self.filter(Q(name__icontains=text) | Q(town__icontains=text) | Q(urn=text))
