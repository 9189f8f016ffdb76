"""Suspensions and permanent exclusions: the national reasons, their length, the yearly limit.

Source: reason codes of the school census 2024-25; the limit of 45 school days in an academic year,
counted across schools, stands in the School Discipline (Pupil Exclusions and Reviews) Regulations.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

MOST_REASONS = 3
MOST_DAYS = 45
NEARING_DAYS = 35
MUCH_IN_A_TERM = 15
SESSIONS_A_DAY = 2

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


def suspended(sessions: Iterable[int]) -> Suspended:
    """The sum of several suspensions, whatever the school."""
    found = list(sessions)
    return Suspended(times=len(found), sessions=sum(found))


def sessions_of(days: Decimal) -> int | None:
    """A length in school days as sessions; nothing for one that is not in half days."""
    sessions = days * SESSIONS_A_DAY
    return int(sessions) if sessions == sessions.to_integral_value() else None


def warning(*, in_year: Decimal, in_term: Decimal) -> str:
    """What to say of the days of this year and term; nothing while they are few."""
    if in_year > MOST_DAYS:
        return f"{days_in_words(in_year)} this year: more than the {MOST_DAYS} that the law allows."
    if in_year >= NEARING_DAYS:
        return f"{days_in_words(in_year)} this year: the law allows {MOST_DAYS}."
    if in_term > MUCH_IN_A_TERM:
        return f"{days_in_words(in_term)} this term: the governors must meet."
    return ""


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


def wrong_day(*, started_on: date, place_from: date, place_to: date | None, on: date) -> str:
    """Why an exclusion cannot begin on that day; nothing if it can."""
    if started_on > on:
        return "The first day is in the future"
    if started_on < place_from or (place_to is not None and started_on > place_to):
        return "The child was not on the register of this school on that day"
    return ""
