"""Attendance is entered and corrected; what stood there before stays in the history."""

from collections.abc import Sequence
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from placements.models import AttendanceSummary
from placements.places import place_to_report
from placements.rules.attendance import (
    Sessions,
    Span,
    more_than_known,
    term_of_span,
    too_many_missed,
    too_many_sessions,
    wrong_days,
)
from pupils.child_permissions import require_for
from pupils.models import Enrolment
from pupils.services.locking import StaleRecordError, lock_visible_pupil
from vsh.accounts.models import User
from vsh.accounts.roles import Permission
from vsh.calendars import today
from vsh.govuk.dates import long_date
from vsh.history.context import noted

from .terms import calendar_of_place, calendars_of_places, open_days


@transaction.atomic
def record_attendance(
    *,
    actor: User,
    enrolment: Enrolment,
    started_on: date,
    ended_on: date,
    sessions: Sessions,
) -> AttendanceSummary:
    """Put the sessions of a span on record; refused where some of its days are there already."""
    place = _locked(actor, enrolment)
    return _write(place, actor, started_on=started_on, ended_on=ended_on, sessions=sessions)


@transaction.atomic
def record_attendance_so_far(
    *,
    actor: User,
    enrolment: Enrolment,
    started_on: date,
    ended_on: date,
    sessions: Sessions,
    seen: Sequence[str],
) -> AttendanceSummary:
    """The same for a term so far: it takes the place of what lies within these days.

    `seen` are the rows of the span as the page showed them, each as `id:version`; refused with
    what is on record now if somebody has changed one since. The same numbers again change nothing.
    """
    place = _locked(actor, enrolment)
    within = list(
        AttendanceSummary.objects.filter(
            enrolment=place, started_on__gte=started_on, ended_on__lte=ended_on
        )
        .order_by("started_on")
        .select_for_update()  # a file that is writing it is waited for
    )
    if {mark_of(row) for row in within} != set(seen):
        now = "; ".join(summary_in_words(row) for row in within) or "nothing for these days"
        raise StaleRecordError(now)
    if len(within) == 1 and _says(within[0], started_on, ended_on, sessions):
        return within[0]
    with noted(replaced_by="the term so far"):
        for row in within:
            row.delete()
    return _write(place, actor, started_on=started_on, ended_on=ended_on, sessions=sessions)


@transaction.atomic
def correct_attendance(
    *,
    actor: User,
    summary: AttendanceSummary,
    version: int,
    started_on: date,
    ended_on: date,
    sessions: Sessions,
    reason: str,
    is_withdrawn: bool = False,
) -> AttendanceSummary | None:
    """Put a wrong entry right, or take it off the record; the reason stays in the history."""
    place = _locked(actor, summary.enrolment)
    row = AttendanceSummary.objects.select_for_update().filter(pk=summary.pk).first()
    if row is None:
        raise StaleRecordError("this entry was withdrawn")
    if row.version != version:
        raise StaleRecordError(summary_in_words(row))
    if not is_withdrawn and _says(row, started_on, ended_on, sessions):
        raise ValidationError("This is what is on record already. Change what is wrong.")
    with noted(reason=reason):
        if is_withdrawn:
            row.delete()
            return None
        return _write(
            place, actor, started_on=started_on, ended_on=ended_on, sessions=sessions, row=row
        )


def mark_of(row: AttendanceSummary) -> str:
    """A row as a page says which it showed."""
    return f"{row.pk}:{row.version}"


def sessions_of(row: AttendanceSummary) -> Sessions:
    """The numbers of a row."""
    return Sessions(
        possible=row.sessions_possible,
        authorised=row.sessions_authorised,
        unauthorised=row.sessions_unauthorised,
    )


def summary_in_words(row: AttendanceSummary) -> str:
    """A row as a refusal names it."""
    return (
        f"{long_date(row.started_on)} to {long_date(row.ended_on)}: {row.sessions_possible} "
        f"possible, {row.sessions_authorised} authorised, {row.sessions_unauthorised} unauthorised"
    )


