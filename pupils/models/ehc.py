"""Education, health and care plans: requests, annual reviews, phase transfers.

The plan itself is the time in which the child's SEN status says that there is one (`SenStatus`).
"""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from vsh.history import tracked

from ..querysets import RelatedToPupilQuerySet, SupportQuerySet
from .pupil import Pupil


class Recorded(models.Model):
    """A fact that a person wrote down about a child, and may correct."""

    pupil = models.ForeignKey(Pupil, models.CASCADE, related_name="%(class)ss")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_on = models.DateField()
    version = models.PositiveIntegerField(default=1)

    objects = RelatedToPupilQuerySet.as_manager()

    class Meta:
        abstract = True


@tracked()
class EhcRequest(Recorded):
    """A request for a needs assessment, and what came of it.

    Source: Children and Families Act 2014 s.36; SEND Regulations 2014 regs. 5, 10 and 13.
    """

    class By(models.TextChoices):
        SCHOOL = "school", "School or setting"
        PARENT = "parent", "Parent, carer or the young person"
        AUTHORITY = "authority", "The authority, as corporate parent"
        OTHER = "other", "Somebody else"

    requested_on = models.DateField()
    requested_by = models.CharField(max_length=10, choices=By)
    asked_of = models.CharField(max_length=100, blank=True)
    decided_on = models.DateField(null=True, blank=True)
    is_agreed = models.BooleanField(null=True, blank=True)
    issued_on = models.DateField(null=True, blank=True)
    no_plan_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-requested_on", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["pupil", "requested_on"],
                name="one_ehc_request_a_day",
                violation_error_message="A request of that day is already on record.",
            ),
            models.CheckConstraint(
                condition=Q(decided_on__isnull=True, is_agreed__isnull=True)
                | Q(decided_on__gte=F("requested_on"), is_agreed__isnull=False),
                name="ehc_request_decided_one_way",
            ),
            models.CheckConstraint(
                condition=Q(issued_on__isnull=True, no_plan_on__isnull=True)
                | (
                    Q(is_agreed=True, is_agreed__isnull=False)
                    & (Q(issued_on__isnull=True) ^ Q(no_plan_on__isnull=True))
                    & (Q(issued_on__isnull=True) | Q(issued_on__gte=F("decided_on")))
                    & (Q(no_plan_on__isnull=True) | Q(no_plan_on__gte=F("decided_on")))
                ),
                name="ehc_request_ends_one_way",
            ),
        ]

    def __str__(self) -> str:
        return f"EHC assessment requested on {self.requested_on}"


@tracked()
class EhcReview(Recorded):
    """An annual review of a plan: the meeting, and the maintaining authority's decision.

    `with_pep_on` is the day of a PEP meeting with which it was held together.
    Source: SEND Regulations 2014 reg. 20; statutory guidance (2018), "Special educational needs".
    """

    class Decision(models.TextChoices):
        MAINTAIN = "maintain", "Keep the plan as it is"
        AMEND = "amend", "Change the plan"
        CEASE = "cease", "End the plan"

    held_on = models.DateField()
    decided_on = models.DateField(null=True, blank=True)
    decision = models.CharField(max_length=8, choices=Decision, blank=True)
    has_adulthood = models.BooleanField(default=False)
    with_pep_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-held_on", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["pupil", "held_on"],
                name="one_ehc_review_a_day",
                violation_error_message="A review of that day is already on record.",
            ),
            models.CheckConstraint(
                condition=Q(decided_on__isnull=True, decision="")
                | Q(decided_on__gte=F("held_on")) & ~Q(decision=""),
                name="ehc_review_decided_with_its_day",
            ),
        ]

    def __str__(self) -> str:
        return f"EHC plan reviewed on {self.held_on}"


@tracked()
class EhcTransfer(Recorded):
    """A plan that was amended to name the setting of the next phase (SEND Regulations reg. 18)."""

    settled_on = models.DateField()
    named = models.CharField(max_length=200)

    class Meta:
        ordering: ClassVar = ["-settled_on", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["pupil", "settled_on"],
                name="one_ehc_transfer_a_day",
                violation_error_message="A transfer of that day is already on record.",
            ),
            models.CheckConstraint(condition=~Q(named=""), name="ehc_transfer_names_a_setting"),
        ]

    def __str__(self) -> str:
        return f"EHC plan names {self.named}"


@tracked()
class WellbeingSupport(Recorded):
    """Help for a child's mental health: asked for, waited for, given, ended.

    The school reads it where `is_shared_with_school` says that this was agreed.
    """

    class Kind(models.TextChoices):
        CAMHS = "camhs", "Specialist mental-health service (CAMHS)"
        SCHOOL = "school", "Counselling or mental-health support at school"
        THERAPY = "therapy", "Therapy or counselling elsewhere"
        PSYCHOLOGY = "psychology", "Educational or clinical psychologist"
        MENTOR = "mentor", "Mentor or key adult"
        OTHER = "other", "Other support"

    kind = models.CharField(max_length=10, choices=Kind)
    provider = models.CharField(max_length=200)
    asked_on = models.DateField()
    started_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    outcome = models.CharField(max_length=300, blank=True)
    is_shared_with_school = models.BooleanField(default=False)

    objects = SupportQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        ordering: ClassVar = ["-asked_on", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["pupil", "kind", "provider", "asked_on"],
                name="one_support_of_a_kind_a_day",
                violation_error_message="This support is already on record from that day.",
            ),
            models.CheckConstraint(
                condition=Q(started_on__isnull=True) | Q(started_on__gte=F("asked_on")),
                name="support_starts_after_it_is_asked_for",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True)
                | Q(ended_on__gte=F("asked_on"))
                & (Q(started_on__isnull=True) | Q(ended_on__gte=F("started_on"))),
                name="support_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.provider}"
