"""Whether an authority allows a short form, and which plans are on it."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from vsh.history import tracked
from vsh.organisations.models import Authority

from ..querysets import OfVirtualSchoolQuerySet, RelatedToPepQuerySet
from .pep import Pep


@tracked()
class ShortFormPolicy(models.Model):
    """An authority's choice; without a row there is no short form."""

    authority = models.OneToOneField(Authority, models.CASCADE, related_name="+")
    is_allowed = models.BooleanField(default=False)
    changed_on = models.DateField()
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = OfVirtualSchoolQuerySet.as_manager()

    def __str__(self) -> str:
        return "allowed" if self.is_allowed else "not allowed"


@tracked()
class ShortForm(models.Model):
    """A plan of a settled child on the short form, until somebody turns it back."""

    pep = models.ForeignKey(Pep, models.CASCADE, related_name="short_forms")
    reasons = ArrayField(models.CharField(max_length=200))
    chosen_on = models.DateField()
    chosen_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    ended_on = models.DateField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_because = models.TextField(blank=True)

    objects = RelatedToPepQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["pep"],
                condition=Q(ended_on__isnull=True),
                name="one_short_form_at_a_time",
                violation_error_message="This plan is on the short form already.",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True)
                | (Q(ended_by__isnull=False) & ~Q(ended_because="")),
                name="short_form_is_ended_by_a_person_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"short form since {self.chosen_on}"
