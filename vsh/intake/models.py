"""One import: its files, its state, what was found and what became of its rows."""

from datetime import timedelta
from typing import ClassVar

from django.conf import settings
from django.core.files.storage import Storage, storages
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import get_random_string

from vsh.api.models import SystemToken
from vsh.organisations.models import Authority

from .querysets import ImportRunQuerySet

STARTS_WITHIN = timedelta(seconds=30)
_REF_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"


def new_ref() -> str:
    """A random reference for addresses."""
    return get_random_string(10, _REF_ALPHABET)


def private_storage() -> Storage:
    """The private store, which no address serves."""
    return storages["private"]


class ImportRun(models.Model):
    """Files loaded together, from the page (with an uploader), by another system (`sent_by`, in the
    name of whose token it is) or by a command (with neither).

    uploaded → checking → ready → loading → loaded; or failed, or cancelled; or after the check
    nothing, where nothing would change. What a system sends is loaded as it is checked, or,
    where something in it is refused, ready. The counts are those
    of the check until the run is loaded, then those of the load. `findings` keeps the first of
    each level, and of the doubts about refused rows, for the page, and of which schools each file
    is, where it tells; the report holds all findings.
    Both go some time after the import; the counts stay.
    """

    class State(models.TextChoices):
        UPLOADED = "uploaded", "Waiting to be checked"
        CHECKING = "checking", "Being checked"
        READY = "ready", "Ready to confirm"
        LOADING = "loading", "Loading"
        LOADED = "loaded", "Loaded"
        FAILED = "failed", "Failed"
        CANCELLED = "cancelled", "Cancelled"
        NOTHING = "nothing", "Nothing to load"

    AT_WORK: ClassVar = (State.UPLOADED, State.CHECKING, State.LOADING)
    OVER: ClassVar = (State.LOADED, State.FAILED, State.CANCELLED, State.NOTHING)

    ref = models.CharField(max_length=12, unique=True, default=new_ref, editable=False)
    kind = models.CharField(max_length=20)
    authority = models.ForeignKey(
        Authority, models.PROTECT, null=True, blank=True, related_name="imports"
    )
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    uploaded_at = models.DateTimeField(auto_now_add=True)
    sent_by = models.ForeignKey(
        SystemToken, models.PROTECT, null=True, blank=True, related_name="deliveries"
    )
    idempotency_key = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.UPLOADED)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    rows_new = models.PositiveIntegerField(default=0)
    rows_changed = models.PositiveIntegerField(default=0)
    rows_same = models.PositiveIntegerField(default=0)
    rows_refused = models.PositiveIntegerField(default=0)
    other_changes = models.PositiveIntegerField(default=0)  # such as rows that a file has no more
    errors = models.PositiveIntegerField(default=0)
    warnings = models.PositiveIntegerField(default=0)
    notes = models.PositiveIntegerField(default=0)
    failure = models.CharField(max_length=300, blank=True)
    findings = models.JSONField(default=dict, blank=True)
    report = models.FileField(storage=private_storage, blank=True, max_length=200)

    objects = ImportRunQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-uploaded_at", "-id"]
        indexes: ClassVar = [models.Index(fields=["authority", "-uploaded_at"])]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["sent_by", "idempotency_key"],
                condition=Q(sent_by__isnull=False),
                name="a_delivery_is_taken_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.ref}"

    @property
    def is_at_work(self) -> bool:
        """Whether a worker has it, or soon will."""
        return self.state in self.AT_WORK

    @property
    def is_late_to_start(self) -> bool:
        """Whether it has waited for a worker for longer than one usually takes."""
        since = self.confirmed_at if self.state == self.State.LOADING else self.uploaded_at
        return bool(
            self.is_at_work and since is not None and timezone.now() - since > STARTS_WITHIN
        )

    @property
    def is_cleared(self) -> bool:
        """Whether the report, which every import has that came to an end, has been deleted."""
        return bool(self.finished_at and self.rows and not self.report)

    @property
    def rows(self) -> int:
        """How many rows were found."""
        return self.rows_new + self.rows_changed + self.rows_same + self.rows_refused

    @property
    def rows_to_load(self) -> int:
        """How many rows would change something."""
        return self.rows_new + self.rows_changed

    @property
    def changes(self) -> int:
        """How much it would change, or has changed, on record."""
        return self.rows_to_load + self.other_changes

    @property
    def is_ready(self) -> bool:
        """Whether somebody may confirm it."""
        return self.state == self.State.READY


class ImportFile(models.Model):
    """One file of an import; its content is deleted once the import is over."""

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="files")
    name = models.CharField(max_length=200)
    layout = models.CharField(max_length=60, blank=True)
    content = models.FileField(storage=private_storage, blank=True, max_length=200)
    size = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return self.name
