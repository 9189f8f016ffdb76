"""An authority's school terms as a PEP needs them: three a year, half terms joined."""

from dataclasses import dataclass
from datetime import date, timedelta

from vsh.calendars.models import CalendarEntry
from vsh.calendars.rules import Season, academic_year, nominal_end, nominal_start, season_of_start
from vsh.organisations.models import Authority

AUGUST = 8
A_MONTH = timedelta(days=31)


@dataclass(frozen=True, kw_only=True)
class PepTerm:
    """One of the three terms of an academic year, first and last day included."""

    academic_year: str
    season: str
    first_on: date
    last_on: date

    @property
    def key(self) -> tuple[str, str]:
        """Academic year and season."""
        return self.academic_year, self.season


def term_under_way(authority: Authority, day: date) -> PepTerm | None:
    """The term in which `day` lies; nothing in the holidays or where no dates are loaded."""
    return next((t for t in loaded_terms(authority, day) if t.first_on <= day <= t.last_on), None)


def term_of_new_pep(authority: Authority, day: date) -> PepTerm:
    """The term for which a PEP begun on `day` is written: in the holidays the one ahead.

    Where the term of `day` is not loaded it runs from September, January or April, in August
    to the next one.
    """
    loaded = loaded_terms(authority, day)
    present = _nominal_term(day)
    ahead = next((term for term in loaded if term.last_on >= day), None)
    is_known = any(term.key == present.key for term in loaded)
    if ahead and (is_known or day.month == AUGUST):
        return ahead
    return _nominal_term(day + A_MONTH) if day.month == AUGUST else present


def is_before_its_term(authority: Authority, day: date, *, academic_year: str, season: str) -> bool:
    """Whether that term begins after `day`, as far as its dates are loaded."""
    terms = loaded_terms(authority, day)
    term = next((term for term in terms if term.key == (academic_year, season)), None)
    return term is not None and day < term.first_on


def loaded_terms(authority: Authority, day: date) -> list[PepTerm]:
    """The terms around `day` in the authority's calendar, in order; half terms are joined."""
    spans: dict[tuple[str, Season], list[date]] = {}
    years = (academic_year(day), academic_year(date(day.year + 1, day.month, 1)))
    for entry in CalendarEntry.objects.filter(
        authority=authority, kind=CalendarEntry.Kind.TERM, academic_year__in=years
    ):
        key = (entry.academic_year, season_of_start(entry.starts_on))
        spans.setdefault(key, []).extend((entry.starts_on, entry.ends_on))
    terms = (
        PepTerm(academic_year=year, season=season.value, first_on=min(days), last_on=max(days))
        for (year, season), days in spans.items()
    )
    return sorted(terms, key=lambda term: term.first_on)


def _nominal_term(day: date) -> PepTerm:
    year = academic_year(day)
    season = next(s for s in reversed(Season) if nominal_start(year, s) <= day)
    return PepTerm(
        academic_year=year,
        season=season.value,
        first_on=nominal_start(year, season),
        last_on=nominal_end(year, season),
    )
