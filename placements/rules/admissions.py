"""Applying for a school place: the round, its closing date, what is said of priority, direction.

Source: statutory guidance (2018), "School admissions": the national closing dates, 31 October for
secondary and 15 January for primary schools; Fair Access Protocols do not apply; an excepted pupil
in infant classes when admitted outside the normal round; powers of direction used in time.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from vsh.calendars.rules import Due, SchoolDays

# The phases of the register whose schools are applied for by the secondary closing date.
SECONDARY_PHASES = frozenset({"secondary", "middle_secondary"})
FIRST_SECONDARY_YEAR = 7
LAST_COMPULSORY_YEAR = 11
# Of the national register: community, voluntary and foundation schools, academies, free schools,
# university technical colleges and studio schools.
MAINSTREAM_TYPES = frozenset({"1", "2", "3", "5", "28", "34", "35", "40", "41"})
INFANT_YEARS = (0, 1, 2)
AGE_BEFORE_YEAR_1 = 4  # a year group is the age on 31 August before it, less this
# The guidance names no number of days ("in a timely way"): these are our conventions.
SCHOOL_DAYS_OF_SILENCE = 10
SCHOOL_DAYS_AFTER_A_REFUSAL = 5
COMING_YEAR_FROM = 8, 15  # some schools' terms begin in August
EARLIER = timedelta(days=31)  # a place may begin so long before the day it was wanted from


class Route(StrEnum):
    """How a place is asked for."""

    NORMAL_ROUND = "normal_round"
    IN_YEAR = "in_year"
    CONSULTED = "consulted"


ROUTES = {
    Route.NORMAL_ROUND: "Normal round",
    Route.IN_YEAR: "In-year",
    Route.CONSULTED: "Consultation with a view to naming in the EHC plan",
}


class Prompt(StrEnum):
    """What an applicant may have to tell a school."""

    PRIORITY = "priority"
    NO_FAIR_ACCESS = "no_fair_access"
    EXCEPTED = "excepted"
    EHC_PLAN = "ehc_plan"


PROMPTS = {
    Prompt.PRIORITY: "Looked-after children have the highest priority in the admission "
    "arrangements of every mainstream school. Say in the application that the child is looked "
    "after.",
    Prompt.NO_FAIR_ACCESS: "Fair Access Protocols do not apply to looked-after children: no school "
    "may refuse because of one, or make the child wait for its panel.",
    Prompt.EXCEPTED: "In an infant class the child is an excepted pupil outside the normal round: "
    "the limit of the class size is no reason to refuse.",
    Prompt.EHC_PLAN: "The child has an education, health and care plan: the school is named in the "
    "plan by the authority that maintains it, and is not applied for. Its SEND team consults the "
    "school first.",
}
NOT_APPLIED_FOR = (
    "On that day the child had an education, health and care plan: no application is made. The "
    "school is named in the plan. Ask the SEND team to consult the school, and record the "
    "consultation instead"
)
NOT_CONSULTED = (
    "On that day no education, health and care plan was in force: record an application, or put "
    "the child’s SEN status right first"
)


def is_secondary(*, phase: str, year_group: int) -> bool:
    """Whether a school is applied for by the secondary date; an all-through one, or one whose phase
    is not known, by the year group that the child will be in."""
    if phase in SECONDARY_PHASES:
        return True
    if phase in {"nursery", "primary", "middle_primary"}:
        return False
    return year_group >= FIRST_SECONDARY_YEAR


def is_year_of_entry(*, year_group: int, phase: str, low_age: int | None) -> bool:
    """Whether a school admits a whole year group then: that of its lowest age, Reception at the
    earliest; of an all-through school Year 7 too; where the age is not known Reception and 7."""
    if low_age is None:
        return year_group in (0, FIRST_SECONDARY_YEAR)
    is_second = phase == "all_through" and year_group == FIRST_SECONDARY_YEAR
    return is_second or year_group == max(0, low_age - AGE_BEFORE_YEAR_1)


def has_closing_date(*, year_group: int, type_code: str) -> bool:
    """Whether the national closing dates are for this place: in Reception to Year 11, at a
    mainstream school that is maintained or an academy, or of which the type is not known. Post-16,
    special, alternative and independent provision has none.
    """
    is_mainstream = not type_code or type_code.lstrip("0") in MAINSTREAM_TYPES
    return is_mainstream and 0 <= year_group <= LAST_COMPULSORY_YEAR


def entry_on(wanted_from_on: date) -> date:
    """1 September of the school year that a place wanted from a day is for: from 15 August on the
    coming one."""
    if (wanted_from_on.month, wanted_from_on.day) >= COMING_YEAR_FROM:
        return date(wanted_from_on.year, 9, 1)
    return date(wanted_from_on.year - 1, 9, 1)


def closing_on(*, starts_on: date, secondary: bool) -> date:
    """The national closing date for a place from the September of the year of `starts_on`."""
    september = entry_on(starts_on).year
    return date(september - 1, 10, 31) if secondary else date(september, 1, 15)


def route(*, wanted_from_on: date, sent_on: date, is_year_of_entry: bool) -> Route:
    """The normal round is for a year of entry and is asked for before its school year begins; all
    else, also a late move into a year of entry once it has begun, is in-year."""
    is_before = sent_on < entry_on(wanted_from_on)
    return Route.NORMAL_ROUND if is_year_of_entry and is_before else Route.IN_YEAR


def wrong_route(*, is_consultation: bool, has_ehc_plan: bool) -> str:
    """Why a school cannot be asked so; nothing if it can: one of a child with an EHC plan is
    consulted and named in it, any other is applied for."""
    if is_consultation == has_ehc_plan:
        return ""
    return NOT_APPLIED_FOR if has_ehc_plan else NOT_CONSULTED


def earliest_start(wanted_from_on: date) -> date:
    """The first day on which a place that begins is the one that was wanted from a day."""
    return wanted_from_on - EARLIER


def prompts(*, year_group: int, by_route: Route, has_ehc_plan: bool) -> tuple[Prompt, ...]:
    """What is to be told to whoever decides on the place."""
    if has_ehc_plan:
        return (Prompt.EHC_PLAN,)
    told = [Prompt.PRIORITY]
    if by_route is Route.IN_YEAR:
        told.append(Prompt.NO_FAIR_ACCESS)
        if year_group in INFANT_YEARS:
            told.append(Prompt.EXCEPTED)
    return tuple(told)


@dataclass(frozen=True, kw_only=True)
class Application:
    """An application as the clock to a direction reads it."""

    by_route: Route
    sent_on: date
    wanted_from_on: date | None = None
    is_refused: bool = False
    answered_on: date | None = None
    direction_considered_on: date | None = None


def direction_due(
    application: Application, days: SchoolDays, *, silence: int = SCHOOL_DAYS_OF_SILENCE
) -> Due | None:
    """By when the use of direction is considered: after a refusal, or after silence.

    None once it was considered, or where a place was offered; nor of a consultation: the
    school is named in the EHC plan. In the normal round, whose offers all
    come on one day, silence counts from the September in which the place begins: by then every
    offer is out, and our sources do not name the day.
    """
    if application.direction_considered_on is not None or application.by_route is Route.CONSULTED:
        return None
    if application.answered_on is not None:
        if not application.is_refused:
            return None
        return days.due(SCHOOL_DAYS_AFTER_A_REFUSAL, after=application.answered_on)
    if application.by_route is Route.NORMAL_ROUND:
        begins = entry_on(application.wanted_from_on or application.sent_on)
        return days.due(silence, after=max(begins, application.sent_on))
    return days.due(silence, after=application.sent_on)


def first_direction_due(applications: Iterable[Application], days: SchoolDays) -> Due | None:
    """The first of several, those without a day last."""
    found = [due for one in applications if (due := direction_due(one, days))]
    return min(found, key=lambda due: due.due_on or date.max, default=None)
