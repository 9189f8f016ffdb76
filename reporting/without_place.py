"""The children without a full-time place, the one who has waited longest first."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from placements.excluded import home_calendar, school_days_since
from placements.models import SchoolSearch
from placements.places import with_timetable
from placements.rules.school_places import KIND
from placements.rules.without_clock import why_no_clock
from pupils.models import Deadline, Enrolment
from pupils.services.clock_states import facts_of_children
from vsh.accounts.models import User
from vsh.accounts.roles import Permission


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """A child without a full-time place: the clock, the school days without, the search."""

    deadline: Deadline
    school_days: int
    is_overdue: bool
    search: SchoolSearch | None
    part_time: Any  # the place with a part-time timetable and its next review, if there is one
    is_review_overdue: bool


def without_place(user: User, *, on: date) -> "QuerySet[Any]":
    """The open clocks of school places of the children whose care the reader may see."""
    deadlines: QuerySet[Any] = Deadline.objects.visible_to(user, Permission.VIEW_CARE)
    open_ones = deadlines.filter(
        kind=KIND, met_on=None, closed_on=None, is_current=True, started_on__lte=on
    )
    return open_ones.select_related("pupil__authority").order_by("started_on", "id")


@dataclass(frozen=True, kw_only=True)
class SearchWithoutClock:
    """A place is looked for now, and no clock runs: why not."""

    search: Any
    words: str


def searches_without_clock(user: User, *, on: date) -> "QuerySet[Any]":
    """The open searches for a place now of children for whom no clock of it runs, the oldest
    first: before and after compulsory school age, or with a place that has not ended yet."""
    running = Deadline.objects.filter(
        pupil=OuterRef("pupil"), kind=KIND, met_on=None, closed_on=None, is_current=True
    )
    searches: QuerySet[Any] = SchoolSearch.objects.visible_to(user, Permission.VIEW_CARE)
    open_ones = searches.filter(
        Q(needed_from_on=None) | Q(needed_from_on__lte=on), ~Exists(running), ended_on=None
    )
    counted = open_ones.annotate(
        schools=Count("options", distinct=True), sent=Count("options__applications", distinct=True)
    )
    return counted.select_related("pupil__authority").order_by("started_on", "id")


def told_without_clock(searches: list[Any], *, on: date) -> list[SearchWithoutClock]:
    """Each with the reason."""
    facts = facts_of_children([search.pupil_id for search in searches], on=on)
    return [
        SearchWithoutClock(search=one, words=why_no_clock(facts[one.pupil_id][0], on=on))
        for one in searches
    ]


def waiting(deadlines: list[Deadline], user: User, *, on: date) -> list[Waiting]:
    """The rows of one page, in its order."""
    pupil_ids = [deadline.pupil_id for deadline in deadlines]
    facts = facts_of_children(pupil_ids, on=on)
    searches = SchoolSearch.objects.visible_to(user).filter(
        Q(needed_from_on=None) | Q(needed_from_on__lte=on), pupil__in=pupil_ids, ended_on=None
    )
    counted = searches.annotate(
        schools=Count("options", distinct=True), sent=Count("options__applications", distinct=True)
    )
    of_child = {search.pupil_id: search for search in counted}
    places = Enrolment.objects.visible_to(user).filter(pupil__in=pupil_ids).current_on(on)
    less = places.with_hours_on(on).filter(full_time_then=False)
    part_time: dict[int, Any] = {
        place.pupil_id: place
        for place in with_timetable(less.exclude(kind=Enrolment.Kind.NO_PLACE))
    }
    overdue = {
        pupil_id
        for pupil_id, place in part_time.items()
        if place.part_time_review_on is None or place.part_time_review_on < on
    }
    return [
        Waiting(
            deadline=deadline,
            school_days=school_days_since(
                deadline.started_on, days=home_calendar(*facts[deadline.pupil_id], on), on=on
            ),
            is_overdue=deadline.due_on is not None and deadline.due_on < on,
            search=of_child.get(deadline.pupil_id),
            part_time=part_time.get(deadline.pupil_id),
            is_review_overdue=deadline.pupil_id in overdue,
        )
        for deadline in deadlines
    ]
