"""Targets, which live across the plans of a child, and what each plan says of their progress."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from pupils.models import Pupil
from pupils.models.ranges import one_in_each_place
from vsh.history import tracked

from ..querysets import TargetQuerySet, TargetReviewQuerySet
from .pep import Pep


class Area(models.TextChoices):
    """What a target is about, in the guidance's words."""

    LEARNING = "learning", "Learning: skills, knowledge, subject areas and experiences"
    ATTENDANCE = "attendance", "Attendance and behaviour"
    WELLBEING = "wellbeing", "Development, mental health and wellbeing"
    OTHER = "other", "Something else"

    @property
    def short(self) -> str:
        """The area in a word or two."""
        return str(self.label).partition(":")[0]


class Outcome(models.TextChoices):
    """What a plan finds of a target that an earlier one set."""

    MET = "met", "Met"
    PARTLY = "partly", "Partly met"
    NOT_MET = "not_met", "Not met"
    GOES_ON = "goes_on", "Goes on"
    DROPPED = "dropped", "No longer needed"


@tracked()
class Target(models.Model):
    """A target as the plan set it that was handed in last; `position` is its place there, for one
    withdrawn the last that it had.

    It stands while its plan does (`Target.objects.standing`) and is open until a plan that
    stands finds another outcome than that it goes on. `withdrawn_on` is the day on which its
    plan was handed in again without it.
    """

    pupil = models.ForeignKey(Pupil, models.CASCADE, related_name="targets")
    set_in = models.ForeignKey(Pep, models.CASCADE, related_name="targets")
    position = models.PositiveSmallIntegerField()
    area = models.CharField(max_length=12, choices=Area, blank=True)
    what = models.TextField()
    measure = models.TextField(blank=True)
    baseline = models.TextField(blank=True)
    by_whom = models.TextField(blank=True)
    by_when = models.DateField(null=True, blank=True)
    resource = models.TextField(blank=True)
    withdrawn_on = models.DateField(null=True, blank=True)

    objects = TargetQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["set_in__opened_on", "set_in", "position"]
        constraints: ClassVar = [
            one_in_each_place(
                "one_standing_target_per_place",
                owner="set_in",
                place="position",
                condition=Q(withdrawn_on__isnull=True),
            ),
            models.CheckConstraint(condition=~Q(what=""), name="target_says_what"),
            models.CheckConstraint(condition=Q(position__gte=1), name="target_places_from_one"),
        ]

    def __str__(self) -> str:
        return f"target {self.position}"


@tracked()
class TargetReview(models.Model):
    """What one plan says of a target of an earlier one; blank until it is handed in.

    `position` is the group of questions by which the plan's form asks.
    """

    pep = models.ForeignKey(Pep, models.CASCADE, related_name="target_reviews")
    target = models.ForeignKey(Target, models.CASCADE, related_name="reviews")
    position = models.PositiveSmallIntegerField()
    outcome = models.CharField(max_length=12, choices=Outcome, blank=True)
    evidence = models.TextField(blank=True)

    objects = TargetReviewQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["pep__opened_on", "pep", "position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["pep", "target"], name="one_review_per_plan"),
            models.UniqueConstraint(fields=["pep", "position"], name="one_target_per_group"),
        ]

    def __str__(self) -> str:
        return f"review of target {self.target_id}"
