"""Attendance at one place on one day, as the register has it: a mark for each session."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from placements.models.attendance import AttendanceSummary
from placements.rules.attendance_codes import CODES, HalfDay
from pupils.models import Enrolment
from pupils.querysets import RelatedToPupilQuerySet
from vsh.history import tracked

_MARKS = {
    half: [code for code, one in CODES.items() if one.only in (None, half)] for half in HalfDay
}


@tracked(keeps_firsts=False)
class AttendanceDay(models.Model):
    """The codes of the morning and the afternoon; blank where nobody has told one.

    The term stands on the row, as the school's calendar had it when the day was told. A session
    that a person put right, or took off, is not undone by the file that still tells the wrong mark;
    the other session of that day goes on with the register.
    """

    class Source(models.TextChoices):
        FILE = "file", "A file"
        PAGE = "page", "Entered by hand"
        PHONE = "phone", "Told on the phone"
        CORRECTED = "corrected", "Corrected by hand"

    enrolment = models.ForeignKey(
        Enrolment, models.CASCADE, related_name="attendance_days", db_index=False
    )
    day = models.DateField()
    season = models.CharField(max_length=8, choices=AttendanceSummary.Season)
    am = models.CharField("morning", max_length=2, blank=True)
    pm = models.CharField("afternoon", max_length=2, blank=True)
    is_am_corrected = models.BooleanField(default=False, db_default=False)
    is_pm_corrected = models.BooleanField(default=False, db_default=False)
    source = models.CharField(max_length=10, choices=Source)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
    )
    entered_on = models.DateField()
    version = models.PositiveIntegerField(default=1)

    OF_TIME_THERE: ClassVar = ~Q(am="", pm="")
    objects = RelatedToPupilQuerySet.with_path("enrolment__pupil").as_manager()

    class Meta:
        verbose_name_plural = "days of attendance"
        ordering: ClassVar = ["-day", "-id"]
        indexes: ClassVar = [
            models.Index(fields=["day"]),  # the sweep of a day's absences
            models.Index(  # the few marks that something else on record has to prove
                fields=["enrolment", "day"],
                name="attendance_to_be_proved",
                condition=Q(am__in=["E", "C2", "Y5"]) | Q(pm__in=["E", "C2", "Y5"]),
            ),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["enrolment", "day"],
                name="one_attendance_day_of_a_place",
                violation_error_message="Marks for this day are already on record.",
            ),
            models.CheckConstraint(
                condition=Q(am__in=["", *_MARKS[HalfDay.AM]], pm__in=["", *_MARKS[HalfDay.PM]]),
                name="attendance_marks_are_codes",
                violation_error_message="This is not a code of the attendance register.",
            ),
            models.CheckConstraint(
                condition=~Q(am="", pm="") | Q(is_am_corrected=True) | Q(is_pm_corrected=True),
                name="attendance_day_says_something",
                violation_error_message="A day without a mark is not put on record.",
            ),
        ]

    def __str__(self) -> str:
        return f"attendance on {self.day}"
