"""The facts of each child as of a morning, and who looked at them and what was done."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from pupils.models import Pupil
from pupils.querysets import RelatedToPupilQuerySet
from vsh.history import tracked

from .rules import FINDINGS, Kind

KINDS = [(kind.value, FINDINGS[kind].label) for kind in Kind]


class EarlyWarningFact(models.Model):
    """One fact in words, found afresh each night; never edited by hand."""

    pupil = models.ForeignKey(Pupil, models.CASCADE, related_name="early_warning_facts")
    kind = models.CharField(max_length=30, choices=KINDS)
    words = models.CharField(max_length=300)
    found_on = models.DateField()

    objects = RelatedToPupilQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["pupil", "kind"], name="one_fact_of_a_kind")
        ]

    def __str__(self) -> str:
        return f"{self.kind} on {self.found_on}"


@tracked()
class EarlyWarningLook(models.Model):
    """Somebody looked at a child's facts and says what was done. It is never edited: who has more
    to say looks again."""

    pupil = models.ForeignKey(Pupil, models.CASCADE, related_name="early_warning_looks")
    looked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    looked_on = models.DateField()
    kinds = ArrayField(models.CharField(max_length=30, choices=KINDS))
    facts = ArrayField(models.CharField(max_length=300))
    done = models.TextField("what was done")
    look_again_on = models.DateField(null=True, blank=True)

    objects = RelatedToPupilQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-looked_on", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(look_again_on__isnull=True)
                | models.Q(look_again_on__gt=models.F("looked_on")),
                name="looks_again_later",
                violation_error_message="The day to look again is after today.",
            ),
            models.CheckConstraint(
                condition=~models.Q(done=""),
                name="a_look_says_what_was_done",
                violation_error_message="Say what was done.",
            ),
        ]

    def __str__(self) -> str:
        return f"look on {self.looked_on}"
