"""Loads term dates: a file says the whole calendar of each owner and year that it names."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import F

from vsh.organisations.models import Authority, EducationSetting
from vsh.tables.findings import Level, Problem
from vsh.tables.job import Job, Outcome
from vsh.tables.reading import Row

from ..models import CalendarEntry
from ..signals import schools_attended, term_dates_changed
from .file import TERMS
from .row import TERM, TermRow, overlapping, read_term

# The key of an advisory lock: a school's dates may come from any authority whose child is there.
_SCHOOLS_LOCK = 19032
Key = tuple[str, str, date]


@dataclass
class _File:
    """The sound rows, and the lines of those that were refused, by their calendar."""

    rows: list[tuple[Row, TermRow]] = field(default_factory=list)
    refused: dict[tuple[str, str], list[int]] = field(default_factory=lambda: defaultdict(list))
    unclear: list[int] = field(default_factory=list)  # it is not known whose calendar they meant

    def lines_refused(self, calendar: tuple[str, str]) -> list[int]:
        """Refused lines of this calendar, or perhaps of it; without any, it is told whole."""
        return sorted([*self.refused.get(calendar, []), *self.unclear])


def load_terms(job: Job) -> None:
    """Load term dates of the authority and of schools.

    1. Rows are read; unknown schools, rows twice and terms that overlap are refused.
    2. What is on record of the owners and years that the file names is compared.
    3. Rows that the file no longer has are removed, but not where one of its rows was refused.

    Files that name schools wait for one another, whichever authority's they are.
    """
    file = _File()
    _read(job, file)
    urns = {term.urn for _, term in file.rows}
    if urns - {""}:
        _lock_schools()
    on_record = _on_record(job.authority, urns)
    gone = _gone(file, on_record)
    settled = list(_compared(job, file, on_record, gone))
    _write(job, file, settled, on_record, gone)


def _lock_schools() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, 0)", [_SCHOOLS_LOCK])


def _read(job: Job, file: _File) -> None:
    settings = _settings_and_whether_own(job.authority)
    seen: set[Key] = set()
    terms: dict[str, list[tuple[date, date]]] = defaultdict(list)
    for row in job.rows(TERMS):
        term, problems = read_term(row)
        if term is None:
            _refuse(job, file, row, None, problems)
            continue
        if problem := _refusal(term, settings, seen, terms[term.urn]):
            _refuse(job, file, row, term, [*problems, problem])
            continue
        seen.add(term.key)
        if term.kind == TERM:
            terms[term.urn].append((term.starts_on, term.ends_on))
        job.name(row, problems)
        file.rows.append((row, term))


def _settings_and_whether_own(authority: Any) -> dict[str, bool]:
    """Every school by URN, and whether the authority may say its calendar.

    It may for the schools of its area, for those at which children of its own learn, and for
    those in the area of no authority that is here: what a school's calendar says moves the dates
    of every authority's children there.
    """
    others = set(Authority.objects.exclude(pk=authority.pk).values_list("code", flat=True))
    answers: list[tuple[Any, Any]] = schools_attended.send(
        sender=CalendarEntry, authority=authority
    )
    attended = {urn for _, urns in answers for urn in urns}
    rows = EducationSetting.objects.filter(urn__isnull=False).values_list("urn", "la_code")
    return {urn: la_code not in others or urn in attended for urn, la_code in rows if urn}


def _refusal(
    term: TermRow, settings: dict[str, bool], seen: set[Key], terms: list[tuple[date, date]]
) -> Problem | None:
    if term.urn and term.urn not in settings:
        return Problem(
            column="urn",
            code="unknown_urn",
            message="No school has this URN. Correct it, or load the register of schools first.",
        )
    if term.urn and not settings[term.urn]:
        return Problem(
            column="urn",
            code="not_your_school",
            message="This school lies in another authority's area, and no child of yours is on "
            "record there: its term dates are not yours to change. Leave the row out, or load the "
            "roll first if a child of yours learns there.",
        )
    if term.key in seen:
        return Problem(
            column="starts_on",
            code="duplicate_row",
            message=f"A {term.kind} that starts on {term.starts_on} stands in the file before. "
            "Keep one of the rows.",
        )
    if term.kind == TERM and overlapping(term, terms):
        return Problem(
            column="starts_on",
            code="overlapping_terms",
            message="This term shares days with another term of the file for the same calendar, "
            "which stands before. Correct one of them.",
        )
    return None


def _refuse(
    job: Job, file: _File, row: Row, term: TermRow | None, problems: Iterable[Problem]
) -> None:
    job.refuse(row, *problems)
    if term is not None:
        file.refused[term.calendar].append(row.line)
    elif any(problem.column in ("urn", "academic_year") for problem in problems):
        file.unclear.append(row.line)
    else:
        file.refused[row["urn"], row["academic_year"]].append(row.line)


def _on_record(authority: Any, urns: set[str]) -> dict[Key, CalendarEntry]:
    """The rows on record of these owners, by what no two share."""
    found: dict[Key, CalendarEntry] = {}
    if "" in urns:
        for entry in CalendarEntry.objects.filter(authority=authority):
            found["", entry.kind, entry.starts_on] = entry
    schools = CalendarEntry.objects.filter(setting__urn__in=urns - {""}).annotate(
        urn=F("setting__urn")
    )
    for entry in schools:
        found[entry.urn, entry.kind, entry.starts_on] = entry
    return found


def _gone(file: _File, on_record: dict[Key, CalendarEntry]) -> dict[Key, CalendarEntry]:
    """What is on record of a calendar that the file says whole, and the file does not have."""
    said = {term.key for _, term in file.rows}
    whole = {term.calendar for _, term in file.rows if not file.lines_refused(term.calendar)}
    return {
        key: entry
        for key, entry in on_record.items()
        if key not in said and (key[0], entry.academic_year) in whole
    }


def _compared(
    job: Job, file: _File, on_record: dict[Key, CalendarEntry], gone: dict[Key, CalendarEntry]
) -> Iterator[tuple[Row, TermRow, Outcome]]:
    """Each row with what becomes of it; a term that overlaps one that stays is refused."""
    said = {term.key for _, term in file.rows}
    staying: dict[str, list[CalendarEntry]] = defaultdict(list)
    for key, entry in on_record.items():
        if entry.kind == TERM and key not in said and key not in gone:
            staying[key[0]].append(entry)
    for row, term in file.rows:
        known = on_record.get(term.key)
        in_the_way = [
            entry
            for entry in staying[term.urn]
            if term.kind == TERM and overlapping(term, [(entry.starts_on, entry.ends_on)])
        ]
        if in_the_way:
            job.refuse(row, _overlap_with_record(in_the_way[0], file, term))
        elif known is None:
            yield row, term, Outcome.NEW
        elif _values(known) == (term.academic_year, term.name, term.ends_on):
            yield row, term, Outcome.SAME
        else:
            yield row, term, Outcome.CHANGED


def _overlap_with_record(entry: CalendarEntry, file: _File, term: TermRow) -> Problem:
    """Why the term on record stays: the file has another row for it that was refused, or none."""
    words = f"The term on record from {entry.starts_on} to {entry.ends_on} shares days with this"
    lines = file.lines_refused((term.urn, entry.academic_year))
    if lines:
        named = ("line " if len(lines) == 1 else "lines ") + ", ".join(map(str, lines))
        words += (
            f". It stays, since rows of {entry.academic_year} were refused ({named}): nothing is "
            "removed then. Correct them and load the file again."
        )
    else:
        words += f" and is of {entry.academic_year}. Correct one, or give that year's terms too."
    return Problem(column="starts_on", code="overlapping_terms", message=words)


def _values(entry: CalendarEntry) -> tuple[str, str, date]:
    return entry.academic_year, entry.name, entry.ends_on


def _write(
    job: Job,
    file: _File,
    settled: list[tuple[Row, TermRow, Outcome]],
    on_record: dict[Key, CalendarEntry],
    gone: dict[Key, CalendarEntry],
) -> None:
    if gone:
        CalendarEntry.objects.filter(pk__in=[entry.pk for entry in gone.values()]).delete()
        job.count_other_changes(len(gone))
        _tell_removed(job, file, gone)
    settings = dict(
        EducationSetting.objects.filter(
            urn__in={term.urn for _, term, _ in settled if term.urn}
        ).values_list("urn", "pk")
    )
    new, changed = [], []
    for row, term, outcome in settled:
        if outcome is Outcome.NEW:
            new.append(_entry(job.authority, settings, term))
        elif outcome is Outcome.CHANGED:
            entry = on_record[term.key]
            entry.academic_year, entry.name, entry.ends_on = (
                term.academic_year,
                term.name,
                term.ends_on,
            )
            changed.append(entry)
        job.settle(row.file, row.line, outcome)
    CalendarEntry.objects.bulk_create(new, batch_size=1000)
    CalendarEntry.objects.bulk_update(changed, ["academic_year", "name", "ends_on"], batch_size=500)
    if new or changed or gone:
        urns = {term.urn for _, term, outcome in settled if outcome is not Outcome.SAME}
        urns |= {key[0] for key in gone}
        term_dates_changed.send(
            sender=CalendarEntry,
            authority_code=job.authority.code if "" in urns else None,
            urns=sorted(urns - {""}),
        )


def _entry(authority: Any, settings: dict[str | None, int], term: TermRow) -> CalendarEntry:
    return CalendarEntry(
        authority=None if term.urn else authority,
        setting_id=settings[term.urn] if term.urn else None,
        academic_year=term.academic_year,
        kind=term.kind,
        name=term.name,
        starts_on=term.starts_on,
        ends_on=term.ends_on,
    )


def _tell_removed(job: Job, file: _File, gone: dict[Key, CalendarEntry]) -> None:
    row, _ = file.rows[0]
    words = "One row that the file no longer has was removed."
    if len(gone) > 1:
        words = f"{len(gone)} rows that the file no longer has were removed."
    job.note(row.file, 0, Problem(column="", code="removed", message=words, level=Level.INFO))
