"""Every calendar that was loaded, and the choice among them for one child."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from .school_days import SchoolDays
from .terms import YearCalendar
from .working_days import WorkingDays


@dataclass(frozen=True, eq=False)
class CalendarBook:
    """Calendars by owner and academic year.

    The child's school's own calendar applies; without one, or without a school, that of the
    authority in whose area the child lives; failing that, the responsible authority's. A school
    that loaded closed days but no terms keeps the authority's terms without those days.
    """

    working_days: WorkingDays
    of_settings: Mapping[tuple[int, str], YearCalendar] = field(default_factory=dict)
    of_authorities: Mapping[tuple[str, str], YearCalendar] = field(default_factory=dict)
    authority_names: Mapping[str, str] = field(default_factory=dict)
    _known: dict[tuple[int | None, str, str], SchoolDays] = field(default_factory=dict)

    def school_days(
        self, *, setting_id: int | None, area_code: str, authority_code: str
    ) -> SchoolDays:
        """The school days of a child at this setting, living in this area."""
        key = (setting_id, area_code, authority_code)
        if key not in self._known:
            years: dict[str, YearCalendar | None] = {}

            def calendar(year: str) -> YearCalendar | None:
                if year not in years:
                    years[year] = self._choose(year, *key)
                return years[year]

            self._known[key] = SchoolDays(
                calendar=calendar,
                owner=self.authority_names.get(authority_code, authority_code),
                working_days=self.working_days,
                of_school=lambda year: self._own(setting_id, year),
            )
        return self._known[key]

    def _own(self, setting_id: int | None, year: str) -> YearCalendar | None:
        return self.of_settings.get((setting_id, year)) if setting_id is not None else None

    def _choose(
        self, year: str, setting_id: int | None, area_code: str, authority_code: str
    ) -> YearCalendar | None:
        own = self._own(setting_id, year)
        if own and own.has_terms:
            return own
        for code in (area_code, authority_code):
            theirs = self.of_authorities.get((code, year))
            if theirs and theirs.has_terms:
                return _without_closed_days(theirs, own) if own else theirs
        return None


def _without_closed_days(terms: YearCalendar, own: YearCalendar) -> YearCalendar:
    """The authority's terms without the days on which this school is closed."""
    return YearCalendar(
        owner=f"{terms.owner}, closed days of {own.owner}",
        year=terms.year,
        entries=(*terms.entries, *own.entries),
        working_days=terms.working_days,
    )
