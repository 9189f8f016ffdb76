"""A search for a school is begun by a move or by hand. It ends by itself when full-time education
starts, whoever recorded it, and goes on when the place that ended it is withdrawn or was corrected
to one that is not full time or begins later, or when what brought the child back to a school that
had excluded them is taken back; a person may end it with a reason. One for a later place keeps none
back for a child who has lost theirs. A school that excluded the child for good is no education.

Source: statutory guidance (2018), "Securing appropriate education": educational provision should
mean a full-time place.
"""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, F, Max, OuterRef, Q

from placements.models import CareMove, Exclusion, ExclusionMeeting, SchoolSearch
from placements.rules.admissions import earliest_start
from placements.rules.school_places import KIND
from pupils.child_permissions import require_for
from pupils.models import CarePeriod, Deadline, Enrolment, Pupil
from pupils.rules.facts import EDUCATION_KINDS
from pupils.services.enrolments import facts_changed
from pupils.services.locking import StaleRecordError, lock_visible_pupil
from vsh.accounts.models import User
from vsh.accounts.roles import Permission
from vsh.calendars import today
from vsh.calendars.rules import academic_year
from vsh.govuk.dates import long_date
from vsh.history.context import noted

# The place that ended a search is no longer, by its correction, full time on the day of the end.
_FULL_TIME_THEN: Any = Enrolment.objects.with_hours_on(OuterRef(OuterRef("ended_on")))
_ENDED_BY_WHAT_IS_NO_PLACE = (
    ~Exists(_FULL_TIME_THEN.filter(pk=OuterRef("ended_by"), full_time_then=True))
    | ~Q(ended_by__kind__in=EDUCATION_KINDS)
    | Q(ended_by__started_on__gt=F("ended_on"))
    | Q(ended_by__ended_on__lt=F("ended_on"))
)


def _without_a_place(on: date) -> Q:
    """Not ended by a place, or by one that is none any more: corrected, or its school excluded the
    child for good by that day and the cancellation or reinstatement that ended the search was taken
    back. An exclusion of later begins anew."""
    keeping_out = Exclusion.objects.keeping_out(on).filter(
        enrolment=OuterRef("ended_by"), started_on__lte=OuterRef("ended_on")
    )
    return Q(ended_by=None) | _ENDED_BY_WHAT_IS_NO_PLACE | Q(Exists(keeping_out))


@transaction.atomic
def open_search(
    *, actor: User, pupil: Pupil, why: str, needed_from_on: date | None = None, interim: str = ""
) -> SchoolSearch:
    """Begin a search by hand: for a child without full-time education, or for a place that is
    needed from a later day; one of each kind at a time."""
    pupil = lock_visible_pupil(pupil, actor=actor)
    require_for(actor, Permission.SEARCH_SCHOOL, pupil)
    day = today()
    if not CarePeriod.objects.filter(pupil=pupil).current_on(day).exists():
        raise ValidationError("The child is not looked after: no school is searched for here.")
    search = SchoolSearch(
        pupil=pupil, started_on=day, why=why, needed_from_on=needed_from_on, interim=interim
    )
    search.full_clean()
    _check_day(search, day)
    search.save()
    facts_changed(pupil)
    return search


@transaction.atomic
def change_search(
    *,
    actor: User,
    search: SchoolSearch,
    version: int,
    why: str,
    interim: str,
    needed_from_on: date | None,
) -> SchoolSearch:
    """Say why a school is looked for, from which day, and how the child learns meanwhile."""
    found = _open_one(actor, search, version)
    is_moved = needed_from_on != found.needed_from_on
    found.why, found.interim, found.needed_from_on = why, interim, needed_from_on
    found.version += 1
    found.full_clean()
    if is_moved:
        _check_day(found, today())
    found.save()
    facts_changed(found.pupil)
    return found


@transaction.atomic
def end_search(
    *, actor: User, search: SchoolSearch, version: int, reason: str, words: str = ""
) -> SchoolSearch:
    """End a search that no place has ended; it does not go on by itself."""
    found = _open_one(actor, search, version)
    found.ended_on, found.end_reason, found.end_words = today(), reason, words
    found.version += 1
    found.full_clean()
    found.save()
    facts_changed(found.pupil)
    return found


def look_for_place(
    *, pupil_id: int, needed_from_on: date, why: str, on: date, move: CareMove | None = None
) -> None:
    """See to it that a place is looked for from a day, under the lock that the caller holds.

    A search that looks for it already goes on; one for a later day of the same school year is for
    a place now, and keeps from when it was; beside one for another year's place another begins.
    """
    searches = list(SchoolSearch.objects.filter(pupil=pupil_id, ended_on=None))
    later = {one.needed_from_on: one for one in searches if one.needed_from_on}
    if len(later) < len(searches) or any(day <= needed_from_on for day in later):
        return
    year = academic_year(needed_from_on)
    search = next((one for day, one in later.items() if academic_year(day) == year), None)
    if search is None:
        started_on = min(on, needed_from_on)
        search = SchoolSearch(pupil_id=pupil_id, started_on=started_on, why=why, version=0)
    else:
        wanted = long_date(search.needed_from_on)  # type: ignore[arg-type]
        search.redated = f"Was needed from {wanted}. Since {long_date(on)}: {why}"
        search.redated_on, search.needed_from_on = on, None
    search.first_needed_on = needed_from_on
    search.move = move or search.move
    search.version += 1
    search.save()


