"""Every write about imports: receive, check, confirm, load, cancel."""

import hashlib
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, BinaryIO, TextIO, cast

import structlog
from django.core.files.uploadedfile import UploadedFile
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from vsh.accounts.access import require
from vsh.accounts.models import User
from vsh.accounts.roles import Permission
from vsh.api.models import SystemToken
from vsh.organisations.models import Authority
from vsh.tables.job import Job
from vsh.tables.reading import Source

from . import deliveries
from .clearing import delete_contents
from .engine import RUN_LOCK, ImportBusyError, OvertakenError, carry_out, lock_authority
from .models import ImportFile, ImportRun
from .outcome import NOTED, note_outcome
from .progress import teller_of
from .registry import importer_of

log = structlog.get_logger("vsh.intake")
MOST_ATTEMPTS = 12  # at which a worker stopped before it was done; waiting is none
_STOPPED = "The import was stopped again and again before it was done. Nothing was loaded."
State = ImportRun.State


class MayNotImportError(Exception):
    """The authority is not one whose data this person may load."""


class GivenUpError(Exception):
    """The import ended elsewhere while a worker was at it, who takes back what they did."""


def receive_files(
    *,
    actor: User,
    authority: Authority,
    kind: str,
    files: "list[tuple[UploadedFile[Any], str]]",
    sent_by: SystemToken | None = None,
    key: str = "",
) -> ImportRun:
    """Keep the uploaded files (each with the layout it was taken for) and have them checked; what
    another system sends bears its `key`."""
    require(actor, Permission.IMPORT_DATA)
    if authority.pk not in actor.authority_ids_where(Permission.IMPORT_DATA):
        raise MayNotImportError
    run = ImportRun.objects.create(
        kind=kind, authority=authority, uploaded_by=actor, sent_by=sent_by, idempotency_key=key
    )
    for number, (upload, layout) in enumerate(files, start=1):
        digest = hashlib.sha256()
        for chunk in upload.chunks():
            digest.update(chunk)
        kept = ImportFile(
            run=run,
            name=str(upload.name)[:200],
            layout=layout[:60],
            size=upload.size or 0,
            sha256=digest.hexdigest(),
        )
        upload.seek(0)
        kept.content.save(f"imports/{run.ref}/{number}.csv", upload, save=False)
        kept.save()
    _send_after_commit("check_import", run)
    return run


def confirm_import(*, actor: User, run: ImportRun) -> bool:
    """Have a checked import loaded; False when somebody has already confirmed or cancelled it."""
    require(actor, Permission.IMPORT_DATA)
    claimed = ImportRun.objects.filter(pk=run.pk, state=State.READY).update(
        state=State.LOADING, confirmed_by=actor, confirmed_at=timezone.now(), attempts=0
    )
    if claimed:
        _send_after_commit("load_import", run)
    return bool(claimed)


def cancel_import(*, actor: User, run: ImportRun) -> bool:
    """Give up a checked import and delete its files; False when it is no longer waiting."""
    require(actor, Permission.IMPORT_DATA)
    cancelled = ImportRun.objects.filter(pk=run.pk, state=State.READY).update(
        state=State.CANCELLED, finished_at=timezone.now()
    )
    if cancelled:
        _delete_after_commit([run.pk])
    return bool(cancelled)


@transaction.atomic
def cancel_deliveries(*, actor: User, token: SystemToken) -> int:
    """Give up all that a system sent and that waits for a person; how many."""
    require(actor, Permission.IMPORT_DATA)
    waiting = ImportRun.objects.visible_to(actor).filter(sent_by=token, state=State.READY)
    cancelled = list(waiting.select_for_update(of=("self",)).values_list("pk", flat=True))
    waiting.filter(pk__in=cancelled).update(state=State.CANCELLED, finished_at=timezone.now())
    _delete_after_commit(cancelled)
    return len(cancelled)


def check_import(*, run_id: int) -> None:
    """Find out what loading would do, without loading, unless a system sent it; a second run of the
    same does nothing."""
    with _claimed(run_id, {State.UPLOADED: State.CHECKING, State.CHECKING: State.CHECKING}) as run:
        if run is not None:
            if run.sent_by:
                _take_delivery(run, run.sent_by)
            else:
                _carry_out_and_note(run, is_dry_run=True)
                run.state = State.READY if run.changes else State.NOTHING
            if run.state in ImportRun.OVER:
                run.finished_at = timezone.now()
                _delete_after_commit([run.pk])
            _save_outcome(run)
            deliveries.tell_of([run.pk])


def _take_delivery(run: ImportRun, token: SystemToken) -> None:
    """A system cannot look at a preview: without an error in it, what it sent is loaded as it is
    checked; with one nothing of it is, and a person looks at it."""
    deliveries.wait_for_earlier(run)
    lock_authority(run.authority_id, waits=False)
    if not deliveries.is_open(token):  # asked under the lock: nothing waits from here on
        run.state = State.CANCELLED
        run.failure = "The token ended before this was loaded. Nothing was loaded."
        return
    _carry_out_and_note(run, is_dry_run=False, is_whole=True)
    if run.errors:
        run.state = State.READY
    else:
        run.state = State.LOADED if run.changes else State.NOTHING


def load_import(*, run_id: int) -> None:
    """Load a confirmed import; its rows and its state "loaded" are one transaction."""
    with _claimed(run_id, {State.LOADING: State.LOADING}) as run:
        if run is not None:
            deliveries.wait_for_earlier(run)
            _carry_out_and_note(run, is_dry_run=False)
            run.state = State.LOADED
            run.finished_at = timezone.now()
            _save_outcome(run)
            _delete_after_commit([run.pk])


