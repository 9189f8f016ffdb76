"""The outbox of messages."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q


class Notice(models.Model):
    """A message to one person about one thing at one stage; unique, so never sent twice.

    The text carries no child's name: initials, a reference and a link. Who has no account here is
    written to at an `address`. `calendar` is an appointment (iCalendar) that goes with the text.
    """

    class State(models.TextChoices):
        PENDING = "pending", "Waiting to be sent"
        SENDING = "sending", "Being sent"
        SENT = "sent", "Sent"
        FAILED = "failed", "Failed"

    about = models.CharField(max_length=120)
    stage = models.CharField(max_length=30)
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="notices"
    )
    address = models.EmailField(blank=True)
    pupil_ref = models.CharField(max_length=12, blank=True)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    calendar = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.PENDING)
    tries = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    next_try_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering: ClassVar = ["-created_at", "-id"]
        indexes: ClassVar = [models.Index(fields=["state", "next_try_at"])]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["about", "stage", "recipient"], name="one_notice_per_stage_and_person"
            ),
            models.UniqueConstraint(
                fields=["about", "stage", "address"],
                condition=Q(recipient__isnull=True),
                name="one_notice_per_stage_and_address",
            ),
            models.CheckConstraint(
                condition=Q(recipient__isnull=False, address="")
                | (Q(recipient__isnull=True) & ~Q(address="")),
                name="notice_goes_to_a_person_or_an_address",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.about} {self.stage}"

    @property
    def to(self) -> str:
        """The address to which it goes."""
        return self.recipient.email if self.recipient else self.address
