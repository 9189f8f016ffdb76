"""Where two times in care became one, care neither ended nor began."""

from collections.abc import Iterable
from itertools import pairwise

from ..codes import NEXT_EPISODE
from ..models import CarePeriod

_ENTERED_CARE = "S"


def mend_seams(periods: Iterable[CarePeriod]) -> None:
    """An episode that another follows on the same day ended for that, and the other is no entry."""
    for period in periods:
        for before, after in pairwise(period.episodes.order_by("started_on")):
            if before.ended_on != after.started_on:
                continue
            if before.reason_ended not in ("", NEXT_EPISODE):
                before.reason_ended = NEXT_EPISODE
                before.save(update_fields=["reason_ended"])
            if after.reason_started == _ENTERED_CARE:
                after.reason_started = ""
                after.save(update_fields=["reason_started"])
