"""What the newest import of each kind of file left open: rows that were refused or matched nobody,
and what a file says otherwise than a person or than another kind of file. Attendance, results and
transfer files come school by school: of these, what those of the last four weeks left open."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from django.apps import apps
from django.db.models import F, Q
from django.utils import timezone

from pupils.imports.other_files import OTHER_FILE
from pupils.models import Pupil
from vsh.accounts.models import User
from vsh.intake.models import ImportRun
from vsh.intake.registry import importer_of
from vsh.tables.identifiers import is_upn

from .facts import visible_children

_SCHOOL_BY_SCHOOL = ("attendance", "attainment", "ctf")
_CLOSED = (
    "The record has been restricted since this file was loaded, so what was found is not told "
    "here. Ask who is named for this child."
)
_WEEKS_SHOWN = timedelta(days=28)
_NOBODY = {"unknown_upn", "not_here", "not_in_file", "restricted_not_in_file"}
_TOLD_OTHERWISE = {
    *("put_right", "told_by_person", "sen_told_by_a_person"),  # the roll
    "sdq_told_by_a_person",  # the return
    *("told_by_a_person", "put_right_by_a_person"),  # results
    *("kept_as_corrected", "kept_as_entered", "replaces_entered"),  # attendance
}


class Open(StrEnum):
    """What is left open."""

    REFUSED = "refused"
    MATCHED_NOBODY = "matched_nobody"
    TOLD_OTHERWISE = "told_otherwise"
    OTHER_FILE = "other_file"


@dataclass(frozen=True)
class Described:
    """What it is, in words."""

    label: str
    means: str


DESCRIBED: Mapping[Open, Described] = {
    Open.REFUSED: Described(
        "Rows of files that were refused",
        "What the newest file of each kind says there is not on record. Correct the row where the "
        "file comes from, and load it again under the same name.",
    ),
    Open.MATCHED_NOBODY: Described(
        "Without a match",
        "Rows of the newest file of each kind whose number belongs to no child on record, and "
        "children on the roll who are not in the newest roll file. Of a school’s files, load the "
        "file again under the same name once the number is right.",
    ),
    Open.TOLD_OTHERWISE: Described(
        "A person said one thing, a file another",
        "What the newest file of each kind says otherwise than a person. What the person said "
        "stands. Correct the council’s case system, or the record if the file is right.",
    ),
    Open.OTHER_FILE: Described(
        "One kind of file said one thing, another kind another",
        "What the newest file of each kind says otherwise than another kind of file had told: sex, "
        "ethnicity, UPN, SEN status, a school, a result. Correct the one that is wrong where it "
        "comes from: as long as both are loaded, the value goes to and fro.",
    ),
}


@dataclass(frozen=True)
class _File:
    """A file by its name and the schools of which it is, as far as it tells."""

    name: str
    schools: frozenset[str]

    def stands_for(self, former: "_File") -> bool:
        """Whether it is the same file, sent later: two schools may use one name."""
        is_other = self.schools and former.schools and self.schools.isdisjoint(former.schools)
        return self.name == former.name and not is_other


@dataclass(frozen=True)
class Line:
    """One line of a file, the child where it names one whom the reader may see."""

    run: ImportRun
    title: str
    number: int
    message: str
    subject: str = ""
    file: str = ""
    child: Pupil | None = None


def left_open(user: User) -> dict[Open, list[Line]]:
    """What is open, file by file; empty for who loads no files."""
    runs = _newest_runs(user)
    lines: dict[Open, list[Line]] = {what: [] for what in Open} if runs else {}
    for run, what, found in _unanswered(runs):
        subject = found.get("subject", "")
        line = Line(run, _title(run), found["line"], found["message"], subject, found["file"])
        lines[what].append(line)
    return lines


def _newest_runs(user: User) -> list[ImportRun]:
    """The newest import of each kind and authority, of those that `user` may load; of what systems
    send, of each that still has a token: a day's marks of one school hide no file. Of kinds that
    come school by school, all files of the last weeks: one school's hides no other's."""
    has_rows = Q(rows_same__gt=0) | Q(rows_refused__gt=0)
    read = ImportRun.objects.visible_to(user).filter(
        Q(state=ImportRun.State.LOADED) | Q(state=ImportRun.State.NOTHING) & has_rows,
        authority__isnull=False,
    )
    whose = ("authority_id", "kind", "sent_by_id")
    newest = read.exclude(sent_by__ended_at__isnull=False)
    newest = newest.order_by(*whose, "-finished_at", "-pk").distinct(*whose)
    recent = read.filter(
        kind__in=_SCHOOL_BY_SCHOOL, sent_by=None, finished_at__gte=timezone.now() - _WEEKS_SHOWN
    )
    shown = read.filter(Q(pk__in=newest.values("pk")) | Q(pk__in=recent.values("pk")))
    shown = shown.order_by(*whose, "-finished_at", "-pk")
    return list(shown.select_related("sent_by").prefetch_related("files"))


def _unanswered(
    runs: Iterable[ImportRun],
) -> Iterator[tuple[ImportRun, Open, Mapping[str, Any]]]:
    """What the files found, but for what a later one of the same kind answers: a file of the same
    name, not of other schools, what it found at all, and whoever finds a number again that it
    belongs to nobody. `runs` are the newest first."""
    answered: dict[tuple[Any, ...], list[_File]] = defaultdict(list)
    told: dict[tuple[Any, ...], set[str]] = defaultdict(set)
    for run in runs:
        whose = run.authority_id, run.kind, run.sent_by_id
        numbers: set[str] = set()
        for what, found in _findings(run):
            number = found.get("subject", "")
            numbers |= {number} - {""}
            is_told_since = what is Open.MATCHED_NOBODY and number in told[whose]
            file = _File(found["file"], _schools(run, found["file"]))
            is_answered = any(one.stands_for(file) for one in answered[whose])
            if what and not is_answered and not is_told_since:
                yield run, what, found
        answered[whose] += [_File(one.name, _schools(run, one.name)) for one in run.files.all()]
        told[whose] |= numbers


def with_children(lines: Sequence[Line], user: User) -> list[Line]:
    """The lines of a page with the children whom they name, also by the number of a record that
    was merged into theirs: one query."""
    numbers = {line.subject for line in lines if line.subject}
    upns = set(filter(is_upn, numbers))
    found = visible_children(user).filter(
        Q(child_id__in=numbers)
        | Q(upn__in=upns)
        | Q(merged__child_id__in=numbers)
        | Q(merged__upn__in=upns)
    )
    children: dict[tuple[int | None, str], Pupil] = {}
    for child in found.annotate(gone_id=F("merged__child_id"), gone_upn=F("merged__upn")):
        for upn in {child.upn, child.gone_upn} & upns:
            children.setdefault((child.authority_id, upn), child)
        for number in {child.child_id, child.gone_id} & numbers:
            children[child.authority_id, number] = child
    closed = _closed_since(lines, {child.pk for child in children.values()})
    return [
        _told(line, children, closed.get((line.run.authority_id, line.subject))) for line in lines
    ]


def _told(
    line: Line, children: Mapping[tuple[int | None, str], Pupil], closed: datetime | None
) -> Line:
    """The line with its child. A file that was loaded before the record was restricted may have
    found what stands on it; of a later one the findings kept to its rows when they were made."""
    if closed and (line.run.confirmed_at or line.run.uploaded_at) < closed:
        return replace(line, message=_CLOSED)
    return replace(line, child=children.get((line.run.authority_id, line.subject)))


def _closed_since(lines: Sequence[Line], seen: set[int]) -> dict[tuple[int | None, str], datetime]:
    """Since when a record is restricted, by authority and number: of those whom the reader may not
    see; one query, and one more where there is such a record."""
    numbers = {line.subject for line in lines if line.subject}
    found = Pupil.objects.filter(
        Q(child_id__in=numbers)
        | Q(upn__in=numbers)
        | Q(former_upn__in=numbers)
        | Q(merged__child_id__in=numbers)
        | Q(merged__upn__in=numbers),
        is_restricted=True,
        authority__in={line.run.authority_id for line in lines},
    ).exclude(pk__in=seen)
    names = ("child_id", "upn", "former_upn", "merged__child_id", "merged__upn")
    restricted = list(found.values_list("pk", "authority_id", *names))
    since: dict[int, datetime] = {}
    if restricted:
        history = apps.get_model("pupils", "PupilEvent")._default_manager
        events = history.filter(pgh_obj__in=[pk for pk, *_ in restricted]).order_by("pgh_id")
        for pk, at, is_closed in events.values_list("pgh_obj", "pgh_created_at", "is_restricted"):
            if not is_closed:
                since.pop(pk, None)
            else:
                since.setdefault(pk, at)
    return {
        (authority, number): since.get(pk, timezone.now())
        for pk, authority, *told in restricted
        for number in told
        if number
    }


def _schools(run: ImportRun, file: str) -> frozenset[str]:
    return frozenset(run.findings.get("schools", {}).get(file, ()))


def _title(run: ImportRun) -> str:
    title = importer_of(run.kind).title
    return f"{title}, {run.sent_by}" if run.sent_by else title


def _findings(run: ImportRun) -> Iterator[tuple[Open | None, Mapping[str, Any]]]:
    for level in ("error", "warning", "info"):
        for found in run.findings.get(level, ()):
            is_refused = found.get("is_refused", level == "error")
            yield _open(found["code"], is_refused=is_refused), found


def _open(code: str, *, is_refused: bool) -> Open | None:
    if code in _NOBODY:
        return Open.MATCHED_NOBODY
    if code in _TOLD_OTHERWISE:
        return Open.TOLD_OTHERWISE
    if code == OTHER_FILE:
        return Open.OTHER_FILE
    return Open.REFUSED if is_refused else None
