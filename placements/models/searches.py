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

    `needed_from_on` is set for a place that a child with a school needs later, such as a transfer.
    Source: statutory guidance (2018), "Securing appropriate education".
    """

    pupil = models.ForeignKey(Pupil, models.CASCADE, related_name="school_searches")
    move = models.ForeignKey(
        CareMove, models.SET_NULL, null=True, blank=True, related_name="searches"
    )
    started_on = models.DateField()
    why = models.TextField()
    needed_from_on = models.DateField("day from which the place is needed", null=True, blank=True)
    interim = models.TextField("education meanwhile", blank=True)
    ended_on = models.DateField(null=True, blank=True)
    ended_by = models.ForeignKey(
        Enrolment, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)

    objects = RelatedToPupilQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-started_on", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["pupil"],
                condition=Q(ended_on__isnull=True),
                name="one_open_school_search",
                violation_error_message="A school is being looked for already.",
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
