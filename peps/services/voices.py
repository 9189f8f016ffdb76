"""What a personal link writes: answers saved as they are given, and sent."""

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from peps.models import Pep, PersonalLink, SentAnswer, Voice, VoiceAnswer, VoicePicture
from peps.rules.both_texts import kept_together
from peps.rules.voices import LONGEST_ANSWER, refusal_to_write
from peps.schema.speakers import Purpose
from peps.schema.voice_parts import is_answered
from peps.schema.voices import question
from peps.voice.readers import readers_of
from peps.voice.speaker import Speaker
from pupils.models import Pupil
from pupils.services.locking import lock_pupil
from vsh.calendars import today

from .one_part import one_part
from .open_links import open_link


class VoiceRefused(ValidationError):  # noqa: N818  (an answer to show)
    """Nothing can be written by this link any more; the words say why."""


@dataclass
class StaleAnswer(Exception):  # noqa: N818  (a conflict to settle, not a fault)
    """Somebody else saved the answer since: both texts are here, and the `version` that stands.
    `is_kept`: what was said now is on record with it, whole."""

    theirs: VoiceAnswer
    mine: str
    version: int
    is_kept: bool = False


@dataclass(frozen=True, kw_only=True)
class Given:
    """An answer as the page gives it, over the version that it showed (0: there was none).

    Without `choices`, as from a manner that draws none, what was touched before stays.
    """

    key: str
    text: str = ""
    choices: Sequence[str] | None = None
    is_private: bool = False
    version: int = 0


def save_answer(*, speaker: Speaker, **given: Any) -> VoiceAnswer | None:
    """Save one answer, as `Given` has it.

    The same again is no conflict, nor is what the page showed and nobody touched; nothing said
    where nothing was said leaves no trace. Of what two windows said both texts are kept.
    """
    with transaction.atomic():
        voice, each = open_voice(speaker), Given(**given)
        rows = VoiceAnswer.objects.filter(voice=voice, key=each.key).order_by("is_private")
        saved = _save(voice, speaker, each, list(rows))
    if isinstance(saved, StaleAnswer):
        raise saved
    return saved


def _save(
    voice: Voice, speaker: Speaker, given: Given, rows: list[VoiceAnswer]
) -> VoiceAnswer | StaleAnswer | None:
    """Write one answer if it differs from what is on record in `rows`."""
    asked = question(voice.purpose, given.key)
    if asked is None:
        raise VoiceAnswer.DoesNotExist
    text, is_private, choices = given.text.strip(), given.is_private, given.choices
    if len(text) > LONGEST_ANSWER:
        raise ValidationError({"text": f"Use {LONGEST_ANSWER:,} letters or fewer."})
    shown = {row.is_private: row for row in rows if _is_shown(row, speaker)}
    own, open_to_all = shown.get(True), shown.get(False)
    kept = own or open_to_all
    if choices is None:
        choices = kept.choices if kept else []
    known = [option.key for option in asked.options if option.key in choices]
    if kept is None:
        is_sent_since = given.version and _is_untouched(voice, speaker, given)
        if is_sent_since or not is_answered(known, text):
            return None
        kept = VoiceAnswer(voice=voice, key=given.key, version=given.version)
    elif (kept.choices, kept.text, kept.is_private) == (known, text, is_private):
        return kept
    if own and open_to_all and not is_private:  # what was private takes the open one's place
        kept = open_to_all
    if kept.version != given.version:
        if _is_untouched(voice, speaker, given):
            return kept
        return _both_kept(kept, known, text, is_private, rows)
    if not is_private:
        kept.private_to = []
    elif not (kept.is_private and kept.private_to):  # later changes leave a promise as it was
        kept.private_to = named_now(voice.pep)
    if is_private and kept is open_to_all:  # what was sent of it is closed with it, at once
        voice.sent_answers.filter(key=kept.key, is_private=False).update(
            is_private=True, private_to=kept.private_to
        )
    kept.choices, kept.text, kept.is_private = known, text, is_private
    kept.said_by, kept.link = speaker.said_by, speaker.link
    kept.session = speaker.session if is_private else ""
    kept.version = max((row.version for row in rows), default=0) + 1  # none shared by two rows
    if own and kept is open_to_all:
        own.delete()
    kept.save()
    return kept


def _both_kept(
    kept: VoiceAnswer, choices: list[str], mine: str, is_private: bool, rows: list[VoiceAnswer]
) -> StaleAnswer:
    """A window may be closed before anybody chooses. What only one keeps private is not joined, nor
    what would be too long, nor what was touched."""
    stale = StaleAnswer(theirs=copy(kept), mine=mine, version=kept.version)
    together = kept_together(kept.text, mine)
    if kept.is_private != is_private or len(together) > LONGEST_ANSWER:
        return stale
    if together != kept.text:
        kept.text, kept.version = together, max(row.version for row in rows) + 1
        kept.save()
        stale.version = kept.version
    stale.is_kept = set(choices) <= set(kept.choices)
    return stale


def _is_shown(row: VoiceAnswer, speaker: Speaker) -> bool:
    """What is private stands beside what a session says anew, unless it is that session's own."""
    return not row.is_private or bool(row.session and row.session == speaker.session)


