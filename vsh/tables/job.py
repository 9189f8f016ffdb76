"""One import at work: its files, its findings, its counts and how far it is.

The importers of every floor take a `Job`, so it knows neither Django nor models. Where findings
and progress go is decided by whoever makes it.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from enum import StrEnum
from typing import Any

from .findings import Finding, Level, NoReport, Problem, Report, UnreadableFile, outcome_line
from .layouts import Layout
from .reading import BrokenRow, Row, Source, Table, open_table
from .wholeness import may_end_too_early, refuse_in_part_or_swapped

KEPT_FINDINGS = 100
# What these say is true of a number wherever it stands: kept once, so that others have room.
_OF_THE_NUMBER = {"unknown_upn"}
_STEP = 500


class Outcome(StrEnum):
    """What became of a row that was not refused."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"


_OUTCOME_WORDS = {
    Outcome.NEW: "Added.",
    Outcome.CHANGED: "Changed what was on record.",
    Outcome.SAME: "Already on record.",
}
NOT_KEPT = "not_kept"
_NO_LINE_END = Problem(
    column="",
    code="no_line_end",
    message="The file does not end with a line end: it may be cut off. Check that this row is the "
    "last one where the file comes from.",
    level=Level.WARNING,
)

_SET_IN_PART = Problem(
    column="",
    code="set_in_part",
    message="The files of this set belong together, and another of them cannot be read: nothing of "
    "any is loaded. Put that one right, or take it out if it is not of the set, and send all of "
    "them again.",
)


