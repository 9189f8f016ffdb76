"""Statutory reviews of the care plan."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from vsh.history import tracked

from ..querysets import RelatedToPupilQuerySet
from .care import CarePeriod
from .pupil import Pupil


@tracked()
class StatutoryReview(models.Model):
    """A review of the care plan, arranged (`planned_on`) or held (`held_on`).

    Source: SI 2010/959 regs. 33 and 36.
    """

    pupil = models.ForeignKey(Pupil, models.CASCADE, related_name="reviews")
    care_period = models.ForeignKey(CarePeriod, models.CASCADE, related_name="reviews")
    planned_on = models.DateField(null=True, blank=True)
    held_on = models.DateField(null=True, blank=True)
    participation = models.CharField(max_length=3, blank=True)

    objects = RelatedToPupilQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["held_on", "planned_on"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(planned_on__isnull=False) | Q(held_on__isnull=False),
                name="review_is_planned_or_held",
                violation_error_message="Give the day for which the review is arranged.",
            ),
            models.UniqueConstraint(
                fields=["pupil", "held_on"],
                name="one_review_a_day",
                violation_error_message="A review of this child on this day is on record.",
            ),
            models.UniqueConstraint(
                fields=["care_period"],
                condition=Q(held_on__isnull=True),
                name="one_review_arranged_at_a_time",
                violation_error_message="The next review of this child is already arranged.",
            ),
        ]

    def __str__(self) -> str:
        return f"review {self.held_on or self.planned_on}"
