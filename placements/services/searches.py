"""A search for a school ends by itself when full-time education starts, whoever recorded it.

Source: statutory guidance (2018), "Securing appropriate education": educational provision should
mean a full-time place.
"""

from collections.abc import Collection
from datetime import date
from typing import Any

from placements.models import SchoolSearch
from pupils.models import CarePeriod, Enrolment
from pupils.rules.facts import EDUCATION_KINDS
from vsh.history.context import noted


def end_searches(*, pupil_ids: Collection[int], on: date, **_: Any) -> None:
    """End the searches of these children for whom a full-time place has started by the day, or who
    are no longer looked after; their rows are held by the caller."""
    for search in SchoolSearch.objects.filter(pupil__in=pupil_ids, ended_on=None):
        place = _place_found(search, on)
        if place is not None:
            search.ended_by = place
            search.ended_on = max(place.started_on, search.started_on)
        elif not CarePeriod.objects.filter(pupil=search.pupil_id).current_on(on).exists():
            search.ended_on = max(on, search.started_on)
        else:
            continue
        search.version += 1
        with noted(by_person=False):
            search.save()


def _place_found(search: SchoolSearch, on: date) -> Enrolment | None:
    """Full-time education that has started since, or that goes on with no end in sight."""
    places = Enrolment.objects.filter(
        pupil=search.pupil_id, kind__in=EDUCATION_KINDS, is_full_time=True
    ).current_on(on)
    for place in places.order_by("started_on"):
        if place.ended_on is None or place.started_on >= search.started_on:
            return place
    return None
