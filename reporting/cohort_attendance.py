"""The absence of the children in care over a school year, beside England's.

Counted are children looked after on the day, or on the last of a year that is over; those who were
so for twelve months stand beside them, since the national figures are of these.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from placements.attendance_words import GROUPS
from placements.national import newest
from placements.rules.attendance import (
    Absence,
    CohortAbsence,
    Sessions,
    absence_of,
    reached_absence,
)
from placements.sessions import sessions_of_year
from pupils.models import CareEpisode, CarePeriod, Pupil
from pupils.rules.short_breaks import LEGAL_STATUSES
from vsh.accounts.models import User
from vsh.accounts.roles import Permission
from vsh.calendars.rules import Season, add_months, nominal_end

MONTHS_IN_CARE = 12


@dataclass(frozen=True, kw_only=True)
class Measure:
    """One line of the comparison: of the cohort, of those a year in care, of England by group."""

    label: str
    here: str
    a_year_in_care: str
    national: list[tuple[str, str]]
    opens: str = ""  # the list of the children behind it


@dataclass(frozen=True, kw_only=True)
class Cohort:
    """Each child's sessions of the year, and who was in care for twelve months."""

    sessions: dict[int, Sessions]
    a_year_in_care: frozenset[int]
    children: int

    @property
    def whole(self) -> CohortAbsence:
        """Of all."""
        return absence_of(self.sessions.values())

    @property
    def of_a_year(self) -> CohortAbsence:
        """Of those in care for twelve months."""
        found = (one for pk, one in self.sessions.items() if pk in self.a_year_in_care)
        return absence_of(found)

    def missing_most(self, asked: Absence | None) -> list[tuple[int, Sessions]]:
        """The children with their sessions, who missed most first; those asked for alone."""
        rows = [
            (pk, one)
            for pk, one in self.sessions.items()
            if one.possible and (asked is None or is_absent(one, asked))
        ]
        return sorted(rows, key=lambda row: (-_share(row[1]), row[0]))


def is_absent(sessions: Sessions, asked: Absence) -> bool:
    """Whether a child's year is persistent or severe absence; who is severely absent is
    persistently absent too."""
    found = reached_absence(sessions)
    return found is not None and asked in (found, Absence.PERSISTENT)


def in_care(user: User, permission: Permission, *, on: date) -> "QuerySet[Pupil]":
    """The children in care whom the reader may see so far."""
    found: QuerySet[Pupil] = Pupil.objects.visible_to(user, permission).looked_after_on(on)
    return found.order_by()


def last_day(year: str, *, on: date) -> date:
    """Until when a school year is counted."""
    return min(on, nominal_end(year, Season.SUMMER))


def cohort_of(user: User, *, year: str, on: date) -> Cohort:
    """The children whose care the reader may see, with the sessions of the year; three queries."""
    until = last_day(year, on=on)
    ids = set(in_care(user, Permission.VIEW_CARE, on=until).values_list("pk", flat=True))
    short = CareEpisode.objects.filter(legal_status__in=LEGAL_STATUSES).values("care_period")
    long = CarePeriod.objects.current_on(until).filter(
        pupil__in=ids, started_on__lte=add_months(until, -MONTHS_IN_CARE)
    )
    return Cohort(
        sessions=sessions_of_year(year, Q(enrolment__pupil__in=ids), until=until),
        a_year_in_care=frozenset(long.exclude(pk__in=short).values_list("pupil_id", flat=True)),
        children=len(ids),
    )


def with_absence(
    pupils: "QuerySet[Pupil]", asked: Absence, *, user: User, year: str, on: date
) -> "QuerySet[Pupil]":
    """Children in care who missed so much of this year, as far as `user` may know it."""
    known = in_care(user, Permission.VIEW_PUPIL, on=on).filter(pk=OuterRef("enrolment__pupil"))
    found = sessions_of_year(year, Exists(known), until=on)
    return pupils.filter(pk__in=[pk for pk, one in found.items() if is_absent(one, asked)])


def measures_of(cohort: Cohort) -> list[Measure]:
    """The lines of the comparison, in the order in which the national figures have them."""
    whole, long = cohort.whole, cohort.of_a_year
    return [
        _measure("Sessions missed", "absence", whole.sessions.absence, long.sessions.absence),
        _measure(
            "Sessions missed without authority",
            "unauthorised",
            whole.sessions.unauthorised_rate,
            long.sessions.unauthorised_rate,
        ),
        _measure(
            "Children who missed a tenth or more (persistent absence)",
            "persistent",
            whole.persistent_share,
            long.persistent_share,
            opens=Absence.PERSISTENT,
        ),
        _measure(
            "Children who missed half or more (severe absence)",
            "severe",
            whole.severe_share,
            long.severe_share,
            opens=Absence.SEVERE,
        ),
    ]


def _measure(
    label: str,
    measure: str,
    here: Decimal | None,
    a_year_in_care: Decimal | None,
    opens: str = "",
) -> Measure:
    national = ((words, newest(measure, group)) for group, words in GROUPS.items())
    return Measure(
        label=label,
        here=_rate(here),
        a_year_in_care=_rate(a_year_in_care),
        national=[
            (words, f"{one.per_cent}% ({one.academic_year})" if one else "Not known")
            for words, one in national
        ],
        opens=opens,
    )


def _rate(per_cent: Decimal | None) -> str:
    return "Nothing on record" if per_cent is None else f"{per_cent}%"


def _share(one: Sessions) -> Any:
    return Decimal(one.missed) / one.possible
