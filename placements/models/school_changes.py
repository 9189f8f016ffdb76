"""Another main school takes the place of one, without a move of home: who was consulted."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from placements.rules.moves import WHOM, Whom
from pupils.models import Enrolment
from pupils.querysets import RelatedToPupilQuerySet
from vsh.history import tracked


@tracked()
class SchoolChange(models.Model):
    """A change of school, by the place that began and the one that it replaced.

    Source: statutory guidance (2018), "The social worker's role in supporting the PEP": no
    significant decision about a child's education without reviewing the PEP in consultation.
    """

    enrolment = models.OneToOneField(Enrolment, models.CASCADE, related_name="school_change")
    former = models.ForeignKey(Enrolment, models.SET_NULL, null=True, related_name="+")
    is_pep_considered = models.BooleanField("PEP was read and considered", default=False)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    OF_TIME_THERE: ClassVar = Q(pk__in=[])  # it is nothing without the place
    objects = RelatedToPupilQuerySet.with_path("enrolment__pupil").as_manager()

    def __str__(self) -> str:
        return f"change to {self.enrolment_id}"


@tracked()
class SchoolChangeConsultation(models.Model):
    """One person consulted about a change of school, or the reason why they were not."""

    change = models.ForeignKey(SchoolChange, models.CASCADE, related_name="consultations")
    whom = models.CharField(max_length=10, choices=[(one.value, WHOM[one]) for one in Whom])
    consulted_on = models.DateField(null=True, blank=True)
    said = models.TextField(blank=True)
    reason_not = models.CharField(max_length=300, blank=True)

    objects = RelatedToPupilQuerySet.with_path("change__enrolment__pupil").as_manager()

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["change", "whom"], name="one_answer_of_each_about_a_school"
            ),
            models.CheckConstraint(
                condition=Q(consulted_on__isnull=False, reason_not="")
                | (Q(consulted_on__isnull=True, said="") & ~Q(reason_not="")),
                name="consulted_about_a_school_or_a_reason_why_not",
                violation_error_message="Give the day, or the reason why not: one of the two.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.whom} of {self.change_id}"
