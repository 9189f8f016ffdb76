"""The clocks `pep_initiated`, `pep_available` and `pep_term_review`.

Source: statutory guidance (2018), "Initiating, developing and reviewing the PEP"; SI 2010/959
reg. 4(2) and reg. 33(1).
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from pupils.rules.ages import eighteenth_birthday
from pupils.rules.clock import (
    DESIGNATED_TEACHER,
    SOCIAL_WORKER,
    ClockState,
    Closing,
    Surroundings,
    clock_state,
    end_of_care,
)
from pupils.rules.facts import CarePeriodFacts, PupilFacts
from pupils.rules.short_breaks import is_short_break
from vsh.calendars.rules import (
    ONE_DAY,
    Due,
    SchoolDays,
    Season,
    Term,
    academic_year,
    in_words,
    next_year,
    nominal_end,
    nominal_start,
    plural,
)

from .clock_facts import PlansOfChild

INITIATED = "pep_initiated"
AVAILABLE = "pep_available"
TERM_REVIEW = "pep_term_review"
INITIATED_WORKING_DAYS = 10
AVAILABLE_WORKING_DAYS = 20
TOO_LATE_FOR_THE_TERM_WORKING_DAYS = 20
PLANNED_ENTRY = (
    "For a planned placement the care plan, with the PEP in it, is wanted before it starts."
)


def peps_initiated(child: PupilFacts, plans: PlansOfChild, known: Surroundings) -> list[ClockState]:
    """A person initiates the plan within 10 working days of the child becoming looked after."""
    number = known.number(INITIATED, INITIATED_WORKING_DAYS)
    return [
        clock_state(
            kind=INITIATED,
            trigger_key=period.key,
            owner_role=SOCIAL_WORKER,
            due=replace(
                known.working_days.due(number, after=period.started_on),
                note="" if _is_emergency(period) else PLANNED_ENTRY,
            ),
            met_on=plans.initiated(period.id, closed_on=_day_of(closing)),
            closing=closing,
        )
        for period, closing in _entries(child, known)
    ]


def _is_emergency(period: CarePeriodFacts) -> bool:
    first = period.placement_on(period.started_on)
    return first is not None and first.is_emergency


def peps_available(child: PupilFacts, plans: PlansOfChild, known: Surroundings) -> list[ClockState]:
    """The plan is available for the first review, at most 20 working days after entry to care."""
    number = known.number(AVAILABLE, AVAILABLE_WORKING_DAYS)
    return [
        clock_state(
            kind=AVAILABLE,
            trigger_key=period.key,
            owner_role=_owner(child, known),
            due=_for_the_review(
                known.working_days.due(number, after=period.started_on), period.first_review_on
            ),
            met_on=min(plans.submitted(period.id, closed_on=_day_of(closing)), default=None),
            closing=closing,
        )
        for period, closing in _entries(child, known)
    ]


def _for_the_review(due: Due, review_on: date | None) -> Due:
    assert due.due_on is not None
    if review_on is None or review_on >= due.due_on:
        return due
    step = f"the first review is on {in_words(review_on)}, before these have passed"
    return replace(due, due_on=review_on, steps=(*due.steps, step), skipped=())


def _entries(
    child: PupilFacts, known: Surroundings
) -> Iterator[tuple[CarePeriodFacts, Closing | None]]:
    """The periods of care that the child entered at PEP age, short breaks apart, each with what
    closes its clocks."""
    first = known.pep_age_starts_on(child)
    adult_on = eighteenth_birthday(child.date_of_birth)
    for period in child.care_periods:
        if first <= period.started_on < adult_on and not is_short_break(child, period, on=known.on):
            yield period, end_of_care(child, period, on=known.on)


def _day_of(closing: Closing | None) -> date | None:
    return closing.on if closing else None


def _owner(child: PupilFacts, known: Surroundings) -> str:
    """The designated teacher; where the child has no setting, the social worker."""
    return DESIGNATED_TEACHER if child.has_setting_on(known.on) else SOCIAL_WORKER


@dataclass(frozen=True)
class _Window:
    """The days on which a child is looked after and of PEP age in one period of care."""

    period: CarePeriodFacts
    first: date
    closing: Closing | None

    def reaches(self, first: date, last: date) -> bool:
        """Whether part of the days from `first` to `last` lies in the window."""
        return self.first <= last and (self.closing is None or self.closing.on > first)


def pep_term_reviews(
    child: PupilFacts, plans: PlansOfChild, known: Surroundings
) -> list[ClockState]:
    """The plan is reviewed in each of the three terms in which the child is looked after."""
    states: list[ClockState] = []
    for period in child.care_periods:
        closing = end_of_care(child, period, on=known.on)
        first = max(period.started_on, known.pep_age_starts_on(child))
        if first > known.on or (closing and first >= closing.on):
            continue
        if is_short_break(child, period, on=known.on):
            continue
        window = _Window(period, first, closing)
        last = min(known.on, closing.on) if closing else known.on
        year = academic_year(first)
        while year <= next_year(academic_year(last)):  # a term may begin in late August
            states.extend(
                state
                for season in Season
                if (state := _term_review(child, plans, window, year, season, known))
            )
            year = next_year(year)
    return states


def _term_review(
    child: PupilFacts,
    plans: PlansOfChild,
    window: _Window,
    year: str,
    season: Season,
    known: Surroundings,
) -> ClockState | None:
    days = school_days_in_term(child, window.period, year, season, known)
    term = days.term(year, season)
    if term is None:
        return _without_term_dates(child, window, year, season, days, known)
    if term.first_on > known.on or not window.reaches(term.first_on, term.last_on):
        return None
    too_late_from = known.working_days.back(TOO_LATE_FOR_THE_TERM_WORKING_DAYS, ending=term.last_on)
    if window.first > term.first_on and window.first >= too_late_from:
        return None
    days_submitted = plans.submitted(window.period.id, closed_on=_day_of(window.closing))
    submitted = [day for day in days_submitted if term.first_on <= day <= term.last_on]
    return clock_state(
        kind=TERM_REVIEW,
        trigger_key=f"{window.period.key}/term:{term.key}",
        owner_role=_owner(child, known),
        due=_by_end_of_term(term, max(term.first_on, window.first), days, known),
        met_on=min(submitted, default=None),
        closing=window.closing,
        is_current=not _later_term_has_started(days, year, season, known.on),
    )


def _by_end_of_term(term: Term, started_on: date, days: SchoolDays, known: Surroundings) -> Due:
    """The term's last school day, or the authority's cut-off so many school days before it."""
    owner = days.owner_in(term.academic_year)
    name = f"{term.season} term {term.academic_year}"
    last = f"The last school day of the {name} is {in_words(term.last_on)}"
    cut_off = known.local_number(TERM_REVIEW)
    if not cut_off:
        return Due(started_on, term.last_on, (last,), calendar=owner)
    due_on = max(started_on, days.before(cut_off, term=term))
    return Due(
        started_on,
        due_on,
        (last, f"cut-off {plural(cut_off, 'school day')} before it"),
        calendar=owner,
    )


def _without_term_dates(
    child: PupilFacts,
    window: _Window,
    year: str,
    season: Season,
    days: SchoolDays,
    known: Surroundings,
) -> ClockState | None:
    """A review of the present year whose term dates nobody has loaded."""
    first, last = nominal_start(year, season), nominal_end(year, season)
    if year != academic_year(known.on) or first > known.on or not window.reaches(first, last):
        return None
    return clock_state(
        kind=TERM_REVIEW,
        trigger_key=f"{window.period.key}/term:{year}-{season}",
        owner_role=_owner(child, known),
        due=Due(
            max(first, window.first),
            None,
            (f"The last school day of the {season} term {year}",),
            missing=(days.missing(year, season),),
        ),
        closing=window.closing,
        is_current=known.on <= last,
    )


def school_days_in_term(
    child: PupilFacts, period: CarePeriodFacts, year: str, season: Season, known: Surroundings
) -> SchoolDays:
    """The calendar of one term: that of the last main school of the term, if it has its own.

    Which school that is depends on the term's days: those of the area's or the authority's
    calendar, else the nominal ones.
    """
    first, last = nominal_start(year, season), nominal_end(year, season)
    area = period.area_on(min(last, known.on))
    elsewhere = known.book.school_days(
        setting_id=None, area_code=area, authority_code=child.authority_code
    )
    if term := elsewhere.term(year, season):
        first, last = term.first_on, term.last_on
    school = child.last_school_between(first, min(last, known.on))
    area = period.area_on(min(last, known.on))
    return known.book.school_days(
        setting_id=school, area_code=area, authority_code=child.authority_code
    )


def _later_term_has_started(days: SchoolDays, year: str, season: Season, on: date) -> bool:
    """Whether the next term has begun, by its dates or, where none are loaded, nominally."""
    if season is Season.SUMMER:
        following = (next_year(year), Season.AUTUMN)
    else:
        following = (year, Season.SPRING if season is Season.AUTUMN else Season.SUMMER)
    term = days.term(*following)
    return on >= (term.first_on if term else nominal_end(year, season) + ONE_DAY)
