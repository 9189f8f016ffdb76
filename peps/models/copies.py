"""The readings of the finished plan by those without an account."""

from typing import ClassVar

import pgtrigger
from django.db import models

from ..querysets import RelatedToPepQuerySet
from .links import PersonalLink


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