def _is_untouched(voice: Voice, speaker: Speaker, given: Given) -> bool:
    """Whether the page sends what it showed, by the history that the database keeps of every save;
    where there was nothing, nothing."""
    shown: Sequence[Any] = ([], "", False)
    if given.version:
        saves = apps.get_model("peps", "VoiceAnswerEvent").objects.filter(
            Q(is_private=False) | Q(session=speaker.session), voice=voice, key=given.key
        )
        found = saves.filter(version=given.version).order_by("-pgh_id")
        shown = found.values_list("choices", "text", "is_private").first() or (None, None, None)
    choices = shown[0] if given.choices is None else list(given.choices)
    return (choices, given.text.strip(), given.is_private) == tuple(shown)


def named_now(pep: Pep) -> list[int]:
    """To whom what is private is promised: the people whom the child's screen names."""
    people = readers_of(pep).of_private
    return sorted({person.user_id for person in people if person.user_id})


@transaction.atomic
def send_voice(*, speaker: Speaker) -> Voice:
    """Send the part: from now on the others read it as it is. A second time, with nothing new since
    the first, changes nothing. What is private in it is shown by no link any more; what another
    session kept private is not sent unseen (`peps.services.kept_before`)."""
    voice = _locked_voice(speaker)
    answers = voice.answers.to_send(speaker.session)
    pictures = voice.pictures.to_send(speaker.session)
    if voice.sent_at and not _has_news(answers, pictures, since=voice.sent_at):
        return voice
    _refuse(voice, speaker.link)
    if not (answers.exists() or pictures.exists()):
        raise ValidationError("Say something first, then send it.")
    voice.sent_at, voice.sent_by = timezone.now(), speaker.said_by
    voice.save()
    _keep_as_sent(voice, answers, kept=voice.answers.kept_before(speaker.session))
    for drafts in (answers, pictures):
        drafts.filter(is_private=True).exclude(session="").update(session="")
    return voice


def _has_news(
    answers: QuerySet[VoiceAnswer], pictures: QuerySet[VoicePicture], *, since: datetime
) -> bool:
    is_kept = Q(is_private=True) & ~Q(session="")  # it may be older than what another session sent
    answered = answers.filter(Q(changed_at__gt=since) | is_kept)
    return answered.exists() or pictures.filter(Q(added_at__gt=since) | is_kept).exists()


def _keep_as_sent(
    voice: Voice, answers: QuerySet[VoiceAnswer], *, kept: QuerySet[VoiceAnswer]
) -> None:
    """What others read from now on: of what was sent before, what is the same is left alone, and
    what was closed to all but a few while new words of it are kept."""
    now = [
        SentAnswer(
            voice=voice,
            key=row.key,
            choices=row.choices,
            text=row.text,
            is_private=row.is_private,
            private_to=row.private_to,
            said_by=row.said_by,
        )
        for row in answers
    ]
    waiting = set(kept.values_list("key", flat=True))
    before = {
        row.pk: _words_of(row)
        for row in voice.sent_answers.all()
        if not (row.is_private and row.key in waiting)
    }
    wanted = {_words_of(row): row for row in now}
    gone = [pk for pk, words in before.items() if words not in wanted]
    voice.sent_answers.filter(pk__in=gone).delete()
    is_there = set(before.values())
    SentAnswer.objects.bulk_create(row for words, row in wanted.items() if words not in is_there)


def _words_of(row: SentAnswer) -> tuple[object, ...]:
    promised = tuple(row.private_to)
    return (row.key, tuple(row.choices), row.text, row.is_private, promised, row.said_by)


def refusal_now(link: PersonalLink) -> str:
    """Why nothing can be written now by this link, for a page that offers it or not."""
    pep = link.pep
    return refusal_to_write(
        is_plan_open=pep.is_open and not pep.is_of_care_ended_by(today()),
        is_for_reading=link.is_for_reading,
    )


def open_voice(speaker: Speaker) -> Voice:
    """The part that the link writes, locked; refused where nothing can be written."""
    voice = _locked_voice(speaker)
    _refuse(voice, speaker.link)
    return voice


def _locked_voice(speaker: Speaker) -> Voice:
    """The part of the plan, its child's row held, and the link asked again: it may have been
    closed since the page was."""
    lock_pupil(Pupil(pk=speaker.link.pep.pupil_id))
    link = open_link(speaker.link.pk)
    if link is None:
        raise VoiceRefused("This link has been closed. Ask the person who gave it to you.")
    pep = link.pep  # with its child and time in care, as of now
    begun = list(Voice.objects.filter(pep=pep, purpose=link.purpose, whose__in=link.parts))
    voice = (one_part(begun) if begun else None) or Voice.objects.create(
        pep=pep,
        purpose=link.purpose,
        whose=link.whose,
        manner=link.manner,
        name=link.name if link.purpose == Purpose.PARENT else "",
    )
    voice.pep = pep
    return voice


def _refuse(voice: Voice, link: PersonalLink) -> None:
    link.pep = voice.pep  # as of now
    if refused := refusal_now(link):
        raise VoiceRefused(refused)
