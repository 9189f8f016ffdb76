"""School terms as a PEP needs them, an authority's or one child's: three a year."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet

from peps.rules.clocks import school_days_in_term
from pupils.rules.clock import Surroundings
from pupils.rules.facts import PupilFacts
from pupils.services.clock_states import facts_of_children
from vsh.calendars.models import CalendarEntry
from vsh.calendars.rules import (
    Season,
    academic_year,
    next_year,
    nominal_end,
    nominal_start,
    season_of_start,
)
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


def terms_of_child(*, pupil_id: int, care_period_id: int, day: date) -> list[PepTerm]:
    """The terms around `day` by which the clock `pep_term_review` counts for this child.

    Those of the school where it has its own, else of the area in which the child lives, else of
    the authority; in order, those that are loaded. Two queries.
    """
    return terms_of_children({care_period_id: pupil_id}, day).get(care_period_id, [])


def terms_of_children(children: Mapping[int, int], day: date) -> dict[int, list[PepTerm]]:
    """The same for many children, given and answered by their care period; two queries."""
    facts = facts_of_children(set(children.values()), on=day)
    return {
        period_id: _terms_of(*facts[pupil_id], period_id, day)
        for period_id, pupil_id in children.items()
        if pupil_id in facts
    }


def _terms_of(
    child: PupilFacts, known: Surroundings, care_period_id: int, day: date
) -> list[PepTerm]:
    period = next((one for one in child.care_periods if one.id == care_period_id), None)
    if period is None:  # care begins after `day`
        return []
    found = (
        school_days_in_term(child, period, year, season, known).term(year, season)
        for year in _years_around(day)
        for season in Season
    )
    return [
        PepTerm(
            academic_year=term.academic_year,
            season=term.season.value,
            first_on=term.first_on,
            last_on=term.last_on,
        )
        for term in found
        if term
    ]


def term_of_new_pep(terms: Sequence[PepTerm], day: date) -> PepTerm:
    """The term for which a PEP begun on `day` is written: in the holidays the one ahead.

    Where the term of `day` is not among `terms` it runs from September, January or April, in
    August to the next one.
    """
    present = _nominal_term(day)
    ahead = next((term for term in terms if term.last_on >= day), None)
    is_known = any(term.key == present.key for term in terms)
    if ahead and (is_known or day.month == AUGUST):
        return ahead
    return _nominal_term(day + A_MONTH) if day.month == AUGUST else present


def term_with(terms: Sequence[PepTerm], key: tuple[str, str]) -> PepTerm | None:
    """The term of that academic year and season, if its dates are loaded."""
    return next((term for term in terms if term.key == key), None)


def terms_of_present_plans(terms: Sequence[PepTerm], day: date) -> list[tuple[str, str]]:
    """Whose plan is "this term's": academic year and season of the term in which `day` lies.

    In the holidays that of the term that is over; for a child who has none, that of the term
    ahead, if it has been begun. Where the term is not among `terms`, it goes by the month.
    """
    if under_way := next((t for t in terms if t.first_on <= day <= t.last_on), None):
        return [under_way.key]
    present = _nominal_term(day).key
    over = [term.key for term in terms if term.last_on < day]
    is_known = any(term.key == present for term in terms)
    ahead = [term.key for term in terms if term.first_on > day]
    return sorted({over[-1] if over and is_known else present, *ahead[:1]})


def loaded_terms(authority: Authority, day: date) -> list[PepTerm]:
    """The terms around `day` in the authority's calendar, in order; half terms are joined."""
    return loaded_terms_of([authority.pk], day).get(authority.pk, [])


def loaded_terms_of(
    authorities: "Collection[int] | QuerySet[Any, Any]", day: date
) -> dict[int, list[PepTerm]]:
    """The same for several authorities by their keys, in one query."""
    spans: dict[int, dict[tuple[str, Season], list[date]]] = {}
    rows = CalendarEntry.objects.filter(
        authority__in=authorities,
        kind=CalendarEntry.Kind.TERM,
        academic_year__in=_years_around(day),
    )
    for pk, year, first, last in rows.values_list(
        "authority_id", "academic_year", "starts_on", "ends_on"
    ):
        assert pk is not None  # the filter names authorities
        days = spans.setdefault(pk, {}).setdefault((year, season_of_start(first)), [])
        days.extend((first, last))
    return {pk: _in_order(of_one) for pk, of_one in spans.items()}


def _years_around(day: date) -> tuple[str, str]:
    """The academic year of `day` and the next one."""
    year = academic_year(day)
    return year, next_year(year)


def _in_order(spans: Mapping[tuple[str, Season], list[date]]) -> list[PepTerm]:
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