def _open_one(actor: User, search: SchoolSearch, version: int) -> SchoolSearch:
    pupil = lock_visible_pupil(search.pupil, actor=actor)
    require_for(actor, Permission.SEARCH_SCHOOL, pupil)
    found: SchoolSearch = SchoolSearch.objects.get(pk=search.pk)
    if found.version != version or found.ended_on is not None:
        raise StaleRecordError(search_in_words(found))
    found.pupil = pupil
    return found


def _check_day(search: SchoolSearch, on: date) -> None:
    """A child with full-time education can only need another place later."""
    if search.needed_from_on is not None and search.needed_from_on <= on:
        raise ValidationError({"needed_from_on": "Enter a later day than today, or leave it empty"})
    place = _place_found(search, on)
    if place is not None:
        where = place.setting or place.get_kind_display()
        raise ValidationError(
            {
                "needed_from_on": f"The child has full-time education: {where}. Enter the day from "
                "which another place is needed"
            }
        )


def search_in_words(search: SchoolSearch) -> str:
    """A search as a refusal names it."""
    if search.ended_on is not None:
        return f"the search ended on {long_date(search.ended_on)}"
    day = f", from {long_date(search.needed_from_on)}" if search.needed_from_on else ""
    return f"{search.why}{day}; meanwhile: {search.interim or 'nothing recorded'}"


def follow_searches(*, pupil_ids: Collection[int], on: date, **_: Any) -> None:
    """End the searches of these children for whom a full-time place has started by the day, or who
    are no longer looked after; reopen the one that lost the place; where a place is looked for only
    for later, and the child has none, look for one now. Their rows are held by the caller."""
    searches = SchoolSearch.objects.filter(pupil__in=pupil_ids, end_reason="")
    later = set()
    for search in searches.filter(_without_a_place(on)):
        place = _place_found(search, on)
        if search.ended_on is not None and (place is None or search.ended_by_id is None):
            if place is not None or not _has_lost_its_place(search, search.ended_on, on):
                continue
            search.ended_on = search.ended_by = None
        elif place is not None:
            search.ended_by = place
            search.ended_on = max(search.started_on, _educated_on(place))
        elif not CarePeriod.objects.filter(pupil=search.pupil_id).current_on(on).exists():
            search.ended_on = max(on, search.started_on)
        else:
            if search.needed_from_on is not None and search.needed_from_on > on:
                later.add(search.pupil_id)
            continue
        search.version += 1
        with noted(by_person=False):
            search.save()
    if later:
        _look_now(later, on)


def _look_now(pupil_ids: Collection[int], on: date) -> None:
    """A place now for those who lost theirs, unless somebody has ended that search since."""
    clocks = Deadline.objects.filter(
        pupil__in=pupil_ids, kind=KIND, met_on=None, closed_on=None, is_current=True
    )
    ended = SchoolSearch.objects.filter(
        pupil=OuterRef("pupil"), ended_on__gte=OuterRef("started_on")
    ).exclude(end_reason="")
    for clock in clocks.filter(~Exists(ended), started_on__lte=on):
        why = f"The child has had no full-time education since {long_date(clock.started_on)}"
        with noted(by_person=False):
            look_for_place(pupil_id=clock.pupil_id, needed_from_on=clock.started_on, why=why, on=on)


def _has_lost_its_place(search: SchoolSearch, ended_on: date, on: date) -> bool:
    """Whether an ended search had ended with a place that is not on record as such: it did not end
    with the time in care, and nothing has come after it, neither education nor a search."""
    period = CarePeriod.objects.filter(pupil=search.pupil_id).current_on(ended_on)
    places = Enrolment.objects.filter(
        _not_excluded(on), pupil=search.pupil_id, kind__in=EDUCATION_KINDS
    )
    since = (search.started_on, on)
    is_full_time_since = Q(is_full_time=True, started_on__range=since) | Q(
        hours__is_full_time=True, hours__from_on__range=since
    )
    later = SchoolSearch.objects.filter(
        pupil=search.pupil_id, needed_from_on__isnull=search.needed_from_on is None
    ).exclude(pk=search.pk)
    return (
        period.current_on(on).exists()
        and not places.filter(is_full_time_since).exists()
        and not later.filter(Q(ended_on=None) | Q(started_on__gte=search.started_on)).exists()
    )


def _place_found(search: SchoolSearch, on: date) -> Any:
    """Full-time education that has started since, or that goes on with no end in sight; of a place
    needed later only one that began since, and not long before that day."""
    since = search.redated_on or search.started_on
    here = Enrolment.objects.filter(
        _not_excluded(on), pupil=search.pupil_id, kind__in=EDUCATION_KINDS
    )
    places = here.current_on(on).with_hours_on(on).filter(full_time_then=True)
    if search.needed_from_on is not None:
        places = places.filter(
            started_on__gt=search.started_on, started_on__gte=earliest_start(search.needed_from_on)
        )
    for place in places.select_related("setting").order_by("started_on"):
        if place.ended_on is None or place.hours_since >= since:
            return place
    return None


def _not_excluded(on: date) -> Any:
    """That no permanent exclusion from the place keeps the child out."""
    return ~Exists(Exclusion.objects.keeping_out(on).filter(enrolment=OuterRef("pk")))


def _educated_on(place: Any) -> date:
    """The first full-time day; after a permanent exclusion that stands no more the day of that."""
    reinstated = Q(meetings__outcome=ExclusionMeeting.Outcome.REINSTATED)
    over = Exclusion.objects.filter(enrolment=place, kind=Exclusion.Kind.PERMANENT).aggregate(
        cancelled=Max("cancelled_on"), reinstated=Max("meetings__meets_on", filter=reinstated)
    )
    days: list[date] = [place.hours_since, *(day for day in over.values() if day is not None)]
    return max(days)
