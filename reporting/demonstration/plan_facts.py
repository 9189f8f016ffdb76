"""What invented plans are written from: the terms, and who works with each child."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from pupils.models import CarePeriod, Enrolment, Involvement
from vsh.accounts.models import Membership, User
from vsh.calendars.rules.years import academic_year

from .organisations import terms_of

SEASONS = ("autumn", "spring", "summer")


@dataclass(frozen=True, kw_only=True)
class PlanTerm:
    """A term for which plans are written."""

    year: str
    season: str
    first: date
    last: date


def begun_terms(on: date) -> list[PlanTerm]:
    """The terms of last year and this one, by the term dates published; those begun by `on`."""
    terms = []
    for year in (int(academic_year(on)[:4]) - 1, int(academic_year(on)[:4])):
        label = f"{year}-{(year + 1) % 100:02}"
        terms += [
            PlanTerm(year=label, season=season, first=first, last=last)
            for season, (first, last) in zip(SEASONS, terms_of(year), strict=True)
        ]
    return [term for term in terms if term.first <= on]


def nominal_term_of(day: date) -> PlanTerm:
    """The term of a first plan, from its day on."""
    season = "autumn" if day.month >= 9 else "spring" if day.month < 4 else "summer"
    last = day + timedelta(days=80)
    return PlanTerm(year=academic_year(day), season=season, first=day, last=last)


def social_workers_of(periods: list[CarePeriod]) -> dict[int, User]:
    """Each child's social worker."""
    return _involved(periods, "social_worker")


def officers_of(periods: list[CarePeriod]) -> dict[int, User]:
    """Each child's officer."""
    return _involved(periods, "virtual_school_officer")


def _involved(periods: list[CarePeriod], capacity: str) -> dict[int, User]:
    rows = Involvement.objects.filter(
        pupil__in=[period.pupil_id for period in periods], capacity=capacity
    ).select_related("user")
    return {row.pupil_id: row.user for row in rows}


def schools_of(periods: list[CarePeriod]) -> dict[int, int]:
    """Each child's last main school."""
    rows = Enrolment.objects.main().filter(
        pupil__in=[period.pupil_id for period in periods], setting__isnull=False
    )
    return {row.pupil_id: row.setting_id for row in rows.order_by("started_on") if row.setting_id}


def teachers_of(periods: list[CarePeriod]) -> dict[int, User]:
    """The designated teacher of each child's last setting."""
    by_setting: dict[int, User] = {
        member.setting_id: member.user
        for member in Membership.objects.filter(role="designated_teacher").select_related("user")
        if member.setting_id
    }
    found: dict[int, User] = defaultdict()
    rows = Enrolment.objects.filter(
        pupil__in=[period.pupil_id for period in periods], setting__isnull=False
    ).order_by("started_on")
    for row in rows:
        if row.setting_id in by_setting:
            found[row.pupil_id] = by_setting[row.setting_id]
    return found
