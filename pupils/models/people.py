"""Who works with a child, and who may open a restricted record."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from vsh.history import tracked

from ..querysets import InvolvementQuerySet, RelatedToPupilQuerySet
from .pupil import Pupil
from .ranges import no_overlap


@tracked()
class Involvement(models.Model):
    """A person who works with a child in one capacity, first to last day included."""

    class Capacity(models.TextChoices):
        SOCIAL_WORKER = "social_worker", "Social worker"
        TEAM_MANAGER = "team_manager", "Team manager"
        IRO = "iro", "Independent reviewing officer"
        OFFICER = "virtual_school_officer", "Virtual School officer"
        PERSONAL_ADVISER = "personal_adviser", "Personal adviser"

    pupil = models.ForeignKey(Pupil, models.CASCADE, related_name="involvements")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="involvements")
    capacity = models.CharField(max_length=30, choices=Capacity)
    started_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)

    objects = InvolvementQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["started_on"]
        indexes: ClassVar = [models.Index(fields=["user", "capacity", "pupil"])]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("started_on")),
                name="involvement_ends_after_it_starts",
                violation_error_message="An allocation cannot end before it starts.",
            ),
            *(
                no_overlap(
                    f"one_{capacity}_at_a_time",
                    owner="pupil",
                    bounds="[]",
                    message=f"The child already has a {label} in part of this time.",
                    condition=Q(capacity=capacity),
                )
                for capacity, label in [
                    ("social_worker", "social worker"),
                    ("team_manager", "team manager"),
                    ("iro", "reviewing officer"),
                    ("virtual_school_officer", "Virtual School officer"),
                ]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.capacity} from {self.started_on}"


@tracked()
class RestrictedAccess(models.Model):
    """A named person who may open a restricted record, and why, last day included."""

    pupil = models.ForeignKey(Pupil, models.CASCADE, related_name="restricted_access")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reason = models.CharField(max_length=500)
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    started_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)

    objects = RelatedToPupilQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("started_on")),
                name="restricted_access_ends_after_it_starts",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="restricted_access_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"access from {self.started_on}"
