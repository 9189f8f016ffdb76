"""Calls of the phone round that nobody answered."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from placements.rules.attendance_codes import HalfDay
from pupils.models import Enrolment
from pupils.querysets import RelatedToPupilQuerySet


class UnansweredCall(models.Model):
    """Somebody rang the school about a session of a child and nobody could say."""

    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="unanswered_calls")
    day = models.DateField()
    half = models.CharField(max_length=2, choices=[(half, half.words) for half in HalfDay])
    called_at = models.DateTimeField(auto_now_add=True)
    called_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    OF_TIME_THERE: ClassVar = Q(pk__in=[])  # of the child's time there it says nothing
    objects = RelatedToPupilQuerySet.with_path("enrolment__pupil").as_manager()

    class Meta:
        ordering: ClassVar = ["-called_at", "-id"]

    def __str__(self) -> str:
        return f"no answer on {self.day}"
