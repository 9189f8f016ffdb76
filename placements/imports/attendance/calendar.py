"""Which days the schools of a file were open, and to which term each day belongs."""

from collections.abc import Collection, Iterator
from datetime import date

from placements.rules.attendance import term_of_span
from vsh.calendars.rules import CalendarBook, SchoolDays, Season, Term, academic_year
from vsh.calendars.services import load_calendar_book
from vsh.organisations.models import Authority, EducationSetting


class SchoolCalendars:
    """The calendars of some settings: the own one, else that of the area, else the authority's."""

    def __init__(self, authority: Authority, setting_ids: Collection[int]) -> None:
        areas = dict(
            EducationSetting.objects.filter(pk__in=setting_ids).values_list("pk", "la_code")
        )
        self._book: CalendarBook = load_calendar_book(
            authority_names={authority.code: authority.name},
            area_codes=set(areas.values()),
            setting_ids=setting_ids,
        )
        with_own = {setting_id for setting_id, _ in self._book.of_settings}
        self._days: dict[int, SchoolDays] = {}
        self.number_of: dict[int, int] = {}  # the calendar's number, by setting
        numbers: dict[tuple[int | None, str], int] = {}
        for setting_id, area in areas.items():
            key = (setting_id if setting_id in with_own else None, area)
            number = numbers.setdefault(key, len(numbers))
            self.number_of[setting_id] = number
            self._days[number] = self._book.school_days(
                setting_id=key[0], area_code=area, authority_code=authority.code
            )

    def terms_of(self, setting_id: int, day: date) -> list[Term]:
        """The terms of the year of `day`."""
        return _terms(self._days[self.number_of[setting_id]], academic_year(day))

    def days(self, days: Collection[date]) -> Iterator[tuple[int, date, str, bool]]:
        """Each calendar's number with each day: its season, and whether there was school."""
        for number, calendar in self._days.items():
            for day in days:
                yield number, day, season_of(calendar, day), is_open(calendar, day)


def season_of(calendar: SchoolDays, day: date) -> str:
    """The term to which a day belongs."""
    terms = _terms(calendar, academic_year(day))
    found = term_of_span(started_on=day, ended_on=day, terms=terms)
    assert found is not None  # one day never lies in two terms
    return found[1].value


def is_open(calendar: SchoolDays, day: date) -> bool:
    """Whether there was school; where no term dates say so, any day from Monday to Friday."""
    year = academic_year(day)
    in_term = any(term.first_on <= day <= term.last_on for term in _terms(calendar, year))
    if in_term or calendar.covers(year):
        return calendar.is_school_day(day)
    return calendar.working_days.is_working_day(day)


def _terms(calendar: SchoolDays, year: str) -> list[Term]:
    return [term for season in Season if (term := calendar.term(year, season))]
