"""A suspension or a permanent exclusion from one place."""

from datetime import date
from decimal import Decimal
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from placements.querysets import ExclusionQuerySet
from placements.rules.exclusions import MOST_REASONS, REASONS, SESSIONS_A_DAY, days_in_words
from pupils.models import Enrolment
from vsh.history import tracked

MOST_BEFORE_SIXTH_DAY = 5 * SESSIONS_A_DAY


@tracked()
class Exclusion(models.Model):
    """What the school decided, for how long and why, who was told, and the education meanwhile.

    Of that two things are on record: the work and provision of the first days, and what there is
    from the sixth school day, of which only full-time education meets the duty.

    The length of a suspension is in sessions: half days, a lunchtime counting as one. Of one that
    the head teacher cancelled the sessions missed by then count, no more.
    """

    class Kind(models.TextChoices):
        SUSPENSION = "suspension", "Suspension"
        LUNCHTIME = "lunchtime", "Suspension over lunchtimes"
        PERMANENT = "permanent", "Permanent exclusion"

    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="exclusions")
    kind = models.CharField(max_length=10, choices=Kind)
    started_on = models.DateField()
    sessions = models.PositiveSmallIntegerField(null=True, blank=True)
    reasons = ArrayField(models.CharField(max_length=2, choices=list(REASONS.items())))
    notified_on = models.DateField(null=True, blank=True)
    provision = models.TextField(blank=True)
    provision_from_on = models.DateField(null=True, blank=True)
    sixth_day_provision = models.TextField(blank=True)
    sixth_day_from_on = models.DateField(null=True, blank=True)
    is_sixth_day_full_time = models.BooleanField(default=False)
    misses_exam = models.BooleanField(default=False)
    cancelled_on = models.DateField(null=True, blank=True)
    cancelled_because = models.CharField(max_length=200, blank=True)
    sessions_missed = models.PositiveSmallIntegerField(null=True, blank=True)
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    reported_on = models.DateField()
    version = models.PositiveIntegerField(default=1)
    first_school_day_on: date | None = None  # set by who has the calendar at hand

    objects = ExclusionQuerySet.with_path("enrolment__pupil").as_manager()

    class Meta:
        verbose_name_plural = "suspensions and exclusions"
        ordering: ClassVar = ["-started_on", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["enrolment", "kind", "started_on"],
                name="one_exclusion_of_a_kind_a_day",
                violation_error_message="This is already on record for that day.",
            ),
            models.CheckConstraint(
                condition=Q(
                    kind__in=["suspension", "lunchtime"], sessions__isnull=False, sessions__gte=1
                )
                | Q(kind="permanent", sessions__isnull=True),
                name="suspension_has_a_length",
                violation_error_message="Give the length of a suspension, of at least half a day.",
            ),
            models.CheckConstraint(
                condition=Q(reasons__len__gte=1, reasons__len__lte=MOST_REASONS)
                & Q(reasons__contained_by=list(REASONS)),
                name="exclusion_has_up_to_three_reasons",
                violation_error_message="Give one to three reasons.",
            ),
            models.CheckConstraint(
                condition=Q(provision_from_on__isnull=True)
                | Q(provision_from_on__gte=F("started_on")),
                name="provision_begins_with_the_exclusion",
                violation_error_message="The education provided cannot begin before the exclusion.",
            ),
            models.CheckConstraint(
                condition=Q(sixth_day_from_on__isnull=True, is_sixth_day_full_time=False)
                | Q(sixth_day_from_on__gte=F("started_on")),
                name="sixth_day_provision_begins_on_a_day",
                violation_error_message="Give the first day of the education from the sixth school "
                "day, not before the exclusion began.",
            ),
            models.CheckConstraint(
                condition=Q(
                    cancelled_on__isnull=True, cancelled_because="", sessions_missed__isnull=True
                )
                | (
                    Q(cancelled_on__gte=F("started_on"), sessions_missed__isnull=False)
                    | Q(cancelled_on__isnull=False, sessions_missed=0)
                )
                & ~Q(cancelled_because=""),
                name="cancelled_on_a_day_with_a_reason",
                violation_error_message="Give the day on which it was cancelled and why; before it "
                "began no day was missed.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} from {self.started_on}"

    @property
    def days(self) -> str:
        """The length of a suspension in words; nothing for a permanent exclusion."""
        return days_in_words(Decimal(self.sessions) / SESSIONS_A_DAY) if self.sessions else ""

    @property
    def asks_for_education(self) -> bool:
        """Whether lessons are missed: not over lunchtimes, nor if cancelled before the first."""
        return self.kind != self.Kind.LUNCHTIME and self.sessions_missed != 0

    @property
    def is_permanent(self) -> bool:
        """Whether it ends the child's time at the school."""
        return self.kind == self.Kind.PERMANENT

    @property
    def reinstated_on(self) -> date | None:
        """The day of the first meeting that had the child back, of the meetings that are loaded."""
        back = (one.meets_on for one in self.meetings.all() if one.outcome == "reinstated")
        return min(back, default=None)

    @property
    def has_day_one(self) -> bool:
        """Whether work or provision is on record from the first school day out."""
        first_on = self.first_school_day_on or self.started_on
        return self.provision_from_on is not None and self.provision_from_on <= first_on

    @property
    def reaches_sixth_day(self) -> bool:
        """Whether it is by itself longer than five school days."""
        return self.sessions is None or self.sessions > MOST_BEFORE_SIXTH_DAY

    @property
    def reason_words(self) -> str:
        """The reasons as people say them."""
        return "; ".join(REASONS.get(code, code) for code in self.reasons)
