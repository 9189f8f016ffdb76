"""What a child, a carer or a parent says themselves: theirs alone to change, read by the others."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from peps.querysets.voices import (
    SentAnswerQuerySet,
    VoiceAnswerQuerySet,
    VoiceCallQuerySet,
    VoicePictureQuerySet,
)
from peps.rules.voices import Call
from pupils.models import new_ref
from vsh.calendars import today
from vsh.history import tracked

from .links import MANNERS, PURPOSES, PersonalLink
from .pep import Pep
from .reading import RelatedToPepQuerySet, private_storage


@tracked()
class Voice(models.Model):
    """The part of one plan that the child, the carers of a home or one parent wrote themselves.

    Others read it as it was last sent (`SentAnswer`); nobody but its writers changes it. `whose`
    tells apart who does not share a part (`peps.rules.links.whose_parts`); `name` is the parent's,
    as the link bears it.
    """

    pep = models.ForeignKey(Pep, models.CASCADE, related_name="voices")
    purpose = models.CharField(max_length=10, choices=PURPOSES)
    whose = models.CharField(max_length=320, blank=True)
    name = models.CharField(max_length=100, blank=True)
    manner = models.CharField(max_length=10, choices=MANNERS, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_by = models.CharField(max_length=100, blank=True)

    objects = RelatedToPepQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["pep", "purpose", "whose"], name="one_voice_for_a_person"
            )
        ]

    def __str__(self) -> str:
        return self.purpose


@tracked()
class VoiceAnswer(models.Model):
    """One answer as its writers have it now: pictures that were chosen, words, or both; `said_by`
    where several share it. Nobody else reads it before it is sent.

    A private one is read by those alone whom the child's screen named, `private_to` (accounts; none
    where it could name nobody: then social worker and officer, until it is changed), and by the
    child until it is sent, in the `session` that wrote it: who made the link may know its code. It
    has no session once it is sent, or goes along when the part is sent.
    """

    voice = models.ForeignKey(Voice, models.CASCADE, related_name="answers")
    key = models.CharField(max_length=40)
    choices = ArrayField(models.CharField(max_length=30), default=list, blank=True)
    text = models.TextField(blank=True)
    is_private = models.BooleanField(default=False)
    private_to = ArrayField(models.BigIntegerField(), default=list, blank=True)
    version = models.PositiveIntegerField(default=1)
    said_by = models.CharField(max_length=100, blank=True)
    link = models.ForeignKey(PersonalLink, models.PROTECT, related_name="+")
    session = models.CharField(max_length=20, blank=True)
    page = models.CharField(max_length=30, blank=True)  # that stood open, of a carer or parent
    changed_at = models.DateTimeField(auto_now=True)

    objects = VoiceAnswerQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["voice", "key"],
                condition=Q(is_private=False),
                name="one_open_answer_to_a_question",
            ),
            models.UniqueConstraint(
                fields=["voice", "key", "session"],
                condition=Q(is_private=True) & ~Q(session=""),
                name="one_private_answer_in_a_session",
            ),
        ]

    def __str__(self) -> str:
        return self.key


@tracked()
class SentAnswer(models.Model):
    """An answer as it was sent: what others read, until its writers send again."""

    voice = models.ForeignKey(Voice, models.CASCADE, related_name="sent_answers")
    key = models.CharField(max_length=40)
    choices = ArrayField(models.CharField(max_length=30), default=list, blank=True)
    text = models.TextField(blank=True)
    is_private = models.BooleanField(default=False)
    private_to = ArrayField(models.BigIntegerField(), default=list, blank=True)
    said_by = models.CharField(max_length=100, blank=True)

    objects = SentAnswerQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["voice", "key"],
                condition=Q(is_private=False),
                name="one_open_answer_sent_to_a_question",
            )
        ]

    def __str__(self) -> str:
        return self.key


@tracked()
class VoicePicture(models.Model):
    """A photo of a drawing, made anew so that it holds nothing but the picture; others see it once
    the part is sent after it was added."""

    ref = models.CharField(max_length=12, unique=True, default=new_ref, editable=False)
    voice = models.ForeignKey(Voice, models.CASCADE, related_name="pictures")
    file = models.FileField(upload_to="voices/%Y/%m", storage=private_storage, max_length=200)
    says = models.CharField(max_length=300, blank=True)
    is_private = models.BooleanField(default=False)
    private_to = ArrayField(models.BigIntegerField(), default=list, blank=True)
    link = models.ForeignKey(PersonalLink, models.PROTECT, related_name="+")
    session = models.CharField(max_length=20, blank=True)
    added_at = models.DateTimeField(auto_now_add=True)

    objects = VoicePictureQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return self.ref


@tracked()
class VoiceCall(models.Model):
    """The child calls: worried about being safe, or wanting an advocate or an interpreter.

    Told at once to the people named on the screen (`told_as`), of whom those with an account alone
    read the words; one of them says that they have it. What nobody takes up is passed on.
    """

    pep = models.ForeignKey(Pep, models.CASCADE, related_name="voice_calls")
    kind = models.CharField(max_length=12, choices=[(call.value, call.label) for call in Call])
    text = models.TextField(blank=True)
    link = models.ForeignKey(PersonalLink, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    called_on = models.DateField(default=today)
    told = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+")
    told_as = ArrayField(models.CharField(max_length=300), default=list, blank=True)
    escalated_on = models.DateField(null=True, blank=True)
    taken_up_at = models.DateTimeField(null=True, blank=True)
    taken_up_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    taken_up_words = models.TextField(blank=True)

    objects = VoiceCallQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [
            models.Index(
                fields=["pep"], condition=Q(taken_up_at__isnull=True), name="calls_that_wait"
            )
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(taken_up_at__isnull=True)
                | (Q(taken_up_by__isnull=False) & ~Q(taken_up_words="")),
                name="call_is_taken_up_by_a_person_who_says_how",
            )
        ]

    def __str__(self) -> str:
        return self.kind


@tracked()
class VoiceCallLine(models.Model):
    """What somebody who was told of a call adds once another has taken it up."""

    call = models.ForeignKey(VoiceCall, models.CASCADE, related_name="lines")
    words = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    objects = RelatedToPepQuerySet.with_path("call__pep__pupil").as_manager()

    class Meta:
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"line of {self.call_id}"
