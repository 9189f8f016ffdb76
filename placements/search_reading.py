"""What the School tab says of the search for a school."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch

from placements.models import SchoolApplication, SchoolOption, SchoolSearch
from placements.rules import admissions, directions, school_places
from placements.rules.inspections import Inspected
from placements.services.school_options import route_to, standing_of, year_group_of
from pupils.models import Deadline, Pupil
from pupils.services.clock_states import facts_of_children
from vsh.accounts.models import User
from vsh.calendars.rules import ONE_DAY, Due, SchoolDays
from vsh.calendars.rules.working_days import each_day


@dataclass(frozen=True, kw_only=True)
class ApplicationShown:
    """An application, and by when the use of direction is considered."""

    row: SchoolApplication
    direction: Due | None
    is_overdue: bool


@dataclass(frozen=True, kw_only=True)
class OptionShown:
    """A school considered: its latest inspection, the closing date of the normal round, what is
    still needed before an application."""

    option: SchoolOption
    inspected: Inspected
    closing_on: date | None
    lacks: list[str]
    applications: list[ApplicationShown]
    may_apply: bool


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
    options: list[OptionShown]
    prompts: list[str]
    has_boarding: bool


def open_search_of(pupil: Pupil, user: User, *, on: date) -> SearchShown | None:
    """The child's open search, for who may see it; `pupil` as a page loads them."""
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
    options = list(_options(search, pupil, days, on, silence=directions.silence_of(known)))
    return SearchShown(
        search=search,
        deadline=deadline,
        school_day=sum(days.is_school_day(day) for day in each_day(since + ONE_DAY, on)),
        limit=known.number(school_places.KIND, school_places.SCHOOL_DAYS) if counts else None,
        is_overdue=deadline is not None and deadline.due_on is not None and deadline.due_on < on,
        options=options,
        prompts=_prompts(search, pupil, on),
        has_boarding=any(one.option.is_boarding for one in options),
    )


def _options(
    search: SchoolSearch, pupil: Pupil, days: SchoolDays, on: date, *, silence: int
) -> Iterator[OptionShown]:
    rows = SchoolOption.objects.filter(search=search).select_related("setting")
    applications = SchoolApplication.objects.order_by("-sent_on", "-id")
    rows = rows.prefetch_related(
        Prefetch("applications", applications), "setting__inspections"
    ).order_by("not_suitable", "id")
    for option in rows:
        found = standing_of(option.setting.inspections.all(), on=on)
        sent = [_application(row, days, on, silence) for row in option.applications.all()]
        waits = any(not one.row.answer for one in sent)
        lacks = _lacks(option, found)
        yield OptionShown(
            option=option,
            inspected=found,
            closing_on=_closing_on(search, option, pupil, on),
            lacks=lacks,
            applications=sent,
            may_apply=not (waits or lacks or option.not_suitable),
        )


def _application(
    row: SchoolApplication, days: SchoolDays, on: date, silence: int
) -> ApplicationShown:
    facts = admissions.Application(
        by_route=admissions.Route(row.route),
        sent_on=row.sent_on,
        is_refused=row.answer == SchoolApplication.Answer.REFUSED,
        answered_on=row.answered_on,
        direction_considered_on=row.direction_considered_on,
    )
    due = admissions.direction_due(facts, days, silence=silence)
    is_overdue = due is not None and due.due_on is not None and due.due_on < on
    return ApplicationShown(row=row, direction=due, is_overdue=is_overdue)


def _lacks(option: SchoolOption, found: Inspected) -> list[str]:
    lacks = []
    if found.needs_exceptional_reason and not option.exceptional_reason:
        lacks.append("an exceptional reason")
    if found.needs_evidence and not option.evidence:
        lacks.append("evidence")
    return lacks


def _closing_on(search: SchoolSearch, option: SchoolOption, pupil: Pupil, on: date) -> date | None:
    """The national closing date, where this place is asked for in the normal round."""
    wanted = search.needed_from_on or on
    year_group, setting = year_group_of(pupil, wanted), option.setting
    route = route_to(setting, year_group=year_group, wanted_from_on=wanted, sent_on=on)
    if route is not admissions.Route.NORMAL_ROUND:
        return None
    secondary = admissions.is_secondary(phase=setting.phase, year_group=year_group)
    return admissions.closing_on(starts_on=wanted, secondary=secondary)


def _prompts(search: SchoolSearch, pupil: Pupil, on: date) -> list[str]:
    wanted = search.needed_from_on or on
    year_group = year_group_of(pupil, wanted)
    route = admissions.route(
        wanted_from_on=wanted,
        sent_on=on,
        is_year_of_entry=admissions.is_year_of_entry(year_group=year_group, phase="", low_age=None),
    )
    has_plan = getattr(pupil, "sen_status", "") == "E"
    told = admissions.prompts(year_group=year_group, by_route=route, has_ehc_plan=has_plan)
    return [admissions.PROMPTS[one] for one in told]
