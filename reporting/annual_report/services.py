"""Every write of an annual report: started, written, asked for, made, published.

A report goes draft → queued → running → ready → published, or failed, from where it can be
asked for again. Each step claims the row by a conditional update, so a step taken twice happens
once. The maker also holds a lock that dies with its database connection: if a worker is killed,
the next delivery of the task carries on, and two workers never make the same report at once.
"""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

import structlog
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.db import connection, transaction
from django.db.models import F, Max, Q
from django.utils import timezone

from vsh.accounts.models import User
from vsh.accounts.roles import Permission
from vsh.calendars import today
from vsh.organisations.models import Authority

from .cohort import load_cohort, one_moment
from .document import contents_of, document_html, published_chart
from .indicators import compute_all, frozen_children, frozen_figures
from .models import SILENCE, AnnualReport
from .names import refuse_any_name, refuse_names_known_to
from .notification import tell_readers
from .rules import AcademicYear

logger = structlog.get_logger(__name__)

State = AnnualReport.State
TEXTS = ("introduction", "pupil_premium", "priorities")
_LOCK_SPACE = 0x5653


class StaleReportError(ValidationError):
    """Somebody else has changed the report since it was read."""


def start_report(*, actor: User, authority: Authority, academic_year: str) -> AnnualReport:
    """The report of this year in the making, begun if need be.

    After a publication it is a new edition, which begins with the text of the last one.
    """
    _require(actor, Permission.PRODUCE_ANNUAL_REPORT, authority)
    return begin(authority=authority, academic_year=academic_year)


@transaction.atomic
def begin(*, authority: Authority, academic_year: str) -> AnnualReport:
    """The unpublished report of this authority and year; a new edition where there is none."""
    try:
        year = AcademicYear.named(academic_year)
    except ValueError as error:
        raise ValidationError({"academic_year": str(error)}) from error
    if year.first_day > today():
        raise ValidationError({"academic_year": "This academic year has not begun yet."})
    Authority.objects.select_for_update().get(pk=authority.pk)
    of_year = AnnualReport.objects.filter(authority=authority, academic_year=year.name)
    if unpublished := of_year.exclude(state=State.PUBLISHED).first():
        return unpublished
    last = of_year.order_by("-edition").first()
    edition = (of_year.aggregate(last=Max("edition"))["last"] or 0) + 1
    texts = {name: getattr(last, name) for name in TEXTS} if last else {}
    return AnnualReport.objects.create(
        authority=authority, academic_year=year.name, edition=edition, **texts
    )


def write_report(
    *,
    actor: User,
    report: AnnualReport,
    version: int,
    introduction: str,
    pupil_premium: str,
    priorities: str,
) -> None:
    """Save the text; a file made from the former text no longer counts."""
    _require(actor, Permission.PRODUCE_ANNUAL_REPORT, report.authority)
    texts = {
        "introduction": introduction,
        "pupil_premium": pupil_premium,
        "priorities": priorities,
    }
    refuse_names_known_to(actor, report, texts)
    if all(getattr(report, name) == text for name, text in texts.items()):
        return
    changed = (
        AnnualReport.objects.filter(pk=report.pk, version=version)
        .filter(state__in=[State.DRAFT, State.READY, State.FAILED])
        .update(**texts, version=F("version") + 1, state=State.DRAFT, error="")
    )
    if changed != 1:
        raise StaleReportError(
            "The report has changed since you opened this page. Look at it again."
        )


def produce_report(*, actor: User, report: AnnualReport) -> None:
    """Ask for the report to be made; a worker takes it up once this is on record."""
    _require(actor, Permission.PRODUCE_ANNUAL_REPORT, report.authority)
    if not queue(report_id=report.pk, produced_by=actor):
        raise ValidationError("This report is being made already, or has been published.")
    transaction.on_commit(partial(_send, report.pk), robust=True)


def queue(*, report_id: int, produced_by: User | None) -> bool:
    """Put the report among those to be made; false if somebody was quicker or it is published."""
    now = timezone.now()
    may_be_queued = Q(state__in=[State.DRAFT, State.READY, State.FAILED]) | Q(
        state__in=[State.QUEUED, State.RUNNING], progressed_at__lt=now - SILENCE
    )
    return bool(
        AnnualReport.objects.filter(may_be_queued, pk=report_id).update(
            state=State.QUEUED,
            progress=0,
            progress_text="Waiting for its turn",
            progressed_at=now,
            produced_by=produced_by,
            error="",
            version=F("version") + 1,
        )
    )


def _send(report_id: int) -> None:
    from .tasks import make_annual_report

    make_annual_report.delay(report_id)


