"""What child, carers and parents said of a plan: read by themselves, and by those who may."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject

from peps.models import (
    CourtOrderClosure,
    Pep,
    PersonalLink,
    Voice,
    VoiceAnswer,
    VoicePicture,
)
from peps.rules.links import Purpose
from peps.schema.voices import ALL
from vsh.accounts.models import User


@dataclass(frozen=True, kw_only=True)
class Own:
    """A part as its writers see it."""

    voice: Voice | None
    answers: dict[str, VoiceAnswer]
    pictures: list[VoicePicture]

    @property
    def is_sent(self) -> bool:
        """Whether the others read it."""
        return self.voice is not None and self.voice.sent_at is not None


def own_part(pep: Pep, purpose: str) -> Own:
    """Everything that was said of this plan for this purpose, private or not, sent or not."""
    voice = Voice.objects.filter(pep=pep, purpose=purpose).first()
    answers = VoiceAnswer.objects.filter(voice=voice) if voice else []
    pictures = VoicePicture.objects.filter(voice=voice) if voice else []
    return Own(voice=voice, answers={row.key: row for row in answers}, pictures=list(pictures))


@dataclass(frozen=True, kw_only=True)
class Said:
    """One answer as the adults read it."""

    label: str
    words: str
    section: str
    is_private: bool = False
    said_by: str = ""
    address: str = ""  # the question of the plan that it answers, as `section.field`


@dataclass(frozen=True, kw_only=True)
class Part:
    """One purpose: what was said, who is invited and what closes the way."""

    purpose: Purpose
    voice: Voice | None
    said: list[Said]
    pictures: list[dict[str, Any]]
    links: list[PersonalLink]
    order: CourtOrderClosure | None


def said_for_all(rows: Sequence[dict[str, Any]]) -> list[Said]:
    """What stands in the plan itself: the child's words first; `rows` with their `purpose`."""
    return [
        said if purpose is Purpose.CHILD else replace(said, label=f"{purpose.label}: {said.label}")
        for purpose in Purpose
        for said in _said([row for row in rows if row["purpose"] == purpose], purpose)
    ]


def _said(rows: Sequence[dict[str, Any]], purpose: str) -> list[Said]:
    """These answers in the order of the questions."""
    by_key = {row["key"]: row for row in rows}
    found = []
    for asked in ALL[Purpose(purpose)]:
        row = by_key.get(asked.key)
        if row and (words := asked.words(row["choices"], row["text"])):
            found.append(
                Said(
                    label=asked.label,
                    words=words,
                    section=asked.section,
                    is_private=row.get("is_private", False),
                    said_by=row["said_by"],
                    address=asked.address,
                )
            )
    return found


def parts_of(
    pep: Pep,
    *,
    reader: User,
    links: Sequence[PersonalLink],
    orders: Sequence[CourtOrderClosure],
) -> list[Part]:
    """A part for each purpose, the child's first, with what this reader may read."""
    answers = VoiceAnswer.objects.readable_by(reader).filter(voice=OuterRef("pk"))
    pictures = VoicePicture.objects.readable_by(reader).filter(voice=OuterRef("pk"))
    said = ("key", "choices", "text", "is_private", "said_by")
    drawn = ("ref", "says", "is_private")
    voices = {
        voice.purpose: voice
        for voice in Voice.objects.filter(pep=pep).annotate(
            said=ArraySubquery(answers.values(row=JSONObject(**{name: name for name in said}))),
            drawn=ArraySubquery(pictures.values(row=JSONObject(**{name: name for name in drawn}))),
        )
    }
    return [
        Part(
            purpose=purpose,
            voice=voices.get(purpose),
            said=_said(voices[purpose].said, purpose) if purpose in voices else [],
            pictures=voices[purpose].drawn if purpose in voices else [],
            links=[link for link in links if link.purpose == purpose],
            order=next((order for order in orders if order.purpose == purpose), None),
        )
        for purpose in Purpose
    ]