class Job:
    """The files of one import; importers read rows from it and tell it what became of each.

    `authority` is the authority for which the files are loaded (None for the national register),
    `setting` the one school whose own system sent them (None for all others), `actor` the person
    who confirmed the import (None for a command).
    """

    def __init__(
        self,
        *,
        authority: Any = None,
        setting: Any = None,
        actor: Any = None,
        report: Report | None = None,
        progress: Callable[[int, int], None] = lambda done, total: None,
    ) -> None:
        self.authority = authority
        self.setting = setting
        self.actor = actor
        self.tables: list[Table] = []
        self.known: list[Table] = []  # files of which nothing is kept
        self.counts: Counter[str] = Counter()
        self.kept: dict[Level, list[Finding]] = {level: [] for level in Level}
        self.kept_of_refused: list[Finding] = []  # doubts about rows that are not loaded
        self.schools: dict[str, set[str]] = {}  # by file, the URNs of whom it tells
        self.is_in_part = False  # a file of which something would be kept cannot be used
        self.total = 0
        self.read = 0
        self._kept_at: dict[tuple[str, str, str], int] = {}
        self._report: Report = NoReport() if report is None else report
        self._progress = progress

    # --- files -------------------------------------------------------------------------------
    def open(self, sources: Iterable[Source], layouts: Iterable[Layout]) -> None:
        """Recognise the files. One that cannot be used becomes a finding."""
        layouts = tuple(layouts)
        for source in sources:
            table = None
            try:
                table = open_table(source, layouts)
                refuse_in_part_or_swapped(table)
            except UnreadableFile as error:
                self.counts["unreadable"] += 1
                self.is_in_part |= table is None or table.layout.is_used
                problem = Problem(column=error.column, code=error.code, message=error.message)
                self._keep(source.name, error.line, problem, is_refused=True)
                continue
            self._describe(table)
            (self.tables if table.layout.is_used else self.known).append(table)
        self.total = sum(table.encoding.lines for table in (*self.tables, *self.known))

    def refuse_set_in_part(self) -> None:
        """Of files that belong together none is used where one cannot be."""
        if not self.is_in_part:
            return
        for table in (*self.tables, *self.known):
            self._keep(table.name, 0, _SET_IN_PART, is_refused=True)
        self.tables, self.known, self.total = [], [], 0

    def _describe(self, table: Table) -> None:
        header, layout = table.header, table.layout
        if not layout.is_used:
            why = f" {layout.not_kept}" if layout.not_kept else ""
            words = f"{layout.title}: known, and nothing of it is kept here.{why}"
            self._inform(table, NOT_KEPT, words)
        elif layout.not_kept:
            self._inform(table, "partly_kept", f"{layout.title}: {layout.not_kept}")
        if layout.is_used and header.unknown:
            names, more = ", ".join(header.unknown[:10]), len(header.unknown) - 10
            rest = f" and {more} more" if more > 0 else ""
            what = (
                "parts are known, but not used yet"
                if table.layout.elements
                else "columns are not used"
            )
            self._inform(table, "unknown_columns", f"These {what}: {names}{rest}.")
        if table.encoding.name == "cp1252":
            self._inform(table, "windows_1252", "Read as Windows-1252, since it is not UTF-8.")
        if layout.is_used and may_end_too_early(table):
            self.note(table.name, table.encoding.lines, _NO_LINE_END)

    def _inform(self, table: Table, code: str, message: str) -> None:
        problem = Problem(column="", code=code, message=message, level=Level.INFO)
        self.note(table.name, table.header_line, problem)

    def tables_of(self, layout: Layout) -> list[Table]:
        """The files of one kind."""
        among = self.tables if layout.is_used else self.known
        return [table for table in among if table.layout.name == layout.name]

    def rows(self, layout: Layout) -> Iterator[Row]:
        """Every sound row of every file of one kind; broken ones are refused here."""
        for table in self.tables_of(layout):
            before = self.read
            for row in table.rows():
                self.advance_to(before + row.line)
                if isinstance(row, BrokenRow) and not layout.is_used:
                    self.note(row.file, row.line, replace(row.problem, level=Level.WARNING))
                elif isinstance(row, BrokenRow):
                    self.counts["refused"] += 1
                    self._keep(row.file, row.line, row.problem, is_refused=True)
                else:
                    yield row
            self.advance_to(before + table.encoding.lines)

    def rows_of(self, layout: Layout, part: Layout) -> Iterator[Row]:
        """Every record of one part of every XML file of one kind."""
        for table in self.tables_of(layout):
            yield from table.rows_of(part)

    def tell_schools(self, file: str, urns: Iterable[str]) -> None:
        """Of which schools a file is: two schools may send files of one name."""
        self.schools.setdefault(file, set()).update(urns)

    def advance_to(self, lines: int) -> None:
        """Say how many lines have been read, now and then."""
        if lines // _STEP != self.read // _STEP or lines >= self.total:
            self._progress(lines, self.total)
        self.read = lines

    # --- what became of them -------------------------------------------------------------------
    def note(self, file: str, line: int, problem: Problem) -> None:
        """Write a finding down without deciding about its row."""
        self._keep(file, line, problem)

    def _keep(
        self,
        file: str,
        line: int,
        problem: Problem,
        *,
        among: list[Finding] | None = None,
        subject: str = "",
        is_refused: bool = False,
    ) -> None:
        among = self.kept[problem.level] if among is None else among
        finding = Finding(
            file=file,
            line=line,
            column=problem.column,
            code=problem.code,
            message=problem.message,
            level=problem.level,
            subject=subject,
            is_refused=is_refused,
        )
        self.counts[f"level_{problem.level}"] += 1
        self._report.write(finding)
        number = (file, problem.code, subject)
        if number in self._kept_at:
            first = among[self._kept_at[number]]
            among[self._kept_at[number]] = replace(first, rows=first.rows + 1)
        elif len(among) < KEPT_FINDINGS:
            if subject and problem.code in _OF_THE_NUMBER:
                self._kept_at[number] = len(among)
            among.append(finding)

    def list_in_report(self, file: str, code: str, message: str) -> None:
        """Add to the report's end one of many things that a finding has counted."""
        self._report.write_outcome(file, 0, code, message)

    def warn(self, row: Row, *, column: str, code: str, message: str) -> None:
        """Name a doubt; the row loads nevertheless."""
        doubt = Problem(column=column, code=code, message=message, level=Level.WARNING)
        self.name(row, [doubt])

    def inform(self, row: Row, *, column: str, code: str, message: str) -> None:
        """Say something worth knowing about a row."""
        self.name(row, [Problem(column=column, code=code, message=message, level=Level.INFO)])

    def refuse(self, row: Row, *problems: Problem) -> None:
        """The row is not loaded, for these reasons; doubts among them are kept apart."""
        self.counts["refused"] += 1
        for problem in problems:
            among = None
            if problem.level is Level.WARNING:
                self.counts["warnings_of_refused"] += 1
                among = self.kept_of_refused
            self._keep(
                row.file, row.line, problem, among=among, subject=row.subject, is_refused=True
            )

    def name(self, row: Row, problems: Iterable[Problem]) -> None:
        """Write down the problems of a row, whatever becomes of it."""
        for problem in problems:
            self._keep(row.file, row.line, problem, subject=row.subject)

    def settle(self, file: str, line: int, outcome: Outcome) -> None:
        """The row is loaded, or was already on record."""
        self.counts[outcome.value] += 1
        self._report.write_outcome(file, line, outcome.value, _OUTCOME_WORDS[outcome])

    def pass_over(self, row: Row, problems: Iterable[Problem]) -> None:
        """The row is of a file of which nothing is kept: what is wrong with it is a doubt."""
        self.counts[NOT_KEPT] += 1
        self.name(row, [replace(problem, level=Level.WARNING) for problem in problems])
        self._report.write_outcome(
            row.file, row.line, NOT_KEPT, "Checked. Nothing of it is kept here."
        )

    def settle_many(self, counts: Mapping[Outcome, int], lines: Iterable[str]) -> None:
        """The same for rows that the database settled together: how many of each, and the
        report's lines of them in parts of any length, made with `line_of_report`."""
        for outcome, number in counts.items():
            self.counts[outcome.value] += number
        self._report.write_lines(lines)

    @staticmethod
    def line_of_report(table: Table, outcome: Outcome) -> tuple[str, str]:
        """What stands in the report before and after the number of a row's line."""
        before, after = outcome_line(table.name, outcome.value, _OUTCOME_WORDS[outcome])
        return before, after

    def count_other_changes(self, number: int) -> None:
        """So much changed on record that is not what became of a row: what a file tells of whole
        and has no more."""
        self.counts["other_changes"] += number

    @property
    def other_changes(self) -> int:
        """How much changed beside the rows."""
        return self.counts["other_changes"]

    @property
    def loaded(self) -> int:
        """How many rows are now on record, whether they were before or not."""
        return sum(self.counts[outcome.value] for outcome in Outcome)
