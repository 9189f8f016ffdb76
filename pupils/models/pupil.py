"""A child on a virtual school's roll."""

import secrets
from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Q

from vsh.calendars import today
from vsh.history import tracked
from vsh.organisations.models import Authority

from ..names import search_form
from ..querysets import PupilQuerySet

_REF_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"


def new_ref() -> str:
    """A random public reference that says nothing about the child."""
    return "".join(secrets.choice(_REF_ALPHABET) for _ in range(10))


@tracked()
class Pupil(models.Model):
    """A child whom an authority looks after or has looked after.

    `ref` is the only identifier in addresses and logs; `child_id` is the authority's own
    number (the return's CHILD). `uasc_until` is the day on which being unaccompanied
    ceases. `nc_year` is as recorded and may differ from age: 0 is Reception, -1 and -2 the
    nursery years. A child known from the return alone has no name.
    What happened before `on_record_since`, the day of the first load, may not be known here.
    A record that was the same child's as another is `merged_into` that one and seen no more.
    """

    class Sex(models.TextChoices):
        FEMALE = "F", "Female"
        MALE = "M", "Male"
        UNKNOWN = "U", "Not known"

    ref = models.CharField(max_length=12, unique=True, default=new_ref, editable=False)
    authority = models.ForeignKey(Authority, models.PROTECT, related_name="pupils")
    child_id = models.CharField("child ID", max_length=30)
    upn = models.CharField("UPN", max_length=13, blank=True)
    former_upn = models.CharField("former UPN", max_length=13, blank=True)
    legal_first_name = models.CharField(max_length=100, blank=True)
    legal_last_name = models.CharField(max_length=100, blank=True)
    known_as = models.CharField(max_length=100, blank=True)
    search_name = models.CharField(max_length=310, blank=True, editable=False)
    date_of_birth = models.DateField()
    sex = models.CharField(max_length=1, choices=Sex, default=Sex.UNKNOWN)
    ethnicity = models.CharField(max_length=4, blank=True)
    first_language = models.CharField(max_length=60, blank=True)
    is_uasc = models.BooleanField("unaccompanied asylum-seeking child", default=False)
    uasc_until = models.DateField("unaccompanied until", null=True, blank=True)
    nc_year = models.SmallIntegerField("year group", null=True, blank=True)
    is_restricted = models.BooleanField(default=False)
    on_record_since = models.DateField(default=today, editable=False)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="merged"
    )
    version = models.PositiveIntegerField(default=1)

    objects = PupilQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["search_name", "id"]
        indexes: ClassVar = [
            models.Index(fields=["authority", "search_name", "id"]),
            models.Index(fields=["upn"]),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["authority", "child_id"],
                name="one_pupil_per_child_id",
                violation_error_message="This authority already has a child with this ID.",
            ),
            models.UniqueConstraint(
                fields=["authority", "upn"],
                condition=~Q(upn="") & ~Q(upn__startswith="UN") & Q(merged_into__isnull=True),
                name="one_pupil_per_upn",
                violation_error_message="This authority already has a child with this UPN.",
            ),
            models.CheckConstraint(
                condition=Q(nc_year__isnull=True) | Q(nc_year__range=(-2, 14)),
                name="year_group_from_nursery_to_14",
                violation_error_message="The year group is not between nursery and Year 14.",
            ),
        ]

    def __str__(self) -> str:
        return self.ref

    def save(self, *args: object, **kwargs: object) -> None:
        """Keep the folded name beside the names."""
        self.search_name = search_form(self.known_as, self.legal_first_name, self.legal_last_name)
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    @property
    def name(self) -> str:
        """The name that the child goes by; "Child 69112" where no name is known."""
        first = self.known_as or self.legal_first_name
        full = f"{first} {self.legal_last_name}".strip()
        return full or f"Child {self.child_id}"

    def is_unaccompanied_on(self, day: date) -> bool:
        """Whether the child counts as unaccompanied asylum-seeking on `day`."""
        return self.is_uasc and (self.uasc_until is None or day < self.uasc_until)

    @property
    def initials(self) -> str:
        """Initials for messages, which carry no name; the reference where there is none."""
        first = self.known_as or self.legal_first_name
        letters = "".join(part[0] for part in (first, self.legal_last_name) if part)
        return letters.upper() or self.ref
