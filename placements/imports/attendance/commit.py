"""Loads attendance: marks in the database's own steps, summaries batch by batch."""

from collections import Counter

from pupils.merged import upns_of_merged
from pupils.models import Pupil
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
        children=_children(job),
        settings={job.setting.urn: job.setting.pk} if job.setting else _settings(),
        on=today(),
        nobody=NOBODY if job.setting else None,
    )
    load_marks(job, known)
    load_summaries(job, known)


def _children(job: Job) -> dict[str, int]:
    """By UPN; a former one counts where it is nobody's present one, and one child's alone, and that
    of a record merged into another stands for who stays."""
    present = Pupil.objects.filter(authority=job.authority, merged_into=None)
    rows = list(present.values_list("pk", "upn", "former_upn"))
    times = Counter(former for _, _, former in rows)
    former = {former: pk for pk, _, former in rows if former and times[former] == 1}
    merged = upns_of_merged(job.authority)
    return merged | former | {upn: pk for pk, upn, _ in rows if upn}


def _settings() -> dict[str, int]:
    """Every setting of the register by its URN."""
    rows = EducationSetting.objects.filter(urn__isnull=False).order_by()
    return {urn: pk for urn, pk in rows.values_list("urn", "pk") if urn}
