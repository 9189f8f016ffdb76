"""Time that a child spends in custody, and the plans that went with them."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from placements.rules import release_plan
from pupils.models import Pupil
from pupils.models.ranges import no_overlap
from pupils.querysets import RelatedToPupilQuerySet
from vsh.history import tracked


@tracked()
class Custody(models.Model):
    """A stay at one establishment; the day on which it ends is no longer part of it.

    `release_known_on` is the day on which a day of release was first on record. It says nothing of
    whether the child is looked after: the legal status does.
    Source: statutory guidance (2018), Annex 2.
    """

    class Kind(models.TextChoices):
        REMAND = "remand", "On remand"
        SENTENCE = "sentence", "Serving a sentence"
        WELFARE = release_plan.WELFARE, "In secure accommodation for their own welfare"

    class Ended(models.TextChoices):
        RELEASED = release_plan.RELEASED, "Released"
        MOVED = release_plan.MOVED, "Moved to another establishment"

    pupil = models.ForeignKey(Pupil, models.CASCADE, related_name="custodies")
    kind = models.CharField(max_length=8, choices=Kind)
    establishment = models.CharField(max_length=150)
    education_contact = models.CharField(max_length=200, blank=True)
    yot_name = models.CharField(max_length=150, blank=True)
    yot_phone = models.CharField(max_length=30, blank=True)
    yot_email = models.EmailField(blank=True)
    started_on = models.DateField()
    expected_length = models.CharField(max_length=100, blank=True)
    release_on = models.DateField(null=True, blank=True)
    release_known_on = models.DateField(null=True, blank=True)
    needs_assessed_on = models.DateField(null=True, blank=True)
    release_plan = models.TextField(blank=True)
    release_planned_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    ended_because = models.CharField(max_length=8, choices=Ended, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    objects = RelatedToPupilQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "custodies"
        ordering: ClassVar = ["-started_on", "-id"]
        constraints: ClassVar = [
            no_overlap(
                "no_overlapping_custodies",
                owner="pupil",
                bounds="[)",
                message="Another stay in custody is on record in part of this time. "
                "Change that one first.",
            ),
            models.UniqueConstraint(
                fields=["pupil", "started_on"],
                name="one_custody_begins_a_day",
                violation_error_message="A stay that began on this day is on record already. "
                "Change that one.",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True, ended_because="")
                | (Q(ended_on__gte=F("started_on")) & ~Q(ended_because="")),
                name="custody_ends_one_way",
            ),
            models.CheckConstraint(
                condition=Q(release_on__isnull=True, release_known_on__isnull=True)
                | Q(release_on__gte=F("started_on"), release_known_on__isnull=False),
                name="release_is_known_since_a_day",
            ),
            models.CheckConstraint(
                condition=Q(release_plan="", release_planned_on__isnull=True)
                | (~Q(release_plan="") & Q(release_planned_on__isnull=False)),
                name="release_is_planned_on_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} from {self.started_on}"

    @property
    def waits_for_pep(self) -> bool:
        """Whether the child is there and the PEP is not on record as sent to the establishment."""
        sent = (plan.to for plan in self.plans.all())
        return self.ended_on is None and CustodyPlan.To.ESTABLISHMENT not in sent


@tracked()
class CustodyPlan(models.Model):
    """The PEP sent to the establishment, or to those who have the child after release.

    `plan` says which one it was, as it stood on that day.
    """

    class To(models.TextChoices):
        ESTABLISHMENT = "arrival", "The establishment"
        AFTER_RELEASE = "release", "Those who teach or look after the child after release"

    class How(models.TextChoices):
        EMAIL = "email", "Secure e-mail"
        SYSTEM = "system", "System of the youth justice service"
        HAND = "hand", "By hand or post"

    custody = models.ForeignKey(Custody, models.CASCADE, related_name="plans")
    to = models.CharField(max_length=8, choices=To)
    to_whom = models.CharField(max_length=150)
    how = models.CharField(max_length=8, choices=How)
    pep_ref = models.CharField(max_length=12)
    plan = models.CharField(max_length=100)
    sent_on = models.DateField()
    accepted_on = models.DateField(null=True, blank=True)
    accepted_by = models.CharField(max_length=150, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    objects = RelatedToPupilQuerySet.with_path("custody__pupil").as_manager()

    class Meta:
        ordering: ClassVar = ["sent_on", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["custody", "to", "to_whom", "sent_on"],
                name="custody_plan_sent_once_a_day",
                violation_error_message="It is on record already that they were sent it that day.",
            ),
            models.CheckConstraint(
                condition=Q(accepted_on__isnull=True, accepted_by="")
                | (Q(accepted_on__gte=F("sent_on")) & ~Q(accepted_by="")),
                name="custody_plan_is_accepted_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan} sent on {self.sent_on}"
