"""Which plan a statutory review can rest on."""

from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet

from peps.models import Pep, PepSection
from pupils.models import CarePeriod

HANDED_IN = {Pep.State.SUBMITTED, Pep.State.QUALITY_ASSURED, Pep.State.COMPLETE}


def usable_plans(period: "CarePeriod | int") -> "QuerySet[Pep]":
    """The plans of a time in care that a review can rest on: the last one handed in first, then
    those that are being written and in which somebody has written a word."""
    plans = plans_by_use(Pep.objects.filter(care_period=period)).filter(is_written=True)
    return plans.select_related("care_period", "initiated_by", "submitted_by")


def plans_by_use(plans: "QuerySet[Any]") -> "QuerySet[Any]":
    """The same plans, the most useful to a review first; what was only carried forward from the
    last plan nobody has written."""
    written = PepSection.objects.filter(pep=OuterRef("pk"), is_carried_forward=False)
    return (
        plans.exclude(state=Pep.State.NOT_REQUIRED)
        .alias(is_written=Exists(written.exclude(data={})))
        .order_by(
            F("submitted_on").desc(nulls_last=True), F("is_written").desc(), "-opened_on", "-id"
        )
    )
