"""A move of a child's home: planned or reported, who was consulted, what was considered."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from placements.rules.moves import WHOM, Whom
from pupils.models import CarePlacement, Enrolment, Pupil
from pupils.querysets import RelatedToPupilQuerySet
from vsh.history import tracked


@tracked()
class CareMove(models.Model):
    """A move as a person tells it; a draft until it is recorded, when the placement begins.

    `enrolment` is the school place of the day of the move; `can_school_stay` is empty while nobody
    knows. `is_provision_right` is what the nominated officer is satisfied of before approving: that
    the education at the new placement will promote achievement and is consistent with the PEP.
    Of a recorded move, `owes` is what is not on record yet, in words, and `told_on` the day since
    which it owes nothing.
    Source: SI 2010/959 reg. 10, of that 10(2)(b).
    """

    class State(models.TextChoices):
        DRAFT = "draft", "Draft"
        RECORDED = "recorded", "Recorded"

    pupil = models.ForeignKey(Pupil, models.CASCADE, related_name="moves")
    state = models.CharField(max_length=8, choices=State, default=State.DRAFT)
    is_emergency = models.BooleanField()
    from_on = models.DateField(null=True, blank=True)
    placement_type = models.CharField(max_length=3, blank=True)
    provider = models.CharField(max_length=3, blank=True)
    ofsted_urn = models.CharField(max_length=8, blank=True)
    postcode = models.CharField(max_length=8, blank=True)
    area_code = models.CharField(max_length=3, blank=True)
    is_address_confidential = models.BooleanField(default=False)
    can_school_stay = models.BooleanField(null=True, blank=True)
    why_not_stay = models.TextField(blank=True)
    school_ends_on = models.DateField(null=True, blank=True)
    wishes = models.TextField(blank=True)
    is_pep_considered = models.BooleanField(default=False)
    arrangements = models.TextField(blank=True)
    approved_by = models.CharField(max_length=150, blank=True)
    approved_role = models.CharField(max_length=100, blank=True)
    approved_on = models.DateField(null=True, blank=True)
    approval_words = models.TextField(blank=True)
    is_provision_right = models.BooleanField(
        "nominated officer is satisfied with the education there", default=False
    )
    approval_told_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    approval_confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    approval_confirmed_on = models.DateField(null=True, blank=True)
    other_vsh_told_on = models.DateField(null=True, blank=True)
    other_vsh_told_how = models.CharField(max_length=300, blank=True)
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    started_on = models.DateField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    recorded_on = models.DateField(null=True, blank=True)
    placement = models.OneToOneField(
        CarePlacement, models.SET_NULL, null=True, blank=True, related_name="move"
    )
    is_home_of_file = models.BooleanField(default=False)
    enrolment = models.ForeignKey(
        Enrolment, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    owes = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    told_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = RelatedToPupilQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-from_on", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["pupil"],
                condition=Q(state="draft"),
                name="one_move_in_draft_at_a_time",
                violation_error_message="A move of this child is being written already.",
            ),
            models.CheckConstraint(
                condition=Q(state="draft", recorded_by__isnull=True, recorded_on__isnull=True)
                | Q(
                    state="recorded",
                    recorded_by__isnull=False,
                    recorded_on__isnull=False,
                    from_on__isnull=False,
                ),
                name="recorded_move_says_when_and_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(approved_by="", approved_on__isnull=True)
                | (~Q(approved_by="") & Q(approved_on__isnull=False)),
                name="approval_names_officer_and_day",
                violation_error_message="Give the nominated officer’s name and the day.",
            ),
            models.CheckConstraint(
                condition=Q(approval_confirmed_by__isnull=True, approval_confirmed_on__isnull=True)
                | Q(
                    approval_confirmed_by__isnull=False,
                    approval_confirmed_on__isnull=False,
                    approved_on__isnull=False,
                ),
                name="approval_is_confirmed_by_somebody_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(other_vsh_told_on__isnull=True, other_vsh_told_how="")
                | (Q(other_vsh_told_on__isnull=False) & ~Q(other_vsh_told_how="")),
                name="other_virtual_school_told_on_a_day_and_how",
                violation_error_message="Give the day on which they were told, and how.",
            ),
            models.CheckConstraint(
                condition=Q(approved_on__isnull=True)
                | Q(from_on__isnull=True)
                | Q(approved_on__lte=F("from_on")),
                name="move_is_approved_before_it_happens",
                violation_error_message="The approval must come before the move.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.state} move from {self.from_on}"

    @property
    def waits_for_confirmation(self) -> bool:
        """Whether an approval is on record that nobody who may has confirmed."""
        return self.approved_on is not None and self.approval_confirmed_on is None

    @property
    def is_draft(self) -> bool:
        """Whether it is still being written."""
        return self.state == self.State.DRAFT


@tracked()
class MoveConsultation(models.Model):
    """One person consulted about a move and what they said, or the reason why they were not."""

    move = models.ForeignKey(CareMove, models.CASCADE, related_name="consultations")
    whom = models.CharField(max_length=10, choices=[(one.value, WHOM[one]) for one in Whom])
    consulted_on = models.DateField(null=True, blank=True)
    said = models.TextField(blank=True)
    reason_not = models.CharField(max_length=300, blank=True)

    objects = RelatedToPupilQuerySet.with_path("move__pupil").as_manager()

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["move", "whom"], name="one_answer_of_each_consulted"),
            models.CheckConstraint(
                condition=Q(consulted_on__isnull=False, reason_not="")
                | (Q(consulted_on__isnull=True, said="") & ~Q(reason_not="")),
                name="consulted_on_a_day_or_a_reason_why_not",
                violation_error_message="Give the day, or the reason why not: one of the two.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.whom} of {self.move_id}"
