"""A suspension or a permanent exclusion is reported, corrected, cancelled or withdrawn."""

from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction

from placements.models import Exclusion
from placements.places import place_to_report
from placements.rules.exclusions import (
    SESSIONS_A_DAY,
    days_in_words,
    sessions_of,
    wrong_day,
    wrong_reasons,
)
from placements.services.exclusion_news import news_of_exclusion, people_to_tell, people_told
from placements.services.exclusion_overlaps import (
    ExclusionAsItIs,
    exclusion_in_words,
    is_news,
    overlap_in_words,
    overlapping,
)
from placements.services.terms import (
    calendars_of_places,
    first_school_day,
    is_open,
    open_days,
)
from pupils.child_permissions import require_for
from pupils.models import Enrolment
from pupils.reminder_subjects import CorrectedDay, follow_corrected_days
from pupils.services.enrolments import facts_changed
from pupils.services.locking import StaleRecordError, lock_visible_pupil
from vsh.accounts.models import User
from vsh.accounts.roles import Permission
from vsh.calendars import today
from vsh.calendars.rules import academic_year
from vsh.govuk.dates import long_date
from vsh.history.context import noted
from vsh.notices.services import queue_notices

SATURDAY = 5  # as `date.weekday` counts


@transaction.atomic
def record_exclusion(*, actor: User, enrolment: Enrolment, facts: ExclusionAsItIs) -> Exclusion:
    """Put it on record, also beyond what the law allows: it is told, not hidden."""
    place = _locked(actor, enrolment)
    return _write(Exclusion(enrolment=place, version=0), facts, actor)


@transaction.atomic
def correct_exclusion(
    *, actor: User, exclusion: Exclusion, version: int, facts: ExclusionAsItIs, reason: str
) -> Exclusion:
    """Put a wrong entry right, or add what was arranged since; the reason stays in the history."""
    row = _current(actor, exclusion, version)
    former, told = _gist(row), people_told(row, but=actor)
    with noted(reason=reason):
        row = _write(row, facts, actor)
    if _gist(row) != former:
        stage = "corrected"
        if row.cancelled_on:
            stage, told = "cancelled", [*told, *people_to_tell(row, on=today(), but=actor)]
        to = dict.fromkeys(told)
        queue_notices(news_of_exclusion(row, to=to, stage=f"{stage} {row.version}"))
    return row


def _gist(row: Exclusion) -> tuple[object, ...]:
    """What those who were told of it must know anew."""
    return row.kind, row.started_on, row.sessions, row.cancelled_on is None


@transaction.atomic
def withdraw_exclusion(*, actor: User, exclusion: Exclusion, version: int, reason: str) -> None:
    """Take an entry made in error off the record; history keeps it."""
    row = _current(actor, exclusion, version)
    queue_notices(news_of_exclusion(row, to=people_told(row, but=actor), stage="withdrawn"))
    with noted(reason=reason):
        row.delete()
    facts_changed(row.enrolment.pupil)


def _current(actor: User, exclusion: Exclusion, version: int) -> Exclusion:
    _locked(actor, exclusion.enrolment)
    found = Exclusion.objects.select_related("enrolment").filter(pk=exclusion.pk).first()
    if found is None:
        raise StaleRecordError("this entry was withdrawn")
    if found.version != version:
        raise StaleRecordError(exclusion_in_words(found))
    row: Exclusion = found
    return row


def _locked(actor: User, enrolment: Enrolment) -> Enrolment:
    pupil = lock_visible_pupil(enrolment.pupil, actor=actor)
    require_for(actor, Permission.RECORD_EXCLUSION, pupil)
    place = place_to_report(actor, Permission.RECORD_EXCLUSION, enrolment)
    if place.setting_id is None:
        raise ValidationError("Only a school can suspend or exclude: this place names none.")
    return place


def _write(row: Exclusion, facts: ExclusionAsItIs, actor: User) -> Exclusion:
    wrong = _wrong(row.enrolment, facts)
    if "started_on" not in wrong and (closed := _closed_that_day(row, facts)):
        wrong["started_on"] = closed
    if not wrong and (met := _met_before(row, facts.started_on)):
        wrong["started_on"] = met
    if not wrong and is_news(row, facts) and (other := overlapping(row, facts)):
        wrong["started_on"] = overlap_in_words(other, facts)
    if wrong:
        raise ValidationError(wrong)
    is_permanent, former = facts.kind == Exclusion.Kind.PERMANENT, row.started_on
    row.kind = facts.kind
    row.started_on = facts.started_on
    row.sessions = None if is_permanent else sessions_of(facts.days or Decimal(0))
    row.reasons = facts.reasons
    row.notified_on = facts.notified_on
    row.provision = facts.provision.strip()
    row.provision_from_on = facts.provision_from_on
    row.sixth_day_provision = facts.sixth_day_provision.strip()
    row.sixth_day_from_on = facts.sixth_day_from_on
    row.is_sixth_day_full_time = facts.is_sixth_day_full_time
    row.misses_exam = facts.misses_exam
    row.cancelled_on = facts.cancelled_on
    row.cancelled_because = facts.cancelled_because.strip()
    row.sessions_missed = sessions_of(facts.days_missed or Decimal(0)) if row.cancelled_on else None
    row.reported_by, row.reported_on = actor, today()
    row.version += 1
    row.full_clean()
    row.save()
    if former and former != row.started_on:
        follow_corrected_days([_corrected(row, former)])
    facts_changed(row.enrolment.pupil)
    if not row.cancelled_on:
        told = people_to_tell(row, on=today(), but=actor)
        queue_notices(news_of_exclusion(row, to=told, stage="reported"))
    return row


