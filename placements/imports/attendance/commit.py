"""Loads attendance: marks in the database's own steps, summaries batch by batch."""

from pupils.merged import meant_by_upn
from vsh.calendars import today
from vsh.organisations.models import EducationSetting
from vsh.tables.job import Job

from .marks import load_marks
from .row import Known
from .summaries import load_summaries

NOBODY = -1  # the number of no child


def load_attendance(job: Job) -> None:
    """Load the marks and the summaries of the authority's children."""
    known = Known(
        children=meant_by_upn(job.authority),
        settings={job.setting.urn: job.setting.pk} if job.setting else _settings(),
        on=today(),
        nobody=NOBODY if job.setting else None,
    )
    load_marks(job, known)
    load_summaries(job, known)


def _settings() -> dict[str, int]:
    """Every setting of the register by its URN."""
    rows = EducationSetting.objects.filter(urn__isnull=False).order_by()
    return {urn: pk for urn, pk in rows.values_list("urn", "pk") if urn}
