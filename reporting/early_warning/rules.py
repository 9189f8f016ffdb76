"""Which facts of a child are among those that research ties to poor outcomes, in words.

Source of all but the last: "Making a difference together", section "Linking Care and Education
Data" (the Rees Centre and the University of Bristol, 2015), which is guidance to this service. The
last is the statutory guidance's own (2018, "School admissions").
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from placements.rules.attendance import Sessions, nominal_term
from placements.rules.exclusions import SESSIONS_A_DAY, days_in_words
from placements.rules.homes import Stay, moved_on
from pupils.rules.ages import year_group_on
from vsh.calendars.rules import (
    Season,
    academic_year,
    add_months,
    birthday,
    nominal_start,
    plural,
)
from vsh.govuk.dates import long_date

AGE_OF_MOVES = 11
YEARS_OF_SCHOOL_CHANGE = (10, 11)
MUCH_UNAUTHORISED = 5  # per cent of the possible sessions

# To be confirmed: the research names no length of short-term care. This is the line that the
# national figures draw, which are of children looked after for twelve months without a break.
SHORT_TERM_MONTHS = 12

# Placement types of the return: children's homes, residential schools and care, health and secure
# establishments, semi-independent and independent living. Foster care, relatives and friends,
# parents and adopters are families; a temporary placement is not where a child lives.
NOT_A_FAMILY = frozenset(
    {"H5", "K1", "K2", "K3", "P2", "P3", "R1", "R2", "R3", "R5", "S1"}
    | {"Z1", "Z11", "Z12", "Z13", "Z14"}
)
# Types of the national register: pupil referral units, alternative provision, special schools.
ALTERNATIVE = frozenset({"14", "38", "42", "43"})
SPECIAL = frozenset({"7", "8", "10", "12", "33", "36", "44"})


class Kind(StrEnum):
    """What a fact is about."""

    TIME_IN_CARE = "short_time_in_care"
    MOVES = "moves_since_eleven"
    SCHOOL_CHANGE = "school_change"
    UNAUTHORISED = "unauthorised_absence"
    SUSPENDED = "suspended_days"
    HOME = "not_in_a_family"
    SCHOOL = "kind_of_school"
    NO_PLACE = "no_full_time_place"


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What a kind of fact is called, what was found of it, and where that is written."""

    label: str
    found: str
    source: str


_RESEARCH = "Making a difference together, “Linking Care and Education Data”"
FINDINGS = {
    Kind.TIME_IN_CARE: Finding(
        label="In care for less than a year",
        found="Young people who have been in longer-term care do better than those “in need” but "
        "not in care, and better than those who have only been in short term care – so it appears "
        "that care may protect them educationally.",
        source=f"{_RESEARCH}, “Time in care”. It names no length: twelve months without a break is "
        "the line of the national figures of looked-after children, still to be confirmed",
    ),
    Kind.MOVES: Finding(
        label="Moves of home since age 11",
        found="Each additional change of care placement after age 11 is associated with one-third "
        "of a grade less at GCSE.",
        source=_RESEARCH,
    ),
    Kind.SCHOOL_CHANGE: Finding(
        label="Change of school in Year 10 or 11",
        found="Young people in care who changed school in Years 10 or 11 scored over five grades "
        "less than those who did not.",
        source=_RESEARCH,
    ),
    Kind.UNAUTHORISED: Finding(
        label="Unauthorised absence",
        found="For every 5% of possible school sessions missed due to unauthorised school "
        "absences, young people in care scored over two grades less at GCSE.",
        source=_RESEARCH,
    ),
    Kind.SUSPENDED: Finding(
        label="School days out by suspension",
        found="For every additional day of school missed due to fixed-term exclusions, young "
        "people in care scored one-sixth of a grade less at GCSE.",
        source=_RESEARCH,
    ),
    Kind.HOME: Finding(
        label="Not in kinship or foster care",
        found="Young people living in residential or another form of care at age 16 scored over "
        "six grades less than those who were in kinship or foster care.",
        source=_RESEARCH,
    ),
    Kind.SCHOOL: Finding(
        label="Special school or alternative provision",
        found="With the same characteristics, young people who were in special schools at age 16 "
        "scored over 14 grades lower in their GCSEs than those in mainstream schools, and those in "
        "pupil referral units almost 14.",
        source=_RESEARCH,
    ),
    Kind.NO_PLACE: Finding(
        label="Without full-time education",
        found="The local authority, as a corporate parent, does not tolerate drift and delay where "
        "children are without an education placement that is appropriate to their assessed needs.",
        source="Promoting the education of looked-after children (2018), “School admissions”",
    ),
}


@dataclass(frozen=True, kw_only=True)
class Care:
    """A period of care; `is_short_breaks` where all of it is an agreed series of short breaks."""

    started_on: date
    ended_on: date | None
    is_short_breaks: bool = False


@dataclass(frozen=True, kw_only=True)
class Home(Stay):
    """A placement in a period of care, with its end."""

    ended_on: date | None


@dataclass(frozen=True, kw_only=True)
class School:
    """A time at a main school or setting, or without one; of a school, its type in the register."""

    started_on: date
    ended_on: date | None
    setting: int | None
    type_code: str


@dataclass(frozen=True, kw_only=True)
class Record:
    """What is on record of a child: sessions of the two school years since `first_day`, of this
    school year and of this term, days out since `first_day`, and since when the clock of a
    full-time place runs."""

    date_of_birth: date
    nc_year: int | None
    care: Sequence[Care]
    homes: Sequence[Home]
    schools: Sequence[School]
    sessions: Sessions
    sessions_this_year: Sessions
    sessions_this_term: Sessions
    sessions_suspended: int
    without_place_since: date | None


