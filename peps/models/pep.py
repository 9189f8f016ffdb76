"""One Personal Education Plan, its sections and its immutable changes of state."""

from datetime import date
from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.functional import cached_property

from peps.schema import Circumstance, Form, Variant, form, has_variants
from pupils.models import CarePeriod, Pupil, new_ref
from pupils.rules.ages import care_ends_on
from vsh.history import tracked

from ..querysets import PepQuerySet, PepStatusChangeQuerySet, RelatedToPepQuerySet


@tracked()
class Pep(models.Model):
    """A plan for one term (or an initial, interim or after-move plan) of one care period.

    `submitted_on` is the day of the submission that stands: a return of an empty plan clears
    it, a return for improvement does not. `initiated_on` is set when a person initiates the
    plan; opening it automatically at the start of term leaves it blank. `variant` and
    `circumstances` say which of the version's sections it has (`peps.rules.variants`), `reviewed`
    in which places it asks about a target of an earlier plan.
    """

    class Kind(models.TextChoices):
        INITIAL = "initial", "First PEP"
        TERMLY = "termly", "Termly PEP"
        INTERIM = "interim", "Interim PEP (no school place)"
        AFTER_MOVE = "after_move", "PEP after a move"

    class State(models.TextChoices):
        OPENED = "opened", "Opened"
        INITIATED = "initiated", "Initiated"
        IN_PROGRESS = "in_progress", "In progress"
        SUBMITTED = "submitted", "Submitted"
        RETURNED = "returned", "Returned"
        QUALITY_ASSURED = "quality_assured", "Quality assured"
        COMPLETE = "complete", "Complete"
        NOT_REQUIRED = "not_required", "Not required"

    class Season(models.TextChoices):
        AUTUMN = "autumn", "Autumn"
        SPRING = "spring", "Spring"
        SUMMER = "summer", "Summer"

    ref = models.CharField(max_length=12, unique=True, default=new_ref, editable=False)
    pupil = models.ForeignKey(Pupil, models.CASCADE, related_name="peps")
    care_period = models.ForeignKey(CarePeriod, models.CASCADE, related_name="peps")
    kind = models.CharField(max_length=12, choices=Kind)
    academic_year = models.CharField(max_length=7)
    season = models.CharField(max_length=8, choices=Season)
    form_version = models.CharField(max_length=20)
    variant = models.CharField(max_length=20, blank=True)
    circumstances = ArrayField(models.CharField(max_length=30), default=list, blank=True)
    reviewed = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True)
    state = models.CharField(max_length=16, choices=State, default=State.OPENED)
    opened_on = models.DateField()
    initiated_on = models.DateField(null=True, blank=True)
    initiated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    submitted_on = models.DateField(null=True, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    completed_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = PepQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-opened_on", "-id"]
        indexes: ClassVar = [models.Index(fields=["state", "submitted_on"])]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["care_period", "academic_year", "season"],
                condition=Q(kind="termly") & ~Q(state="not_required"),
                name="one_termly_pep_per_term",
                violation_error_message="This term's PEP is already open.",
            ),
            models.CheckConstraint(
                condition=Q(form_version="2026.1") | Q(variant__in=list(Variant)),
                name="pep_is_on_a_known_form",
            ),
            models.CheckConstraint(
                condition=Q(initiated_on__isnull=True) | Q(initiated_by__isnull=False),
                name="pep_is_initiated_by_a_person",
            ),
            models.CheckConstraint(
                condition=Q(completed_on__isnull=True)
                | Q(submitted_on__isnull=False, completed_on__gte=F("submitted_on")),
                name="pep_completed_after_it_is_submitted",
            ),
        ]

    def __str__(self) -> str:
        return self.ref

    @property
    def form(self) -> Form:
        """What is asked: the version, variant, circumstances and open targets of this plan."""
        return form(self.form_version, self.variant, self.circumstances, self.reviewed)

    @property
    def whole_form(self) -> Form:
        """The same with the sections of every circumstance, whatever the child's."""
        return form(self.form_version, self.variant, list(Circumstance))

    @property
    def has_variants(self) -> bool:
        """Whether its form is one of several, and follows the child's facts while it is open."""
        return has_variants(self.form_version)

    @property
    def is_open(self) -> bool:
        """Whether it can still be written."""
        return self.state in {"opened", "initiated", "in_progress", "returned"}

    def is_of_care_ended_by(self, day: date) -> bool:
        """Whether the time in care to which the plan belongs has ended by `day`."""
        return care_ends_on(self.pupil.date_of_birth, self.care_period.ended_on) <= day

    @cached_property
    def is_red(self) -> bool:
        """Whether the last judgement of its quality is red."""
        judged: str | None = self.quality_reviews.values_list("outcome", flat=True).first()
        return judged == "red"

    @property
    def term_name(self) -> str:
        """The term in words, such as "Autumn term 2026-27"."""
        return f"{self.get_season_display()} term {self.academic_year}"


@tracked()
class PepSection(models.Model):
    """One section's answers under the PEP's form version; `version` refuses a stale save.

    One that does not apply to the child any more is set aside: `Pep.form` lacks it, its answers
    stay.
    """

    pep = models.ForeignKey(Pep, models.CASCADE, related_name="sections")
    key = models.CharField(max_length=40)
    data = models.JSONField(default=dict, blank=True)
    version = models.PositiveIntegerField(default=1)
    is_carried_forward = models.BooleanField(default=False)
    changed_at = models.DateTimeField(auto_now=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    completed_at = models.DateTimeField(null=True, blank=True)
    completed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    set_aside_on = models.DateField(null=True, blank=True)
    set_aside_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    set_aside_because = models.TextField(blank=True)

    objects = RelatedToPepQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["pep", "key"], name="one_section_per_key"),
            models.CheckConstraint(
                condition=Q(set_aside_on__isnull=True)
                | (Q(set_aside_by__isnull=False) & ~Q(set_aside_because="")),
                name="section_is_set_aside_by_a_person_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.key


class PepStatusChange(models.Model):
    """One change of state; the database refuses to change or delete it.

    Initiation of a plan that somebody has begun or handed in is a change from a state to itself.
    """

    pep = models.ForeignKey(Pep, models.PROTECT, related_name="status_changes")
    from_state = models.CharField(max_length=16, blank=True)
    to_state = models.CharField(max_length=16)
    on = models.DateField()
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    reason = models.TextField(blank=True)
    is_returned_empty = models.BooleanField(default=False)

    objects = PepStatusChangeQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["id"]
        triggers: ClassVar = [
            pgtrigger.Protect(
                name="status_changes_are_kept", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self) -> str:
        return f"{self.from_state} → {self.to_state}"