def more_than_calendar_knows(rows: Sequence[AttendanceSummary]) -> dict[int, str]:
    """What to tell of rows with more sessions than the term dates that count there have, by place;
    their places are loaded, each with its setting and the child's authority. One query."""
    calendars = calendars_of_places([row.enrolment for row in rows]) if rows else {}
    found = {}
    for row in rows:
        span = Span(started_on=row.started_on, ended_on=row.ended_on, sessions=sessions_of(row))
        days = open_days(calendars[row.enrolment_id], row.started_on, row.ended_on)
        if words := more_than_known(span, days):
            found[row.enrolment_id] = words
    return found


def _locked(actor: User, enrolment: Enrolment) -> Enrolment:
    """The place as it stands, its child's row held."""
    pupil = lock_visible_pupil(enrolment.pupil, actor=actor)
    require_for(actor, Permission.RECORD_ATTENDANCE, pupil)
    return place_to_report(actor, Permission.RECORD_ATTENDANCE, enrolment)


def _says(row: AttendanceSummary, started_on: date, ended_on: date, sessions: Sessions) -> bool:
    return (row.started_on, row.ended_on) == (started_on, ended_on) and sessions_of(row) == sessions


def _write(
    place: Enrolment,
    actor: User,
    *,
    started_on: date,
    ended_on: date,
    sessions: Sessions,
    row: AttendanceSummary | None = None,
) -> AttendanceSummary:
    span = Span(started_on=started_on, ended_on=ended_on, sessions=sessions)
    if wrong := too_many_missed(sessions):
        raise ValidationError(wrong)
    written = row or AttendanceSummary(enrolment=place, version=0)
    if row is None or _asks_more(row, span):
        written.academic_year, written.season = _term_of(place, span)
        _refuse_overlap(place, started_on, ended_on, row)
    written.started_on, written.ended_on = started_on, ended_on
    written.sessions_possible = sessions.possible
    written.sessions_authorised = sessions.authorised
    written.sessions_unauthorised = sessions.unauthorised
    written.entered_by, written.entered_on = actor, today()
    written.version += 1
    written.full_clean()
    written.save()
    return written


def _asks_more(row: AttendanceSummary, span: Span) -> bool:
    """Whether other days or other possible sessions are told than those that stand."""
    stands = (row.started_on, row.ended_on, row.sessions_possible)
    return stands != (span.started_on, span.ended_on, span.sessions.possible)


def _term_of(place: Enrolment, span: Span) -> tuple[str, str]:
    """The term of the days; refused where there cannot have been so many sessions at the place."""
    calendar, terms = calendar_of_place(place, span.started_on)
    wrong = wrong_days(
        started_on=span.started_on,
        ended_on=span.ended_on,
        place_from=place.started_on,
        place_to=place.ended_on,
        on=today(),
    ) or too_many_sessions(span, open_days(calendar, span.started_on, span.ended_on))
    if wrong:
        raise ValidationError(wrong)
    term = term_of_span(started_on=span.started_on, ended_on=span.ended_on, terms=terms)
    if term is None:
        raise ValidationError(
            {"ended_on": "These days lie in more than one term: enter each term by itself"}
        )
    return term


def _refuse_overlap(
    place: Enrolment, started_on: date, ended_on: date, row: AttendanceSummary | None
) -> None:
    """Say which entry is in the way, before the database would."""
    others = AttendanceSummary.objects.filter(
        enrolment=place, started_on__lte=ended_on, ended_on__gte=started_on
    )
    for other in others.exclude(pk=row.pk)[:1] if row else others[:1]:
        raise ValidationError(
            {
                "started_on": "Some of these days are on record already "
                f"({summary_in_words(other)}). Correct that entry, or choose other days."
            }
        )
