"""School days: which calendar applies to a child, and counting in it.

A school day is a day with a session at that school (Education Act 1996 s.579), INSET days
excluded.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterator
from datetime import date
from functools import cached_property

from .due import Due, Skipped, group_skipped, plural
from .terms import Season, Term, YearCalendar, nominal_start, surely_over
from .working_days import ONE_DAY, WorkingDays, each_day
from .years import academic_year, in_words, next_year

_YEARS_AHEAD = 3


class SchoolDays:
    """The school days that apply to one child, year by year, as far as term dates are loaded."""

    def __init__(
        self,
        *,
        calendar: Callable[[str], YearCalendar | None],
        owner: str,
        working_days: WorkingDays,
        of_school: Callable[[str], YearCalendar | None] | None = None,
    ) -> None:
        self.calendar = calendar
        self._of_school = of_school
        self.owner = owner
        self.working_days = working_days

    @cached_property
    def of_school(self) -> "SchoolDays":
        """The same by what is loaded for the school itself, nobody else's term dates."""
        calendar = self._of_school or (lambda year: None)
        return SchoolDays(calendar=calendar, owner=self.owner, working_days=self.working_days)

    def covers(self, year: str) -> bool:
        """Whether all three terms of the academic year are loaded."""
        found = self.calendar(year)
        return found is not None and len(found.terms) == len(Season)

    def term(self, year: str, season: Season) -> Term | None:
        """One term of the academic year, if its dates are loaded."""
        found = self.calendar(year)
        return found.terms.get(season) if found else None

    def owner_in(self, year: str) -> str:
        """Whose calendar applies in the academic year, or whose is wanted."""
        found = self.calendar(year)
        return found.owner if found else self.owner

    def missing(self, year: str, season: Season) -> str:
        """The words for term dates that are not loaded."""
        found = self.calendar(year)
        if found:
            return f"{season} term dates {year} of {found.owner}"
        return f"term dates {year} of {self.owner}"

    def is_school_day(self, day: date) -> bool:
        """Whether `day` is known to be a school day."""
        return any(
            calendar.has_session(day)
            for year in (academic_year(day), next_year(academic_year(day)))
            if (calendar := self.calendar(year))
        )

    def is_closed(self, day: date) -> bool:
        """Whether `day` is loaded as a closed day or an INSET day."""
        found = self.calendar(academic_year(day))
        return found is not None and day in found.closed

    def due(self, number: int, *, after: date) -> Due:
        """Due within `number` school days of `after`, that day not counted."""
        step = f"{plural(number, 'school day')} from {in_words(after)}"
        due_on, words = self._counted(number, after)
        if due_on is None:
            return Due(after, None, (step,), missing=(words,))
        return Due(after, due_on, (step,), self.skipped(after, due_on), (), words)

    def day_after(self, number: int, *, after: date) -> date | None:
        """The day of `due` without its sum, which takes many times as long to tell."""
        return self._counted(number, after)[0]

    def _counted(self, number: int, after: date) -> tuple[date | None, str]:
        """The day and whose calendar it was found in, or which term dates are missing."""
        left = number
        for year, season in self._terms_from(after):
            calendar = self.calendar(year)
            if calendar is None or season not in calendar.terms:
                if surely_over(year, season) <= after:
                    continue
                return None, self.missing(year, season)
            days = calendar.after(after, season)
            if len(days) >= left:
                return days[left - 1], calendar.owner
            left -= len(days)
        return None, f"later term dates of {self.owner}"

    def next_after(self, day: date) -> date | None:
        """The next school day later than `day`, if it is known."""
        return self.day_after(1, after=day)

    def last_until(self, day: date) -> date | None:
        """The last school day up to and including `day`, if it is known."""
        for year, season in self._terms_back_from(day):
            calendar = self.calendar(year)
            if calendar is None or season not in calendar.terms:
                if nominal_start(year, season) > day:
                    continue
                return None
            days = calendar.sessions[season]
            if at := bisect_right(days, day):
                return days[at - 1]
        return None

    def before(self, number: int, *, term: Term) -> date:
        """The school day `number` school days before the term's last one, within the term."""
        calendar = self.calendar(term.academic_year)
        days = calendar.sessions[term.season] if calendar else [term.last_on]
        return days[max(0, len(days) - 1 - number)]

    def any_between(self, first: date, last: date) -> bool | None:
        """Whether there is a school day from `first` to `last`; none where it is not known."""
        if last < first:
            return False
        following = self.next_after(first - ONE_DAY)
        if following is None:
            return False if self._is_summer(first, last) else None
        return following <= last

    def _is_summer(self, first: date, last: date) -> bool:
        """Whether `first` to `last` lies between a loaded summer term and the next September."""
        year = academic_year(first)
        summer = self.term(year, Season.SUMMER)
        following = nominal_start(next_year(year), Season.AUTUMN)
        return summer is not None and summer.last_on < first and last < following

    def skipped(self, after: date, due_on: date) -> tuple[Skipped, ...]:
        """The days later than `after` and up to `due_on` that were not counted, by name."""
        found = []
        for day in each_day(after + ONE_DAY, due_on):
            if not self.is_school_day(day):
                calendar = self.calendar(academic_year(day))
                name = calendar.why_not(day) if calendar else ""
                found.append((day, name or "summer holidays"))
        return group_skipped(found)

    @staticmethod
    def _terms_from(day: date) -> Iterator[tuple[str, Season]]:
        year = academic_year(day)
        for _ in range(_YEARS_AHEAD):
            for season in Season:
                yield year, season
            year = next_year(year)

    @staticmethod
    def _terms_back_from(day: date) -> Iterator[tuple[str, Season]]:
        this_year = academic_year(day)
        last_year = academic_year(day - ONE_DAY * 365)
        for year in (next_year(this_year), this_year, last_year):
            for season in reversed(Season):
                yield year, season
