"""Who at a setting was told that a looked-after child is on its roll."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from placements.rules.setting_notified import WHOM
from pupils.models import Enrolment
from pupils.querysets import RelatedToPupilQuerySet
from vsh.history import tracked


@tracked()
class SettingNotification(models.Model):
    """One person at a setting, by what they are there, told of what began on `from_on`; withdrawn
    with a place that never was.

    Source: SI 2010/959 reg. 13; statutory guidance (2018), "The role of the VSH for looked-after
    children".
    """

    class How(models.TextChoices):
        MESSAGE = "message", "Message from here"
        PHONE = "phone", "Telephone call"
        LETTER = "letter", "Letter or e-mail of your own"
        MEETING = "meeting", "In person"

    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="notifications")
    whom = models.CharField(max_length=20, choices=list(WHOM.items()))
    from_on = models.DateField()
    told_on = models.DateField()
    how = models.CharField(max_length=10, choices=How)
    told_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    OF_TIME_THERE: ClassVar = Q(pk__in=[])  # it is nothing without the place
    objects = RelatedToPupilQuerySet.with_path("enrolment__pupil").as_manager()

    class Meta:
        ordering: ClassVar = ["-told_on", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["enrolment", "whom", "from_on"],
                name="told_once_of_each_thing",
                violation_error_message="They are on record as told of this already. "
                "Withdraw that entry first if it is wrong.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.whom} told on {self.told_on}"
