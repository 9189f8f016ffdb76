"""Who has a copy of a complete plan, and how; or why somebody does not get one."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from vsh.history import tracked

from ..querysets import RecipientQuerySet
from .pep import Pep


@tracked()
class Recipient(models.Model):
    """One person who is to have the latest version: given how and when, left out, or still open.

    Source: statutory guidance (2018): "the VSH, designated teacher, carer and, where appropriate,
    child and parent have a copy of the latest version of the document".
    """

    class Capacity(models.TextChoices):
        CHILD = "child", "The child"
        CARER = "carer", "Carer"
        PARENT = "parent", "Parent"
        DESIGNATED_TEACHER = "designated_teacher", "Designated teacher"
        VIRTUAL_SCHOOL = "virtual_school", "Virtual School"
        SOCIAL_WORKER = "social_worker", "Social worker"
        IRO = "iro", "Reviewing officer"
        OTHER = "other", "Other"

    class How(models.TextChoices):
        HERE = "here", "Reads it here"
        HANDED_OVER = "handed_over", "Handed over"
        LINK = "link", "Personal link"

    pep = models.ForeignKey(Pep, models.CASCADE, related_name="recipients")
    capacity = models.CharField(max_length=20, choices=Capacity)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    name = models.CharField(max_length=150, blank=True)
    how = models.CharField(max_length=12, choices=How, blank=True)
    given_on = models.DateField(null=True, blank=True)
    left_out_because = models.CharField(max_length=500, blank=True)
    recorded_on = models.DateField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = RecipientQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(how="", given_on__isnull=True)
                | (~Q(how="") & Q(given_on__isnull=False, left_out_because="")),
                name="copy_is_given_on_a_day_or_not_at_all",
            ),
            models.UniqueConstraint(fields=["pep", "user"], name="one_copy_per_person"),
            models.UniqueConstraint(
                fields=["pep", "capacity", "name"],
                condition=Q(user__isnull=True),
                name="one_copy_per_name",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.capacity} of {self.pep_id}"

    @property
    def shown_name(self) -> str:
        """The name, or the part where nobody has said the name."""
        return str(self.user) if self.user else self.name or self.get_capacity_display()

    @property
    def is_open(self) -> bool:
        """Whether nobody has said yet how it is given, or why not."""
        return not self.how and not self.left_out_because
