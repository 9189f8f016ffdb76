"""What those without an account read of the finished plan: their openings, and the version that
stays theirs while a plan that was finished is put right."""

from typing import ClassVar

import pgtrigger
from django.db import models

from ..querysets import RelatedToPepQuerySet
from .links import PersonalLink
from .pep import Pep


class CopyOpening(models.Model):
    """One opening of the finished plan by a personal link, on the page or as the PDF that was
    taken; the database refuses to change or delete it."""

    link = models.ForeignKey(PersonalLink, models.PROTECT, related_name="openings")
    said_by = models.CharField(max_length=100, blank=True)
    is_download = models.BooleanField(default=False)
    at = models.DateTimeField(auto_now_add=True)

    objects = RelatedToPepQuerySet.with_path("link__pep__pupil").as_manager()

    class Meta:
        ordering: ClassVar = ["-id"]
        triggers: ClassVar = [
            pgtrigger.Protect(
                name="openings_are_kept", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self) -> str:
        return f"opened by {self.link}"


class FinishedVersion(models.Model):
    """What a complete plan said when it was opened again, for those with a copy; the database
    refuses to change or delete it. A plan that is unlocked twice has two."""

    pep = models.ForeignKey(Pep, models.PROTECT, related_name="finished_versions")
    finished_on = models.DateField()
    kept_at = models.DateTimeField(auto_now_add=True)
    said = models.JSONField()

    objects = RelatedToPepQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-id"]
        triggers: ClassVar = [
            pgtrigger.Protect(
                name="finished_versions_are_kept", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self) -> str:
        return f"as finished on {self.finished_on}"
