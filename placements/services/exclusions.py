"""A suspension or a permanent exclusion is reported, corrected or withdrawn."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction

from placements.models import Exclusion
from placements.places import place_to_report
from placements.rules.exclusions import sessions_of, wrong_day, wrong_reasons
from pupils.child_permissions import require_for
from pupils.models import Enrolment
from pupils.services.locking import StaleRecordError, lock_visible_pupil
from vsh.accounts.models import User
from vsh.accounts.roles import Permission
from vsh.calendars import today
from vsh.govuk.dates import long_date
from vsh.history.context import noted


@dataclass(frozen=True, kw_only=True)
class ExclusionAsItIs:
    """What a person says of an exclusion; `days` is nothing for a permanent one."""

    kind: str
    started_on: date
    days: Decimal | None
    reasons: list[str]
    notified_on: date | None
    provision: str
    provision_from_on: date | None


@transaction.atomic
def record_exclusion(*, actor: User, enrolment: Enrolment, facts: ExclusionAsItIs) -> Exclusion:
    """Put it on record, also beyond what the law allows: it is told, not hidden."""
    place = _locked(actor, enrolment)
    row = Exclusion(enrolment=place, version=0)
    return _write(row, facts, actor)


@transaction.atomic
def correct_exclusion(
    *, actor: User, exclusion: Exclusion, version: int, facts: ExclusionAsItIs, reason: str
) -> Exclusion:
    """Put a wrong entry right, or add what was arranged since; the reason stays in the history."""
    row = _current(actor, exclusion, version)
    with noted(reason=reason):
        return _write(row, facts, actor)


@transaction.atomic
def withdraw_exclusion(*, actor: User, exclusion: Exclusion, version: int, reason: str) -> None:
    """Take a cancelled exclusion, or an entry made in error, off the record; history keeps it."""
    row = _current(actor, exclusion, version)
    with noted(reason=reason):
        row.delete()


def exclusion_in_words(row: Exclusion) -> str:
    """A row as a refusal names it."""
    length = f", {Decimal(row.sessions) / 2:f} days" if row.sessions else ""
    return f"{row.get_kind_display()} from {long_date(row.started_on)}{length}: {row.reason_words}"


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
    if wrong := _wrong(row.enrolment, facts):
        raise ValidationError(wrong)
    is_suspension = facts.kind == Exclusion.Kind.SUSPENSION
    row.kind = facts.kind
    row.started_on = facts.started_on
    row.sessions = sessions_of(facts.days or Decimal(0)) if is_suspension else None
    row.reasons = facts.reasons
    row.notified_on = facts.notified_on
    row.provision = facts.provision.strip()
    row.provision_from_on = facts.provision_from_on
    row.reported_by, row.reported_on = actor, today()
    row.version += 1
    row.full_clean()
    row.save()
    return row


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
    if facts.kind == Exclusion.Kind.SUSPENSION:
        sessions = sessions_of(facts.days or Decimal(0))
        if sessions is None or sessions < 1:
            wrong["days"] = "Enter the length in days and half days, such as 2.5"
    elif facts.days is not None:
        wrong["days"] = (
            "A permanent exclusion has no length: leave the days empty, or choose a suspension"
        )
    if facts.notified_on and facts.notified_on > today():
        wrong["notified_on"] = "The day on which they were told is in the future"
    return wrong
