"""By when the governors consider an exclusion, with the sum behind it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from placements.models import Exclusion
from placements.rules.attendance import term_of_span
from placements.rules.exclusion_meetings import Governors, governors_meet
from placements.rules.exclusions import SESSIONS_A_DAY
from placements.services.terms import calendar_of_place, first_school_day
from vsh.accounts.models import User
from vsh.calendars.rules import Due


@dataclass(frozen=True, kw_only=True)
class GovernorsDuty:
    """The duty, its last day, the school days of suspension in the term so far, and the first
    school day of this one."""

    duty: Governors | None
    due: Due | None
    days_in_term: Decimal
    first_school_day_on: date


def governors_of(row: Exclusion, *, user: User) -> GovernorsDuty:
    """For an exclusion whose place, setting, child and authority are loaded; two queries."""
    days, terms = calendar_of_place(row.enrolment, row.started_on)
    own_term = term_of_span(started_on=row.started_on, ended_on=row.started_on, terms=terms)
    others: Any = (
        Exclusion.objects.visible_to(user)
        .counted()
        .filter(enrolment__pupil=row.enrolment.pupil_id, started_on__lte=row.started_on)
    )
    sessions: int = sum(
        sessions or 0  # nothing for a permanent one
        for started_on, sessions in others.values_list("started_on", "sessions_out")
        if term_of_span(started_on=started_on, ended_on=started_on, terms=terms) == own_term
    )
    in_term = Decimal(sessions) / SESSIONS_A_DAY
    duty = governors_meet(
        is_permanent=row.sessions is None, days_in_term=in_term, misses_exam=row.misses_exam
    )
    if row.cancelled_on:
        duty = None
    due = duty.due(days, after=row.started_on) if duty else None
    return GovernorsDuty(
        duty=duty,
        due=due,
        days_in_term=in_term,
        first_school_day_on=first_school_day(days, row.started_on),
    )
