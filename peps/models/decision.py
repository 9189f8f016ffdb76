"""A significant decision about a child's education that somebody thinks about, and the social
worker's answer before it is taken."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from pupils.models import Pupil, new_ref
from pupils.querysets import RelatedToPupilQuerySet
from vsh.history import tracked


@tracked()
class ProposedDecision(models.Model):
    """What the school or the Virtual School thinks about, and what the social worker says to it.

    Source: statutory guidance (2018), "The social worker's role in supporting the PEP":
    significant decisions about education are not taken without reviewing the PEP in consultation
    with the child, the school, the carer, the VSH, the IRO and, where appropriate, the parents.
    """

    class Kind(models.TextChoices):
        CHANGE_OF_SCHOOL = "change_of_school", "A change of school"
        ALTERNATIVE_PROVISION = "alternative_provision", "Alternative provision"
        PART_TIME = "part_time", "A part-time timetable"
        COURSES = "courses", "Other courses, options or a change of curriculum"
        SEN_ASSESSMENT = "sen_assessment", "An education, health and care needs assessment"
        OTHER = "other", "Another significant decision"

    class Answer(models.TextChoices):
        AGREE = "agree", "I agree"
        NO = "no", "I do not agree"
        TALK = "talk", "We need to talk first"

    ref = models.CharField(max_length=12, unique=True, default=new_ref, editable=False)
    pupil = models.ForeignKey(Pupil, models.CASCADE, related_name="proposed_decisions")
    kind = models.CharField(max_length=24, choices=Kind)
    words = models.TextField()
    asked_on = models.DateField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    answer = models.CharField(max_length=6, choices=Answer, blank=True)
    answer_words = models.TextField(blank=True)
    answered_on = models.DateField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = RelatedToPupilQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-asked_on", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(words=""), name="proposed_decision_says_what"),
            models.CheckConstraint(
                condition=Q(answer="", answered_on__isnull=True, answered_by__isnull=True)
                | (~Q(answer="") & Q(answered_on__isnull=False, answered_by__isnull=False)),
                name="proposed_decision_is_answered_by_a_person",
            ),
            models.CheckConstraint(
                condition=Q(answer__in=["", "agree"]) | ~Q(answer_words=""),
                name="answer_that_does_not_agree_says_why",
            ),
        ]

    def __str__(self) -> str:
        return self.ref
