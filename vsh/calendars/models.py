"""Term dates of authorities and settings, one-off bank holidays, and the day that was set."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from vsh.history import tracked
from vsh.organisations.models import Authority, EducationSetting


class CurrentDay(models.Model):
    """At most one row: the day that tests and the demonstration pretend it is."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    day = models.DateField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(id=1), name="only_one_current_day")
        ]

    def __str__(self) -> str:
        return str(self.day)


class OneOffHoliday(models.Model):
    """A bank holiday in England announced for one year alone, such as a coronation."""

    on = models.DateField(unique=True)
    name = models.CharField(max_length=100)

    def __str__(self) -> str:
        return f"{self.name} ({self.on})"


@tracked()
class CalendarEntry(models.Model):
    """A stretch of the school calendar of an authority or of one setting, last day included."""

    class Kind(models.TextChoices):
        TERM = "term", "Term"
        CLOSURE = "closure", "Half term or closed days"
        INSET = "inset", "INSET day"

    authority = models.ForeignKey(Authority, models.CASCADE, null=True, blank=True)
    setting = models.ForeignKey(EducationSetting, models.CASCADE, null=True, blank=True)
    academic_year = models.CharField(max_length=7)
    kind = models.CharField(max_length=10, choices=Kind)
    name = models.CharField(max_length=100)
    starts_on = models.DateField()
    ends_on = models.DateField()

    class Meta:
        ordering: ClassVar = ["starts_on", "kind"]
        indexes: ClassVar = [
            models.Index(fields=["authority", "academic_year"]),
            models.Index(fields=["setting", "academic_year"]),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(authority__isnull=True) ^ Q(setting__isnull=True),
                name="calendar_entry_has_one_owner",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="calendar_entry_ends_after_it_starts",
                violation_error_message="The last day is before the first day.",
            ),
            models.CheckConstraint(
                condition=Q(academic_year__regex=r"^20[0-9]{2}-[0-9]{2}$"),
                name="calendar_entry_academic_year",
                violation_error_message="Write the academic year like 2026-27.",
            ),
            models.UniqueConstraint(
                fields=["authority", "kind", "starts_on"], name="one_authority_entry_a_day"
            ),
            models.UniqueConstraint(
                fields=["setting", "kind", "starts_on"], name="one_setting_entry_a_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.academic_year}"
