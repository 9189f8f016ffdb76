"""What people wrote and the plan does not hold: kept for them until they choose."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from ..querysets import MinutesDraftQuerySet, SectionDraftQuerySet
from .meeting import Meeting
from .pep import PepSection

_A_VERSION_OR_NONE = models.Q(version__gte=-1)


class KeptText(models.Model):
    """What a person wrote while somebody else changed the same: theirs alone to read, and no part
    of the record before they choose which text is to stand.

    Each `page` that stood open keeps its own text to a question. `version` is the one that it had
    seen of the answer; one that was never on record, -1, overwrites nothing.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    question = models.CharField(max_length=100)
    page = models.CharField(max_length=30, blank=True)
    text = models.TextField(blank=True)
    version = models.IntegerField()
    written_at = models.DateTimeField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.question}, over version {self.version}"


class SectionDraft(KeptText):
    """An answer to a question of a section."""

    section = models.ForeignKey(PepSection, models.CASCADE, related_name="drafts")

    objects = SectionDraftQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["section", "user", "question", "page"], name="one_draft_per_page"
            ),
            models.CheckConstraint(condition=_A_VERSION_OR_NONE, name="draft_of_a_version_or_none"),
        ]


class MinutesDraft(KeptText):
    """Minutes of a meeting."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="drafts")

    objects = MinutesDraftQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["meeting", "user", "question", "page"],
                name="one_draft_of_minutes_per_page",
            ),
            models.CheckConstraint(
                condition=_A_VERSION_OR_NONE, name="draft_of_minutes_of_a_version_or_none"
            ),
        ]
