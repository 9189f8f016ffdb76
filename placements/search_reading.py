"""What the School tab says of the search for a school."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, JSONObject
from django.utils.text import capfirst

from placements.distances import Distance, Home, home_of, with_home
from placements.ended_searches import Ended, ended, in_care_at_its_end
from placements.excluded import (
    Excluded,
    Running,
    clocks_of,
    excluded_in_words,
    exclusion_of,
    home_calendar,
    place_due,
    running,
    school_days_since,
)
from placements.models import SchoolApplication, SchoolOption, SchoolSearch
from placements.rules import admissions, directions
from placements.rules.school_places import KIND, SCHOOL_DAYS
from placements.rules.without_clock import why_no_clock
from placements.services.school_options import route_to, wanted_on, year_group_of
from pupils.models import Deadline, Pupil, SenStatus
from pupils.rules.clock import Surroundings
from pupils.rules.facts import PupilFacts
from pupils.rules.inspections import Inspected
from pupils.services.clock_states import facts_of_children
from pupils.services.inspections import standing_of
from pupils.services.school_suits import unsuited
from vsh.accounts.models import User
from vsh.accounts.roles import Permission
from vsh.calendars.rules import Due, SchoolDays
from vsh.govuk.dates import long_date
from vsh.organisations.models import InspectionOutcome

_OUTCOME = ("framework", "area", "grade", "inspected_on", "source", "published_on")


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
    distance: Distance | None  # None for who may not see where the child lives
    inspected: Inspected
    unsuits: str  # why it is not for this child, or ""
    closing_on: date | None
    lacks: list[str]
    applications: list[ApplicationShown]
    may_apply: bool

    @property
    def is_journey_too_short(self) -> bool:
        """Whether the miles that were entered are less than the straight line."""
        line = self.distance
        return line is not None and line.is_longer_than(self.option.distance_miles)


@dataclass(frozen=True, kw_only=True)
class SearchShown:
    """An open search and its clock: which school day it is, of how many, and the last in time.

    Without a clock `no_clock` says why; without a limit it was due with a planned placement.
    """

    search: Any
    deadline: Deadline | None
    no_clock: str
    school_day: int
    limit: int | None
    is_overdue: bool
    options: list[OptionShown]
    prompts: list[str]
    has_boarding: bool
    home: Home | None  # as in `OptionShown.distance`

    @property
    def can_be_ordered(self) -> bool:
        """Whether there are distances to order by."""
        known = [one for one in self.options if one.distance and one.distance.miles is not None]
        return len(self.options) > 1 and bool(known)

    @property
    def counted_from(self) -> str:
        """The day from which the school days are counted, where it is not that of the search: a
        place is due from entry to care, a move or the first day without."""
        day = self.deadline.started_on if self.deadline else None
        if day is None or day == self.search.started_on:
            return ""
        return f"{long_date(day)}, when the clock for a full-time place began"

    @property
    def title(self) -> str:
        """Which place it looks for."""
        day = self.search.needed_from_on
        return f"A place from {long_date(day)}" if day else "A place now"


def searches_of(
    pupil: Pupil,
    user: User,
    *,
    permissions: Collection[Permission],
    on: date,
    nearest_first: bool = False,
) -> tuple[list[SearchShown], list[Ended], str]:
    """The child's open searches, the one for a place now first, those that have ended, the newest
    first, and what is due beside them, for who may see them; `pupil` as a page loads them."""
    rows = with_home(SchoolSearch.objects.visible_to(user).filter(pupil=pupil), on=on)
    rows = _with_clock(rows)
    rows = rows.select_related("move", "ended_by__setting").annotate(
        was_in_care=in_care_at_its_end(),
        excluded=Subquery(exclusion_of(OuterRef("pupil"), user=user, on=on)[:1]),
        clocks=ArraySubquery(clocks_of(OuterRef("pupil"), permissions=permissions, on=on)),
    )
    in_order = list(rows.order_by(F("needed_from_on").asc(nulls_first=True)))
    searches = [one for one in in_order if one.ended_on is None]
    past = [one for one in in_order if one.ended_on is not None]
    if not in_order:
        return [], [], _due_without_search(pupil, user, permissions, on)
    facts, surroundings = facts_of_children([pupil.pk], on=on)[pupil.pk]
    known = Known(
        facts=facts,
        surroundings=surroundings,
        home=home_of(searches, permissions, on=on),
        nearest_first=nearest_first,
        on=on,
    )
    considered: dict[int, list[Any]] = defaultdict(list)
    for option in _considered(in_order):
        considered[option.search_id].append(option)
    past.sort(key=lambda one: one.ended_on, reverse=True)
    clocks = running(in_order[0].clocks)
    # where a place is looked for, the search says when it is due
    due = "" if searches else place_due(clocks, days=known.school_days(on), on=on)
    return (
        [_shown(one, considered[one.pk], pupil, known) for one in searches],
        [_ended(one, considered[one.pk], pupil, known, permissions) for one in past],
        _due_words(in_order[0].excluded, clocks, due),
    )


def _due_without_search(
    pupil: Pupil, user: User, permissions: Collection[Permission], on: date
) -> str:
    """What is due to a child for whom no school was ever looked for."""
    clocks = running(clocks_of(pupil, permissions=permissions, on=on))
    days = home_calendar(*facts_of_children([pupil.pk], on=on)[pupil.pk], on) if clocks else None
    excluded = exclusion_of(pupil, user=user, on=on).first()
    return _due_words(excluded, clocks, place_due(clocks, days=days, on=on))


def _due_words(excluded: dict[str, Any] | None, clocks: list[Running], due: str) -> str:
    if excluded is None:
        return capfirst(due)
    return excluded_in_words(Excluded.told(excluded), clocks, due)


def _with_clock(rows: "QuerySet[Any]") -> "QuerySet[Any]":
    """Each with the clock that runs for the child, and the start of the one that ran for the place
    as an ended search came to its end."""
    of_child = Deadline.objects.filter(pupil=OuterRef("pupil"), kind=KIND, is_current=True)
    clocks = of_child.filter(met_on=None, closed_on=None).order_by("-started_on")
    needed = OuterRef("needed_on")
    ran_then = of_child.order_by("-started_on").filter(
        Q(met_on=None) | Q(met_on__gte=needed),
        Q(closed_on=None) | Q(closed_on__gte=needed),
        Q(started_on__lte=OuterRef("ended_on")),
    )
    told = clocks.values(told=JSONObject(started_on="started_on", due_on="due_on"))
    return rows.annotate(
        needed_on=Coalesce("needed_from_on", "first_needed_on", "started_on"),
        clock=Subquery(told[:1]),
        clock_of_end=Subquery(ran_then.values("started_on")[:1]),
    )


@dataclass(frozen=True, kw_only=True)
class Known:
    """What the clocks know of the child."""

    facts: PupilFacts
    surroundings: Surroundings
    home: Home | None
    nearest_first: bool
    on: date

    def school_days(self, day: date) -> SchoolDays:
        """The calendar of the area where the child lived on a day."""
        return home_calendar(self.facts, self.surroundings, day)


def _ended(
    search: Any,
    considered: list[Any],
    pupil: Pupil,
    known: Known,
    permissions: Collection[Permission],
) -> Ended:
    """One that has ended, with the schools, and the home from which they lay, as of that day."""
    home = home_of([search], permissions, on=search.ended_on)
    then = replace(known, home=home, on=search.ended_on)
    options = [_option(search, row, pupil, then) for row in considered]
    return ended(search, known.school_days(search.ended_on), options)


def _shown(search: Any, considered: list[Any], pupil: Pupil, known: Known) -> SearchShown:
    on = known.on
    options = [_option(search, row, pupil, known) for row in considered]
    if known.home and known.nearest_first:
        options.sort(key=_nearness)
    deadline = None
    if search.clock and (search.needed_from_on is None or search.needed_from_on <= on):
        told = search.clock  # of the place that the child needs now
        deadline = Deadline(**{name: day and date.fromisoformat(day) for name, day in told.items()})
    counts = deadline is not None and deadline.due_on != deadline.started_on
    since = deadline.started_on if deadline else search.started_on
    limit = known.surroundings.number(KIND, SCHOOL_DAYS)
    return SearchShown(
        search=search,
        deadline=deadline,
        no_clock=why_no_clock(known.facts, on=on),
        school_day=school_days_since(since, days=known.school_days(on), on=on),
        limit=limit if counts else None,
        is_overdue=deadline is not None and deadline.due_on is not None and deadline.due_on < on,
        options=options,
        prompts=_prompts(search, pupil, on),
        has_boarding=any(one.option.is_boarding for one in options),
        home=known.home,
    )


def _nearness(one: OptionShown) -> tuple[Any, ...]:
    """The nearest first; what is not suitable stays behind the others."""
    assert one.distance is not None
    return bool(one.option.not_suitable), *one.distance.order


def _considered(searches: list[SchoolSearch]) -> "QuerySet[Any]":
    rows: Any = SchoolOption.objects.filter(search__in=searches).select_related("setting")
    columns = {name: name for name in _OUTCOME}
    outcomes = InspectionOutcome.objects.filter(setting=OuterRef("setting")).order_by()
    applications = SchoolApplication.objects.order_by("-sent_on", "-id")
    rows = rows.prefetch_related(Prefetch("applications", applications))
    told = ArraySubquery(outcomes.values(told=JSONObject(**columns)))
    found: QuerySet[Any] = rows.annotate(outcomes=told).order_by("not_suitable", "id")
    return found


def _outcome(told: dict[str, Any]) -> InspectionOutcome:
    days = ("inspected_on", "published_on")
    return InspectionOutcome(
        **told | {name: told[name] and date.fromisoformat(told[name]) for name in days}
    )


def _option(search: SchoolSearch, option: Any, pupil: Pupil, known: Known) -> OptionShown:
    found = standing_of(map(_outcome, option.outcomes), on=known.on)
    sent = [_application(row, known) for row in option.applications.all()]
    waits = any(not one.row.answer for one in sent)
    unsuits = unsuited(pupil, option.setting, wanted_on(search), has_ehc_plan=_has_plan(pupil))
    lacks = _lacks(option, found, unsuits)
    return OptionShown(
        option=option,
        distance=known.home.to(option.setting) if known.home else None,
        inspected=found,
        unsuits=unsuits,
        closing_on=_closing_on(search, option, pupil, known.on),
        lacks=lacks,
        applications=sent,
        may_apply=not (waits or lacks or option.not_suitable),
    )


def _application(row: SchoolApplication, known: Known) -> ApplicationShown:
    facts = admissions.Application(
        by_route=admissions.Route(row.route),
        sent_on=row.sent_on,
        wanted_from_on=row.wanted_from_on,
        is_refused=row.answer == SchoolApplication.Answer.REFUSED,
        answered_on=row.answered_on,
        direction_considered_on=row.direction_considered_on,
    )
    silence = directions.silence_of(known.surroundings)
    due = admissions.direction_due(facts, known.school_days(row.sent_on), silence=silence)
    due = due if due is None or due.started_on <= known.on else None
    is_overdue = due is not None and due.due_on is not None and due.due_on < known.on
    return ApplicationShown(row=row, direction=due, is_overdue=is_overdue)


def _lacks(option: SchoolOption, found: Inspected, unsuits: str) -> list[str]:
    lacks = []
    if found.needs_exceptional_reason and not option.exceptional_reason:
        lacks.append("an exceptional reason")
    if (found.needs_evidence or unsuits) and not option.evidence:
        lacks.append("evidence")
    return lacks


def _closing_on(search: SchoolSearch, option: SchoolOption, pupil: Pupil, on: date) -> date | None:
    """The national closing date, where this place is asked for in the normal round."""
    if _has_plan(pupil):
        return None
    wanted = search.needed_from_on or on
    year_group, setting = year_group_of(pupil, wanted), option.setting
    route = route_to(setting, year_group=year_group, wanted_from_on=wanted, sent_on=on)
    is_dated = admissions.has_closing_date(year_group=year_group, type_code=setting.type_code)
    if route is not admissions.Route.NORMAL_ROUND or not is_dated:
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
    has_plan = _has_plan(pupil)
    told = admissions.prompts(year_group=year_group, by_route=route, has_ehc_plan=has_plan)
    return [admissions.PROMPTS[one] for one in told]


def _has_plan(pupil: Pupil) -> bool:
    return getattr(pupil, "sen_status", "") == SenStatus.Status.EHC_PLAN
