"""Which children are to have a termly PEP, as a condition on many rows at once."""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from peps.facts.terms import PepTerm
from pupils.models import CareEpisode, CarePeriod, ClockSetting, Enrolment
from pupils.querysets import in_force
from pupils.rules.ages import DEFAULT_PEP_AGE
from pupils.rules.clock import PEP_AGE
from pupils.rules.short_breaks import LEGAL_STATUSES
from vsh.calendars.rules import Season, nominal_start
from vsh.organisations.models import Authority

RECEPTION = 4  # the age before the first day of the year in which Reception begins


def with_pep_due(
    periods: "QuerySet[CarePeriod]", *, authority: Authority, term: PepTerm, day: date
) -> "QuerySet[CarePeriod]":
    """Care periods of children of PEP age in the term, agreed short breaks apart.

    From the term after the birthday that the authority chose (by default the second), at the
    latest from Reception, or from entry to nursery if earlier, to the eighteenth birthday.
    Source: statutory guidance (2018), "The Personal Education Plan": pre-school to age 18;
    SI 2010/959 reg. 48 for short breaks, whose PEP, where one is needed, a person initiates.
    """
    start = nominal_start(term.academic_year, Season(term.season))
    enrolled = Enrolment.objects.filter(
        in_force(day), pupil=OuterRef("pupil"), setting__isnull=False
    )
    episodes = CareEpisode.objects.filter(care_period=OuterRef("pk"))
    in_full_care = episodes.exclude(legal_status__in=LEGAL_STATUSES)
    born_before = max(
        _years_before(start, _first_age(authority)),
        _years_before(nominal_start(term.academic_year, Season.AUTUMN), RECEPTION),
    )
    old_enough = Q(pupil__date_of_birth__lt=born_before)
    return periods.filter(
        old_enough | Exists(enrolled),
        Exists(in_full_care) | ~Exists(episodes),
        pupil__date_of_birth__gt=_years_before(day, 18),
    )


def _first_age(authority: Authority) -> int:
    """The birthday from which the authority's children have a PEP."""
    setting = ClockSetting.objects.filter(authority=authority, kind=PEP_AGE).first()
    return DEFAULT_PEP_AGE if setting is None or setting.number is None else setting.number


def _years_before(day: date, years: int) -> date:
    """The same day so many years earlier; 28 February for the 29th where there is none."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)
