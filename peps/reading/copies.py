"""The plan as the child, a carer or a parent reads it who has no account: a letter without what
each may not see, and in short what a child looks for first."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import OuterRef, Subquery

from peps.facts.hidden_place import hidden_on
from peps.models import Meeting, Pep, PepSection
from peps.querysets.links import child_now, facts_of_child
from peps.reading.beside import as_fact
from peps.reading.chapters import Chapter, Passage, Picture, with_childs_page
from peps.reading.copy_facts import told_in_copy
from peps.reading.facts import said_in, virtual_school_contact
from peps.reading.finished import Finished
from peps.reading.known import known_about
from peps.reading.letter import ORDER, Letter, passages_of, sections_to_read
from peps.reading.reader import Fact, Reader
from peps.reading.reviewed import targets_reviewed
from peps.rules.copies import (
    may_read_in_copy,
    may_read_record_in_copy,
    may_read_words_in_copy,
)
from peps.rules.links import ChildNow
from peps.rules.sections import may_read_field
from peps.schema import Answers, Section
from peps.schema.speakers import Purpose
from peps.voice.said import said_for_all
from vsh.accounts.roles import ROLE_PERMISSIONS, Role
from vsh.govuk.dates import long_date

_AT_MOST = ROLE_PERMISSIONS[Role.DESIGNATED_TEACHER]
TARGETS = range(1, 7)
ACTIONS = range(1, 9)


@dataclass(frozen=True, kw_only=True)
class Step:
    """A target or an action in a line: what, by whom, by when."""

    what: str
    who: str = ""
    by_when: str = ""


@dataclass(frozen=True, kw_only=True)
class Copy:
    """The plan for one reader: what the child `said` and drew by their own link, what others wrote
    down for them; `is_draft` while it is written for the first time."""

    letter: Letter
    said: list[Fact]
    pictures: list[Picture]
    written_down: list[Fact]
    targets: list[Step]
    actions: list[Step]
    next_meeting: str
    is_draft: bool
    finished_on: date | None = None  # of a plan that is being put right: whose version this is


def copy_for(
    pep: Pep,
    reader: Purpose,
    *,
    on: date,
    whose: Collection[str] | None = None,
    kept: Finished | None = None,
) -> Copy:
    """The plan as this reader has it on a day; of one that is written, what is finished in it. With
    `kept` that version, whatever has been written since.

    `whose` (of `Voice.whose`) says which carer or parent reads. Without it, as on paper, no
    parent's own words are in it, and of carers those of the present home alone.
    What the roll knows is told as of the day of completion: what came since is of the next plan.
    """
    rows = list(PepSection.objects.filter(pep=pep))
    day = (kept.on if kept else pep.completed_on) or on
    is_hidden, meets_on, child = _as_of(pep, on, (kept.on if kept else pep.completed_on))
    known = known_about(pep, day=day)
    if kept:
        drawings = [row for row in known.drawings if row["ref"] in kept.drawings]
        known = replace(known, **kept.known, drawings=drawings)
    if whose is None:
        whose = _on_paper(reader, child)
    words = [
        row
        for row in known.words_said
        if _is_for(reader, row, is_hidden=is_hidden, is_own=row["whose"] in whose)
    ]
    about = kept.about if kept else targets_reviewed(pep) if pep.reviewed else {}
    view = _View(
        reader=reader,
        is_hidden=is_hidden,
        known=Reader(
            pep=pep, known=replace(known, words_said=words), permissions=_AT_MOST, day=day
        ),
        answers=kept.answers if kept else _finished_in(pep, rows),
        about=about,
    )
    asked = kept.sections if kept else sections_to_read(pep, rows)
    written = [view.chapter(asked[key]) for key in ORDER if key in asked]
    chapters = [each for each in with_childs_page(written, []) if each.is_worth_reading]
    finished_on = kept.on if kept else pep.completed_on
    finished = long_date(finished_on) if finished_on else ""
    childs = [
        passage for chapter in chapters if chapter.is_the_childs for passage in chapter.passages
    ]
    return Copy(
        letter=Letter(
            pep=pep,
            chapters=chapters,
            judgement=None,
            contact=virtual_school_contact(pep.pupil.authority),
            signatures=[Fact(label="Finished", value=finished)] if finished else [],
            recipients=[],
        ),
        said=[as_fact(said) for said in said_for_all(_by_the_child(words))],
        pictures=[Picture(**row) for row in known.drawings] if reader is Purpose.CHILD else [],
        written_down=[
            line for passage in childs if passage.is_written_down for line in passage.lines
        ],
        targets=[*view.steps("new_targets", "target", TARGETS), *view.targets_that_go_on()],
        actions=view.steps("actions", "action", ACTIONS),
        next_meeting=_next_meeting(meets_on, view.answers.get("meeting", {}), on=on),
        is_draft=pep.state != Pep.State.COMPLETE and kept is None,
        finished_on=kept.on if kept else None,
    )


def _by_the_child(words: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    return [row for row in words if row["purpose"] == Purpose.CHILD]


def _finished_in(pep: Pep, rows: Iterable[PepSection]) -> dict[str, Answers]:
    return {
        row.key: row.data
        for row in rows
        if row.set_aside_on is None and (row.completed_at or not pep.is_open)
    }


def _as_of(pep: Pep, on: date, finished_on: date | None) -> tuple[bool, date | None, ChildNow]:
    """As of today: whether where the child lives is kept from a parent, the day of the child's
    next meeting, which is none of those before the plan was finished, and where they live."""
    coming = Meeting.objects.filter(pep__pupil=OuterRef("pupil")).coming(on)
    coming = coming.filter(day__gt=finished_on) if finished_on else coming
    row: Any = (
        Pep.objects.filter(pk=pep.pk)
        .annotate(
            is_hidden=hidden_on(on),
            meets_on=Subquery(coming.order_by("day", "starts_at").values("day")[:1]),
            **facts_of_child(""),
        )
        .get()
    )
    return row.is_hidden, row.meets_on, child_now(pep, row, on=on)


@dataclass(frozen=True, kw_only=True)
class _View:
    """What one reader may see of the answers and of the record."""

    reader: Purpose
    is_hidden: bool
    known: Reader
    answers: Mapping[str, Answers]
    about: Mapping[int, Sequence[Fact]]

    def may(self, section: str, field: str) -> bool:
        return may_read_in_copy(self.reader, section, field, is_place_hidden=self.is_hidden)

    def chapter(self, section: Section) -> Chapter:
        key, answers = section.key, self.answers.get(section.key, {})
        readable = [
            field
            for field in section.fields
            if may_read_field(field, permissions=_AT_MOST) and self.may(key, field.key)
        ]
        own = said_in(key, self.known)
        passages = [Passage(heading="", lines=own, is_own_words=True)] if own else []
        passages += passages_of(readable, answers, about=self.about)
        facts = self.on_record(key)
        return Chapter(
            key=key,
            title=section.title,
            passages=passages,
            facts=[] if key == "review_of_targets" and not passages else facts,
            unchanged="",
            set_aside="",
        )

    def on_record(self, key: str) -> list[Fact]:
        if not may_read_record_in_copy(self.reader, key, is_place_hidden=self.is_hidden):
            return []
        return told_in_copy(key, self.known, is_child=self.reader is Purpose.CHILD)

    def steps(self, section: str, name: str, numbers: Iterable[int]) -> list[Step]:
        answers = self.answers.get(section, {})

        def said(number: int, *parts: str) -> str:
            for part in parts:
                words = answers.get(f"{name}_{number}_{part}", "").strip()
                if words and words != "somebody_else" and self.may(section, f"{name}_1_{part}"):
                    return words
            return ""

        return [
            Step(
                what=what,
                who=said(number, "owner", "who", "by_whom").rstrip("."),
                by_when=_day(said(number, "by_when")),
            )
            for number in numbers
            if (what := said(number, "what"))
        ]

    def targets_that_go_on(self) -> list[Step]:
        answers = self.answers.get("review_of_targets", {})
        found = []
        for place, lines in self.about.items():
            outcome = f"target_{place}_outcome"
            if answers.get(outcome) == "goes_on" and self.may("review_of_targets", outcome):
                told = {line.label: line.value for line in lines}
                who, by_when = told.get("By whom", "").rstrip("."), told.get("By when", "")
                found.append(Step(what=told["Target"], who=who, by_when=by_when))
        return found


def _is_for(reader: Purpose, row: dict[str, Any], *, is_hidden: bool, is_own: bool) -> bool:
    said_by = Purpose(row["purpose"])
    return may_read_words_in_copy(
        reader, said_by, row["key"], is_place_hidden=is_hidden, is_own=is_own
    )


def _on_paper(reader: Purpose, child: ChildNow) -> Collection[str]:
    """Whose words a copy for no one by name holds: which parent it is for is not known, nor which
    carers without a home."""
    if reader is Purpose.CARER:
        return child.parts if child.home else ()
    return ("",) if reader is Purpose.CHILD else ()


def _next_meeting(meets_on: date | None, answers: Answers, *, on: date) -> str:
    """The day of the child's next meeting on record; without one, the day that the plan names."""
    if meets_on:
        return long_date(meets_on)
    planned = answers.get("next_review_on", "")
    return _day(planned) if planned >= on.isoformat() else ""


def _day(text: str) -> str:
    try:
        return long_date(date.fromisoformat(text))
    except ValueError:
        return text
