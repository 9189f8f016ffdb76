"""Attendance at one place over a span of days, as a school reports it in sessions."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from pupils.models import Enrolment
from pupils.models.ranges import no_overlap
from pupils.querysets import RelatedToPupilQuerySet
from vsh.history import tracked


@tracked()
class AttendanceSummary(models.Model):
    """Sessions possible and missed from one day to another, both included, within one term.

    The term stands on the row, as the school's calendar had it when the span was entered.
    """

    class Season(models.TextChoices):
        AUTUMN = "autumn", "Autumn"
        SPRING = "spring", "Spring"
        SUMMER = "summer", "Summer"

    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="attendance_summaries")
    academic_year = models.CharField(max_length=7)
    season = models.CharField(max_length=8, choices=Season)
    started_on = models.DateField()
    ended_on = models.DateField()
    sessions_possible = models.PositiveSmallIntegerField()
    sessions_authorised = models.PositiveSmallIntegerField()
    sessions_unauthorised = models.PositiveSmallIntegerField()
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    entered_on = models.DateField()
    version = models.PositiveIntegerField(default=1)

    objects = RelatedToPupilQuerySet.with_path("enrolment__pupil").as_manager()

    class Meta:
        verbose_name_plural = "sums of attendance"
        ordering: ClassVar = ["-started_on", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ended_on__gte=F("started_on")),
                name="attendance_ends_after_it_starts",
                violation_error_message="The last day is before the first.",
            ),
            models.CheckConstraint(
                condition=Q(
                    sessions_possible__gte=F("sessions_authorised") + F("sessions_unauthorised")
                ),
                name="absences_within_possible_sessions",
                violation_error_message="More sessions were missed than were possible.",
            ),
            no_overlap(
                "no_overlapping_attendance",
                owner="enrolment",
                bounds="[]",
                message="Attendance for some of these days is already on record.",
            ),
        ]

    def __str__(self) -> str:
        return f"attendance {self.started_on} to {self.ended_on}"