@dataclass(frozen=True, kw_only=True)
class Fact:
    """One fact in words."""

    kind: Kind
    words: str


def first_day(on: date) -> date:
    """The first of September of the school year before the one of `on`: absence and suspensions
    are counted from then, so that what happened before a summer is not forgotten in September."""
    start = nominal_start(academic_year(on), Season.AUTUMN)
    return start.replace(year=start.year - 1)


def facts(record: Record, *, on: date) -> list[Fact]:
    """The facts of a child on a day, in the order of `Kind`."""
    since = first_day(on)
    told = (
        (Kind.TIME_IN_CARE, _time_in_care(record.care, on)),
        (Kind.MOVES, _moves(record, on)),
        (Kind.SCHOOL_CHANGE, _school_changes(record, on)),
        (Kind.UNAUTHORISED, _unauthorised(record, on)),
        (Kind.SUSPENDED, _suspended(record.sessions_suspended, since)),
        (Kind.HOME, _home(record.homes, on)),
        (Kind.SCHOOL, _school(record.schools, on)),
        (Kind.NO_PLACE, _no_place(record.without_place_since)),
    )
    return [Fact(kind=kind, words=words) for kind, words in told if words]


def _time_in_care(care: Iterable[Care], on: date) -> str:
    """Of who is in care and has only been in short-term care, as far as is on record; agreed short
    breaks are left out, as the national figures leave them out."""
    known = [one for one in care if not one.is_short_breaks and one.started_on <= on]
    now = next((one for one in known if _is_now(one, on, last_counts=False)), None)
    if now is None or any(_is_longer_term(one, on) for one in known):
        return ""
    said = f"In care for less than a year, since {long_date(now.started_on)}"
    if earlier := len(known) - 1:
        was = "was" if earlier == 1 else "were"
        said += f"; {plural(earlier, 'earlier time')} in care {was} shorter than a year too"
    return said


def _is_longer_term(care: Care, on: date) -> bool:
    until = min(care.ended_on or on, on)
    return add_months(care.started_on, SHORT_TERM_MONTHS) <= until


def _moves(record: Record, on: date) -> str:
    eleven_on = birthday(record.date_of_birth, AGE_OF_MOVES)
    moved = [day for day in moved_on(record.homes) if eleven_on <= day <= on]
    if not moved:
        return ""
    return f"{plural(len(moved), 'move')} of home since age 11, the last on {long_date(moved[-1])}"


def _school_changes(record: Record, on: date) -> str:
    """From one main school to another, whatever lay between, in Year 10 or 11 until today."""
    before: int | None = None
    changed = []
    for school in sorted(record.schools, key=lambda each: each.started_on):
        if school.setting is None or school.started_on > on:
            continue
        year = year_group_on(
            school.started_on,
            date_of_birth=record.date_of_birth,
            nc_year=record.nc_year,
            known_on=on,
        )
        if before not in (None, school.setting) and year in YEARS_OF_SCHOOL_CHANGE:
            changed.append((year, school.started_on))
        before = school.setting
    if not changed:
        return ""
    year, day = changed[-1]
    if len(changed) == 1:
        return f"Changed school in Year {year}, on {long_date(day)}"
    return f"{len(changed)} changes of school in Years 10 and 11, the last on {long_date(day)}"


def _unauthorised(record: Record, on: date) -> str:
    """Much in the longest of the times of which it is so: what began this term is not thinned out
    by a good year before it."""
    year, season = nominal_term(on)
    times = (
        (record.sessions, first_day(on)),
        (record.sessions_this_year, nominal_start(year, Season.AUTUMN)),
        (record.sessions_this_term, nominal_start(year, season)),
    )
    for sessions, since in times:
        rate = sessions.unauthorised_rate
        is_much = sessions.unauthorised * 100 >= MUCH_UNAUTHORISED * sessions.possible
        if rate is not None and not sessions.is_early and is_much:
            shown = rate.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
            of = f"{sessions.unauthorised} of {sessions.possible} sessions"
            return f"{shown}% unauthorised absence since {long_date(since)} ({of})"
    return ""


def _suspended(sessions: int, since: date) -> str:
    if not sessions:
        return ""
    return f"{days_in_words(Decimal(sessions) / SESSIONS_A_DAY)} suspended since {long_date(since)}"


def _home(homes: Iterable[Home], on: date) -> str:
    now = next((home for home in homes if _is_now(home, on, last_counts=False)), None)
    if now is None or now.placement_type not in NOT_A_FAMILY:
        return ""
    return f"Lives neither with a foster carer nor with family since {long_date(now.started_on)}"


def _school(schools: Iterable[School], on: date) -> str:
    now = next((school for school in schools if _is_now(school, on, last_counts=True)), None)
    if now is None or now.type_code not in ALTERNATIVE | SPECIAL:
        return ""
    kind = "a special school" if now.type_code in SPECIAL else "alternative provision"
    return f"At {kind} since {long_date(now.started_on)}"


def _no_place(since: date | None) -> str:
    return f"Without a full-time place since {long_date(since)}" if since else ""


def _is_now(span: Care | Home | School, on: date, *, last_counts: bool) -> bool:
    ended_on = span.ended_on
    is_over = ended_on is not None and (ended_on < on if last_counts else ended_on <= on)
    return span.started_on <= on and not is_over
