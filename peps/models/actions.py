"""Actions for named people, set in a plan or beside one, and what became of each."""

from datetime import date
from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from pupils.models import Pupil, new_ref
from vsh.history import tracked

from ..querysets import ActionQuerySet, RelatedToPupilQuerySet
from .pep import Pep


@tracked()
class PlannedAction(models.Model):
    """What somebody does by a day: a person with an account, or one named in words.

    `as_planned` holds the words of the plan that was handed in last, so that handing it in again
    changes only what it says anew. `withdrawn_on` is the day on which it was handed in without
    the action. One that ended was `done` or found `not_needed`. `position` is the place that it had
    in the plan last: another action may have it by now.
    """

    class Ending(models.TextChoices):
        DONE = "done", "Done"
        NOT_NEEDED = "not_needed", "No longer needed"

    ref = models.CharField(max_length=12, unique=True, default=new_ref, editable=False)
    pupil = models.ForeignKey(Pupil, models.CASCADE, related_name="actions")
    set_in = models.ForeignKey(
        Pep, models.CASCADE, null=True, blank=True, related_name="planned_actions"
    )
    position = models.PositiveSmallIntegerField(null=True, blank=True)
    what = models.TextField()
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    owner_words = models.CharField(max_length=300)
    made_on = models.DateField()
    by_when = models.DateField(null=True, blank=True)
    ended_as = models.CharField(max_length=12, choices=Ending, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_how = models.TextField(blank=True)
    as_planned = models.JSONField(default=dict, blank=True)
    withdrawn_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ActionQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["by_when", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(what=""), name="action_says_what"),
            models.CheckConstraint(condition=~Q(owner_words=""), name="action_says_who"),
            models.CheckConstraint(
                condition=Q(set_in__isnull=True, position__isnull=True, by_when__isnull=False)
                | Q(set_in__isnull=False, position__isnull=False),
                name="action_of_a_plan_has_a_place",
            ),
            models.CheckConstraint(
                condition=Q(ended_as="", ended_on__isnull=True, ended_by__isnull=True)
                | Q(ended_on__isnull=False, ended_by__isnull=False, ended_on__gte=F("made_on"))
                & ~Q(ended_as="")
                & ~Q(ended_how=""),
                name="action_ends_by_a_person_with_words",
            ),
        ]

    def __str__(self) -> str:
        return self.ref

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to do it."""
        return not self.ended_as and self.withdrawn_on is None


class ActionChange(models.Model):
    """One thing that happened to an action; the database refuses to change or delete it."""

    class Kind(models.TextChoices):
        MADE = "made", "Set"
        DONE = "done", "Done"
        NOT_NEEDED = "not_needed", "No longer needed"
        ANOTHER_PERSON = "another_person", "Handed to another person"
        ANOTHER_DAY = "another_day", "Another day"
        OPENED_AGAIN = "opened_again", "Open again"
        WITHDRAWN = "withdrawn", "Taken out of the plan"
        REWORDED = "reworded", "Set in other words"

    action = models.ForeignKey(PlannedAction, models.PROTECT, related_name="changes")
    kind = models.CharField(max_length=16, choices=Kind)
    on = models.DateField()
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    before = models.CharField(max_length=300, blank=True)
    after = models.CharField(max_length=300, blank=True)
    words = models.TextField(blank=True)

    objects = RelatedToPupilQuerySet.with_path("action__pupil").as_manager()

    class Meta:
        ordering: ClassVar = ["id"]
        triggers: ClassVar = [
            pgtrigger.Protect(
                name="action_changes_are_kept", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self) -> str:
        return self.kind

    @property
    def day_before(self) -> date | None:
        """The day that it had, where another was set."""
        return self._day(self.before)

    @property
    def day_after(self) -> date | None:
        """The day that was set."""
        return self._day(self.after)

    def _day(self, text: str) -> date | None:
        is_day = text and self.kind in {self.Kind.MADE, self.Kind.ANOTHER_DAY}
        return date.fromisoformat(text) if is_day else None
