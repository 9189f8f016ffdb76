"""What stands beside a question of a plan: what was said to it by link, or what it asks after."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from peps.facts.earlier_words import ITS_LABEL, WRITTEN_DOWN
from peps.models import PepSection
from peps.reading.known import Known
from peps.reading.reader import Fact
from peps.rules.own_words import HOW_TOLD
from peps.schema import Section
from peps.schema.parts import says_something
from peps.schema.speakers import Purpose
from peps.voice.said import Said, said_for_all

ASKS_AFTER = {  # the question of a section that asks what changed, and after whose words
    "childs_views": ("what_changed", {Purpose.CHILD}),
    "carer_and_parent_views": ("what_changed", {Purpose.CARER, Purpose.PARENT}),
}
BY_LINK = "The child has answered this by their own link."  # whether for all or for a few
ANSWERED = "In their own words. Nobody has to answer again: write only what was said otherwise."
LAST_TIME = "Said last time"


@dataclass(frozen=True, kw_only=True)
class Beside:
    """Words with what they are."""

    heading: str
    words: Sequence[Fact]

    @property
    def is_worth_telling(self) -> bool:
        """Whether there are words, or are some that the reader may not read."""
        return bool(self.words) or self.heading == BY_LINK


def beside_questions(
    section: Section, known: Known, *, last: PepSection | None, said_by_link: Collection[str]
) -> dict[str, Beside]:
    """By the question's key; `last` is the same section of the plan before, `said_by_link` the
    questions that somebody has answered themselves, as `section.field`: with or without words that
    the readers of the plan may read."""
    asked = {field.key for field in section.fields}
    answers: dict[str, list[Fact]] = {}
    said = said_for_all(known.words_said)
    for row in said:
        where, _, key = row.address.partition(".")
        if where == section.key and key in asked:
            answers.setdefault(key, []).append(as_fact(row))
    found = {key: Beside(heading=ANSWERED, words=words) for key, words in answers.items()}
    for key in asked - set(found):
        if f"{section.key}.{key}" in said_by_link:
            found[key] = Beside(heading=BY_LINK, words=[])
    if section.key == "about_me" and found:
        words = "The child answered by their own link."
        found[HOW_TOLD.partition(".")[2]] = Beside(
            heading="Nobody has to answer this.", words=[Fact(label="On record", value=words)]
        )
    if asks_after(section):
        key, purposes = ASKS_AFTER[section.key]
        rows = [row for row in known.words_before if row["purpose"] in purposes]
        before = [as_fact(row) for row in said_for_all(rows)] or _written_down(last)
        found[key] = Beside(heading=LAST_TIME, words=before)
    return found


def asks_after(section: Section) -> bool:
    """Whether a question of the section asks what changed since something was said."""
    key, _ = ASKS_AFTER.get(section.key, ("", set()))
    return any(field.key == key for field in section.fields)


def as_fact(said: Said) -> Fact:
    """The words, with who wrote them where several share a part."""
    who = f"\n– {said.said_by}" if said.said_by else ""
    value = f"{said.words}{who}"
    return Fact(label=said.label, value=value, touched=said.touched, text=said.text)


def _written_down(last: PepSection | None) -> list[Fact]:
    section, field = WRITTEN_DOWN
    words = last.data.get(field, "") if last and last.key == section else ""
    return [Fact(label=ITS_LABEL, value=words)] if says_something(words) else []
