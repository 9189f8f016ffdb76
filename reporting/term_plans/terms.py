"""Which plans the list shows: this term's, those of an earlier term, what earlier terms left."""

from datetime import date

from django.db.models import Case, QuerySet, Value, When

from peps.models import Pep
from reporting import roll_list
from vsh.accounts.models import User
from vsh.calendars.rules import Season, first_calendar_year, year_label

THIS_TERM, UNFINISHED = "", "unfinished"  # else a term, such as "2026-27-autumn"
TERMS_BACK = 3


def plans_shown(user: User, term: str, on: date) -> "QuerySet[Pep]":
    """The plans of which the list shows each child's first."""
    if term == THIS_TERM:
        return roll_list.plans_of_the_term(user, on).with_term_key()  # type: ignore[attr-defined]
    plans = Pep.objects.in_care_on(on)
    if term == UNFINISHED:
        left = plans.left_unfinished().with_term_key()
        return left.order_by("academic_year", "season", "opened_on", "id")
    year, _, season = term.rpartition("-")
    is_set_aside = Case(When(state=Pep.State.NOT_REQUIRED, then=Value(1)), default=Value(0))
    of_term = plans.filter(academic_year=year, season=season).with_term_key()
    return of_term.order_by(is_set_aside, "-opened_on", "-id")


def earlier_terms(present: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The terms before the present one, the last of them first: value and words."""
    year, season = present[0]
    found: list[tuple[str, str]] = []
    for _ in range(TERMS_BACK):
        year, season = _before(year, season)
        found.append((f"{year}-{season}", f"{Pep.Season(season).label} term {year}"))
    return found


def _before(year: str, season: str) -> tuple[str, str]:
    seasons = [each.value for each in Season]
    if season == seasons[0]:
        return year_label(first_calendar_year(year) - 1), seasons[-1]
    return year, seasons[seasons.index(season) - 1]


def title_of(term: str, words: dict[str, str]) -> str:
    """What the list is called."""
    if term == UNFINISHED:
        return "Unfinished plans of earlier terms"
    return f"Plans of the {words[term].lower()}" if term in words else "This term's plans"
