"""What a child achieved, by subject and day, on whichever scale it was measured."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from vsh.history import tracked

from ..querysets import RelatedToPupilQuerySet
from ..rules.attainment import MEASURES
from .pupil import Pupil


@tracked()
class AttainmentResult(models.Model):
    """One result; `measure` names its scale in `pupils.rules.attainment`."""

    class Stage(models.TextChoices):
        EARLY_YEARS = "early_years", "Early years"
        KS1 = "ks1", "Key Stage 1"
        KS2 = "ks2", "Key Stage 2"
        KS3 = "ks3", "Key Stage 3"
        KS4 = "ks4", "Key Stage 4"
        POST_16 = "post_16", "Post-16"

    class Kind(models.TextChoices):
        TEACHER = "teacher", "Teacher assessment"
        TEST = "test", "Test or examination"
        MOCK = "mock", "Mock or practice test"

    class Status(models.TextChoices):
        PROVISIONAL = "provisional", "Provisional"
        VALIDATED = "validated", "Validated"

    pupil = models.ForeignKey(Pupil, models.CASCADE, related_name="attainment_results")
    stage = models.CharField(max_length=12, choices=Stage)
    subject = models.CharField(max_length=60)
    measure = models.CharField(
        max_length=20, choices=[(key, one.label) for key, one in MEASURES.items()]
    )
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.TEACHER)
    value = models.CharField(max_length=60)
    target = models.CharField(max_length=60, blank=True)  # the child's own, on the same scale
    achieved_on = models.DateField()
    status = models.CharField(max_length=12, choices=Status, default=Status.PROVISIONAL)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    recorded_on = models.DateField()
    version = models.PositiveIntegerField(default=1)

    objects = RelatedToPupilQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-achieved_on", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["pupil", "subject", "measure", "kind", "achieved_on"],
                name="one_result_of_a_kind_a_day",
                violation_error_message="This result is already on record for that day. Correct "
                "that entry, or choose another day.",
            ),
            models.CheckConstraint(condition=~Q(value=""), name="result_has_a_value"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.achieved_on}"
