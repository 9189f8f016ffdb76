"""How an authority assures quality: its rubric, which plans, its phrases; and what was drawn."""

from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from vsh.history import tracked
from vsh.organisations.models import Authority

from ..querysets import OfVirtualSchoolQuerySet, RelatedToPepQuerySet
from .pep import Pep, PepStatusChange
from .quality import Rag


class AuthorityRubric(models.Model):
    """One version of an authority's own rubric; the database refuses to change or delete it."""

    authority = models.ForeignKey(Authority, models.PROTECT, related_name="rubrics")
    number = models.PositiveSmallIntegerField()
    version = models.CharField(max_length=20, unique=True)
    content = models.JSONField()
    what_changed = models.CharField(max_length=300)
    made_on = models.DateField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = OfVirtualSchoolQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["authority", "number"], name="one_rubric_per_number")
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(
                name="rubrics_are_kept", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self) -> str:
        return self.version


@tracked()
class QualityPolicy(models.Model):
    """An authority's choices; without a row it assures every plan by the shipped rubric.

    `seed` is thrown by the system once and never again, so that nobody can choose what is drawn.
    """

    class Assures(models.TextChoices):
        ALL = "all", "Every plan"
        SAMPLE = "sample", "A sample; an officer accepts the others"

    class Always(models.TextChoices):
        FIRST = "first", "First PEPs"
        EXAM_YEARS = "exam_years", "Years 6, 10 and 11"
        RED_SCHOOL = "red_school", "Schools whose last judged plan was red"
        INTERIM = "interim", "Interim plans"

    authority = models.OneToOneField(Authority, models.CASCADE, related_name="quality_policy")
    rubric_version = models.CharField(max_length=20, blank=True)
    assures = models.CharField(max_length=6, choices=Assures, default=Assures.ALL)
    share = models.PositiveSmallIntegerField(default=100)
    always = ArrayField(models.CharField(max_length=12, choices=Always), default=list, blank=True)
    second_share = models.PositiveSmallIntegerField(default=0)
    seed = models.CharField(max_length=32)
    version = models.PositiveIntegerField(default=1)
    changed_on = models.DateField()
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = OfVirtualSchoolQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(share__lte=100, second_share__lte=100), name="shares_are_of_a_hundred"
            ),
            models.CheckConstraint(condition=~Q(seed=""), name="policy_has_its_seed"),
        ]

    def __str__(self) -> str:
        return f"{self.authority_id}: {self.assures}"


@tracked()
class FeedbackPhrase(models.Model):
    """Words that officers of an authority use again in their feedback; kept when retired."""

    authority = models.ForeignKey(Authority, models.CASCADE, related_name="feedback_phrases")
    text = models.CharField(max_length=500)
    added_on = models.DateField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    retired_on = models.DateField(null=True, blank=True)
    retired_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = OfVirtualSchoolQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["text", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["authority", "text"],
                condition=Q(retired_on__isnull=True),
                name="one_phrase_in_use_of_the_same_words",
                violation_error_message="These words are among your phrases already.",
            ),
            models.CheckConstraint(
                condition=Q(retired_on__isnull=True) | Q(retired_by__isnull=False),
                name="phrase_is_retired_by_a_person",
            ),
        ]

    def __str__(self) -> str:
        return self.text


class QualityDraw(models.Model):
    """Whether a plan is in the sample, drawn once when it is handed in; never changed."""

    class Why(models.TextChoices):
        FIRST = "first", "a first PEP is always assured"
        EXAM_YEARS = "exam_years", "Years 6, 10 and 11 are always assured"
        RED_SCHOOL = "red_school", "the last judged plan of the school was red"
        INTERIM = "interim", "an interim plan is always assured"
        SHARE = "share", "drawn by its number"
        NOT_DRAWN = "not_drawn", "not drawn, by its number"

    pep = models.OneToOneField(Pep, models.CASCADE, related_name="quality_draw")
    is_drawn = models.BooleanField()
    why = models.CharField(max_length=12, choices=Why)
    number = models.PositiveSmallIntegerField()
    share = models.PositiveSmallIntegerField()
    drawn_on = models.DateField()

    objects = RelatedToPepQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(is_drawn=True) | Q(why="not_drawn"), name="who_is_not_drawn_says_so"
            )
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(name="draws_are_kept", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return self.why


@tracked()
class SecondMarking(models.Model):
    """A plan that two officers mark apart, until they agree: drawn, or picked by one of them.

    The Virtual School Head may release it with a reason; then one officer judges it.
    """

    pep = models.OneToOneField(Pep, models.CASCADE, related_name="second_marking")
    number = models.PositiveSmallIntegerField(null=True, blank=True)
    share = models.PositiveSmallIntegerField(null=True, blank=True)
    asked_on = models.DateField()
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    settled_on = models.DateField(null=True, blank=True)
    released_on = models.DateField(null=True, blank=True)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    released_because = models.TextField(blank=True)

    objects = RelatedToPepQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(asked_by__isnull=False) | Q(number__isnull=False),
                name="second_marking_is_drawn_or_picked",
            ),
            models.CheckConstraint(
                condition=Q(released_on__isnull=True)
                | (Q(released_by__isnull=False) & ~Q(released_because="")),
                name="second_marking_is_released_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"asked on {self.asked_on}"


@tracked()
class Marking(models.Model):
    """One officer's marks of a plan that two mark apart, of one handing-in of it."""

    pep = models.ForeignKey(Pep, models.CASCADE, related_name="markings")
    submission = models.ForeignKey(PepStatusChange, models.PROTECT, related_name="+")
    place = models.PositiveSmallIntegerField()
    rubric_version = models.CharField(max_length=20)
    outcome = models.CharField(max_length=5, choices=Rag)
    ratings = models.JSONField()
    comments = models.JSONField(default=dict)
    sections = models.JSONField(default=dict)
    feedback = models.TextField()
    marked_on = models.DateField()
    marked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = RelatedToPepQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["place"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["submission", "place"], name="one_marking_per_place"),
            models.UniqueConstraint(fields=["submission", "marked_by"], name="nobody_marks_twice"),
            models.CheckConstraint(condition=Q(place__in=[1, 2]), name="two_mark_a_plan"),
        ]

    def __str__(self) -> str:
        return self.outcome
