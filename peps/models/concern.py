"""Concerns about a plan: raised by a reviewing officer or social worker, followed to an answer."""

from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from pupils.models import new_ref
from vsh.accounts.roles import Role
from vsh.history import tracked

from ..querysets import ConcernQuerySet, RelatedToPepQuerySet
from .pep import Pep


@tracked()
class Concern(models.Model):
    """What somebody who follows the child finds wanting in a plan, in their words.

    `section` is the key of the section that it is about, empty for the plan as a whole;
    `raised_as` the role in which it was raised: who holds it for the child next follows it on.
    Source: statutory guidance (2018), "The IRO's role in supporting the PEP".
    """

    class State(models.TextChoices):
        OPEN = "open", "Waiting for an answer"
        ANSWERED = "answered", "Answered"
        ESCALATED = "escalated", "With the Virtual School Head"
        ACCEPTED = "accepted", "Resolved"

    ref = models.CharField(max_length=12, unique=True, default=new_ref, editable=False)
    pep = models.ForeignKey(Pep, models.PROTECT, related_name="concerns")
    section = models.CharField(max_length=40, blank=True)
    words = models.TextField()
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    raised_on = models.DateField()
    raised_at = models.DateTimeField(auto_now_add=True)
    raised_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    raised_as = models.CharField(max_length=30)

    objects = ConcernQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["raised_on", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(words=""), name="concern_says_something"),
            models.CheckConstraint(
                condition=Q(state__in=["open", "answered", "escalated", "accepted"]),
                name="concern_is_in_a_known_state",
            ),
        ]

    def __str__(self) -> str:
        return self.ref

    @property
    def about(self) -> str:
        """The title of the section that it is about, or the plan as a whole."""
        section = self.pep.whole_form.section(self.section) if self.section else None
        return section.title if section else "The plan as a whole"

    @property
    def role_label(self) -> str:
        """The role in which it was raised, as people say it."""
        return Role(self.raised_as).label


class ConcernStep(models.Model):
    """What became of a concern, one step after the other; the database refuses to change one.

    Nobody took an escalation that the system made when the time for an answer had passed.
    """

    class Kind(models.TextChoices):
        ANSWERED = "answered", "Answered"
        ESCALATED = "escalated", "Passed on to the Virtual School Head"
        ACCEPTED = "accepted", "Accepted as resolved"

    concern = models.ForeignKey(Concern, models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=10, choices=Kind)
    words = models.TextField(blank=True)
    on = models.DateField()
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = RelatedToPepQuerySet.with_path("concern__pep__pupil").as_manager()

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(kind="answered") | ~Q(words=""), name="answer_to_a_concern_has_words"
            ),
            models.CheckConstraint(
                condition=Q(by__isnull=False) | Q(kind="escalated"),
                name="step_of_a_concern_is_taken_by_a_person",
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(
                name="steps_of_concerns_are_kept", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} on {self.on}"