def _closed_that_day(row: Exclusion, facts: ExclusionAsItIs) -> str:
    """Why nobody is suspended from that day: there is no school. A permanent exclusion may be
    decided on any day; what is on record already is not asked again."""
    is_as_before = (row.kind, row.started_on) == (facts.kind, facts.started_on)
    if facts.kind == Exclusion.Kind.PERMANENT or (row.pk is not None and is_as_before):
        return ""
    days, day = calendars_of_places([row.enrolment])[row.enrolment.pk], facts.started_on
    if is_open(days, day):
        return ""
    if day.weekday() >= SATURDAY:
        why = f"{long_date(day)} is a {day:%A}"
    elif days.covers(academic_year(day)):
        why = f"By the term dates the school is closed on {long_date(day)}"
    else:
        why = f"{long_date(day)} is a bank holiday"
    following = first_school_day(days, day)
    such_as = f"such as {following:%A} {long_date(following)}"
    return f"{why}: enter the first school day on which the child is out, {such_as}"


def _met_before(row: Exclusion, started_on: date) -> str:
    """What was decided about it before the first day that it is to have."""
    if row.pk is None or started_on <= row.started_on:
        return ""
    first = row.meetings.filter(meets_on__lt=started_on).first()
    if first is None:
        return ""
    body, day = first.get_body_display(), long_date(first.meets_on)
    return f"{body}, {day}: this meeting about it is on record. Correct or withdraw it first"


def _corrected(row: Exclusion, former: date) -> CorrectedDay:
    pupil_id = row.enrolment.pupil_id
    return CorrectedDay(pupil_id=pupil_id, model=Exclusion, former=former, day=row.started_on)


def _wrong(place: Enrolment, facts: ExclusionAsItIs) -> dict[str, str]:
    wrong = {}
    day = wrong_day(
        started_on=facts.started_on,
        place_from=place.started_on,
        place_to=place.ended_on,
        on=today(),
    )
    if day:
        wrong["started_on"] = day
    if reasons := wrong_reasons(facts.reasons):
        wrong["reasons"] = reasons
    if facts.kind != Exclusion.Kind.PERMANENT:
        sessions = sessions_of(facts.days or Decimal(0))
        if sessions is None or sessions < 1:
            wrong["days"] = "Enter the length in days and half days, such as 2.5"
    elif facts.days is not None:
        wrong["days"] = (
            "A permanent exclusion has no length: leave the days empty, or choose a suspension"
        )
    if facts.notified_on and facts.notified_on > today():
        wrong["notified_on"] = "The day on which they were told is in the future"
    wrong |= _wrong_provision(facts)
    return wrong | _wrong_cancellation(place, facts)


def _wrong_cancellation(place: Enrolment, facts: ExclusionAsItIs) -> dict[str, str]:
    if facts.cancelled_on is None:
        if facts.cancelled_because.strip() or facts.days_missed:
            return {"cancelled_on": "Enter the day on which it was cancelled"}
        return {}
    if facts.cancelled_on > today():
        return {"cancelled_on": "The day on which it was cancelled is in the future"}
    if not facts.cancelled_because.strip():
        return {"cancelled_because": "Enter why it was cancelled"}
    if facts.days_missed is None or sessions_of(facts.days_missed) is None:
        return {"days_missed": "Enter the days missed by then, in days and half days, or 0"}
    if facts.cancelled_on < facts.started_on:
        return {}  # the database says what is wrong
    days = calendars_of_places([place])[place.pk]
    most = Decimal(open_days(days, facts.started_on, facts.cancelled_on).known)
    if facts.kind == Exclusion.Kind.LUNCHTIME:
        most /= SESSIONS_A_DAY
    from_to = f"From {long_date(facts.started_on)} to {long_date(facts.cancelled_on)}"
    there_were = f"{from_to} there were {days_in_words(most)}"
    length = facts.days
    if facts.kind != Exclusion.Kind.PERMANENT and length is not None and length < most:
        most, there_were = length, f"The suspension was of {days_in_words(length)}"
    if facts.days_missed > most:
        return {"days_missed": f"{there_were}: enter no more than that"}
    return {}


def _wrong_provision(facts: ExclusionAsItIs) -> dict[str, str]:
    wrong = {}
    if facts.provision.strip() and facts.provision_from_on is None:
        wrong["provision_from_on"] = "Enter the first day of this work or education"
    if facts.provision_from_on and not facts.provision.strip():
        wrong["provision"] = "Say what work or education is provided from the first day"
    says_more = facts.sixth_day_provision.strip() or facts.is_sixth_day_full_time
    if says_more and facts.sixth_day_from_on is None:
        wrong["sixth_day_from_on"] = "Enter the first day of the education from the sixth day"
    if not facts.sixth_day_provision.strip() and (
        facts.sixth_day_from_on or facts.is_sixth_day_full_time
    ):
        wrong["sixth_day_provision"] = "Say what education is provided from the sixth day"
    return wrong
