"""When, under what and where a child is looked after. Ranges are half-open: the day on which
one ends is the day on which the next begins."""

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from vsh.history import tracked

from ..querysets import CareQuerySet
from ..rules.ages import care_ends_on
from .pupil import Pupil
from .ranges import no_overlap

_ENDS_AFTER_START = Q(ended_on__isnull=True) | Q(ended_on__gt=F("started_on"))


@tracked()
class CarePeriod(models.Model):
    """An unbroken time of being looked after, from the first day to the day it ceased."""

    pupil = models.ForeignKey(Pupil, models.CASCADE, related_name="care_periods")
    started_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    end_reason = models.CharField(max_length=3, blank=True)

    objects = CareQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["started_on"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=_ENDS_AFTER_START,
                name="care_period_ends_after_it_starts",
                violation_error_message="Care cannot end on or before the day it started.",
            ),
            no_overlap(
                "no_overlapping_care_periods",
                owner="pupil",
                bounds="[)",
                message="The child is already looked after in part of this time.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.started_on} to {self.ended_on or 'now'}"

    def ceased_on(self, day: date) -> date | None:
        """The day by `day` on which care ceased: as told, at the latest the 18th birthday."""
        ceased_on = care_ends_on(self.pupil.date_of_birth, self.ended_on)
        return ceased_on if ceased_on <= day else None


@tracked()
class CareEpisode(models.Model):
    """A stretch of a care period under one legal status (the shape of the SSDA903 return)."""

    care_period = models.ForeignKey(CarePeriod, models.CASCADE, related_name="episodes")
    started_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    legal_status = models.CharField(max_length=2)
    category_of_need = models.CharField(max_length=2, blank=True)
    reason_started = models.CharField(max_length=1, blank=True)
    reason_ended = models.CharField(max_length=3, blank=True)

    objects = CareQuerySet.with_path("care_period__pupil").as_manager()

    class Meta:
        ordering: ClassVar = ["started_on"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=_ENDS_AFTER_START,
                name="episode_ends_after_it_starts",
                violation_error_message="An episode cannot end on or before its first day.",
            ),
            no_overlap(
                "no_overlapping_episodes",
                owner="care_period",
                bounds="[)",
                message="Two episodes of this care period overlap.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.legal_status} from {self.started_on}"


@tracked()
class CarePlacement(models.Model):
    """Where a looked-after child lives.

    `area_code` is the authority in whose area it lies, as far as known; `distance` is in miles
    from home.
    """

    pupil = models.ForeignKey(Pupil, models.CASCADE, related_name="placements")
    care_period = models.ForeignKey(CarePeriod, models.CASCADE, related_name="placements")
    started_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    placement_type = models.CharField(max_length=3, blank=True)
    provider = models.CharField(max_length=3, blank=True)
    ofsted_urn = models.CharField(max_length=8, blank=True)
    postcode = models.CharField(max_length=8, blank=True)
    area_code = models.CharField(max_length=3, blank=True)
    distance = models.DecimalField(max_digits=5, decimal_places=1, null=True, blank=True)
    is_emergency = models.BooleanField(default=False)
    is_address_confidential = models.BooleanField(default=False)
    reason_changed = models.CharField(max_length=6, blank=True)

    objects = CareQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["started_on"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=_ENDS_AFTER_START,
                name="placement_ends_after_it_starts",
                violation_error_message="A placement cannot end on or before its first day.",
            ),
            no_overlap(
                "no_overlapping_placements",
                owner="pupil",
                bounds="[)",
                message="The child already lives somewhere else in part of this time.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.placement_type} from {self.started_on}"


@tracked()
class MissingEpisode(models.Model):
    """A time of being missing, or away from the placement without authorisation, up to the day on
    which the child came back (the shape of the SSDA903 return)."""

    class Kind(models.TextChoices):
        MISSING = "M", "Missing"
        AWAY = "A", "Away from the placement without authorisation"

    pupil = models.ForeignKey(Pupil, models.CASCADE, related_name="missing_episodes")
    kind = models.CharField(max_length=1, choices=Kind)
    started_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)

    objects = CareQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["started_on"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("started_on")),
                name="missing_ends_after_it_starts",
                violation_error_message="A child cannot come back before going missing.",
            ),
            models.UniqueConstraint(
                fields=["pupil", "started_on"],
                name="one_missing_episode_a_day",
                violation_error_message="The child is on record as away from that day already.",
            ),
            no_overlap(
                "no_overlapping_missing_episodes",
                owner="pupil",
                bounds="[)",
                message="The child is on record as away in part of this time.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} from {self.started_on}"