def resume_reports() -> None:
    """Send again what a lost message or a dead worker left; one at work is not disturbed."""
    left = AnnualReport.objects.filter(
        state__in=[State.QUEUED, State.RUNNING], progressed_at__lt=timezone.now() - SILENCE
    )
    for report_id in left.values_list("pk", flat=True):
        _send(report_id)


def make_report(*, report_id: int) -> bool:
    """Make the PDF of a report that has been asked for; false if there was nothing to do.

    1. Take the lock and claim the row. 2. Freeze the figures of one moment. 3. Draw the picture,
    lay out the document. 4. Keep the file, and the figures with it, in one update.
    """
    with _only_maker(report_id) as is_only_maker:
        if not is_only_maker:
            return False
        waiting = AnnualReport.objects.filter(pk=report_id, state__in=[State.QUEUED, State.RUNNING])
        if waiting.update(state=State.RUNNING, progressed_at=timezone.now()) != 1:
            return False
        report = AnnualReport.objects.select_related("authority").get(pk=report_id)
        try:
            _make(report, partial(_report_progress, report_id))
        except Exception:
            AnnualReport.objects.filter(pk=report_id, state=State.RUNNING).update(
                state=State.FAILED,
                error="The report could not be made. Try again; if it fails again, ask support.",
            )
            logger.exception("annual report failed", report=report_id)
            raise
    return True


def _make(report: AnnualReport, progress: Callable[[int, str], None]) -> None:
    progress(10, "Reading the facts")
    with one_moment():
        cohort = load_cohort(
            authority=report.authority,
            year=AcademicYear.named(report.academic_year),
            on=today(),
        )
    progress(30, "Computing the figures")
    computed = compute_all(cohort)
    figures = frozen_figures(computed)
    progress(45, "Drawing the picture")
    chart = published_chart(figures)
    html = document_html(contents_of(report, figures=figures, as_at=cohort.day))
    progress(60, "Laying out the pages")
    from .pdf import document_pdf  # WeasyPrint loads when a PDF is made

    pdf = document_pdf(html, pictures={"chart.svg": chart.encode()})
    progress(95, "Keeping the file")
    _keep(
        report,
        pdf,
        figures=figures,
        children=frozen_children(computed),
        chart=chart,
        as_at=cohort.day,
    )


def _keep(report: AnnualReport, pdf: bytes, **frozen: object) -> None:
    """Keep the new file and forget the former one, unless the report was published meanwhile."""
    field = AnnualReport._meta.get_field("file")
    storage = field.storage
    name = f"annual-report-{report.authority.code}-{report.academic_year}-{report.edition}.pdf"
    kept = storage.save(field.generate_filename(report, name), ContentFile(pdf))
    finished = AnnualReport.objects.filter(pk=report.pk, state=State.RUNNING).update(
        state=State.READY,
        file=kept,
        file_sha256=hashlib.sha256(pdf).hexdigest(),
        produced_at=timezone.now(),
        progress=100,
        progress_text="Ready",
        version=F("version") + 1,
        **frozen,
    )
    former = report.file.name if finished else kept
    if former:
        transaction.on_commit(partial(storage.delete, former), robust=True)


def publish_report(*, actor: User, report: AnnualReport) -> None:
    """Publish the report as it was read by `actor`; the director and lead member are told.

    From then on the database refuses any change to it. No child of the roll may be named in it.
    The statutory guidance of 2018 wants the report to say how the pupil premium plus was managed
    and what it achieved.
    """
    _require(actor, Permission.PUBLISH_ANNUAL_REPORT, report.authority)
    if report.lacks_account:
        raise ValidationError(
            "Write the account of the pupil premium plus first, then make the report again."
        )
    refuse_any_name(report)
    with transaction.atomic():
        published = AnnualReport.objects.filter(
            pk=report.pk, state=State.READY, version=report.version
        ).update(state=State.PUBLISHED, published_by=actor, published_at=timezone.now())
        if published != 1:
            raise StaleReportError(
                "This report is not ready to publish, or has changed since you opened this page."
            )
        tell_readers(report)


def _require(actor: User, permission: Permission, authority: Authority) -> None:
    if not actor.is_active or authority.pk not in actor.authority_ids_where(permission):
        raise PermissionDenied(permission.value)


def _report_progress(report_id: int, percent: int, text: str) -> None:
    AnnualReport.objects.filter(pk=report_id, state=State.RUNNING).update(
        progress=percent, progress_text=text, progressed_at=timezone.now()
    )


@contextmanager
def _only_maker(report_id: int) -> Iterator[bool]:
    """Whether this process alone makes the report; the lock is lost with the connection."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [_LOCK_SPACE, report_id])
        (is_only_maker,) = cursor.fetchone()
    try:
        yield is_only_maker
    finally:
        if is_only_maker:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [_LOCK_SPACE, report_id])
