"""One owner's school calendar of one academic year, and its three terms.

An authority or a school may load three terms or six half-terms; the PEP is reviewed each school
term, three a year (statutory guidance 2018, "Initiating, developing and reviewing the PEP").
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property

from .due import WEEKEND
from .working_days import ONE_DAY, WorkingDays, each_day
from .years import first_calendar_year


class Season(StrEnum):
    """The three terms of a year, in order."""

    AUTUMN = "autumn"
    SPRING = "spring"
    SUMMER = "summer"

    @property
    def label(self) -> str:
        """The term as people say it."""
        return f"{self.capitalize()} term"


_SEASON_OF_MONTH = {
    **dict.fromkeys((8, 9, 10, 11, 12), Season.AUTUMN),
    **dict.fromkeys((1, 2, 3), Season.SPRING),
    **dict.fromkeys((4, 5, 6, 7), Season.SUMMER),
}


def season_of_start(day: date) -> Season:
    """The term to which a row of kind `term` belongs, by the month in which it starts."""
    return _SEASON_OF_MONTH[day.month]


def nominal_start(year: str, season: Season) -> date:
    """Where no term dates are loaded: 1 September, 1 January, 1 April."""
    first = first_calendar_year(year)
    if season is Season.AUTUMN:
        return date(first, 9, 1)
    return date(first + 1, 1 if season is Season.SPRING else 4, 1)


def nominal_end(year: str, season: Season) -> date:
    """The day before the next nominal start."""
    first = first_calendar_year(year)
    if season is Season.AUTUMN:
        return date(first, 12, 31)
    return date(first + 1, 3, 31) if season is Season.SPRING else date(first + 1, 8, 31)


def surely_over(year: str, season: Season) -> date:
    """A day by which this term is over wherever it is held, its dates being unknown."""
    first = first_calendar_year(year)
    if season is Season.AUTUMN:
        return date(first, 12, 31)
    return date(first + 1, 4, 15) if season is Season.SPRING else date(first + 1, 7, 31)


@dataclass(frozen=True)
class Term:
    """One of the three terms, from its first to its last school day."""

    academic_year: str
    season: Season
    first_on: date
    last_on: date

    @property
    def key(self) -> str:
        """The term in a natural key: "2026-27-autumn"."""
        return f"{self.academic_year}-{self.season}"

    @property
    def name(self) -> str:
        """The term in words: "Autumn term 2026-27"."""
        return f"{self.season.label} {self.academic_year}"


@dataclass(frozen=True)
class Entry:
    """One row of a school calendar, last day included; `kind` is term, closure or inset."""

    kind: str
    name: str
    starts_on: date
    ends_on: date


@dataclass(frozen=True, eq=False)
class YearCalendar:
    """The rows of one owner for one academic year. Gaps between its term rows are holidays."""

    owner: str
    year: str
    entries: tuple[Entry, ...]
    working_days: WorkingDays

    @cached_property
    def has_terms(self) -> bool:
        """Whether this is a calendar by itself, rather than closed days in somebody else's."""
        return any(entry.kind == "term" for entry in self.entries)

    @cached_property
    def terms(self) -> dict[Season, Term]:
        """The terms of the year that are loaded, in order."""
        found = {}
        for season in Season:
            if sessions := self.sessions[season]:
                found[season] = Term(self.year, season, sessions[0], sessions[-1])
        return found

    @cached_property
    def closed(self) -> frozenset[date]:
        """The closed days and INSET days."""
        return frozenset(
            day
            for entry in self.entries
            if entry.kind != "term"
            for day in each_day(entry.starts_on, entry.ends_on)
        )

    @cached_property
    def sessions(self) -> dict[Season, Sequence[date]]:
        """The school days of each term: days with a session, INSET days excluded."""
        found: dict[Season, set[date]] = {season: set() for season in Season}
        for entry in self.entries:
            if entry.kind == "term":
                found[season_of_start(entry.starts_on)].update(
                    day
                    for day in each_day(entry.starts_on, entry.ends_on)
                    if day not in self.closed and self.working_days.is_working_day(day)
                )
        return {season: sorted(days) for season, days in found.items()}

    @cached_property
    def _with_session(self) -> frozenset[date]:
        return frozenset(day for days in self.sessions.values() for day in days)

    def has_session(self, day: date) -> bool:
        """Whether `day` is a school day."""
        return day in self._with_session

    def after(self, day: date, season: Season) -> Sequence[date]:
        """The school days of one term later than `day`."""
        days = self.sessions[season]
        return days[bisect_right(days, day) :]

    def why_not(self, day: date) -> str:
        """Why `day` is not a school day; empty if it is one."""
        if self.has_session(day):
            return ""
        rows = [entry for entry in self.entries if entry.starts_on <= day <= entry.ends_on]
        for entry in rows:
            if entry.kind != "term":
                return entry.name or ("INSET day" if entry.kind == "inset" else "closed days")
        if rows:
            return self.working_days.why_not(day)
        return self._holiday_name(day)

    def _holiday_name(self, day: date) -> str:
        """The name of a day outside every term row: a half term, or the holidays after a term."""
        for season, term in self.terms.items():
            if term.first_on < day < term.last_on:
                if day.weekday() >= 5 and self._is_lone_weekend(day):
                    return WEEKEND
                return f"{season} half term"
        ended = [season for season, term in self.terms.items() if term.last_on < day]
        return f"holidays after the {ended[-1]} term" if ended else "summer holidays"

    def _is_lone_weekend(self, day: date) -> bool:
        """Whether the school days run on to the Friday before and from the Monday after."""
        friday = day - ONE_DAY * (day.weekday() - 4)
        return self.has_session(friday) and self.has_session(friday + ONE_DAY * 3)
