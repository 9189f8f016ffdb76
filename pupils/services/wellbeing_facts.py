"""Loads what the clocks of a child's wellbeing and needs read, for many children at once."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef

from vsh.calendars import today

from ..models import EhcRequest, EhcReview, EhcTransfer, Pupil, SdqScore, SenStatus
from ..rules.ehc_facts import AnnualReviewFacts, AssessmentFacts, EhcFacts, PlanFacts
from ..rules.next_schools import SchoolFacts
from ..rules.sdq import CARER, SdqFacts
from .clock_facts import facts_in, main_schools, rows_as


def load_sdq(pupil_ids: Collection[int]) -> Mapping[int, SdqFacts]:
    """The days of the carers' scores, or of the reasons why there were none; one query."""
    days: dict[int, list[date]] = defaultdict(list)
    rows = SdqScore.objects.filter(pupil__in=pupil_ids, respondent=CARER).order_by("completed_on")
    for pupil_id, day in rows.values_list("pupil", "completed_on"):
        days[pupil_id].append(day)
    return {pk: SdqFacts(tuple(days.get(pk, ()))) for pk in pupil_ids}


def load_ehc(pupil_ids: Collection[int]) -> Mapping[int, EhcFacts]:
    """What is on record of EHC plans; one query."""
    child = OuterRef("pk")
    plans = SenStatus.objects.filter(pupil=child, status=SenStatus.Status.EHC_PLAN)
    settled = EhcTransfer.objects.filter(pupil=child).order_by()
    found = Pupil.objects.filter(pk__in=pupil_ids).values(
        "pk",
        "nc_year",
        plans=rows_as(plans, PlanFacts),
        assessments=rows_as(EhcRequest.objects.filter(pupil=child), AssessmentFacts),
        annual_reviews=rows_as(EhcReview.objects.filter(pupil=child), AnnualReviewFacts),
        settled=ArraySubquery(settled.values("settled_on")),
        schools=main_schools(child),
    )
    rows = list(found.order_by())
    on = today() if any(row["plans"] for row in rows) else None  # a query more
    return {
        row["pk"]: EhcFacts(
            plans=facts_in(PlanFacts, row["plans"]),
            reviews=facts_in(AnnualReviewFacts, row["annual_reviews"]),
            assessments=facts_in(AssessmentFacts, row["assessments"]),
            settled=tuple(row["settled"]),
            schools=facts_in(SchoolFacts, row["schools"]),
            nc_year=row["nc_year"],
            nc_year_on=on,
        )
        for row in rows
    }
