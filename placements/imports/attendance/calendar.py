"""Which days the schools of a file were open, and to which term each day belongs."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import date

from placements.rules.attendance import OpenDays
from placements.services.terms import is_open, open_days, season_of, terms_around
from vsh.calendars.rules import CalendarBook, SchoolDays, Term
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
        self._open: defaultdict[int, dict[date, tuple[bool, bool]]] = defaultdict(dict)
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
        """The terms among which `day` may lie."""
        return terms_around(self._days[self.number_of[setting_id]], day)

    def open_days(self, setting_id: int, first: date, last: date) -> OpenDays:
        """On how many days of a span the school was open; each day is asked of a calendar once."""
        number = self.number_of[setting_id]
        return open_days(self._days[number], first, last, asked=self._open[number])

    def days(self, days: Collection[date]) -> Iterator[tuple[int, date, str, bool]]:
        """Each calendar's number with each day: its season, and whether there was school."""
        for number, calendar in self._days.items():
            for day in days:
                yield number, day, season_of(calendar, day), is_open(calendar, day)
