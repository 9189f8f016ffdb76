"""The children with an EHC plan in force, the one whose review is due first on top, and those for
whom one is asked for."""

from datetime import date
from typing import Any

from django.db.models import CharField, Exists, F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, NullIf

from peps.models import Pep
from pupils.models import (
    CarePeriod,
    Deadline,
    EhcRequest,
    EhcReview,
    Enrolment,
    Pupil,
    SenStatus,
)
from pupils.querysets import in_force, open_requests
from vsh.accounts.models import User
from vsh.accounts.roles import Permission
from vsh.calendars.rules import add_months

REVIEW, TRANSFER = "ehcp_review", "ehc_phase_transfer"
DECISION, ISSUED = "ehc_assessment_decision", "ehc_plan_issued"
LINKED_MONTHS = 12  # the reviews of EHC plan and PEP are linked at least once in


def ehc_plans(user: User, *, on: date) -> "QuerySet[Any]":
    """Children in care whom the reader sees in a role that follows EHC plans."""
    child = OuterRef("pk")
    plan = SenStatus.objects.filter(in_force(on), pupil=child, status=SenStatus.Status.EHC_PLAN)
    plan = plan.order_by("-started_on")
    school = Enrolment.objects.filter(pupil=child).current_on(on).main().order_by("-started_on")
    due = _due(on)
    review = due.filter(kind=REVIEW).order_by("due_on")
    transfer = due.filter(kind=TRANSFER).order_by("due_on")
    linked = EhcReview.objects.filter(pupil=child, with_pep_on__lte=on).order_by("-with_pep_on")
    handed_in = Pep.objects.filter(pupil=child, submitted_on__isnull=False)
    read = handed_in.exclude(state=Pep.State.NOT_REQUIRED).order_by("-submitted_on")
    found = Pupil.objects.visible_to(user, Permission.VIEW_EHC_PLANS).filter(
        Exists(plan), Exists(CarePeriod.objects.current_on(on).filter(pupil=child))
    )
    annotated: QuerySet[Any] = found.annotate(
        plan_issued_on=Subquery(plan.values("plan_issued_on")[:1]),
        maintained_by=Coalesce(
            Subquery(plan.exclude(maintained_by="").values("maintained_by")[:1]),
            F("authority__name"),
            output_field=CharField(),
        ),
        school=Subquery(school.values("setting__name")[:1]),
        review_id=Subquery(review.values("pk")[:1]),
        review_due_on=Subquery(review.values("due_on")[:1]),
        review_status=Subquery(review.values("status")[:1]),
        transfer_id=Subquery(transfer.values("pk")[:1]),
        transfer_due_on=Subquery(transfer.values("due_on")[:1]),
        transfer_status=Subquery(transfer.values("status")[:1]),
        linked_on=Subquery(linked.values("with_pep_on")[:1]),
        read_pep=Subquery(read.values("ref")[:1]),
    )
    return annotated.order_by(F("review_due_on").asc(nulls_first=True), "search_name", "pk")


def under_assessment(user: User, *, on: date) -> "QuerySet[Any]":
    """Children in care without a plan for whom one is asked for, the longest waiting on top: the 6
    weeks to the decision and the 20 to the plan run from the request."""
    child = OuterRef("pk")
    asked = EhcRequest.objects.filter(open_requests(on), pupil=child).order_by("requested_on")
    plan = SenStatus.objects.filter(in_force(on), pupil=child, status=SenStatus.Status.EHC_PLAN)
    school = Enrolment.objects.filter(pupil=child).current_on(on).main().order_by("-started_on")
    due = _due(on)
    decision = due.filter(kind=DECISION).order_by("due_on")
    issued = due.filter(kind=ISSUED).order_by("due_on")
    found = Pupil.objects.visible_to(user, Permission.VIEW_EHC_PLANS).filter(
        Exists(asked), ~Exists(plan), Exists(CarePeriod.objects.current_on(on).filter(pupil=child))
    )
    annotated: QuerySet[Any] = found.annotate(
        requested_on=Subquery(asked.values("requested_on")[:1]),
        asked_of=Coalesce(
            NullIf(Subquery(asked.values("asked_of")[:1]), Value("")),
            F("authority__name"),
            output_field=CharField(),
        ),
        decided_on=Subquery(asked.values("decided_on")[:1]),
        school=Subquery(school.values("setting__name")[:1]),
        decision_id=Subquery(decision.values("pk")[:1]),
        decision_due_on=Subquery(decision.values("due_on")[:1]),
        decision_status=Subquery(decision.values("status")[:1]),
        issued_id=Subquery(issued.values("pk")[:1]),
        issued_due_on=Subquery(issued.values("due_on")[:1]),
        issued_status=Subquery(issued.values("status")[:1]),
    )
    return annotated.order_by("requested_on", "search_name", "pk")


def _due(on: date) -> Any:
    return Deadline.objects.as_at(on).filter(
        pupil=OuterRef("pk"), is_current=True, met_on__isnull=True, closed_on__isnull=True
    )


def linked_since(on: date) -> date:
    """The day after which a review held with the PEP's is of the last 12 months."""
    return add_months(on, -LINKED_MONTHS)
