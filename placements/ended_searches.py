"""What the searches for a school that have ended came to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import DateField, Exists, Func, OuterRef, Q

from placements.excluded import school_days_since
from placements.models import SchoolSearch
from pupils.models import CarePeriod
from vsh.calendars.rules import SchoolDays


@dataclass(frozen=True, kw_only=True)
class Ended:
    """A search that has ended: from when the place was wanted, the school days that it took since,
    how it ended, and the schools that were considered."""

    search: Any  # with `is_home_hidden`, and whether the child `was_in_care` at its end
    wanted_on: date
    school_days: int
    how: str
    options: Sequence[Any]


def ended(search: Any, days: SchoolDays, options: Sequence[Any]) -> Ended:
    """What it came to, in the calendar of the area where the child lived as it ended.

    Counted as while it was open: from the start of the clock that ran for the place, else from the
    day on which the place was needed.
    """
    needed = search.needed_from_on or search.first_needed_on or search.started_on
    wanted = search.clock_of_end or needed
    return Ended(
        search=search,
        wanted_on=wanted,
        school_days=school_days_since(wanted, days=days, on=search.ended_on),
        how=_how(search),
        options=options,
    )


def _how(search: Any) -> str:
    by = search.ended_by
    place = str(by.setting or by.get_kind_display()) if by else ""
    return how_it_ended(
        place=place,
        reason=search.end_reason,
        words=search.end_words,
        is_in_care=search.was_in_care,
    )


def in_care_at_its_end() -> Exists:
    """Whether the child was looked after when a search ended: then it did not end with that."""
    on = OuterRef("ended_on")
    eighteen_then = Func(
        on, template="(%(expressions)s - interval '18 years')::date", output_field=DateField()
    )
    periods = CarePeriod.objects.filter(
        Q(ended_on__isnull=True) | Q(ended_on__gt=on),
        pupil=OuterRef("pupil"),
        started_on__lte=on,
        pupil__date_of_birth__gt=eighteen_then,
    )
    return Exists(periods)


def how_it_ended(*, place: str, reason: str, is_in_care: bool, words: str = "") -> str:
    """By the place that began, for the reason that a person gave, or with the time in care. It
    may be none of these: the place, or the end of care, was an error and is no longer on record."""
    if place:
        return f"A place began: {place}"
    if reason:
        return ". ".join(filter(None, [SchoolSearch.EndReason(reason).label, words]))
    if is_in_care:
        return "What ended it is no longer on record"
    return "The time in care ended"
