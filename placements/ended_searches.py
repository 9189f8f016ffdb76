"""What the searches for a school that have ended came to."""

from dataclasses import dataclass
from datetime import date

from placements.models import SchoolSearch
from vsh.calendars.rules import ONE_DAY, SchoolDays
from vsh.calendars.rules.working_days import each_day


@dataclass(frozen=True, kw_only=True)
class Ended:
    """A search that has ended: from when the place was wanted, the school days that it took since,
    and how it ended."""

    search: SchoolSearch
    wanted_on: date
    school_days: int
    how: str


def ended(search: SchoolSearch, days: SchoolDays) -> Ended:
    """What it came to, in the calendar of the area where the child lived as it ended."""
    assert search.ended_on is not None
    wanted = search.needed_from_on or search.started_on
    passed = each_day(wanted + ONE_DAY, search.ended_on)
    return Ended(
        search=search,
        wanted_on=wanted,
        school_days=sum(days.is_school_day(day) for day in passed),
        how=_how(search),
    )


def _how(search: SchoolSearch) -> str:
    if search.ended_by is not None:
        return f"A place began: {search.ended_by.setting or search.ended_by.get_kind_display()}"
    if search.end_reason:
        return ". ".join(filter(None, [search.get_end_reason_display(), search.end_words]))
    return "The time in care ended"
