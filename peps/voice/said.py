"""What child, carers and parents said of a plan: read by themselves, and by those who may."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef
from django.db.models.functions import JSONObject

from peps.models import (
    CourtOrderClosure,
    Pep,
    PersonalLink,
    SentAnswer,
    Voice,
    VoiceAnswer,
    VoicePicture,
)
from peps.rules.voices import MOST_PICTURES
from peps.schema.speakers import Purpose
from peps.schema.voice_parts import Option
from peps.schema.voices import ALL
from vsh.accounts.models import User

from .readers import readers_of
from .speaker import Speaker


@dataclass(frozen=True, kw_only=True)
class Own:
    """A part as its writer sees it in a session; what is private and sent, or of another session,
    is only counted: the questions answered so, and how many pictures. Of these what was `before`,
    in another session, is not sent with the rest."""

    voice: Voice | None
    answers: dict[str, VoiceAnswer]
    pictures: list[VoicePicture]
    kept_answers: frozenset[str] = frozenset()
    kept_pictures: int = 0
    answers_before: frozenset[str] = frozenset()
    pictures_before: int = 0
    unsent: frozenset[str] = frozenset()  # questions answered anew since the part was sent
    is_drawn_since: bool = False
    sent: Mapping[str, SentAnswer] = field(
        default_factory=dict
    )  # of these, what stands in the plan

    @property
    def has_unsent(self) -> bool:
        """Whether anything came since the part was sent."""
        return bool(self.unsent) or self.is_drawn_since

    @property
    def is_sent(self) -> bool:
        """Whether the others read it."""
        return self.voice is not None and self.voice.sent_at is not None

    @property
    def is_begun(self) -> bool:
        """Whether anything was said."""
        return bool(self.answers or self.kept_answers)

    @property
    def has_before(self) -> bool:
        """Whether something private of an earlier time waits to be sent or taken away."""
        return bool(self.answers_before or self.pictures_before)

    @property
    def has_room(self) -> bool:
        """Whether one more picture may be added."""
        return len(self.pictures) + self.kept_pictures < MOST_PICTURES


def own_part(speaker: Speaker) -> Own:
    """What was said of the plan by whom the link is for, sent or not, as this session shows it."""
    link, session = speaker.link, speaker.session
    written = Voice.objects.filter(pep=link.pep_id, purpose=link.purpose, whose__in=link.parts)
    voice = written.first()
    if voice is None:
        return Own(voice=None, answers={}, pictures=[])
    answers, pictures = list(voice.answers.all()), list(voice.pictures.all())
    shown = [row for row in answers if _is_shown(row, session)]
    drawn = [row for row in pictures if _is_shown(row, session)]
    before = set(voice.answers.kept_before(session)) if len(shown) < len(answers) else set()
    drawn_before = {row for row in pictures if row not in drawn and row.session}
    sent_at = voice.sent_at
    unsent = frozenset(
        row.key
        for row in answers
        if sent_at and row not in before and _is_unsent(row, row.changed_at, sent_at, session)
    )
    is_drawn_since = any(
        _is_unsent(row, row.added_at, sent_at, session)
        for row in pictures
        if sent_at and row not in drawn_before
    )
    return Own(
        voice=voice,
        answers={row.key: row for row in sorted(shown, key=lambda row: row.is_private)},
        pictures=drawn,
        kept_answers=frozenset(row.key for row in answers if not _is_shown(row, session)),
        kept_pictures=len(pictures) - len(drawn),
        answers_before=frozenset(row.key for row in before),
        pictures_before=len(drawn_before),
        unsent=unsent,
        is_drawn_since=is_drawn_since,
    )


def as_handed_in(own: Own) -> Own:
    """The part once it can be sent no more: beside what was said since stands what was sent, but
    for what is private; an answer that was changed back to it is none since."""
    if own.voice is None or not own.unsent:
        return own
    rows = own.voice.sent_answers.filter(key__in=own.unsent, is_private=False)
    sent = {row.key: row for row in rows}
    back = {key for key, row in sent.items() if _is_as_sent(own.answers.get(key), row)}
    return replace(own, sent=sent, unsent=own.unsent - back)


def _is_as_sent(answer: VoiceAnswer | None, sent: SentAnswer) -> bool:
    said = answer and (sorted(answer.choices), answer.text, answer.is_private)
    return said == (sorted(sent.choices), sent.text, sent.is_private)


def _is_shown(row: VoiceAnswer | VoicePicture, session: str) -> bool:
    return not row.is_private or bool(session and row.session == session)


def _is_unsent(
    row: VoiceAnswer | VoicePicture, at: datetime, sent_at: datetime, session: str
) -> bool:
    """Newer than what was sent; or private in this session, which another has not sent."""
    return at > sent_at or (row.is_private and bool(session) and row.session == session)


@dataclass(frozen=True, kw_only=True)
class Said:
    """One answer as the adults read it."""

    label: str
    words: str
    section: str
    is_private: bool = False
    said_by: str = ""
    address: str = ""  # the question of the plan that it answers, as `section.field`
    touched: tuple[Option, ...] = ()  # of the words, what was touched as a picture
    text: str = ""  # and what was written


@dataclass(frozen=True, kw_only=True)
class Text:
    """What one person, or the carers of one home, said; of what the child promised to others alone
    the reader, who works in their place by now, is told that it is there, with whom to speak, and
    otherwise who works with the child now.

    `is_begun`: there are words, though they may not be sent; `is_left`: the child has moved from
    whoever wrote them, and no link opens them any more."""

    voice: Voice
    said: list[Said]
    pictures: list[dict[str, Any]]
    kept: int = 0
    kept_with: str = ""
    works_now: str = ""
    is_begun: bool = False
    is_left: bool = False


@dataclass(frozen=True, kw_only=True)
class Part:
    """One purpose: what was said, who is invited and what closes the way."""

    purpose: Purpose
    texts: list[Text]
    links: list[PersonalLink]
    order: CourtOrderClosure | None


def said_for_all(rows: Sequence[dict[str, Any]]) -> list[Said]:
    """What stands in the plan itself: the child's words first, then each other's under their name;
    `rows` with their `purpose`, `whose` and `name`."""
    found = []
    for purpose in Purpose:
        of_purpose = [row for row in rows if row["purpose"] == purpose]
        for whose in dict.fromkeys(row["whose"] for row in of_purpose):
            theirs = [row for row in of_purpose if row["whose"] == whose]
            who = f"{purpose.label} {theirs[0]['name']}".strip()
            found += [
                said if purpose is Purpose.CHILD else replace(said, label=f"{who}: {said.label}")
                for said in _said(theirs, purpose)
            ]
    return found


def _said(rows: Sequence[dict[str, Any]], purpose: str) -> list[Said]:
    """These answers of one part in the order of the questions."""
    return [
        Said(
            label=asked.label,
            words=words,
            section=asked.section,
            is_private=row.get("is_private", False),
            said_by=row["said_by"],
            address=asked.address,
            touched=asked.touched(row["choices"]),
            text=row["text"],
        )
        for asked in ALL[Purpose(purpose)]
        for row in rows
        if row["key"] == asked.key and (words := asked.words(row["choices"], row["text"]))
    ]


def parts_of(
    pep: Pep,
    *,
    reader: User,
    links: Sequence[PersonalLink],
    orders: Sequence[CourtOrderClosure],
    here: Collection[str] = (),
) -> list[Part]:
    """A part for each purpose, the child's first, with what this reader may read; `here` are the
    names of the parts of those with whom the child lives, or lived last, if a home is on record."""
    answers = SentAnswer.objects.readable_by(reader).filter(voice=OuterRef("pk"))
    pictures = VoicePicture.objects.readable_by(reader).filter(voice=OuterRef("pk"))
    said = ("key", "choices", "text", "is_private", "said_by")
    drawn = ("ref", "says", "is_private")
    is_closed = {"voice": OuterRef("pk")}
    promised = JSONObject(to="private_to")
    begun = VoiceAnswer.objects.filter(voice=OuterRef("pk"))
    drawn_before = VoicePicture.objects.filter(voice=OuterRef("pk"))
    voices = list(
        Voice.objects.filter(pep=pep).annotate(
            is_begun=Exists(begun) | Exists(drawn_before),
            kept_answers=ArraySubquery(
                SentAnswer.objects.closed_to(reader).filter(**is_closed).values(row=promised)
            ),
            kept_pictures=ArraySubquery(
                VoicePicture.objects.closed_to(reader).filter(**is_closed).values(row=promised)
            ),
            said=ArraySubquery(answers.values(row=JSONObject(**{name: name for name in said}))),
            drawn=ArraySubquery(pictures.values(row=JSONObject(**{name: name for name in drawn}))),
        )
    )
    works_now = readers_of(pep).of_private if any(_kept(voice) for voice in voices) else []
    now = {person.user_id: person.words for person in works_now}
    return [
        Part(
            purpose=purpose,
            texts=[
                Text(
                    voice=voice,
                    said=_said(voice.said, purpose),
                    pictures=voice.drawn,
                    kept=len(_kept(voice)),
                    kept_with=_names(_kept(voice), now),
                    works_now=_in_words(now.values()),
                    is_begun=voice.is_begun,
                    is_left=bool(here) and purpose is Purpose.CARER and voice.whose not in here,
                )
                for voice in voices
                if voice.purpose == purpose and (voice.is_begun or voice.sent_at)
            ],
            links=[link for link in links if link.purpose == purpose],
            order=next((order for order in orders if order.purpose == purpose), None),
        )
        for purpose in Purpose
    ]


def _kept(voice: Any) -> list[dict[str, Any]]:
    return [*(voice.kept_answers or ()), *(voice.kept_pictures or ())]


def _names(rows: Sequence[dict[str, Any]], now: Mapping[int | None, str]) -> str:
    """Those of the people to whom this was promised who work with the child still."""
    promised = {pk for row in rows for pk in row["to"]}
    return _in_words(words for pk, words in now.items() if pk in promised)


def _in_words(people: Iterable[str]) -> str:
    return " and ".join(people)
