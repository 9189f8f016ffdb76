"""What the governors, and after them an independent panel, decided about an exclusion: and the
governors again, where the panel had them think again."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from pupils.querysets import RelatedToPupilQuerySet
from vsh.history import tracked

from .exclusions import Exclusion


@tracked()
class ExclusionMeeting(models.Model):
    """A meeting about one exclusion: who was invited and came, what they said, the outcome."""

    class Body(models.TextChoices):
        GOVERNORS = "governors", "Governing board"
        PANEL = "panel", "Independent review panel"

    class Outcome(models.TextChoices):
        UPHELD = "upheld", "Upheld"
        REINSTATED = "reinstated", "Child reinstated"
        RECONSIDER = "reconsider", "Governors to think again"
        QUASHED = "quashed", "Quashed"

    PANEL_ONLY: ClassVar = [Outcome.RECONSIDER, Outcome.QUASHED]

    exclusion = models.ForeignKey(Exclusion, models.CASCADE, related_name="meetings")
    body = models.CharField(max_length=10, choices=Body)
    invited_on = models.DateField(null=True, blank=True)
    meets_on = models.DateField()
    attended_by = models.CharField(max_length=200, blank=True)
    representations = models.TextField(blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    recorded_on = models.DateField()
    version = models.PositiveIntegerField(default=1)

    objects = RelatedToPupilQuerySet.with_path("exclusion__enrolment__pupil").as_manager()

    class Meta:
        ordering: ClassVar = ["meets_on", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["exclusion", "body", "meets_on"],
                name="one_meeting_of_a_body_a_day",
                violation_error_message="A meeting of this body on that day is already on record. "
                "Open it to change it.",
            ),
            models.CheckConstraint(
                condition=Q(invited_on__isnull=True) | Q(invited_on__lte=F("meets_on")),
                name="invited_before_the_meeting",
                violation_error_message="The invitation comes before the meeting.",
            ),
            models.CheckConstraint(
                condition=Q(body="panel") | ~Q(outcome__in=["reconsider", "quashed"]),
                name="governors_uphold_or_reinstate",
                violation_error_message="Governors uphold an exclusion or reinstate the child.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_body_display()}, {self.meets_on}"
