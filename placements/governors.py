"""By when the governors consider an exclusion, with the sum behind it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from placements.models import Exclusion, ExclusionMeeting
from placements.rules.attendance import term_of_span
from placements.rules.exclusion_meetings import Governors, governors_meet
from placements.rules.exclusions import SESSIONS_A_DAY
from placements.services.terms import (
    calendar_of_place,
    days_at,
    first_school_day,
    terms_around,
)
from placements.suspensions_by_term import book_of, school_of
from vsh.accounts.models import User
from vsh.calendars.rules import Due, SchoolDays, Term
from vsh.govuk.dates import long_date


@dataclass(frozen=True, kw_only=True)
class GovernorsDuty:
    """The duty, its last day, the school days of suspension in the term so far, and the first
    school day of this one."""

    duty: Governors | None
    due: Due | None
    days_in_term: Decimal
    first_school_day_on: date

    @property
    def words(self) -> str:
        """By when, such as "The governing board considers it by 23 November 2026"; nothing where it
        need not."""
        if self.duty is None or self.due is None:
            return ""
        who = "The governing board considers it"
        if self.duty.is_only_if_asked:
            who = "If the parents ask, the governing board considers it"
        if self.due.due_on:
            return f"{who} by {long_date(self.due.due_on)}"
        return f"{who} within {self.duty.school_days} school days: term dates are missing"

    def is_overdue(self, on: date) -> bool:
        """Whether a meeting that must be has not been in time."""
        must = self.duty is not None and not self.duty.is_only_if_asked
        due_on = self.due.due_on if self.due else None
        return must and due_on is not None and due_on < on


def has_board_decided(meetings: Iterable[ExclusionMeeting]) -> bool:
    """Whether a board's decision is on record."""
    return any(one.body == ExclusionMeeting.Body.GOVERNORS and one.outcome for one in meetings)


def governors_of(row: Exclusion, *, user: User) -> GovernorsDuty:
    """For an exclusion whose place, setting, child and authority are loaded; two queries."""
    days, terms = calendar_of_place(row.enrolment, row.started_on)
    others: Any = (
        Exclusion.objects.visible_to(user)
        .counted()
        .filter(enrolment__pupil=row.enrolment.pupil_id, started_on__lte=row.started_on)
    )
    told = others.values_list("started_on", "sessions_out")
    return duty_of(row, days=days, terms=terms, told=list(told))


def duty_of(
    row: Exclusion,
    *,
    days: SchoolDays,
    terms: Sequence[Term],
    told: Iterable[tuple[date, int | None]],
) -> GovernorsDuty:
    """The same of what is loaded: `told` are the first days and half days of the child's
    exclusions, this one and those before it among them."""
    own_term = term_of_span(started_on=row.started_on, ended_on=row.started_on, terms=terms)
    sessions: int = sum(
        sessions or 0  # nothing for a permanent one
        for started_on, sessions in told
        if started_on <= row.started_on
        and term_of_span(started_on=started_on, ended_on=started_on, terms=terms) == own_term
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


def boards_that_must_meet(rows: Iterable[Any]) -> list[Any]:
    """Of exclusions read as `placements.waiting.boards_waiting_for` tells them those whose board
    must meet, with its last day as `board_due_on`; the first to be due stands first."""
    found = []
    for row in rows:
        days = days_at(book_of([row.columns]), school_of(row.columns))
        terms = terms_around(days, row.started_on)
        board = duty_of(row, days=days, terms=terms, told=row.told)
        if board.duty is not None and not board.duty.is_only_if_asked:
            row.board_due_on = board.due.due_on if board.due else None
            found.append(row)
    return sorted(found, key=lambda row: row.board_due_on or date.max)
