"""A carer's or parent's part, saved as several write in it: what each wrote stands, and no word is
lost while nobody has chosen."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_
from types import MappingProxyType
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import Q, QuerySet

from peps.models import Voice, VoiceAnswer
from peps.rules.both_texts import AND, kept_together, written_by
from peps.rules.side_by_side import Answers, Choice, what_was_written
from peps.schema.voice_parts import is_answered
from peps.schema.voices import question
from peps.voice.speaker import Speaker

from .voices import open_voice


@dataclass(frozen=True, kw_only=True)
class Both:
    """What two wrote to one question, to be chosen from; in the part both stand meanwhile."""

    mine: str
    theirs: str
    said_by: str
    saved_at: datetime
    seen: int  # the version that this person saw of it
    beside: int  # the version at which theirs stood alone


@dataclass(frozen=True, kw_only=True)
class SavedPart:
    """The part as it is on record now, its version, and by question what waits for a choice."""

    answers: dict[str, VoiceAnswer]
    version: int
    both: dict[str, Both]

    @property
    def texts(self) -> dict[str, str]:
        """By question."""
        return {key: answer.text for key, answer in self.answers.items()}


def version_of_part(answers: Mapping[str, VoiceAnswer]) -> int:
    """Each save of the part counts on by one, whichever answers it holds."""
    return max((answer.version for answer in answers.values()), default=0)


@transaction.atomic
def save_part(
    *,
    speaker: Speaker,
    texts: Answers,
    version: int,
    shown: Mapping[str, int] = MappingProxyType({}),
    beside: Mapping[str, int] = MappingProxyType({}),
    behind: Mapping[str, int] = MappingProxyType({}),
    page: str = "",
    choices: Mapping[str, str] = MappingProxyType({}),
    not_valid: Answers = MappingProxyType({}),
) -> SavedPart:
    """Save what this person wrote since the version that they saw (0: there was nothing), of some
    answers one `behind` it.

    What somebody else wrote meanwhile, and this person did not touch, stands. Of what both wrote
    both texts are kept, one after the other, until a choice is made: `choices` by question, beside
    the version that was `shown` with each, and that at which the other text stood alone (`beside`).
    Until then, and as long as the version shown stands, what this person goes on typing there takes
    the place of what they had typed. So it does where an answer to the same `page` was lost on the
    way; another page of the same person is somebody else. What is `not_valid` is not saved, and is
    in conflict like any other answer.
    """
    voice = open_voice(speaker)
    rows = {row.key: row for row in VoiceAnswer.objects.filter(voice=voice)}
    now = {key: row.text for key, row in rows.items()}
    stands = version_of_part(rows)
    given_up = {k: "" for k in not_valid if choices.get(k) == Choice.THEIRS}
    typed = {k: _plain(text) for k, text in {**texts, **given_up}.items()}
    refused = {k: text for k, text in not_valid.items() if choices.get(k) != Choice.THEIRS}
    over = {
        k: shown.get(k, version) if k in choices else behind.get(k, version)
        for k in {**typed, **refused}
    }
    asked = {*over.values(), *shown.values(), *beside.values()}
    at: dict[int, Mapping[str, Any] | None] = {
        each: rows if each == stands else _saves_at(voice, each) for each in asked
    }
    alone = {k: save for k, each in beside.items() if (save := (at[each] or {}).get(k))}
    theirs = {**rows, **alone}
    sent = {k: _chosen(text, choices.get(k), theirs.get(k)) for k, text in typed.items()}
    seen = {k: _text(at[each], k) for k, each in over.items()}
    written = what_was_written({**sent, **refused}, seen=seen, offered={}, now=now)
    by_others = _by_others(voice, speaker, rows) if written.mine else rows
    untouched = {k for k, each in shown.items() if k in now and _text(at[each], k) == now[k]}
    goes_on = (untouched & typed.keys()) - choices.keys()
    together = {k: kept_together(theirs[k].text, typed[k]) for k in goes_on}
    both = {k: theirs[k] for k in goes_on if together[k] != typed[k]}
    of_both = written.by_both.keys() & rows.keys() - goes_on
    elsewhere = _by_other_pages(voice, page, {key: rows[key] for key in of_both})
    for key in of_both:
        their = elsewhere.get(key)
        if their is None or (their.page != rows[key].page and their.version <= over[key]):
            continue  # this page alone has written since: the answer to it was lost
        both[key], together[key] = their, kept_together(their.text, written.mine[key])
    was = {**by_others, **alone, **both}
    for key, text in {**written.mine, **together}.items():
        if key not in sent or text == now.get(key, ""):
            continue
        said_by = _names_of(text, speaker, was.get(key))
        if row := _written(
            voice, speaker, key, text, rows.get(key), version=stands + 1, said_by=said_by, page=page
        ):
            rows[key] = row
    return SavedPart(
        answers=rows,
        version=version_of_part(rows),
        both={
            key: Both(
                mine=typed.get(key, refused.get(key, "")),
                theirs=their.text,
                said_by=their.said_by,
                saved_at=their.changed_at,
                seen=over[key],
                beside=their.version,
            )
            for key, their in both.items()
        },
    )


def _text(then: Mapping[str, Any] | None, key: str) -> str | None:
    """What stood there at a version; None where that was never on record."""
    if then is None:
        return None
    return then[key].text if key in then else ""


def _written(
    voice: Voice,
    speaker: Speaker,
    key: str,
    text: str,
    before: VoiceAnswer | None,
    *,
    version: int,
    said_by: str,
    page: str,
) -> VoiceAnswer | None:
    """Nothing said where nothing was said leaves no trace."""
    if question(voice.purpose, key) is None:
        raise VoiceAnswer.DoesNotExist
    if before is None and not is_answered([], text):
        return None
    row = VoiceAnswer(voice=voice, key=key, pk=before.pk if before else None)
    row.text, row.version = text, version
    row.said_by, row.link, row.page = said_by, speaker.link, page
    row.save()
    return row


def _names_of(text: str, speaker: Speaker, theirs: Any) -> str:
    if theirs is None:
        return speaker.said_by
    return written_by(text, by=speaker.said_by, theirs=theirs.text, theirs_by=theirs.said_by)


def _chosen(text: str, choice: str | None, theirs: Any) -> str:
    stands = theirs.text if theirs else ""
    if choice == Choice.THEIRS:
        return stands
    return kept_together(stands, text) if choice == Choice.BOTH else text


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


def _by_others(voice: Voice, speaker: Speaker, rows: Mapping[str, VoiceAnswer]) -> dict[str, Any]:
    """What somebody else wrote last to each question, where this person's own stands beside it by
    now; where nobody did, what stands."""
    name = speaker.said_by
    is_mine = Q(said_by=name) | Q(said_by__endswith=f"{AND}{name}")
    saves = _saves(voice).exclude(is_mine, link=speaker.link)
    own = {
        k
        for k, r in rows.items()
        if r.link_id == speaker.link.pk and f"{AND}{r.said_by}".endswith(f"{AND}{name}")
    }
    return {**rows, **{save.key: save for save in _newest(saves.filter(key__in=own))}}


def _by_other_pages(voice: Voice, page: str, rows: Mapping[str, VoiceAnswer]) -> dict[str, Any]:
    """What stands, or, where this page wrote it, what another page had saved last before."""
    own = {key for key, row in rows.items() if page and row.page == page}
    stands = {key: row for key, row in rows.items() if key not in own}
    if not own:
        return stands
    before = _saves(voice).filter(key__in=own).exclude(page=page)
    return {**stands, **{save.key: save for save in _newest(before)}}


def as_on_record(speaker: Speaker, texts: Answers) -> frozenset[str]:
    """The questions whose text stands in the part, or stood, in these words: of what two wrote both
    are kept, and who leaves that as it is may do so, however long it is."""
    link = speaker.link
    parts = Voice.objects.filter(pep=link.pep_id, purpose=link.purpose, whose__in=link.parts)
    events: QuerySet[Any] = apps.get_model("peps", "VoiceAnswerEvent").objects.all()
    stood = events.filter(voice__in=parts.values("pk"))
    typed = {key: _plain(text) for key, text in texts.items() if "\x00" not in text}
    alike = (Q(key=key, text=text) for key, text in typed.items())
    found = stood.filter(reduce(or_, alike, Q(pk__in=[]))).order_by("key").distinct("key")
    return frozenset(found.values_list("key", flat=True))


def _saves_at(voice: Voice, version: int) -> dict[str, Any] | None:
    """The part at a version, from the history that the database keeps of every save."""
    saves = _newest(_saves(voice).filter(version__lte=version)) if version else ()
    return {save.key: save for save in saves} or (None if version else {})


def _newest(saves: QuerySet[Any]) -> QuerySet[Any]:
    """Of each answer the last of these saves."""
    return saves.order_by("key", "-version", "-pgh_id").distinct("key")


def _saves(voice: Voice) -> QuerySet[Any]:
    events: QuerySet[Any] = apps.get_model("peps", "VoiceAnswerEvent").objects.all()
    return events.filter(voice=voice)
