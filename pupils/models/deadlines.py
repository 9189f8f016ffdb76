"""What is due for a child, computed from the facts and never edited by hand."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from vsh.history import tracked
from vsh.organisations.models import Authority

from ..querysets import DeadlineQuerySet
from .pupil import Pupil


class Deadline(models.Model):
    """One clock of one child. Its status depends on the day: `Deadline.objects.as_at(day)`.

    `trigger_key` is natural text such as `care_period:2026-04-02`, so that loading the same
    facts again never starts a clock again. `closed_on` is the day from which it is no longer
    required, with the reason. `missing` names the facts without which there is no `due_on`.
    `is_current` is false for a clock that can no longer be met, such as a past term's review.
    `owner` is set where one person owes it by name; `owner_role` is then whose it is without them.
    """

    pupil = models.ForeignKey(Pupil, models.CASCADE, related_name="deadlines")
    kind = models.CharField(max_length=30)
    trigger_key = models.CharField(max_length=80)
    owner_role = models.CharField(max_length=30)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    started_on = models.DateField()
    due_on = models.DateField(null=True)
    met_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)
    not_required_reason = models.CharField(max_length=200, blank=True)
    missing = models.JSONField(default=list, blank=True)
    is_current = models.BooleanField(default=True)
    rule_version = models.CharField(max_length=20)
    settings_version = models.PositiveIntegerField(default=1)

    objects = DeadlineQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["due_on", "id"]
        indexes: ClassVar = [
            models.Index(fields=["kind", "due_on"]),
            models.Index(
                fields=["due_on"],
                condition=models.Q(met_on__isnull=True, closed_on__isnull=True),
                name="open_deadlines",
            ),
            models.Index(
                fields=["met_on"],
                condition=models.Q(met_on__isnull=False),
                name="met_deadlines",
            ),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["pupil", "kind", "trigger_key"], name="one_deadline_per_trigger"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.trigger_key}"


@tracked()
class ClockSetting(models.Model):
    """An authority's own choice for one clock; stricter than the statutory limit, never looser."""

    authority = models.ForeignKey(Authority, models.CASCADE, related_name="clock_settings")
    kind = models.CharField(max_length=30)
    number = models.PositiveSmallIntegerField(null=True, blank=True)
    is_on = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["authority", "kind"], name="one_setting_per_clock")
        ]

    def __str__(self) -> str:
        return self.kind


class OwedRecalculation(models.Model):
    """A child whose facts a large file has changed: the deadlines are to be worked out anew."""

    pupil = models.ForeignKey("pupils.Pupil", models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return str(self.pupil_id)


class FailedRecalculation(models.Model):
    """A child whose deadlines could not be worked out, since when: those on record are the last
    that could."""

    pupil = models.OneToOneField("pupils.Pupil", models.CASCADE, related_name="+")
    since = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return str(self.pupil_id)


class Recalculation(models.Model):
    """A recalculation of every child that came to its end: the table tells of `day`."""

    day = models.DateField()
    finished_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.day.isoformat()
