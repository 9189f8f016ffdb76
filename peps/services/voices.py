"""What a personal link writes: answers saved as they are given, sent, pictures, calls for help."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from peps.models import Pep, Voice, VoiceAnswer, VoicePicture
from peps.rules.links import Purpose
from peps.rules.voices import LONGEST_ANSWER, MOST_PICTURES, refusal_to_write
from peps.schema.voices import is_answered, question
from peps.voice.link_session import Speaker
from peps.voice.pictures import made_anew
from pupils.models import Pupil
from pupils.services.locking import lock_pupil
from vsh.calendars import today

from .links import open_link


class VoiceRefused(ValidationError):  # noqa: N818  (an answer to show)
    """Nothing can be written by this link any more; the words say why."""


@dataclass
class StaleAnswer(Exception):  # noqa: N818  (a conflict to settle, not a fault)
    """Somebody else saved the answer since; both texts are here."""

    theirs: VoiceAnswer
    mine: str


@transaction.atomic
def save_answer(
    *,
    speaker: Speaker,
    key: str,
    choices: Sequence[str] | None = None,
    text: str = "",
    is_private: bool = False,
    version: int = 0,
) -> VoiceAnswer | None:
    """Save one answer over the version that the page showed (0: there was none).

    The same again is no conflict; nothing said where nothing was said leaves no trace. Without
    `choices`, as from a manner that draws none, what was touched before stays.
    """
    voice = _open_voice(speaker)
    asked = question(voice.purpose, key)
    if asked is None:
        raise VoiceAnswer.DoesNotExist
    text = text.strip()
    if len(text) > LONGEST_ANSWER:
        raise ValidationError({"text": f"Use {LONGEST_ANSWER:,} letters or fewer."})
    rows = list(VoiceAnswer.objects.filter(voice=voice, key=key).order_by("is_private"))
    shown = {
        row.is_private: row for row in rows if not row.is_private or row.link_id == speaker.link.pk
    }
    own, open_to_all = shown.get(True), shown.get(False)
    kept = own or open_to_all
    if choices is None:
        choices = kept.choices if kept else []
    known = [option.key for option in asked.options if option.key in choices]
    if kept is None:
        if not is_answered(known, text):
            return None
        kept = VoiceAnswer(voice=voice, key=key, version=version)
    elif (kept.choices, kept.text, kept.is_private) == (known, text, is_private):
        return kept
    if own and open_to_all and not is_private:  # what was private takes the open one's place
        kept = open_to_all
    if kept.version != version:
        raise StaleAnswer(theirs=kept, mine=text)
    kept.choices, kept.text, kept.is_private = known, text, is_private
    kept.said_by, kept.link = speaker.said_by, speaker.link
    kept.version = max((row.version for row in rows), default=0) + 1  # none shared by two rows
    if own and kept is open_to_all:
        own.delete()
    kept.save()
    return kept


@transaction.atomic
def send_voice(*, speaker: Speaker) -> Voice:
    """Send the part: from now on the others read it. A second time changes nothing."""
    voice = _locked_voice(speaker)
    if voice.sent_at:
        return voice
    _refuse(speaker, voice)
    if not (voice.answers.exists() or voice.pictures.exists()):
        raise ValidationError("Say something first, then send it.")
    voice.sent_at, voice.sent_by = timezone.now(), speaker.said_by
    voice.save()
    return voice


@transaction.atomic
def add_picture(
    *, speaker: Speaker, upload: object, says: str = "", is_private: bool = False
) -> VoicePicture:
    """Keep a photo of a drawing, made anew: nothing but the picture is in it."""
    content = made_anew(upload)
    voice = _open_voice(speaker)
    if voice.pictures.count() >= MOST_PICTURES:
        raise ValidationError(
            {"picture": f"There are {MOST_PICTURES} pictures already. Take one away first."}
        )
    picture = VoicePicture(
        voice=voice, says=says.strip()[:300], is_private=is_private, link=speaker.link
    )
    picture.file.save(f"{picture.ref}.jpg", content, save=False)
    try:
        picture.save()
    except Exception:
        picture.file.delete(save=False)
        raise
    return picture


@transaction.atomic
def take_picture_away(*, speaker: Speaker, ref: str) -> None:
    """The child's own to take away."""
    voice = _open_voice(speaker)
    picture = VoicePicture.objects.filter(voice=voice, ref=ref).shown_by(speaker.link).first()
    if picture is not None:
        name, storage = str(picture.file.name), picture.file.storage
        picture.delete()
        transaction.on_commit(lambda: storage.delete(name))


def refusal_now(pep: Pep, voice: Voice | None, purpose: str) -> str:
    """Why nothing can be written now, for a page that offers it or not."""
    return refusal_to_write(
        Purpose(purpose),
        is_plan_open=pep.is_open and not pep.is_of_care_ended_by(today()),
        is_sent=voice is not None and voice.sent_at is not None,
    )


def _open_voice(speaker: Speaker) -> Voice:
    voice = _locked_voice(speaker)
    _refuse(speaker, voice)
    return voice


def _locked_voice(speaker: Speaker) -> Voice:
    """The part of the plan, its child's row held, and the link asked again: it may have been
    closed since the page was."""
    lock_pupil(Pupil(pk=speaker.link.pep.pupil_id))
    link = open_link(speaker.link.pk)
    if link is None:
        raise VoiceRefused("This link has been closed. Ask the person who gave it to you.")
    voice, _ = Voice.objects.get_or_create(
        pep=link.pep,
        purpose=link.purpose,
        whose=link.whose,
        defaults={
            "manner": link.manner,
            "name": link.name if link.purpose == Purpose.PARENT else "",
        },
    )
    return voice


def _refuse(speaker: Speaker, voice: Voice) -> None:
    pep = Pep.objects.select_related("pupil", "care_period").get(pk=voice.pep_id)
    if refused := refusal_now(pep, voice, voice.purpose):
        raise VoiceRefused(refused)
