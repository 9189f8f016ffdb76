"""Work on many plans is asked for, done by a worker, and done once however often it runs."""

import csv
import io
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import structlog
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from peps.models import PepSnapshot, VoicePicture
from peps.services.opening import open_termly_peps
from pupils.models import Pupil
from pupils.services.allocations import allocate, permission_to_allocate
from reporting.annual_report.models import AnnualReport
from reporting.roll_list import present_terms
from vsh.accounts.models import User
from vsh.accounts.roles import Permission
from vsh.audit.services import record_list_read
from vsh.calendars import today
from vsh.intake.clearing import delete_orphans
from vsh.organisations.models import Authority
from vsh.tables.findings import harmless

from .chasing import chase, what_is_owed
from .filters import PlansFilter
from .listing import WAITS_FOR, children_with_plans, rows_of, state_words, term_words
from .models import PlansJob
from .terms import THIS_TERM

logger = structlog.get_logger(__name__)

SILENCE = timedelta(minutes=5)
BATCH = 500
MOST_AT_ONCE = 300  # children who get another officer in one step: a large caseload
FILE_KEPT_FOR = timedelta(days=7)
COLUMNS = (
    "child_id", "reference", "name", "year", "school", "officer", "term", "plan", "due", "waits_for"
)  # fmt: skip
State, Kind = PlansJob.State, PlansJob.Kind


@transaction.atomic
def ask_for(
    *, actor: User, authority: Authority, kind: str, filters: dict[str, str] | None = None
) -> PlansJob:
    """Ask for a piece of work; the same work that is under way is taken up again.

    The same is of one kind, of the same children; the opening of plans knows no filter.
    """
    if not actor.is_active or authority.pk not in actor.authority_ids_where(Permission.ASSURE_PEP):
        raise PermissionDenied(kind)
    chosen = {} if kind == Kind.OPEN else filters or {}
    Authority.objects.select_for_update().get(pk=authority.pk)
    under_way = PlansJob.objects.filter(
        asked_by=actor,
        authority=authority,
        kind=kind,
        filters=chosen,
        state__in=[State.QUEUED, State.RUNNING],
        progressed_at__gt=timezone.now() - SILENCE,
    )
    if job := under_way.first():
        return job
    job = PlansJob.objects.create(asked_by=actor, authority=authority, kind=kind, filters=chosen)
    transaction.on_commit(partial(_send, job.pk), robust=True)
    return job


def _send(job_id: int) -> None:
    from reporting.tasks import run_plans_job

    run_plans_job.delay(job_id)


def resume_jobs() -> None:
    """Send again what a lost message or a dead worker left."""
    left = PlansJob.objects.filter(
        state__in=[State.QUEUED, State.RUNNING], progressed_at__lt=timezone.now() - SILENCE
    )
    for job_id in left.values_list("pk", flat=True):
        _send(job_id)


def run_job(job_id: int) -> bool:
    """Do the work; false if somebody else does it or has done it."""
    silent = Q(state=State.RUNNING, progressed_at__lt=timezone.now() - SILENCE)
    waiting = PlansJob.objects.filter(Q(state=State.QUEUED) | silent, pk=job_id)
    if not waiting.update(state=State.RUNNING, progressed_at=timezone.now()):
        return False
    job = PlansJob.objects.select_related("authority", "asked_by").get(pk=job_id)
    work = {Kind.OPEN: _open, Kind.CHASE: _chase, Kind.EXPORT: _export}[Kind(job.kind)]
    try:
        outcome = work(job, partial(_progress, job_id))
    except Exception:
        words = "This could not be done. What was done stays done: ask for it again."
        PlansJob.objects.filter(pk=job_id).update(state=State.FAILED, outcome=words)
        logger.exception("plans job failed", job=job_id)
        raise
    PlansJob.objects.filter(pk=job_id).update(state=State.DONE, outcome=outcome)
    return True


def _open(job: PlansJob, progress: Callable[[int, int], None]) -> str:
    """Open the term's plans; it initiates none, which a person does."""
    opened = open_termly_peps(authority=job.authority, tell=progress)
    return f"{opened} {'plan was' if opened == 1 else 'plans were'} opened"


def _chase(job: PlansJob, progress: Callable[[int, int], None]) -> str:
    """What is queued and how many it was stand on record together: done once, it is not done again
    by a worker that takes up the work of one that died."""
    owed = what_is_owed(_children_of(job), by=job.asked_by, progress=progress, term=_term_of(job))
    with transaction.atomic():
        told = chase(owed, authority=job.authority, by=job.asked_by)
        outcome = f"{told} {'person was' if told == 1 else 'people were'} sent a message"
        if number := len(owed.lines) - told:
            people = "1 other person" if number == 1 else f"{number} other people"
            outcome += f". {people} had a chaser today already: no second one was sent"
        if number := owed.not_on_record:
            plans = "1 plan waits" if number == 1 else f"{number} plans wait"
            outcome += f". {plans} for somebody who is not on record: say who it is"
        PlansJob.objects.filter(pk=job.pk).update(state=State.DONE, outcome=outcome)
    return outcome


