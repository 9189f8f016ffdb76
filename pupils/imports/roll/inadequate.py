"""Children whose file places them in a school that was found inadequate, with no reason on record.

The place is a fact and is loaded; whoever reads the report asks for the reason. Source: statutory
guidance (2018), "Securing appropriate education".
"""

from datetime import date

from django.db.models.functions import Lower

from vsh.organisations.models import InspectionOutcome
from vsh.tables.findings import Level, Problem
from vsh.tables.job import Job

from ...models import Enrolment
from ...rules.inspections import GRAVE
from ...services.inspections import without_a_reason
from .file import ROLL


def warn_of_inadequate(job: Job, on: date) -> None:
    """One warning for each such place of today, at every load until the reason is on record."""
    grave = InspectionOutcome.objects.annotate(told=Lower("grade")).filter(told__in=sorted(GRAVE))
    places = Enrolment.objects.current_on(on).filter(
        pupil__authority=job.authority,
        pupil__is_restricted=False,
        setting__in=grave.order_by().values("setting"),
        exceptional_reason="",
    )
    found = list(places.select_related("pupil", "setting").order_by("pupil__child_id", "pk"))
    for number, standing in without_a_reason(found).items():
        place = found[number]
        problem = Problem(
            column="school_urn",
            code="inadequate_school",
            message=f"Child {place.pupil.child_id} is placed at {place.setting} (URN "
            f"{place.setting and place.setting.urn}). {standing.words}. {standing.caution} Add the "
            "reason with “Correct this place” on the School tab, or find another school.",
            level=Level.WARNING,
        )
        job.note(job.tables_of(ROLL)[0].name, 0, problem)
