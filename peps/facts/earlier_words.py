"""What was said for the plan before this one: it is asked after again."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import JSONObject

from peps.models import Pep, PepSection, SentAnswer
from peps.querysets.voices import OfVoiceQuerySet
from peps.schema.parts import says_something
from peps.schema.speakers import Purpose
from peps.schema.voice_parts import Option, is_answered
from peps.schema.voices import asked_after_again, question

WRITTEN_DOWN = ("childs_views", "should_change")  # by somebody else, for the child
ITS_LABEL = "What I would like to be different"
WROTE = "wrote"  # the child themselves, on paper: `how_told`


@dataclass(frozen=True, kw_only=True)
class Spoke:
    """The plans in which the child, or somebody at home, said what should be different."""

    children: frozenset[int]
    homes: frozenset[int]


def spoke_in(pep_ids: Collection[int]) -> Spoke:
    """Which of these plans hold such words: by link, or the child's as others wrote them down.

    What is private is nobody's to ask after.
    """
    if not pep_ids:
        return Spoke(children=frozenset(), homes=frozenset())
    said = (
        asked_after(voice__pep__in=pep_ids)
        .open_to_all()
        .values("pep_id", "purpose", "choices", "text")
    )
    spoken = [row for row in said if is_answered(row["choices"], row["text"])]
    section, field = WRITTEN_DOWN
    written = PepSection.objects.filter(pep__in=pep_ids, key=section)
    by_others = written.values_list("pep_id", f"data__{field}")
    return Spoke(
        children=frozenset(
            [row["pep_id"] for row in spoken if row["purpose"] == Purpose.CHILD]
            + [pep_id for pep_id, words in by_others if says_something(words or "")]
        ),
        homes=frozenset(row["pep_id"] for row in spoken if row["purpose"] != Purpose.CHILD),
    )


@dataclass(frozen=True, kw_only=True)
class LineBefore:
    """What a child said last time to a question, and of that what they `touched` and wrote."""

    label: str
    words: str
    touched: tuple[Option, ...] = ()
    text: str = ""


@dataclass(frozen=True, kw_only=True)
class WordsBefore:
    """What a child said last time, by question; or what stood in the plan for them, put in by
    somebody else: as the child wrote it themselves, or as others wrote it down for them."""

    lines: tuple[LineBefore, ...] = ()
    is_put_in: bool = False
    is_written_down: bool = False

    def __bool__(self) -> bool:
        return bool(self.lines)


def asked_after(**of_plans: Any) -> OfVoiceQuerySet[Any]:
    """The sent answers of these plans that are asked after again, with `purpose` and `pep_id`."""
    is_asked_after = Q()
    for purpose in Purpose:
        is_asked_after |= Q(voice__purpose=purpose, key__in=asked_after_again(purpose))
    said = SentAnswer.objects.filter(is_asked_after, **of_plans)
    return said.annotate(purpose=F("voice__purpose"), pep_id=F("voice__pep"))


def childs_words_before(pep: "Pep") -> WordsBefore:
    """What the child said last time, as they read it: "What helps me to learn": "a quiet place".

    Their own answers; without any, what somebody put in for them. What is private is left out:
    another adult may hold the link or the device this time.
    """
    section, field = WRITTEN_DOWN
    row = JSONObject(key="key", choices="choices", text="text")
    said = asked_after(voice__pep=OuterRef("pk"), voice__purpose=Purpose.CHILD).open_to_all()
    answers = said.values(row=row)
    written = PepSection.objects.filter(pep=OuterRef("pk"), key=section)
    last = Pep.objects.before(pep).values(
        answers=ArraySubquery(answers),
        written=Subquery(written.values(f"data__{field}")[:1]),
        how=Subquery(written.values("data__how_told")[:1]),
    )
    for found in last[:1]:
        said_before = tuple(
            LineBefore(
                label=asked.label,
                words=asked.words(answer["choices"], answer["text"]),
                touched=asked.touched(answer["choices"]),
                text=answer["text"],
            )
            for answer in found["answers"]
            if (asked := question(Purpose.CHILD, answer["key"]))
            and is_answered(answer["choices"], answer["text"])
        )
        words = found["written"] or ""
        if not said_before and says_something(words):
            lines = (LineBefore(label=ITS_LABEL, words=words),)
            is_theirs = found["how"] == WROTE
            return WordsBefore(lines=lines, is_put_in=True, is_written_down=not is_theirs)
        return WordsBefore(lines=said_before)
    return WordsBefore()


def what_changed(pep: "Pep") -> str:
    """What the writers of this plan say has changed because of the child's words, once they have
    marked their section as finished: never a sentence in the making."""
    written = PepSection.objects.filter(pep=pep, key="childs_views", completed_at__isnull=False)
    return written.values_list("data__what_changed", flat=True).first() or ""
