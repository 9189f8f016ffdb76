"""The pack that a reviewing officer has before a statutory review, sent once and on record."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from pupils.models import StatutoryReview
from pupils.querysets import RelatedToPupilQuerySet
from vsh.history import tracked

from .pep import Pep


@tracked()
class ReviewPack(models.Model):
    """The plan that was sent for a review arranged for `arranged_for`; none where there is none.

    A review that is put off has another pack for its new day; so has a plan that was a draft when
    it was sent and is handed in since, and another plan. `sent_by` is empty for one that
    the system sent. What the pack holds is read as of the day on which somebody opens it.
    """

    review = models.ForeignKey(StatutoryReview, models.CASCADE, related_name="packs")
    arranged_for = models.DateField()
    pep = models.ForeignKey(Pep, models.PROTECT, null=True, blank=True, related_name="packs")
    is_draft = models.BooleanField(default=False)
    sent_on = models.DateField()
    sent_at = models.DateTimeField(auto_now_add=True)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = RelatedToPupilQuerySet.with_path("review__pupil").as_manager()

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["review", "arranged_for", "pep", "is_draft"],
                condition=Q(sent_by__isnull=True, pep__isnull=False),
                name="system_sends_a_plan_once_for_a_day",
            ),
            models.UniqueConstraint(
                fields=["review", "arranged_for"],
                condition=Q(sent_by__isnull=True, pep__isnull=True),
                name="system_says_once_that_there_is_no_plan",
            ),
        ]

    def __str__(self) -> str:
        return f"pack for {self.arranged_for}"


@tracked()
class ReviewPackCopy(models.Model):
    """One person to whom a pack was sent, and when they first opened it.

    `sent_on` is set where they had it later than others: who came to the child since.
    """

    pack = models.ForeignKey(ReviewPack, models.CASCADE, related_name="copies")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    sent_on = models.DateField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)

    objects = RelatedToPupilQuerySet.with_path("pack__review__pupil").as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["pack", "user"], name="one_copy_of_a_pack_per_person")
        ]

    def __str__(self) -> str:
        return f"opened {self.opened_at}" if self.opened_at else "not opened"
