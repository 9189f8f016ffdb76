"""What is kept of a PEP for its readers: the locked snapshot, who took it, who saw what."""

from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.core.files.storage import Storage, storages
from django.db import models

from ..querysets import RelatedToPepQuerySet
from .pep import Pep, PepSection


def private_storage() -> Storage:
    """The private store, which no address serves."""
    return storages["private"]


class PepSnapshot(models.Model):
    """The PDF of a PEP on the day of its completion; the database refuses to change or delete it.

    A PEP that is unlocked and completed again has one for each completion.
    """

    pep = models.ForeignKey(Pep, models.PROTECT, related_name="snapshots")
    file = models.FileField(upload_to="peps/%Y/%m", storage=private_storage, max_length=200)
    sha256 = models.CharField(max_length=64)
    made_on = models.DateField()
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = RelatedToPepQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-id"]
        triggers: ClassVar = [
            pgtrigger.Protect(
                name="snapshots_are_kept", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self) -> str:
        return f"snapshot of {self.made_on}"


class SnapshotDownload(models.Model):
    """Who took the PDF of a completed PEP, and when; such as the social worker, for the file."""

    snapshot = models.ForeignKey(PepSnapshot, models.PROTECT, related_name="downloads")
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    taken_at = models.DateTimeField(auto_now_add=True)

    objects = RelatedToPepQuerySet.with_path("snapshot__pep__pupil").as_manager()

    class Meta:
        ordering: ClassVar = ["-id"]
        triggers: ClassVar = [
            pgtrigger.Protect(
                name="downloads_are_kept", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self) -> str:
        return f"taken by {self.taken_by}"


class PepSectionSeen(models.Model):
    """The version of a section that a person has last had before them."""

    section = models.ForeignKey(PepSection, models.CASCADE, related_name="seen")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    version = models.PositiveIntegerField()

    objects = RelatedToPepQuerySet.with_path("section__pep__pupil").as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["section", "user"], name="one_look_per_person")
        ]

    def __str__(self) -> str:
        return f"version {self.version}"
