"""What loading a child's rows would change: collected first, then written for many at once."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pgtrigger
from django.db import models

from vsh.tables.findings import Level, Problem
from vsh.tables.identifiers import is_upn
from vsh.tables.job import Job, Outcome
from vsh.tables.reading import Row

from ..copying import copy_in
from ..models import (
    CareEpisode,
    CarePeriod,
    CarePlacement,
    Enrolment,
    Involvement,
    MissingEpisode,
    Pupil,
    SdqScore,
    SenStatus,
    StatutoryReview,
)
from ..reminder_subjects import CorrectedDay, day_of, follow_corrected_days
from ..services.sdq import ask_schools
from .other_files import SaidOtherwise

# Parents before those that point at them.
_ORDER: Sequence[type[models.Model]] = (
    *(Pupil, CarePeriod, CareEpisode, CarePlacement, Enrolment),
    *(SenStatus, Involvement, StatutoryReview, SdqScore, MissingEpisode),
)
_WITH_VERSION = (Pupil, Enrolment, SenStatus, SdqScore)
_ROWS_A_STATEMENT = 500
CLOSED_RECORD = "closed_record"
_OF_THE_REGISTER = {"unknown_urn"}  # found of a cell, whatever is on record


class Changes:
    """Rows to create, fields to update, rows to delete; and what to say of each row of the file."""

    def __init__(self) -> None:
        self.created: list[models.Model] = []
        self.updated: dict[int, tuple[models.Model, set[str]]] = {}
        self.deleted: list[models.Model] = []
        self.narrowed: set[int] = set()  # facts that make room for others
        self.given_up: dict[int, str] = {}  # the UPN that stood there, by child
        self.corrected: dict[int, tuple[Any, date]] = {}  # facts, and the first day they had
        self.said_otherwise: list[SaidOtherwise] = []  # than what stood there
        self.is_closed = False  # nothing may be told of what stands on the record
        self.new_places: list[tuple[Row, Enrolment]] = []  # which need a reason at some schools
        self.beside_rows = 0  # facts that change, though no row tells of them
        self.new_upns: list[tuple[Row, Pupil]] = []  # which a child elsewhere may have
        self._notes: list[tuple[Row, Problem]] = []
        self._refused: list[tuple[Row, tuple[Problem, ...]]] = []
        self._settled: list[tuple[Row, Outcome]] = []

    @property
    def count(self) -> int:
        """How many facts change; a plan compares it before and after a row."""
        fields = sum(len(names) for _, names in self.updated.values()) if self.updated else 0
        return len(self.created) + fields + len(self.deleted)

    # --- facts -----------------------------------------------------------------------------------
    def create(self, fact: Any) -> Any:
        """Add a new row."""
        self.created.append(fact)
        return fact

    def set(self, fact: models.Model, **values: Any) -> None:
        """Give fields new values, where they differ."""
        is_new = fact.pk is None
        for name, value in values.items():
            former = getattr(fact, name)
            if former == value:
                continue
            setattr(fact, name, value)
            if is_new:
                continue
            if _makes_room(name, former, value):
                self.narrowed.add(id(fact))
            if name == "upn":
                self.given_up.setdefault(id(fact), former)
            if former is not None and name == day_of(type(fact)):
                self.corrected.setdefault(id(fact), (fact, former))
            self.updated.setdefault(id(fact), (fact, set()))[1].add(name)

    def set_told(
        self, row: Row, fact: models.Model, columns: Mapping[str, str], **values: Any
    ) -> None:
        """The same of fields that several kinds of file tell: what stood there is remembered.
        `columns` are those of this file, by field."""
        formers = {name: getattr(fact, name) for name in values}
        self.set(fact, **values)
        for name, former in formers.items():
            if fact.pk is not None and former != values[name]:
                self.say_otherwise(row, columns[name], fact, name, former, values[name])

    def say_otherwise(
        self, row: Row, column: str, fact: Any, name: str, former: Any, now: Any
    ) -> None:
        """Remember what stood there: perhaps another kind of file had told it."""
        said = SaidOtherwise(row=row, column=column, fact=fact, name=name, former=former, now=now)
        self.said_otherwise.append(said)

    def delete(self, fact: models.Model) -> None:
        """Take a row away, whether it is on record or was only planned."""
        if fact.pk is None:
            self.created = [one for one in self.created if one is not fact]
            return
        self.updated.pop(id(fact), None)
        self.deleted.append(fact)

    def corrected_days(self) -> list[CorrectedDay]:
        """Days that start clocks, put right."""
        return [
            CorrectedDay(
                pupil_id=fact.pupil_id,
                model=type(fact),
                former=former,
                day=getattr(fact, day_of(type(fact))),
            )
            for fact, former in self.corrected.values()
        ]

    # --- what to say
    def note(self, row: Row, problem: Problem) -> None:
        """Name something about a row that is loaded nevertheless."""
        self._notes.append((row, problem))

    def warn(self, row: Row, column: str, code: str, message: str) -> None:
        """Name a doubt."""
        self.note(row, Problem(column=column, code=code, message=message, level=Level.WARNING))

    def refuse(self, row: Row, *problems: Problem) -> None:
        """The row is not loaded."""
        self._refused.append((row, problems))

    def settle(self, row: Row, outcome: Outcome, warnings: Iterable[Problem] = ()) -> None:
        """The row is loaded, or was on record; with the doubts about it."""
        self._settled.append((row, outcome))
        self._notes += [(row, warning) for warning in warnings]

    def keep_to_the_rows(self, alone: "Changes") -> None:
        """Say nothing of what stands on the record: what is found of the rows `alone` keeps its
        words, anything else becomes one sentence for each row and column. What is noted from now on
        must keep to it too."""
        self.is_closed = True
        known = {(id(row), problem) for row, problem in alone._notes}
        known |= {(id(row), problem) for row, problems in alone._refused for problem in problems}
        known |= {(id(row), one) for row, one in self._notes if one.code in _OF_THE_REGISTER}

        def told(row: Row, problems: Iterable[Problem]) -> tuple[Problem, ...]:
            kept = (one if (id(row), one) in known else without_the_record(one) for one in problems)
            return tuple(dict.fromkeys(kept))

        self._refused = [(row, told(row, problems)) for row, problems in self._refused]
        notes = {
            (id(row), one): (row, one) for row, note in self._notes for one in told(row, [note])
        }
        self._notes = list(notes.values())

    def tell(self, job: Job) -> None:
        """Tell the job, once the changes are written."""
        refused = {id(row) for row, _ in self._refused}
        for row, problems in self._refused:
            job.refuse(row, *problems, *(told for noted, told in self._notes if noted is row))
        for row, problem in self._notes:
            if id(row) not in refused:
                job.name(row, [problem])
        for row, outcome in self._settled:
            job.settle(row.file, row.line, outcome)
        if self.beside_rows:
            job.count_other_changes(self.beside_rows)

    def tell_refused(self, job: Job, problem: Problem) -> None:
        """Tell the job that the database refused these changes: none of the rows is loaded."""
        for row, problems in self._refused:
            job.refuse(row, *problems)
        for row, _ in self._settled:
            job.refuse(row, problem)


def without_the_record(found: Problem) -> Problem:
    """The same finding for whoever loads files, without what stands on a restricted record."""
    message = "This row may be wrong beside what is on record. Ask who is named for this child."
    if found.level is Level.ERROR:
        message = (
            "This row cannot stand beside what is on record. Ask who is named for this child, and "
            "correct the row or the record."
        )
    return replace(found, code=CLOSED_RECORD, message=message)


def _makes_room(name: str, former: Any, value: Any) -> bool:
    if name == "started_on":
        return bool(value > former)
    return name == "ended_on" and value is not None and (former is None or value < former)


def in_turns_of_upns(
    pupils: Iterable[Any], given_up: Mapping[int, str]
) -> Iterator[tuple[list[Any], bool]]:
    """The children in the order in which their rows may be written: who takes a UPN after who gives
    it up. The flag says that what is left passes on UPNs in a ring, so that nobody is first."""
    waiting = list(pupils)
    while waiting:
        held = {given_up[id(one)]: id(one) for one in waiting if is_upn(given_up.get(id(one), ""))}
        free = [one for one in waiting if held.get(one.upn, id(one)) == id(one)]
        yield free or waiting, not free
        written = {id(one) for one in free or waiting}
        waiting = [one for one in waiting if id(one) not in written]


def write(many: Iterable[Changes]) -> None:
    """Write the changes of many children: first what goes, then what changes, then what comes.

    Of what changes, first the times that grow shorter and the UPNs that are given up: the database
    refuses, row by row, two times that overlap and two children with one UPN. Raised SDQ scores
    that are new ask the schools for their own.
    """
    deleted: dict[type, list[Any]] = defaultdict(list)
    narrowed: dict[type, list[models.Model]] = defaultdict(list)
    updated: dict[type, list[models.Model]] = defaultdict(list)
    fields: dict[type, set[str]] = defaultdict(set)
    given_up: dict[int, str] = {}
    created: dict[type, list[Any]] = defaultdict(list)
    corrected: list[CorrectedDay] = []
    scores: list[SdqScore] = []
    for changes in many:
        corrected += changes.corrected_days()
        given_up |= changes.given_up
        for fact in changes.deleted:
            deleted[type(fact)].append(fact.pk)
        for fact, names in changes.updated.values():
            if isinstance(fact, _WITH_VERSION):  # forms compare the version that they showed
                fact.version += 1
                names.add("version")
            first = id(fact) in changes.narrowed
            (narrowed if first else updated)[type(fact)].append(fact)
            fields[type(fact)] |= names
            if isinstance(fact, SdqScore) and "score" in names:
                scores.append(fact)
        for fact in changes.created:
            created[type(fact)].append(fact)
            if isinstance(fact, SdqScore):
                scores.append(fact)
    for model in reversed(_ORDER):
        if deleted[model]:
            model._default_manager.filter(pk__in=deleted[model]).delete()
    for model in _ORDER:
        turns = [(narrowed[model], False), (updated[model], False)]
        if model is Pupil:
            turns = list(in_turns_of_upns(updated[model], given_up))
        for facts, is_ring in turns:
            if is_ring:  # nobody was without a UPN: what stands in between is no history
                with pgtrigger.ignore("pupils.Pupil:update_update"):
                    Pupil.objects.filter(pk__in=[one.pk for one in facts]).update(upn="")
            if facts:
                model._default_manager.bulk_update(
                    facts, sorted(fields[model]), batch_size=_ROWS_A_STATEMENT
                )
    for model in _ORDER:
        if created[model]:
            copy_in(model, created[model])
    follow_corrected_days(corrected)
    ask_schools(scores)
