"""Carries an import out: one transaction, the same for the check, the load and the command."""

import gc
import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TextIO

import structlog
from django.db import IntegrityError, OperationalError, connection, transaction
from psycopg.errors import DeadlockDetected, LockNotAvailable, UniqueViolation

from vsh.accounts.models import User
from vsh.api.models import SystemToken
from vsh.organisations.models import Authority
from vsh.tables.findings import Level, Problem, ReportWriter
from vsh.tables.job import Job
from vsh.tables.reading import Source

from .registry import Importer

log = structlog.get_logger("vsh.intake")
# The two keys of an advisory lock: what it guards, and whose.
_AUTHORITY_LOCK = 19030
RUN_LOCK = 19031
_WHOLE_REGISTER = 0
_NEW_BEFORE_A_COLLECTION = 100_000  # objects; usually 700


class ImportBusyError(Exception):
    """Another import of the authority, or somebody's work on a child, stands in the way: nothing
    was written, and trying again is safe."""


class OvertakenError(ImportBusyError):
    """Somebody else has meanwhile written the same anew. Trying again finds it on record; it counts
    as an attempt, so that a fault of ours does not come back for ever."""


def carry_out(
    importer: Importer,
    sources: Iterable[Source],
    *,
    authority: Authority | None,
    actor: User | None,
    report: TextIO,
    is_dry_run: bool,
    reference: str = "",
    sent_by: SystemToken | None = None,
    is_whole: bool = False,
    progress: Callable[[int, int], None] = lambda done, total: None,
    keep: Callable[[Job], object] = lambda job: None,
) -> Job:
    """Load the files in one transaction, or, as a dry run, load them and take it all back; where
    they are to load as a whole, so too after an error.

    1. Files that cannot be used become findings; without a usable one nothing is opened. Of files
       that belong together all are usable, or none is used.
    2. One import per authority at a time, one of what serves every authority: an advisory lock that
       ends with the transaction.
    3. The history of changes learns who loads, from which import and of which system.
    4. What `keep` writes about a load is of the same transaction.
    """
    job = Job(
        authority=authority,
        setting=sent_by.setting if sent_by else None,
        actor=actor,
        report=ReportWriter(report),
        progress=progress,
    )
    job.open(sources, importer.layouts)
    if importer.takes_folder:
        job.refuse_set_in_part()
    if not job.tables and not job.known:
        if not is_dry_run:
            keep(job)
        return job
    try:
        with _collecting_seldom(), transaction.atomic():
            whose = authority if importer.needs_authority else None
            lock_authority(whose.pk if whose else None, waits=sent_by is None)
            _name_the_actor(actor, reference or importer.kind, sent_by)
            importer.load(job)
            if not job.loaded and not job.counts["refused"]:
                _note_no_rows(job)
            if is_dry_run or (is_whole and job.counts["level_error"]):
                transaction.set_rollback(True)
            else:
                keep(job)
    except OperationalError as error:
        if isinstance(error.__cause__, LockNotAvailable | DeadlockDetected):
            raise ImportBusyError from error
        raise
    except IntegrityError as error:
        if isinstance(error.__cause__, UniqueViolation):
            constraint = error.__cause__.diag.constraint_name
            log.warning("an import was overtaken", kind=importer.kind, constraint=constraint)
            raise OvertakenError from error
        raise
    return job


@contextmanager
def _collecting_seldom() -> Iterator[None]:
    """Rows held together are looked through for cycles again and again, in vain: a tenth of the
    time of a large file."""
    former = gc.get_threshold()
    gc.set_threshold(_NEW_BEFORE_A_COLLECTION, *former[1:])
    try:
        yield
    finally:
        gc.set_threshold(*former)


def lock_authority(authority_id: int | None, *, waits: bool = True) -> None:
    """Held until the transaction ends; who joins records takes it too, so that no file is being
    loaded meanwhile that has read them as two. What a system sent holds up no worker: it `waits`
    for nobody and comes again later."""
    keys = [_AUTHORITY_LOCK, authority_id or _WHOLE_REGISTER]
    with connection.cursor() as cursor:
        if waits:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", keys)
            return
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", keys)
        if not cursor.fetchone()[0]:
            raise ImportBusyError


def _name_the_actor(actor: User | None, reference: str, sent_by: SystemToken | None) -> None:
    context = {"user": actor.pk if actor else None, "import": reference}
    if sent_by:
        context["system"] = sent_by.ref
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('pghistory.context_metadata', %s, true)", [json.dumps(context)]
        )


def _note_no_rows(job: Job) -> None:
    for table in job.tables:
        job.note(
            table.name,
            table.header_line,
            Problem(
                column="",
                code="no_rows",
                message="The file has a header and no rows under it.",
                level=Level.WARNING,
            ),
        )
