"""Quality assurance of a submitted PEP against a versioned rubric."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from vsh.history import tracked
from vsh.organisations.models import EducationSetting

from ..querysets import QualityReviewQuerySet, RelatedToPepQuerySet
from .pep import Pep, PepStatusChange


class Rag(models.TextChoices):
    """Red, amber, green."""

    RED = "red", "Red: does not meet"
    AMBER = "amber", "Amber: partly meets"
    GREEN = "green", "Green: meets"


@tracked()
class QualityReview(models.Model):
    """One officer's judgement of a submitted PEP, with feedback to the school.

    `setting` is the child's main school on the day on which the plan was handed in. Of a plan
    that two marked apart it is what they agreed: `agreed_with` is the other, `settled` how.
    """

    pep = models.ForeignKey(Pep, models.CASCADE, related_name="quality_reviews")
    rubric_version = models.CharField(max_length=20)
    outcome = models.CharField(max_length=5, choices=Rag)
    feedback = models.TextField(blank=True)
    reviewed_on = models.DateField()
    reviewed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    setting = models.ForeignKey(
        EducationSetting, models.PROTECT, null=True, blank=True, related_name="+"
    )
    agreed_with = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    settled = models.TextField(blank=True)

    objects = QualityReviewQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-reviewed_on", "-id"]

    def __str__(self) -> str:
        return f"{self.outcome} on {self.reviewed_on}"


@tracked()
class QualityRating(models.Model):
    """The rating of one criterion of the rubric."""

    review = models.ForeignKey(QualityReview, models.CASCADE, related_name="ratings")
    criterion = models.CharField(max_length=40)
    rating = models.CharField(max_length=5, choices=Rag)
    comment = models.TextField(blank=True)

    objects = RelatedToPepQuerySet.with_path("review__pep__pupil").as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["review", "criterion"], name="one_rating_per_criterion")
        ]

    def __str__(self) -> str:
        return f"{self.criterion}: {self.rating}"


@tracked()
class SectionFeedback(models.Model):
    """What an officer says to the writers of one section, about one handing-in of the plan."""

    pep = models.ForeignKey(Pep, models.CASCADE, related_name="section_feedback")
    submission = models.ForeignKey(PepStatusChange, models.PROTECT, related_name="+")
    section = models.CharField(max_length=40)
    text = models.TextField()
    given_on = models.DateField()
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = RelatedToPepQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["submission", "section"], name="one_feedback_per_section_handed_in"
            )
        ]

    def __str__(self) -> str:
        return self.section
