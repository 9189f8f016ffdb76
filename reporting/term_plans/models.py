"""Work on the plans of a whole authority that a worker does: asked for, its progress, its file."""

from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.core.files.storage import Storage, storages
from django.db import models
from django.db.models import Q

from pupils.models import new_ref
from vsh.accounts.roles import Permission
from vsh.history import tracked
from vsh.organisations.models import Authority

if TYPE_CHECKING:
    from vsh.accounts.models import User


def private_storage() -> Storage:
    """The private store, which no address serves."""
    return storages["private"]


class PlansJobQuerySet(models.QuerySet["PlansJob"]):
    """Work on the plans of an authority."""

    def visible_to(self, user: "User") -> Self:
        """What the user asked for, in authorities whose plans they still see to."""
        return self.filter(
            asked_by=user, authority__in=user.authority_ids_where(Permission.ASSURE_PEP)
        )


@tracked(exclude=["done", "total"])
class PlansJob(models.Model):
    """One piece of work: it may run again after a crash, for each step is done once."""

    class Kind(models.TextChoices):
        OPEN = "open", "Open the term's plans"
        CHASE = "chase", "Send a chaser"
        EXPORT = "export", "Export the list"

    class State(models.TextChoices):
        QUEUED = "queued", "Waiting for its turn"
        RUNNING = "running", "Running"
        DONE = "done", "Done"
        FAILED = "failed", "Failed"

    ref = models.CharField(max_length=12, unique=True, default=new_ref, editable=False)
    authority = models.ForeignKey(Authority, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    filters = models.JSONField(default=dict, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    outcome = models.CharField(max_length=300, blank=True)
    file = models.FileField(
        upload_to="plans/%Y/%m", storage=private_storage, max_length=200, blank=True
    )
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    progressed_at = models.DateTimeField(auto_now_add=True)

    objects = PlansJobQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(file="") | Q(kind="export"), name="only_an_export_has_a_file"
            )
        ]

    def __str__(self) -> str:
        return self.ref

    @property
    def is_under_way(self) -> bool:
        """Whether a worker has it still before it."""
        return self.state in {"queued", "running"}

    @property
    def is_cleared(self) -> bool:
        """Whether its file has been deleted, as it was old."""
        return self.kind == self.Kind.EXPORT and self.state == self.State.DONE and not self.file
