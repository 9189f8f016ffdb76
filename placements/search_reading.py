"""What the School tab says of the search for a school."""

from dataclasses import dataclass
from datetime import date

from placements.models import SchoolSearch
from placements.rules import school_places
from pupils.models import Deadline, Pupil
from pupils.services.clock_states import facts_of_children
from vsh.accounts.models import User
from vsh.calendars.rules import ONE_DAY
from vsh.calendars.rules.working_days import each_day


@dataclass(frozen=True, kw_only=True)
class SearchShown:
    """An open search and its clock: which school day it is, of how many, and the last in time.

    Without a clock the place still goes on; without a limit it was due with a planned placement.
    """

    search: SchoolSearch
    deadline: Deadline | None
    school_day: int
    limit: int | None
    is_overdue: bool


def open_search(pupil: Pupil, user: User, *, on: date) -> SearchShown | None:
    """The child's open search, for who may see it."""
    searches = SchoolSearch.objects.visible_to(user).filter(pupil=pupil, ended_on=None)
    search = searches.select_related("move").first()
    if search is None:
        return None
    deadlines = Deadline.objects.filter(pupil=pupil, kind=school_places.KIND, met_on=None)
    deadline = deadlines.filter(closed_on=None, is_current=True).order_by("-started_on").first()
    facts, known = facts_of_children([pupil.pk], on=on)[pupil.pk]
    area = facts.care_periods[-1].area_on(on) if facts.care_periods else ""
    days = known.book.school_days(
        setting_id=None, area_code=area, authority_code=facts.authority_code
    )
    counts = deadline is not None and deadline.due_on != deadline.started_on
    since = deadline.started_on if deadline else search.started_on
    return SearchShown(
        search=search,
        deadline=deadline,
        school_day=sum(days.is_school_day(day) for day in each_day(since + ONE_DAY, on)),
        limit=known.number(school_places.KIND, school_places.SCHOOL_DAYS) if counts else None,
        is_overdue=deadline is not None and deadline.due_on is not None and deadline.due_on < on,
    )