def resume_imports(*, now: datetime, minutes: int) -> int:
    """Send again the tasks of imports that nobody has finished in `minutes`; in the end give up."""
    left = ImportRun.objects.left_waiting(now, minutes=minutes)
    for run_id in left.filter(attempts__gte=MOST_ATTEMPTS).values_list("pk", flat=True):
        with transaction.atomic():
            if _is_nobody_at(run_id):
                _fail(run_id, _STOPPED)
    waiting = list(left)
    for run in waiting:
        _send_after_commit("load_import" if run.state == State.LOADING else "check_import", run)
    return len(waiting)


def keep_command_run(
    *, kind: str, authority: Authority | None, job: Job, names: list[str], report: TextIO
) -> ImportRun:
    """Keep what a command loads, in the same transaction, so that the page of past imports shows
    it."""
    run = ImportRun(kind=kind, authority=authority, confirmed_at=timezone.now())
    note_outcome(run, job, report)
    is_loaded = bool(job.loaded or job.other_changes)
    run.state = State.LOADED if is_loaded else State.FAILED
    run.failure = "" if is_loaded else "Nothing was loaded."
    run.finished_at = timezone.now()
    run.save()
    ImportFile.objects.bulk_create(ImportFile(run=run, name=name[:200]) for name in names)
    return run


@contextmanager
def _claimed(run_id: int, moves: dict[State, State]) -> Iterator[ImportRun | None]:
    """The run in a transaction of its own, or None when it is not to be worked on.

    1. The state moves first, visibly, so that the page can show it, and the attempt is counted: a
       worker that dies takes nothing back. A run in another state is left alone.
    2. A lock that ends with the transaction keeps a second worker out, yet lets a new one in
       when the first has died.
    3. A failure rolls everything back and is written on the run, unless it has ended meanwhile; an
       import that is merely busy goes back to the caller, and that was no attempt.
    """
    for before, after in moves.items():
        if ImportRun.objects.filter(pk=run_id, state=before).update(
            state=after, attempts=F("attempts") + 1
        ):
            break
    try:
        with transaction.atomic():
            run = _lock_run(run_id, set(moves.values()))
            yield run
        if run is None:
            _take_back_attempt(run_id)
    except OvertakenError:
        raise
    except ImportBusyError:
        _take_back_attempt(run_id)
        raise
    except Exception:
        log.exception("import failed", import_id=run_id)
        _fail(run_id, "Something went wrong on our side. Nothing was loaded.")


def _take_back_attempt(run_id: int) -> None:
    """What merely waits, or is another worker's, is not given up for it."""
    ImportRun.objects.filter(pk=run_id, attempts__gt=0).update(attempts=F("attempts") - 1)


def _fail(run_id: int, failure: str) -> None:
    """Say that an import is over, unless it is already, and delete its files."""
    is_ended = ImportRun.objects.filter(pk=run_id, state__in=ImportRun.AT_WORK).update(
        state=State.FAILED, failure=failure, finished_at=timezone.now()
    )
    if is_ended:
        deliveries.tell_of([run_id])
        _delete_after_commit([run_id])


def _lock_run(run_id: int, states: set[State]) -> ImportRun | None:
    if not _is_nobody_at(run_id):
        return None
    return ImportRun.objects.filter(pk=run_id, state__in=states).first()


def _is_nobody_at(run_id: int) -> bool:
    """Whether no worker has the import; then nobody else does until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [RUN_LOCK, run_id])
        return bool(cursor.fetchone()[0])


def _save_outcome(run: ImportRun) -> None:
    """Write how it went; raises `GivenUpError` where the import is over already."""
    at_work = ImportRun.objects.filter(pk=run.pk, state__in=ImportRun.AT_WORK)
    if not at_work.update(state=run.state):
        raise GivenUpError
    run.save(update_fields=[*NOTED, "failure", "finished_at"])


def _carry_out_and_note(run: ImportRun, *, is_dry_run: bool, is_whole: bool = False) -> None:
    with tempfile.TemporaryFile("w+", encoding="utf-8", newline="") as report:
        job = carry_out(
            importer_of(run.kind),
            [_source(file) for file in run.files.all()],
            authority=run.authority,
            actor=run.confirmed_by or run.uploaded_by,
            report=report,
            is_dry_run=is_dry_run,
            reference=run.ref,
            sent_by=run.sent_by,
            is_whole=is_whole,
            progress=teller_of(run.ref),
        )
        note_outcome(run, job, report)


def _source(file: ImportFile) -> Source:
    name = str(file.content.name)
    return Source(file.name, lambda: cast("BinaryIO", file.content.storage.open(name, "rb").file))


def _delete_after_commit(run_ids: list[int]) -> None:
    """Delete the uploaded files; should that fail, `clear_imports` does it at night."""
    transaction.on_commit(lambda: delete_contents(run_ids), robust=True)


def _send_after_commit(task: str, run: ImportRun) -> None:
    """Wake a worker once the run can be seen; if the broker is down, `resume_imports` will. What
    systems send has a queue of its own: a person's file does not stand behind it."""
    queue = deliveries.QUEUE if run.sent_by_id and task == "check_import" else None

    def send() -> None:
        from . import tasks

        getattr(tasks, task).apply_async((run.pk,), queue=queue)

    transaction.on_commit(send, robust=True)
