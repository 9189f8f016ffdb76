"""A search for a school is begun by a move or by hand. It ends by itself when full-time education
starts, whoever recorded it, and goes on when the place that ended it is withdrawn.

Source: statutory guidance (2018), "Securing appropriate education": educational provision should
mean a full-time place.
"""

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from placements.models import SchoolSearch
from pupils.child_permissions import require_for
from pupils.models import CarePeriod, Enrolment, Pupil
from pupils.rules.facts import EDUCATION_KINDS
from pupils.services.enrolments import facts_changed
from pupils.services.locking import StaleRecordError, lock_visible_pupil
from vsh.accounts.models import User
from vsh.accounts.roles import Permission
from vsh.calendars import today
from vsh.govuk.dates import long_date
from vsh.history.context import noted

EARLIER = timedelta(days=31)  # a place may begin so long before the day it was wanted from


@transaction.atomic
def open_search(
    *, actor: User, pupil: Pupil, why: str, needed_from_on: date | None = None, interim: str = ""
) -> SchoolSearch:
    """Begin a search by hand: for a child without full-time education, or for a place that one
    with a school needs from a later day."""
    pupil = lock_visible_pupil(pupil, actor=actor)
    require_for(actor, Permission.SEARCH_SCHOOL, pupil)
    day = today()
    if not CarePeriod.objects.filter(pupil=pupil).current_on(day).exists():
        raise ValidationError("The child is not looked after: no school is searched for here.")
    if SchoolSearch.objects.filter(pupil=pupil, ended_on=None).exists():
        raise ValidationError("A school is being looked for already. Go on with that search.")
    if needed_from_on is not None and needed_from_on <= day:
        raise ValidationError({"needed_from_on": "Enter a later day than today, or leave it empty"})
    search = SchoolSearch(
        pupil=pupil, started_on=day, why=why, needed_from_on=needed_from_on, interim=interim
    )
    place = _place_found(search, day)
    if place is not None:
        where = place.setting or place.get_kind_display()
        raise ValidationError(
            {
                "needed_from_on": f"The child has full-time education: {where}. Enter the day from "
                "which another place is needed"
            }
        )
    search.full_clean()
    search.save()
    facts_changed(pupil)
    return search


@transaction.atomic
def change_search(
    *, actor: User, search: SchoolSearch, version: int, why: str, interim: str
) -> SchoolSearch:
    """Say why a school is looked for, and how the child learns meanwhile."""
    pupil = lock_visible_pupil(search.pupil, actor=actor)
    require_for(actor, Permission.SEARCH_SCHOOL, pupil)
    found: SchoolSearch = SchoolSearch.objects.get(pk=search.pk)
    if found.version != version or found.ended_on is not None:
        raise StaleRecordError(search_in_words(found))
    found.why, found.interim = why, interim
    found.version += 1
    found.full_clean()
    found.save()
    return found


def search_in_words(search: SchoolSearch) -> str:
    """A search as a refusal names it."""
    if search.ended_on is not None:
        return f"the search ended on {long_date(search.ended_on)}"
    return f"{search.why}; meanwhile: {search.interim or 'nothing recorded'}"


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
    """Full-time education that has started since, or that goes on with no end in sight; of a place
    needed later only one that began since, and not long before that day."""
    places = Enrolment.objects.filter(
        pupil=search.pupil_id, kind__in=EDUCATION_KINDS, is_full_time=True
    ).current_on(on)
    if search.needed_from_on is not None:
        places = places.filter(
            started_on__gt=search.started_on, started_on__gte=search.needed_from_on - EARLIER
        )
    for place in places.select_related("setting").order_by("started_on"):
        if place.ended_on is None or place.started_on >= search.started_on:
            return place
    return None
