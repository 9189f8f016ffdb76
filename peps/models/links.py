"""Personal links of those without an account, and the court orders that close them."""

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from peps.querysets.links import PersonalLinkQuerySet, child_now
from peps.rules.links import ChildNow, Closed, LinkFacts, whose_parts, why_closed
from peps.schema.speakers import Manner, Purpose
from pupils.models import CarePlacement, Pupil, new_ref
from pupils.querysets import RelatedToPupilQuerySet
from vsh.calendars import today
from vsh.calendars.current_day import LONDON
from vsh.history import tracked

from .pep import Pep

PURPOSES = [(purpose.value, purpose.label) for purpose in Purpose]
MANNERS = [(manner.value, manner.label) for manner in Manner]


@tracked(exclude=["token_hash", "code_hash"])
class PersonalLink(models.Model):
    """One person's way to their part of a plan, by a link and a code that is told another way.

    Of both only a hash is kept; the code's is keyed with the link's token, so that the database
    alone gives neither. What is written belongs to the plan and to whom it is from (`Voice`), so
    that a new link finds what was written with the last one. `home` is where the child lived when
    it was made. A device that is handed over has a link without a code, which `given_back_at` ends.
    `recipient` is the line of who has a copy that it serves; `reads_until` is how long one that
    opened on the day of completion opens the finished plan.
    """

    ref = models.CharField(max_length=12, unique=True, default=new_ref, editable=False)
    pep = models.ForeignKey(Pep, models.CASCADE, related_name="links")
    purpose = models.CharField(max_length=10, choices=PURPOSES)
    manner = models.CharField(max_length=10, choices=MANNERS, blank=True)
    name = models.CharField(max_length=100, blank=True)
    email = models.EmailField(blank=True)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    code_hash = models.CharField(max_length=64, blank=True, editable=False)
    home = models.ForeignKey(
        CarePlacement, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    wrong_codes = models.PositiveSmallIntegerField(default=0)
    paused_until = models.DateTimeField(null=True, blank=True)
    expires_on = models.DateField()
    reads_until = models.DateField(null=True, blank=True)
    recipient = models.ForeignKey(
        "peps.Recipient", models.SET_NULL, null=True, blank=True, related_name="links"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    last_used_at = models.DateTimeField(null=True, blank=True)
    is_handed_over = models.BooleanField(default=False)
    given_back_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    revoked_because = models.TextField(blank=True)

    objects = PersonalLinkQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True)
                | (Q(revoked_by__isnull=False) & ~Q(revoked_because="")),
                name="link_is_closed_by_a_person_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(is_handed_over=True) | ~Q(code_hash=""), name="link_has_a_code"
            ),
            models.CheckConstraint(
                condition=Q(reads_until__isnull=True) | Q(reads_until__gte=F("expires_on")),
                name="link_reads_no_shorter_than_it_opens",
            ),
            models.CheckConstraint(
                condition=Q(purpose="child") | Q(is_handed_over=False, manner=""),
                name="only_a_child_is_asked_in_a_manner",
            ),
        ]

    def __str__(self) -> str:
        return self.ref

    @property
    def child_now(self) -> ChildNow:
        """What opens or closes it today, of a link read `as_on` a day."""
        return child_now(self.pep, self, on=today())

    @property
    def why_closed(self) -> Closed | None:
        """Why it opens no more, of a link read `as_on` a day."""
        facts = LinkFacts(
            purpose=Purpose(self.purpose),
            expires_on=self.expires_on,
            home=self.lived_then,  # type: ignore[attr-defined]
            made_on=self.made_on,
            is_revoked=self.revoked_at is not None,
            is_given_back=self.given_back_at is not None,
            wrong_codes=self.wrong_codes,
            reads_until=self.reads_until if self.has_finished_plan else None,
            has_finished_plan=self.has_finished_plan,
        )
        return why_closed(facts, self.child_now, on=today())

    @property
    def is_paused(self) -> bool:
        """Whether wrong codes keep it shut for a while."""
        return self.paused_until is not None and self.paused_until > timezone.now()

    @property
    def opens_until(self) -> date:
        """Its last day."""
        if self.reads_until and self.has_finished_plan:
            return self.reads_until
        return self.expires_on

    @property
    def has_finished_plan(self) -> bool:
        """Whether there is a finished plan to read, of a link read `as_on` a day: complete, or as
        it was when it was opened again to be put right."""
        state = self.pep.state
        was_finished = getattr(self, "was_finished", False) and state != Pep.State.NOT_REQUIRED
        return state == Pep.State.COMPLETE or was_finished

    @property
    def is_for_reading(self) -> bool:
        """Whether its time to write is over, though it still opens the finished plan."""
        return today() > self.expires_on

    @property
    def whose(self) -> str:
        """Whose part it writes (`Voice.whose`)."""
        return self.parts[0]

    @property
    def parts(self) -> tuple[str, ...]:
        """The same under every name that it may have; a carer's, of a link read `as_on` a day."""
        home: tuple[str, ...] = ()
        if self.purpose == Purpose.CARER:
            child = self.child_now
            home = child.parts_of(
                child.part_of(self.lived_then, self.made_on)  # type: ignore[attr-defined]
            )
        return whose_parts(Purpose(self.purpose), name=self.name, link=self.ref, home=home)

    @property
    def is_begun_twice(self) -> bool:
        """Whether carers of its home have two parts, of a link read `as_on` a day: the record took
        the home for two."""
        if self.purpose != Purpose.CARER:
            return False
        begun = {part["whose"] for part in self.carers_parts}  # type: ignore[attr-defined]
        return len(begun.intersection(self.parts)) > 1

    @property
    def made_on(self) -> date:
        """The day on which it was made."""
        return self.created_at.astimezone(LONDON).date()

    @property
    def person(self) -> str:
        """Who uses it, in the log of reads and beside what was written."""
        purpose = Purpose(self.purpose).label
        if self.purpose == Purpose.CHILD:
            return f"{purpose}, {'on a device handed over' if self.is_handed_over else 'by link'}"
        return f"{purpose}{f' {self.name}' if self.name else ''}, by link"


@tracked()
class CourtOrderClosure(models.Model):
    """A court order because of which nobody of a purpose has a link, until it is lifted."""

    pupil = models.ForeignKey(Pupil, models.CASCADE, related_name="link_closures")
    purpose = models.CharField(max_length=10, choices=PURPOSES)
    reason = models.TextField()
    closed_at = models.DateTimeField(auto_now_add=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    lifted_because = models.TextField(blank=True)

    objects = RelatedToPupilQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["pupil", "purpose"],
                condition=Q(lifted_at__isnull=True),
                name="one_court_order_in_force_for_a_purpose",
                violation_error_message="These links are closed by court order already.",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="court_order_has_a_reason"),
            models.CheckConstraint(
                condition=Q(lifted_at__isnull=True)
                | (Q(lifted_by__isnull=False) & ~Q(lifted_because="")),
                name="court_order_is_lifted_by_a_person_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} closed by court order"
