"""Whom an authority has told of a child's worry, and how long a child's call may wait."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from peps.rules.calls import (
    MOST_OTHER_WORKING_DAYS,
    MOST_SAFETY_HOURS,
    OTHER_WORKING_DAYS,
    SAFETY_HOURS,
    CallLimits,
)
from vsh.history import tracked
from vsh.organisations.models import Authority

from ..querysets import OfVirtualSchoolQuerySet


@tracked()
class CallPolicy(models.Model):
    """An authority's safeguarding lead and its own limits; nobody changed it who ran a command."""

    authority = models.OneToOneField(Authority, models.CASCADE, related_name="call_policy")
    lead_name = models.CharField(max_length=150, blank=True)
    lead_email = models.EmailField(blank=True)
    safety_hours = models.PositiveSmallIntegerField(default=SAFETY_HOURS)
    other_working_days = models.PositiveSmallIntegerField(default=OTHER_WORKING_DAYS)
    version = models.PositiveIntegerField(default=0)
    changed_on = models.DateField()
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = OfVirtualSchoolQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(lead_name="", lead_email="") | (~Q(lead_name="") & ~Q(lead_email="")),
                name="safeguarding_lead_has_a_name_and_an_address",
                violation_error_message="Enter the name and the e-mail address, or neither.",
            ),
            models.CheckConstraint(
                condition=Q(safety_hours__range=(1, MOST_SAFETY_HOURS)),
                name="worry_is_passed_on_the_same_day",
                violation_error_message=f"Enter 1 to {MOST_SAFETY_HOURS} hours.",
            ),
            models.CheckConstraint(
                condition=Q(other_working_days__range=(1, MOST_OTHER_WORKING_DAYS)),
                name="other_calls_are_passed_on_within_two_weeks",
                violation_error_message=f"Enter 1 to {MOST_OTHER_WORKING_DAYS} working days.",
            ),
        ]

    def __str__(self) -> str:
        return self.lead_name or "no safeguarding lead"

    @property
    def limits(self) -> CallLimits:
        """The two limits, for the rule."""
        return CallLimits(
            safety_hours=self.safety_hours, other_working_days=self.other_working_days
        )
