"""A plan that goes with its child to another school: sent, accepted, asked about."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from pupils.models import Enrolment, Pupil, new_ref
from pupils.querysets import RelatedToPupilQuerySet
from vsh.history import tracked
from vsh.organisations.models import EducationSetting

from ..querysets import HandoverQuerySet
from .pep import Pep


@tracked()
class Handover(models.Model):
    """The plans that a new school takes over: the last complete one, and the one being written.

    One whose place turned out to be wrong, or ended, is withdrawn unless it was accepted.
    """

    ref = models.CharField(max_length=12, unique=True, default=new_ref, editable=False)
    pupil = models.ForeignKey(Pupil, models.CASCADE, related_name="handovers")
    enrolment = models.ForeignKey(Enrolment, models.SET_NULL, null=True, related_name="+")
    setting = models.ForeignKey(EducationSetting, models.PROTECT, related_name="+")
    former_setting = models.ForeignKey(
        EducationSetting, models.PROTECT, null=True, blank=True, related_name="+"
    )
    complete_pep = models.ForeignKey(Pep, models.SET_NULL, null=True, blank=True, related_name="+")
    open_pep = models.ForeignKey(Pep, models.SET_NULL, null=True, blank=True, related_name="+")
    sent_on = models.DateField()
    accepted_on = models.DateField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_on = models.DateField(null=True, blank=True)
    withdrawn_because = models.CharField(max_length=200, blank=True)

    objects = HandoverQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["sent_on", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["enrolment", "setting"],
                condition=Q(withdrawn_on__isnull=True),
                name="one_handover_per_place",
            ),
            models.CheckConstraint(
                condition=Q(accepted_on__isnull=True, accepted_by__isnull=True)
                | Q(accepted_on__isnull=False, accepted_by__isnull=False),
                name="handover_is_accepted_by_a_person",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True, withdrawn_because="")
                | (
                    Q(withdrawn_on__isnull=False, accepted_on__isnull=True)
                    & ~Q(withdrawn_because="")
                ),
                name="only_an_open_handover_is_withdrawn",
            ),
        ]

    def __str__(self) -> str:
        return self.ref

    @property
    def is_waiting(self) -> bool:
        """Whether nobody has accepted it yet and it stands."""
        return self.accepted_on is None and self.withdrawn_on is None


@tracked()
class HandoverNote(models.Model):
    """A question of the new school about what it took over, or an answer to it."""

    handover = models.ForeignKey(Handover, models.CASCADE, related_name="notes")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    on = models.DateField()
    text = models.TextField()

    objects = RelatedToPupilQuerySet.with_path("handover__pupil").as_manager()

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(text=""), name="handover_note_says_something")
        ]

    def __str__(self) -> str:
        return f"note of {self.on}"
