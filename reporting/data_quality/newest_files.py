"""What the newest import of each kind of file left open: rows that were refused or matched nobody,
and what a file says otherwise than a person or than another kind of file."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from django.db.models import F, Q

from pupils.imports.other_files import OTHER_FILE
from pupils.models import Pupil
from vsh.accounts.models import User
from vsh.intake.models import ImportRun
from vsh.intake.registry import importer_of
from vsh.tables.identifiers import is_upn

from .facts import visible_children

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
        "file comes from, and load it again.",
    ),
    Open.MATCHED_NOBODY: Described(
        "Without a match",
        "Rows of the newest file of each kind whose number belongs to no child on record, and "
        "children on the roll who are not in the newest roll file.",
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
class Line:
    """One line of a file, the child where it names one whom the reader may see."""

    run: ImportRun
    title: str
    number: int
    message: str
    subject: str = ""
    child: Pupil | None = None


def newest_runs(user: User) -> list[ImportRun]:
    """The newest loaded import of each kind and authority, of those that `user` may load; of what
    systems send, of each that still has a token: a day's marks of one school hide no file."""
    loaded = ImportRun.objects.visible_to(user).filter(
        state=ImportRun.State.LOADED, authority__isnull=False
    )
    whose = ("authority_id", "kind", "sent_by_id")
    newest = loaded.exclude(sent_by__ended_at__isnull=False)
    newest = newest.order_by(*whose, "-finished_at", "-pk").distinct(*whose)
    return list(newest.select_related("sent_by"))


def lines_of(runs: Sequence[ImportRun], what: Open) -> list[Line]:
    """What is open, file by file."""
    return [
        Line(run, _title(run), found["line"], found["message"], found["subject"])
        for run in runs
        for found in _findings(run, what)
    ]


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
    return [
        replace(line, child=children.get((line.run.authority_id, line.subject))) for line in lines
    ]


def _title(run: ImportRun) -> str:
    title = importer_of(run.kind).title
    return f"{title}, {run.sent_by}" if run.sent_by else title


def _findings(run: ImportRun, what: Open) -> Iterator[Mapping[str, Any]]:
    for level in ("error", "warning", "info"):
        for found in run.findings.get(level, ()):
            if what is _open(found["code"], is_refused=found.get("is_refused", level == "error")):
                yield {"subject": "", **found}


def _open(code: str, *, is_refused: bool) -> Open | None:
    if code in _NOBODY:
        return Open.MATCHED_NOBODY
    if code in _TOLD_OTHERWISE:
        return Open.TOLD_OTHERWISE
    if code == OTHER_FILE:
        return Open.OTHER_FILE
    return Open.REFUSED if is_refused else None
