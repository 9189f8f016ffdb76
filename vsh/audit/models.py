"""Who read which child's record. Changes are captured beside each model by database triggers."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q


class ReadLog(models.Model):
    """One reading: of a child's page, or of a list with its filter and count.

    The child is named by its opaque reference; rows are only ever added. `reader` says who read it
    without an account, by a personal link.
    """

    at = models.DateTimeField(auto_now_add=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    reader = models.CharField(max_length=150, blank=True)
    page = models.CharField(max_length=100)
    pupil_ref = models.CharField(max_length=12, blank=True)
    filter = models.JSONField(default=dict, blank=True)
    count = models.PositiveIntegerField(null=True, blank=True)
    request_id = models.CharField(max_length=36, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["pupil_ref", "-at"]),
            models.Index(fields=["user", "-at"]),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(user__isnull=False) | ~Q(reader=""), name="reading_has_a_reader"
            )
        ]

    def __str__(self) -> str:
        return f"{self.page} {self.pupil_ref or self.count}"
