"""The time in which a school is looked for."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from pupils.models import Enrolment, Pupil
from pupils.querysets import RelatedToPupilQuerySet
from vsh.history import tracked

from .moves import CareMove


@tracked()
class SchoolSearch(models.Model):
    """The search for a full-time school place, from the day on which it is known to be needed.

    `needed_from_on` is set for a place that a child needs later, such as a transfer; it may stand
    beside a search for a place now. `first_needed_on` is the first day without the former place,
    where it was known as the search began: a move recorded ahead. `end_reason` says why a person
    ended it; `redated` says how a later place came to be needed now. Source: statutory guidance
    (2018), "Securing appropriate education".
    """

    class EndReason(models.TextChoices):
        NOT_NEEDED = "not_needed", "The place is no longer needed"
        OTHERWISE = "otherwise", "A place was found another way"
        WRONG = "wrong", "It was entered by mistake"

    pupil = models.ForeignKey(Pupil, models.CASCADE, related_name="school_searches")
    move = models.ForeignKey(
        CareMove, models.SET_NULL, null=True, blank=True, related_name="searches"
    )
    started_on = models.DateField()
    why = models.TextField()
    needed_from_on = models.DateField("day from which the place is needed", null=True, blank=True)
    first_needed_on = models.DateField("first day without a place", null=True, blank=True)
    interim = models.TextField("education meanwhile", blank=True)
    ended_on = models.DateField(null=True, blank=True)
    ended_by = models.ForeignKey(
        Enrolment, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    end_reason = models.CharField(max_length=10, choices=EndReason, blank=True)
    end_words = models.TextField("what is to be known about the end", blank=True)
    redated = models.TextField("how the place came to be needed now", blank=True)
    redated_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = RelatedToPupilQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-started_on", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["pupil"],
                condition=Q(ended_on__isnull=True, needed_from_on__isnull=True),
                name="one_open_school_search",
                violation_error_message="A place needed now is being looked for already. Go on "
                "with that search.",
            ),
            models.UniqueConstraint(
                fields=["pupil"],
                condition=Q(ended_on__isnull=True, needed_from_on__isnull=False),
                name="one_open_school_search_for_later",
                violation_error_message="A place needed later is being looked for already. Go on "
                "with that search.",
            ),
            models.CheckConstraint(
                condition=Q(end_reason="", end_words="")
                | (~Q(end_reason="") & Q(ended_on__isnull=False, ended_by__isnull=True)),
                name="search_ended_by_a_person_has_its_day",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("started_on")),
                name="search_ends_after_it_starts",
                violation_error_message="A search cannot end before it starts.",
            ),
            models.CheckConstraint(condition=~Q(why=""), name="search_says_why"),
        ]

    def __str__(self) -> str:
        return f"search from {self.started_on}"
