"""Settings that the national register lacks and a virtual school added."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from vsh.history import tracked
from vsh.organisations.models import EducationSetting


@tracked()
class AddedSetting(models.Model):
    """Who of a virtual school added a setting, which approves it, and when."""

    setting = models.OneToOneField(EducationSetting, models.CASCADE, related_name="added")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_on = models.DateField()

    class Meta:
        ordering: ClassVar = ["-added_on", "-id"]

    def __str__(self) -> str:
        return f"{self.setting} added on {self.added_on}"
