"""Who said of an unchanged section that it is still true, and when."""

from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models

from ..querysets import RelatedToPepQuerySet
from .pep import PepSection


class SectionConfirmation(models.Model):
    """One person's word that a section, unchanged since the last plan, still holds.

    It is of one version of the section: whoever changes a word says something new. The database
    refuses to change or delete it.
    """

    section = models.ForeignKey(PepSection, models.PROTECT, related_name="confirmations")
    version = models.PositiveIntegerField()
    confirmed_on = models.DateField()
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = RelatedToPepQuerySet.with_path("section__pep__pupil").as_manager()

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["section", "version"], name="one_confirmation_per_version"
            )
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(
                name="confirmations_are_kept", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self) -> str:
        return f"confirmed on {self.confirmed_on}"