def _export(job: PlansJob, progress: Callable[[int, int], None]) -> str:
    """The list as a file; what a spreadsheet would run as a formula is made harmless."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    ids = _children_of(job)
    for first in range(0, len(ids), BATCH):
        batch = ids[first : first + BATCH]
        for row in rows_of(batch, user=job.asked_by, on=today(), term=_term_of(job)):
            writer.writerow(map(harmless, _cells(row)))
        progress(min(first + BATCH, len(ids)), len(ids))
    content = ContentFile(out.getvalue().encode("utf-8-sig"))
    job.file.save(f"plans-{job.ref}.csv", content, save=False)
    job.save(update_fields=["file"])
    record_list_read(
        user=job.asked_by, page="reporting:export_plans", filters=job.filters, count=len(ids)
    )
    return f"{len(ids)} {'child' if len(ids) == 1 else 'children'} in the file"


def _cells(row: Pupil) -> list[str]:
    known = vars(row)
    return [
        row.child_id,
        row.ref,
        row.name,
        "" if row.nc_year is None else str(row.nc_year),
        known["school_name"] or "",
        known["virtual_school_officer_name"] or "",
        term_words(known["plan_term_key"]),
        state_words(known["pep_state"]),
        str(known["plan_due_on"] or ""),
        WAITS_FOR[known["waits_for"]],
    ]


def chosen_from(filters: Mapping[str, str], *, user: User, authority: Authority) -> PlansFilter:
    """The list of an authority as these filters show it."""
    day, term = today(), filters.get("term") or THIS_TERM
    children = children_with_plans(user, on=day, authority=authority, term=term)
    present = present_terms(user, authority.pk, day)
    return PlansFilter(filters, queryset=children, user=user, present=present)


def _term_of(job: PlansJob) -> str:
    return job.filters.get("term") or THIS_TERM


def _children_of(job: PlansJob) -> list[int]:
    """Who stands on the list as it was filtered when the work was asked for."""
    chosen = chosen_from(job.filters, user=job.asked_by, authority=job.authority)
    children = chosen.queryset
    found = chosen.qs if chosen.form.is_valid() else children.none()
    return list(found.order_by("search_name", "pk").values_list("pk", flat=True))


def _progress(job_id: int, done: int, total: int) -> None:
    PlansJob.objects.filter(pk=job_id, state=State.RUNNING).update(
        done=done, total=total, progressed_at=timezone.now()
    )


def clear_orphans(now: datetime | None = None) -> int:
    """Delete files that no row names: exported lists, PDFs of plans and annual reports, and
    pictures. A worker took up the work of one that was silent, or the request that kept the file
    failed later; how many."""
    now = now or timezone.now()
    kept: Mapping[str, QuerySet[Any]] = {
        "plans": PlansJob.objects.all(),
        "peps": PepSnapshot.objects.all(),
        "voices": VoicePicture.objects.all(),
        "annual_reports": AnnualReport.objects.all(),
    }
    return sum(
        delete_orphans(folder, set(rows.order_by().values_list("file", flat=True)), now=now)
        for folder, rows in kept.items()
    )


def clear_files(now: datetime | None = None) -> int:
    """Delete exported files, which hold names, once they are that old; how many. What was asked
    for, by whom, and how often the file was opened stays on record.

    Source: UK GDPR article 5(1)(e), storage limitation. The days are our convention.
    """
    before = (now or timezone.now()) - FILE_KEPT_FOR
    old = PlansJob.objects.filter(asked_at__lt=before).exclude(file="")
    for job in old:
        job.file.delete(save=False)
        PlansJob.objects.filter(pk=job.pk).update(file="")
    return len(old)


@transaction.atomic
def reassign(*, actor: User, refs: list[str], capacity: str, user: User) -> int:
    """Allocate one person to many children in one capacity; all of them or none."""
    chosen = set(refs)
    if not 1 <= len(chosen) <= MOST_AT_ONCE:
        raise ValidationError(f"Choose from 1 to {MOST_AT_ONCE} children of the list.")
    pupils = Pupil.objects.visible_to(actor, permission_to_allocate(capacity))
    found = list(pupils.filter(ref__in=chosen).order_by("pk"))
    if lost := len(chosen) - len(found):
        children = "1 of the children chosen is" if lost == 1 else f"{lost} of those chosen are"
        raise ValidationError(
            f"{children} not yours to allocate any more. Nobody was allocated: those below are the "
            "others. Look at them and send the form again."
        )
    for pupil in found:
        allocate(actor=actor, pupil=pupil, user=user, capacity=capacity)
    return len(found)


def person_named(pk: str) -> User:
    """The person chosen from the list of those who can be allocated."""
    return User.objects.get(pk=int(pk))
