"""The annual report of one authority and academic year: its text, its frozen figures, its file."""

from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar, Self

import pgtrigger
from django.conf import settings
from django.core.files.storage import Storage, storages
from django.db import models
from django.db.models import Q
from django.utils import timezone

from vsh.accounts.roles import Permission
from vsh.history import tracked
from vsh.organisations.models import Authority

if TYPE_CHECKING:
    from vsh.accounts.models import User


# A report whose maker has said nothing for so long may be asked for again.
SILENCE = timedelta(minutes=5)


def private_storage() -> Storage:
    """The private store, which no address serves."""
    return storages["private"]


class AnnualReportQuerySet(models.QuerySet["AnnualReport"]):
    """Annual reports."""

    def visible_to(self, user: "User") -> Self:
        """Every report of authorities for which the user makes them; published ones to read."""
        if not user.is_active:
            return self.none()
        makes = user.authority_ids_where(Permission.PRODUCE_ANNUAL_REPORT)
        reads = user.authority_ids_where(Permission.READ_PUBLISHED_REPORTS)
        return self.filter(
            Q(authority__in=makes) | Q(authority__in=reads, state=AnnualReport.State.PUBLISHED)
        )


@tracked(exclude=["figures", "children", "chart", "progress", "progress_text", "progressed_at"])
class AnnualReport(models.Model):
    """One edition of the report. Once published nothing changes it; a correction is a new edition.

    `figures` are frozen with their definitions, as of `as_at`, when the report is made;
    `children` holds the opaque references behind each of them, for those who may see them.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "Draft"
        QUEUED = "queued", "Waiting to be made"
        RUNNING = "running", "Being made"
        READY = "ready", "Ready to publish"
        FAILED = "failed", "Could not be made"
        PUBLISHED = "published", "Published"

    authority = models.ForeignKey(Authority, models.PROTECT, related_name="annual_reports")
    academic_year = models.CharField(max_length=7)
    edition = models.PositiveSmallIntegerField(default=1)
    introduction = models.TextField(blank=True)
    pupil_premium = models.TextField("pupil premium plus", blank=True)
    priorities = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    progress = models.PositiveSmallIntegerField(default=0)
    progress_text = models.CharField(max_length=100, blank=True)
    progressed_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=300, blank=True)
    as_at = models.DateField("figures as at", null=True, blank=True)
    figures = models.JSONField(default=list, blank=True)
    children = models.JSONField(default=dict, blank=True)
    chart = models.TextField("picture as SVG", blank=True)
    file = models.FileField(
        upload_to="annual_reports/%Y", storage=private_storage, blank=True, max_length=200
    )
    file_sha256 = models.CharField(max_length=64, blank=True)
    produced_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    produced_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    published_at = models.DateTimeField(null=True, blank=True)

    objects = AnnualReportQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-academic_year", "-edition"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["authority", "academic_year", "edition"], name="one_report_per_edition"
            ),
            models.UniqueConstraint(
                fields=["authority", "academic_year"],
                condition=~Q(state="published"),
                name="one_report_in_the_making",
                violation_error_message="This year's report is already in the making.",
            ),
            models.CheckConstraint(
                condition=Q(academic_year__regex=r"^20[0-9]{2}-[0-9]{2}$"),
                name="annual_report_academic_year",
                violation_error_message="Write the academic year like 2025-26.",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["ready", "published"])
                | (~Q(file="") & ~Q(figures=[]) & Q(as_at__isnull=False)),
                name="finished_report_has_file_and_figures",
            ),
            models.CheckConstraint(
                condition=Q(
                    state="published", published_at__isnull=False, published_by__isnull=False
                )
                | (~Q(state="published") & Q(published_at__isnull=True, published_by__isnull=True)),
                name="report_is_published_by_somebody",
            ),
            models.CheckConstraint(condition=Q(progress__lte=100), name="progress_of_report"),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(
                name="published_reports_are_kept",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__state="published"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.authority} {self.academic_year}, edition {self.edition}"

    @property
    def is_published(self) -> bool:
        """Whether the director and the lead member can read it."""
        return self.state == self.State.PUBLISHED

    @property
    def is_in_the_making(self) -> bool:
        """Whether a worker has it or will have it."""
        return self.state in (self.State.QUEUED, self.State.RUNNING)

    @property
    def is_silent(self) -> bool:
        """Whether the worker has not been heard of for long."""
        return (
            self.is_in_the_making
            and self.progressed_at is not None
            and self.progressed_at < timezone.now() - SILENCE
        )

    @property
    def lacks_account(self) -> bool:
        """Whether the account without which nobody publishes it is still to be written."""
        return not self.pupil_premium.strip()

    @property
    def has_file(self) -> bool:
        """Whether there is a PDF that belongs to the text and figures."""
        return self.state in (self.State.READY, self.State.PUBLISHED)
