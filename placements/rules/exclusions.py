"""Suspensions and permanent exclusions: the national reasons, their length, the yearly limit.

Source: reason codes of the school census 2024-25; the limit of 45 school days in an academic year,
counted across schools, stands in the School Discipline (Pupil Exclusions and Reviews) Regulations.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from vsh.calendars.rules import ONE_DAY, SchoolDays, academic_year

MOST_REASONS = 3
MOST_DAYS = 45
NEARING_DAYS = 35
MUCH_IN_A_TERM = 15
SESSIONS_A_DAY = 2
AHEAD = timedelta(days=60)  # decided on the last day of a term, it may begin after the summer

REASONS = {
    "PP": "Physical assault against a pupil",
    "PA": "Physical assault against an adult",
    "VP": "Verbal abuse or threatening behaviour against a pupil",
    "VA": "Verbal abuse or threatening behaviour against an adult",
    "OW": "Use or threat of an offensive weapon or prohibited item",
    "BU": "Bullying",
    "RA": "Racist abuse",
    "LG": "Abuse against sexual orientation or gender identity",
    "DS": "Abuse relating to disability",
    "SM": "Sexual misconduct",
    "DA": "Drug and alcohol related",
    "DM": "Damage",
    "TH": "Theft",
    "DB": "Persistent or general disruptive behaviour",
    "MT": "Inappropriate use of social media or online technology",
    "PH": "Wilful and repeated breach of measures to protect public health",
}


@dataclass(frozen=True, kw_only=True)
class Suspended:
    """Sessions out of school in one span of time, and how often."""

    times: int
    sessions: int

    @property
    def days(self) -> Decimal:
        """School days; half days count."""
        return Decimal(self.sessions) / SESSIONS_A_DAY


def sessions_in_words(sessions: int) -> str:
    """As school days: 5 sessions are 2.5 school days."""
    return days_in_words(Decimal(sessions) / SESSIONS_A_DAY)


def suspended(sessions: Iterable[int]) -> Suspended:
    """The sum of several suspensions, whatever the school."""
    found = list(sessions)
    return Suspended(times=len(found), sessions=sum(found))


class Alert(StrEnum):
    """What people are alerted of, though no clock runs for it."""

    PERMANENT = "permanent_exclusion"
    BEYOND = "beyond_45_days"
    NEARING = "nearing_45_days"
    MUCH = "over_15_days_in_a_term"


@dataclass(frozen=True, kw_only=True)
class Spell:
    """One exclusion in the term in which it began; a permanent one has no sessions."""

    started_on: date
    reported_on: date
    sessions: int | None
    term: str


@dataclass(frozen=True, kw_only=True)
class Reached:
    """What was reached on a day: of the year or term `key` once, whatever is corrected in it.

    `known_on` is the day on which all that adds up to it had been reported.
    """

    what: Alert
    on: date
    known_on: date
    key: str
    days: Decimal


def reached(spells: Iterable[Spell]) -> list[Reached]:
    """What a child's exclusions amount to, as they add up; of one day the gravest of the year.

    Counted across schools: the year by its first of September.
    """
    found: list[Reached] = []
    in_year: dict[str, int] = defaultdict(int)
    in_term: dict[str, int] = defaultdict(int)
    told: dict[str, date] = {}
    for spell in sorted(spells, key=lambda each: each.started_on):
        year, day = academic_year(spell.started_on), spell.started_on
        if spell.sessions is None:
            nothing = Decimal(0)
            known = max(day, spell.reported_on)
            found.append(
                Reached(what=Alert.PERMANENT, on=day, known_on=known, key=str(day), days=nothing)
            )
            continue
        known = told[year] = max(day, spell.reported_on, told.get(year, day))
        before, in_year[year] = in_year[year], in_year[year] + spell.sessions
        days, had = Decimal(in_year[year]) / SESSIONS_A_DAY, Decimal(before) / SESSIONS_A_DAY
        if had <= MOST_DAYS < days:
            found.append(Reached(what=Alert.BEYOND, on=day, known_on=known, key=year, days=days))
        elif had < NEARING_DAYS <= days:
            found.append(Reached(what=Alert.NEARING, on=day, known_on=known, key=year, days=days))
        before, in_term[spell.term] = in_term[spell.term], in_term[spell.term] + spell.sessions
        days, had = (
            Decimal(in_term[spell.term]) / SESSIONS_A_DAY,
            Decimal(before) / SESSIONS_A_DAY,
        )
        known = told[spell.term] = max(day, spell.reported_on, told.get(spell.term, day))
        if had <= MUCH_IN_A_TERM < days:
            found.append(
                Reached(what=Alert.MUCH, on=day, known_on=known, key=spell.term, days=days)
            )
    return found


def sessions_of(days: Decimal) -> int | None:
    """A length in school days as sessions; nothing for one that is not in half days."""
    sessions = days * SESSIONS_A_DAY
    return int(sessions) if sessions == sessions.to_integral_value() else None


def warning(*, in_year: Decimal, in_term: Decimal) -> str:
    """What to say of the days of this year and of this term, each for itself; nothing while they
    are few."""
    said = []
    if in_year > MOST_DAYS:
        allowed = f"more than the {MOST_DAYS} that the law allows."
        said.append(f"{days_in_words(in_year)} this year: {allowed}")
    elif in_year >= NEARING_DAYS:
        said.append(f"{days_in_words(in_year)} this year: the law allows {MOST_DAYS}.")
    if in_term > MUCH_IN_A_TERM:
        said.append(f"{days_in_words(in_term)} this term: the governors must meet.")
    return " ".join(said)


def days_in_words(days: Decimal) -> str:
    """Such as "1 school day" or "2.5 school days"."""
    return f"{days.normalize():f} school day{'' if days == 1 else 's'}"


def wrong_reasons(reasons: Sequence[str]) -> str:
    """What is wrong with the reasons; nothing if they may stand."""
    if not reasons:
        return "Select at least one reason"
    if len(reasons) > MOST_REASONS:
        return f"Select no more than {MOST_REASONS} reasons"
    return "Select reasons from the list" if set(reasons) - set(REASONS) else ""


@dataclass(frozen=True, kw_only=True)
class TimeOut:
    """One exclusion of a school from its first day; a permanent one has no sessions and lasts until
    the child is reinstated, if that is so."""

    started_on: date
    sessions: int | None
    is_permanent: bool = False
    reinstated_on: date | None = None

    def covers(self, day: date, days: SchoolDays) -> bool:
        """Whether the whole of a day lies in it; a half day at its end leaves room for another.
        Where the school days are not known only the first day does."""
        if day < self.started_on or (self.reinstated_on and self.reinstated_on <= day):
            return False
        if self.sessions is None:
            return True
        whole = self.sessions // SESSIONS_A_DAY
        if not whole:
            return False
        last = days.day_after(whole, after=self.started_on - ONE_DAY)
        return day <= (last or self.started_on)


def overlap(one: TimeOut, other: TimeOut, days: SchoolDays) -> bool:
    """Whether a school excludes a child twice for one day: the second begins within the first.

    A half day at the end of one leaves room for another. Two suspensions from one day are entered
    as one, with the days of both, as the record holds one of a kind for each first day; a half day
    leaves room for a permanent exclusion, or one that stood no longer for a suspension after it.
    """
    if one.started_on == other.started_on:
        is_half_day = 1 in (one.sessions, other.sessions)
        return not is_half_day or one.is_permanent == other.is_permanent
    first, second = sorted((one, other), key=lambda each: each.started_on)
    return first.covers(second.started_on, days)


def wrong_day(*, started_on: date, place_from: date, place_to: date | None, on: date) -> str:
    """Why an exclusion cannot begin on that day; nothing if it can."""
    if started_on > on + AHEAD:
        return f"The first day is more than {AHEAD.days} days ahead"
    if started_on < place_from or (place_to is not None and started_on > place_to):
        return "The child was not on the register of this school on that day"
    return ""
