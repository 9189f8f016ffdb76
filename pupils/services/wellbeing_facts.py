"""Loads what the clocks of a child's wellbeing and needs read, for many children at once."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date

from ..models import SdqScore
from ..rules.sdq import CARER, SdqFacts


def load_sdq(pupil_ids: Collection[int]) -> Mapping[int, SdqFacts]:
    """The days of the carers' scores, or of the reasons why there were none."""
    days: dict[int, list[date]] = defaultdict(list)
    rows = SdqScore.objects.filter(pupil__in=pupil_ids, respondent=CARER).order_by("completed_on")
    for pupil_id, day in rows.values_list("pupil", "completed_on"):
        days[pupil_id].append(day)
    return {pk: SdqFacts(tuple(days.get(pk, ()))) for pk in pupil_ids}
