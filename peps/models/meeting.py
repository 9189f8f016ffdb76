"""A meeting about a PEP, and who was asked to it and came."""

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from pupils.models import CarePlacement, new_ref
from vsh.accounts.models import User
from vsh.calendars.current_day import LONDON
from vsh.govuk.dates import clock_time, long_date
from vsh.history import tracked

from ..querysets import MeetingQuerySet, RelatedToPepQuerySet
from .pep import Pep


@tracked()
class Meeting(models.Model):
    """A meeting by the clock on the wall in England: a day, a beginning and an end.

    `revision` counts what those invited have to know of, as calendars count it (the SEQUENCE of
    RFC 5545); `version` refuses a stale save of the arrangement, `minutes_version` one of the
    minutes. `is_held` is unknown until somebody says so; `attendance_by` is who said it last.
    `is_ehc_review` says that it is also the annual review of the child's EHC plan.
    `passed_to` is who stands for it since who arranged it sees the child no more.
    """

    ref = models.CharField(max_length=12, unique=True, default=new_ref, editable=False)
    pep = models.ForeignKey(Pep, models.CASCADE, related_name="meetings")
    day = models.DateField()
    starts_at = models.TimeField()
    ends_at = models.TimeField()
    place = models.CharField(max_length=200, blank=True)
    video_link = models.URLField(max_length=500, blank=True)
    chair = models.CharField(max_length=150, blank=True)
    is_ehc_review = models.BooleanField(default=False)
    arranged_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    arranged_on = models.DateField()
    passed_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    revision = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)
    cancelled_on = models.DateField(null=True, blank=True)
    cancelled_because = models.CharField(max_length=500, blank=True)
    is_held = models.BooleanField(null=True, blank=True)
    not_held_because = models.CharField(max_length=500, blank=True)
    attendance_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    attendance_at = models.DateTimeField(null=True, blank=True)
    minutes = models.TextField(blank=True)
    minutes_version = models.PositiveIntegerField(default=0)
    minutes_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    minutes_at = models.DateTimeField(null=True, blank=True)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["day", "starts_at", "id"]
        indexes: ClassVar = [models.Index(fields=["day", "starts_at"])]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="meeting_ends_after_it_starts",
                violation_error_message="A meeting cannot end before it starts.",
            ),
            models.CheckConstraint(
                condition=~Q(place="", video_link=""),
                name="meeting_has_a_place_or_a_link",
                violation_error_message="Say where the meeting is, or give its video link.",
            ),
            models.CheckConstraint(
                condition=Q(cancelled_on__isnull=True, cancelled_because="")
                | (Q(cancelled_on__isnull=False, is_held__isnull=True) & ~Q(cancelled_because="")),
                name="meeting_is_cancelled_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(is_held=False) & ~Q(not_held_because="") | Q(not_held_because=""),
                name="only_a_meeting_that_was_not_held_says_why",
            ),
        ]

    def __str__(self) -> str:
        return self.ref

    @property
    def organiser(self) -> User:
        """Who stands for it, and to whom answers go."""
        return self.passed_to or self.arranged_by

    @property
    def begins(self) -> datetime:
        """The moment at which it begins, in London's time."""
        return datetime.combine(self.day, self.starts_at, LONDON)

    @property
    def finishes(self) -> datetime:
        """The moment at which it ends, in London's time."""
        return datetime.combine(self.day, self.ends_at, LONDON)

    @property
    def when(self) -> str:
        """Tuesday 24 November 2026, 3:00pm to 4:00pm."""
        hours = f"{clock_time(self.begins)} to {clock_time(self.finishes)}"
        return f"{self.day:%A} {long_date(self.day)}, {hours}"

    @property
    def where(self) -> str:
        """The place, the video link, or both."""
        return ", ".join(filter(None, (self.place, self.video_link)))

    @property
    def is_coming(self) -> bool:
        """Whether it is neither cancelled nor said to have been held or not."""
        return self.cancelled_on is None and self.is_held is None


@tracked()
class Attendee(models.Model):
    """Somebody asked to a meeting: a person with an account, or a name, perhaps with an address.

    `home` is where the child lived then: after a move the former carer is asked no more.
    """

    class Capacity(models.TextChoices):
        CHILD = "child", "The child"
        CARER = "carer", "Carer"
        PARENT = "parent", "Parent"
        SOCIAL_WORKER = "social_worker", "Social worker"
        DESIGNATED_TEACHER = "designated_teacher", "Designated teacher"
        OFFICER = "officer", "Virtual School"
        IRO = "iro", "Reviewing officer"
        OTHER = "other", "Other"

    class Answer(models.TextChoices):
        NONE = "", "No answer yet"
        ACCEPTED = "accepted", "Comes"
        DECLINED = "declined", "Cannot come"

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="attendees")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    name = models.CharField(max_length=150, blank=True)
    email = models.EmailField("e-mail address", blank=True)
    capacity = models.CharField(max_length=20, choices=Capacity)
    home = models.ForeignKey(
        CarePlacement, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    is_invited = models.BooleanField(default=True)
    answer = models.CharField(max_length=8, choices=Answer, blank=True)
    has_attended = models.BooleanField(null=True, blank=True)

    objects = RelatedToPepQuerySet.with_path("meeting__pep__pupil").as_manager()

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(user__isnull=False, name="", email="")
                | (Q(user__isnull=True) & ~Q(name="")),
                name="attendee_has_an_account_or_a_name",
            ),
            models.UniqueConstraint(
                fields=["meeting", "user"], name="one_invitation_per_person_and_meeting"
            ),
            models.UniqueConstraint(
                fields=["meeting", "email"],
                condition=~Q(email=""),
                name="one_invitation_per_address_and_meeting",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.capacity} of {self.meeting_id}"

    @property
    def shown_name(self) -> str:
        """The name as people read it."""
        return str(self.user) if self.user else self.name

    @property
    def address(self) -> str:
        """Where an invitation goes; empty for who is told by word of mouth."""
        return self.user.email if self.user else self.email

    @property
    def in_words(self) -> str:
        """Name and part, as the plan names who took part."""
        return f"{self.shown_name} ({self.get_capacity_display()})"
