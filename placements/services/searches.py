"""A search for a school ends by itself when full-time education starts, whoever recorded it, and
goes on when the place that ended it is withdrawn.

Source: statutory guidance (2018), "Securing appropriate education": educational provision should
mean a full-time place.
"""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db.models import Q

from placements.models import SchoolSearch
from pupils.models import CarePeriod, Enrolment
from pupils.rules.facts import EDUCATION_KINDS
from vsh.history.context import noted


def follow_searches(*, pupil_ids: Collection[int], on: date, **_: Any) -> None:
    """End the searches of these children for whom a full-time place has started by the day, or who
    are no longer looked after; reopen the one that lost the place; their rows are held by the
    caller."""
    for search in SchoolSearch.objects.filter(pupil__in=pupil_ids, ended_by=None):
        place = _place_found(search, on)
        if search.ended_on is not None:
            if place is not None or not _has_lost_its_place(search, search.ended_on, on):
                continue
            search.ended_on = None
        elif place is not None:
            search.ended_by = place
            search.ended_on = max(place.started_on, search.started_on)
        elif not CarePeriod.objects.filter(pupil=search.pupil_id).current_on(on).exists():
            search.ended_on = max(on, search.started_on)
        else:
            continue
        search.version += 1
        with noted(by_person=False):
            search.save()


def _has_lost_its_place(search: SchoolSearch, ended_on: date, on: date) -> bool:
    """Whether an ended search had ended with a place that is no longer on record: it did not end
    with the time in care, and nothing has come after it, neither education nor a search."""
    period = CarePeriod.objects.filter(pupil=search.pupil_id).current_on(ended_on)
    places = Enrolment.objects.filter(
        pupil=search.pupil_id, kind__in=EDUCATION_KINDS, is_full_time=True
    )
    later = SchoolSearch.objects.filter(pupil=search.pupil_id).exclude(pk=search.pk)
    return (
        period.current_on(on).exists()
        and not places.filter(started_on__range=(search.started_on, on)).exists()
        and not later.filter(Q(ended_on=None) | Q(started_on__gte=search.started_on)).exists()
    )


def _place_found(search: SchoolSearch, on: date) -> Enrolment | None:
    """Full-time education that has started since, or that goes on with no end in sight."""
    places = Enrolment.objects.filter(
        pupil=search.pupil_id, kind__in=EDUCATION_KINDS, is_full_time=True
    ).current_on(on)
    for place in places.order_by("started_on"):
        if place.ended_on is None or place.started_on >= search.started_on:
            return place
    return None
