"""Before and beside exclusion: a child at risk of it, and one who is sent home without it."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from pupils.models import Enrolment
from pupils.querysets import RelatedToPupilQuerySet
from vsh.history import tracked


@tracked()
class ExclusionRisk(models.Model):
    """A worry that a child may be excluded: what was tried, what is asked of the Virtual School,
    its answer, and what came of it."""

    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="exclusion_risks")
    worries = models.TextField()
    support_tried = models.TextField()
    asked_for = models.TextField()
    raised_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    raised_on = models.DateField()
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_on = models.DateField(null=True, blank=True)
    outcome = models.TextField(blank=True)
    closed_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = RelatedToPupilQuerySet.with_path("enrolment__pupil").as_manager()

    class Meta:
        verbose_name_plural = "worries about exclusion"
        ordering: ClassVar = ["-raised_on", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["enrolment"],
                condition=Q(closed_on__isnull=True),
                name="one_open_risk_a_place",
                violation_error_message="The Virtual School knows of a risk at this school "
                "already. Its answer stands on the School page.",
            ),
            models.CheckConstraint(
                condition=Q(answered_on__isnull=True, answer="", closed_on__isnull=True)
                | Q(answered_on__gte=F("raised_on")) & ~Q(answer=""),
                name="risk_answered_before_it_is_closed",
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True, outcome="")
                | Q(closed_on__gte=F("answered_on")) & ~Q(outcome=""),
                name="risk_closed_with_its_outcome",
            ),
        ]

    def __str__(self) -> str:
        return f"at risk of exclusion since {self.raised_on}"


@tracked()
class SentHome(models.Model):
    """Part of a day, or a day, out of school that was no suspension.

    Source: Department for Education, "Suspension and permanent exclusion": sending a child home
    without one is unlawful, whatever the carer agrees to.
    """

    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="times_sent_home")
    sent_home_on = models.DateField()
    sessions = models.PositiveSmallIntegerField()
    said_by = models.CharField(max_length=200)
    reason = models.CharField(max_length=500)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_on = models.DateField()
    version = models.PositiveIntegerField(default=1)

    objects = RelatedToPupilQuerySet.with_path("enrolment__pupil").as_manager()

    class Meta:
        verbose_name_plural = "times sent home"
        ordering: ClassVar = ["-sent_home_on", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["enrolment", "sent_home_on"],
                name="sent_home_once_a_day",
                violation_error_message="That the child was sent home is already on record for "
                "that day.",
            ),
            models.CheckConstraint(
                condition=Q(sessions__gte=1, sessions__lte=2), name="sent_home_for_a_day_at_most"
            ),
        ]

    def __str__(self) -> str:
        return f"sent home on {self.sent_home_on}"
