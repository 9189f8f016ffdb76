"""The targets and the actions of a child as they stand today, in place of what a plan once said."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from peps.models import Pep, PlannedAction
from peps.reading.chapters import Chapter, Passage
from peps.reading.letter import Letter
from peps.reading.reader import Fact
from peps.reading.reviewed import parts_of, progress_in, term_words
from vsh.govuk.dates import due_words, long_date

Row = Mapping[str, Any]

TARGETS, REVIEWED, ACTIONS = "new_targets", "review_of_targets", "actions"
ONE_OF = ("Target ", "Action ")  # how the groups of a form are headed
TARGETS_TODAY, ACTIONS_TODAY = "Targets as they stand today", "Actions as they stand today"


def is_open(target: Row) -> bool:
    """Whether no plan that stands says that the target has ended."""
    return all(review["outcome"] == "goes_on" for review in target["said"])


def as_it_stands(
    letter: Letter, *, targets: Sequence[Row], actions: Sequence[Row], on: date
) -> Letter:
    """The letter with the records for what its plan says of targets and actions.

    Those that are open stand there whatever plan set them, and those that ended in this plan. A
    plan that is not handed in has no records yet: its own words follow them; where it reviews the
    open targets they stand there.
    """
    pep = letter.pep
    is_kept = any(row["set_in_id"] == pep.pk for row in (*targets, *actions))
    reviews_them = not is_kept and any(chapter.key == REVIEWED for chapter in letter.chapters)
    shown = [row for row in targets if not reviews_them and (is_open(row) or _is_of(row, pep))]
    stands = {
        TARGETS: [_target(row) for row in shown],
        ACTIONS: [
            _action(row, on) for row in actions if not row["ended_as"] or row["set_in_id"] == pep.pk
        ],
    }
    chapters = [
        _on_record(chapter, stands, is_kept=is_kept)
        for chapter in letter.chapters
        if not (is_kept and chapter.key == REVIEWED)
    ]
    written = {chapter.key for chapter in chapters}
    titles = {TARGETS: TARGETS_TODAY, ACTIONS: ACTIONS_TODAY}
    missing = [
        Chapter(key=key, title=titles[key], passages=found, facts=[], unchanged="", set_aside="")
        for key, found in stands.items()
        if found and key not in written
    ]
    return replace(letter, chapters=[*chapters, *missing])


def _is_of(row: Row, pep: Pep) -> bool:
    return row["set_in_id"] == pep.pk or any(review["plan"] == pep.pk for review in row["said"])


def _on_record(chapter: Chapter, stands: Mapping[str, list[Passage]], *, is_kept: bool) -> Chapter:
    if chapter.key not in stands:
        return chapter
    own = [
        passage
        for passage in chapter.passages
        if not (is_kept and passage.heading.startswith(ONE_OF))
    ]
    title = TARGETS_TODAY if chapter.key == TARGETS else ACTIONS_TODAY
    found = stands[chapter.key]
    return replace(chapter, title=title if found else chapter.title, passages=[*found, *own])


def _target(row: Row) -> Passage:
    lines = [
        Fact(label="Status", value="Open" if is_open(row) else "Ended", is_short=True),
        *parts_of(row),
        Fact(label="What it needs", value=row["resource"], is_short=True),
        Fact(
            label="Set in", value=f"PEP of the {term_words(row['set_in']).lower()}", is_short=True
        ),
        *progress_in(row["said"]),
    ]
    return Passage(heading=row["what"], lines=[line for line in lines if line.value])


def _action(row: Row, on: date) -> Passage:
    lines = [
        Fact(label="Status", value=action_status(row, on=on), is_short=True),
        Fact(label="By whom", value=row["owner_words"], is_short=True),
        Fact(label="By when", value=_day(row["by_when"]), is_short=True),
        Fact(label="What became of it", value=row["ended_how"]),
    ]
    return Passage(heading=row["what"], lines=[line for line in lines if line.value])


def action_status(row: Row, *, on: date) -> str:
    """How an action stands on a day."""
    if row["ended_as"]:
        ended_on = long_date(date.fromisoformat(row["ended_on"]))
        return f"{PlannedAction.Ending(row['ended_as']).label}, {ended_on}"
    if not row["by_when"]:
        return "Open"
    return f"Open, {due_words(due_on=date.fromisoformat(row['by_when']), on=on)}"


def _day(text: str | None) -> str:
    return long_date(date.fromisoformat(text)) if text else ""
