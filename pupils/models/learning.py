"""Where a child learns. The last day is included."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from vsh.history import tracked
from vsh.organisations.models import EducationSetting

from ..querysets import EnrolmentQuerySet
from .pupil import Pupil
from .ranges import no_overlap


@tracked()
class Enrolment(models.Model):
    """A child's place at a setting, education elsewhere, or the plain fact of having no place.

    `NO_PLACE` is recorded rather than inferred: a child of whom nobody has said where they
    learn is not the same as a child known to be without a school.
    """

    class Kind(models.TextChoices):
        MAIN = "main", "Main school or setting"
        SUBSIDIARY = "subsidiary", "Second registration"
        ALTERNATIVE = "alternative", "Alternative provision"
        OTHERWISE = "otherwise", "Education otherwise than at school"
        NO_PLACE = "no_place", "No school place"

    MAIN_KINDS: ClassVar = [Kind.MAIN, Kind.OTHERWISE, Kind.NO_PLACE]

    pupil = models.ForeignKey(Pupil, models.CASCADE, related_name="enrolments")
    setting = models.ForeignKey(
        EducationSetting, models.PROTECT, null=True, blank=True, related_name="enrolments"
    )
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.MAIN)
    accepted_on = models.DateField(null=True, blank=True)
    started_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    is_full_time = models.BooleanField(default=True)
    hours_a_week = models.DecimalField(max_digits=4, decimal_places=1, null=True, blank=True)
    part_time_reason = models.CharField(max_length=200, blank=True)
    evidence = models.TextField("evidence for this school, where it is below good", blank=True)
    exceptional_reason = models.TextField("exceptional reason for this school", blank=True)
    reason_ended = models.CharField(max_length=200, blank=True)
    ended_by_placement = models.BooleanField(
        "ended by a change of care placement", null=True, blank=True
    )
    version = models.PositiveIntegerField(default=1)

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["started_on"]
        indexes: ClassVar = [models.Index(fields=["setting", "pupil"])]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("started_on")),
                name="enrolment_ends_after_it_starts",
                violation_error_message="A place cannot end before it starts.",
            ),
            models.CheckConstraint(
                condition=Q(accepted_on__isnull=True) | Q(accepted_on__lte=F("started_on")),
                name="place_accepted_before_it_starts",
                violation_error_message="A place is accepted on or before its first day.",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["main", "subsidiary", "alternative"], setting__isnull=False)
                | Q(kind="otherwise")
                | Q(kind="no_place", setting__isnull=True),
                name="enrolment_names_its_setting",
                violation_error_message="Name the school or setting.",
            ),
            no_overlap(
                "no_overlapping_main_enrolments",
                owner="pupil",
                bounds="[]",
                message="The child already has a main school in part of this time.",
                condition=Q(kind__in=["main", "otherwise", "no_place"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} from {self.started_on}"
