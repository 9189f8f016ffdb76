"""Where a child learns. The last day is included."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from vsh.history import tracked
from vsh.organisations.models import EducationSetting

from ..querysets import EnrolmentQuerySet, RelatedToPupilQuerySet
from .pupil import Pupil
from .ranges import no_overlap


@tracked()
class Enrolment(models.Model):
    """A child's place at a setting, education elsewhere, or the plain fact of having no place.

    `NO_PLACE` is recorded rather than inferred: a child of whom nobody has said where they
    learn is not the same as a child known to be without a school. Its hours are those of its first
    day; what they are from a later day is a `PlaceHours`.
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


@tracked()
class PlaceHours(models.Model):
    """From a day on a place is part time, or full time again; the place itself goes on.

    Source: statutory guidance (2018), "Securing appropriate education": educational provision
    should mean a full-time place.
    """

    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="hours")
    from_on = models.DateField()
    is_full_time = models.BooleanField()
    hours_a_week = models.DecimalField(max_digits=4, decimal_places=1, null=True, blank=True)
    part_time_reason = models.CharField(max_length=200, blank=True)
    recorded_on = models.DateField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    OF_TIME_THERE: ClassVar = Q(pk__in=[])  # it says what was agreed, not what was
    objects = RelatedToPupilQuerySet.with_path("enrolment__pupil").as_manager()

    class Meta:
        ordering: ClassVar = ["-from_on"]
        verbose_name_plural = "hours of a place"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["enrolment", "from_on"],
                name="one_change_of_hours_a_day",
                violation_error_message="Of this day other hours are on record. Withdraw them "
                "first.",
            ),
            models.CheckConstraint(
                condition=Q(is_full_time=True, hours_a_week__isnull=True, part_time_reason="")
                | (Q(is_full_time=False) & ~Q(part_time_reason="")),
                name="part_time_hours_have_their_reason",
                violation_error_message="Say why the timetable is part time.",
            ),
        ]

    def __str__(self) -> str:
        return f"{'full' if self.is_full_time else 'part'} time from {self.from_on}"
