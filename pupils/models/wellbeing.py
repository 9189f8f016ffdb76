"""Special educational needs, and scores of the Strengths and Difficulties Questionnaire."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from vsh.history import tracked

from ..querysets import RelatedToPupilQuerySet
from .pupil import Pupil
from .ranges import no_overlap


@tracked()
class SenStatus(models.Model):
    """A child's SEN status for a time (last day included), with the dates of an EHC plan.

    `maintained_by` names another authority that maintains the plan; empty for the child's own.
    """

    class Status(models.TextChoices):
        NONE = "N", "No special educational needs"
        SUPPORT = "K", "SEN support"
        EHC_PLAN = "E", "Education, health and care plan"

    pupil = models.ForeignKey(Pupil, models.CASCADE, related_name="sen_statuses")
    status = models.CharField(max_length=1, choices=Status)
    started_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    plan_issued_on = models.DateField(null=True, blank=True)
    maintained_by = models.CharField(max_length=100, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    recorded_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = RelatedToPupilQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["started_on"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("started_on")),
                name="sen_status_ends_after_it_starts",
            ),
            no_overlap(
                "one_sen_status_at_a_time",
                owner="pupil",
                bounds="[]",
                message="The child already has a SEN status in part of this time.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.status} from {self.started_on}"


@tracked()
class SdqScore(models.Model):
    """A total difficulties score, 0 to 40, or why there is none (the return's SDQ_REASON)."""

    class Respondent(models.TextChoices):
        CARER = "carer", "Carer"
        TEACHER = "teacher", "Teacher"
        CHILD = "child", "The child"

    pupil = models.ForeignKey(Pupil, models.CASCADE, related_name="sdq_scores")
    completed_on = models.DateField()
    respondent = models.CharField(max_length=10, choices=Respondent, default=Respondent.CARER)
    score = models.PositiveSmallIntegerField(null=True, blank=True)
    reason_none = models.CharField(max_length=4, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    recorded_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = RelatedToPupilQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["completed_on"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(score__isnull=True) | Q(score__lte=40),
                name="sdq_score_0_to_40",
                violation_error_message="An SDQ score is between 0 and 40.",
            ),
            models.CheckConstraint(
                condition=Q(score__isnull=True) ^ Q(reason_none=""),
                name="sdq_score_or_reason",
                violation_error_message="Give a score or the reason why there is none.",
            ),
            models.UniqueConstraint(
                fields=["pupil", "completed_on", "respondent"],
                name="one_sdq_score_a_day",
                violation_error_message="A score of this person is already on record for that "
                "day. Correct that entry, or choose another day.",
            ),
        ]

    def __str__(self) -> str:
        return f"SDQ {self.completed_on}"
