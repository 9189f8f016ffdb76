"""Which plan a statutory review can rest on."""

from django.db.models import Exists, F, OuterRef, QuerySet

from peps.models import Pep, PepSection
from pupils.models import CarePeriod

HANDED_IN = {Pep.State.SUBMITTED, Pep.State.QUALITY_ASSURED, Pep.State.COMPLETE}


def usable_plans(period: "CarePeriod | int") -> "QuerySet[Pep]":
    """The plans of a time in care that a review can rest on: the last one handed in first, then
    those that are being written and hold a word at least."""
    written = PepSection.objects.filter(pep=OuterRef("pk")).exclude(data={})
    plans = Pep.objects.filter(Exists(written), care_period=period)
    plans = plans.exclude(state=Pep.State.NOT_REQUIRED).select_related(
        "care_period", "initiated_by", "submitted_by"
    )
    return plans.order_by(F("submitted_on").desc(nulls_last=True), "-opened_on", "-id")
