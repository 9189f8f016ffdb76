"""Until when a part-time timetable is agreed, and when it is looked at again."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from pupils.models import Enrolment
from pupils.querysets import RelatedToPupilQuerySet
from vsh.history import tracked


@tracked()
class TimetableReview(models.Model):
    """A part-time timetable agreed or reviewed: the last row says until when, and when next.

    Source: statutory guidance (2018), "Securing appropriate education": educational provision
    should mean a full-time place.
    """

    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="timetable_reviews")
    reviewed_on = models.DateField()
    decided = models.TextField("what was decided, and how the hours grow")
    until_on = models.DateField("last day of the part-time timetable")
    next_review_on = models.DateField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    OF_TIME_THERE: ClassVar = Q(pk__in=[])  # it says what was agreed, not what was
    objects = RelatedToPupilQuerySet.with_path("enrolment__pupil").as_manager()

    class Meta:
        ordering: ClassVar = ["-reviewed_on", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["enrolment", "reviewed_on"],
                name="one_timetable_review_a_day",
                violation_error_message="A review of this day is on record already.",
            ),
            models.CheckConstraint(
                condition=Q(next_review_on__gt=F("reviewed_on"))
                & Q(next_review_on__lte=F("until_on")),
                name="next_timetable_review_before_the_end",
                violation_error_message="The next review lies after this one, and not after the "
                "end of the part-time timetable.",
            ),
        ]

    def __str__(self) -> str:
        return f"timetable reviewed on {self.reviewed_on}"
