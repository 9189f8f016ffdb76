"""SEN, EHC plans and support for mental health: each fact is recorded, corrected or taken back.

A fact is a row of one of five models; whoever records it needs the right for its kind, the dates
of it lie in the child's life, and what it was stays in the history.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q

from vsh.accounts.models import User
from vsh.accounts.roles import Permission
from vsh.calendars import today
from vsh.govuk.dates import long_date
from vsh.history.context import noted

from ..child_permissions import may_for, permissions_for, require_for
from ..models import EhcRequest, EhcReview, EhcTransfer, Pupil, SenStatus, WellbeingSupport
from ..reminder_subjects import CorrectedDay, day_of, follow_corrected_days
from .enrolments import facts_changed
from .locking import StaleRecordError, lock_visible_pupil

Need = SenStatus | EhcRequest | EhcReview | EhcTransfer | WellbeingSupport

PERMISSIONS: Mapping[type, Permission] = {
    SenStatus: Permission.RECORD_SEN,
    EhcRequest: Permission.RECORD_EHC,
    EhcReview: Permission.RECORD_EHC,
    EhcTransfer: Permission.RECORD_EHC,
    WellbeingSupport: Permission.RECORD_SUPPORT,
}


@transaction.atomic
def record_need(*, actor: User, row: Need, facts: Mapping[str, Any]) -> None:
    """Put a new row of a child on record; a SEN status ends the one before the day before."""
    row.pupil = lock_visible_pupil(row.pupil, actor=actor)
    require_for(actor, PERMISSIONS[type(row)], row.pupil)
    row.version = 0
    _write(row, facts, actor)


@transaction.atomic
def correct_need(
    *, actor: User, row: Need, version: int, facts: Mapping[str, Any], reason: str
) -> None:
    """Put a wrong entry right, or add what came of it since."""
    pupil = lock_visible_pupil(row.pupil, actor=actor)
    require_for(actor, PERMISSIONS[type(row)], pupil)
    found = _current(row, version)
    _require_reach(actor, found)
    with noted(reason=reason):
        _write(found, facts, actor)


@transaction.atomic
def withdraw_need(*, actor: User, row: Need, version: int, reason: str) -> None:
    """Take an entry made in error off the record."""
    pupil = lock_visible_pupil(row.pupil, actor=actor)
    require_for(actor, PERMISSIONS[type(row)], pupil)
    found = _current(row, version)
    _require_reach(actor, found)
    if isinstance(found, SenStatus):
        _require_for_plan(actor, pupil, found.status)
    with noted(reason=reason):
        found.delete()
    facts_changed(pupil)


def need_in_words(row: Need) -> str:
    """An entry as a refusal names it."""
    if isinstance(row, SenStatus):
        return f"{row.get_status_display()} from {long_date(row.started_on)}"
    if isinstance(row, EhcRequest):
        decided = f", decided on {long_date(row.decided_on)}" if row.decided_on else ""
        return f"request of {long_date(row.requested_on)}{decided}"
    if isinstance(row, EhcReview):
        decided = f", {row.get_decision_display().lower()}" if row.decision else ""
        return f"review of {long_date(row.held_on)}{decided}"
    if isinstance(row, EhcTransfer):
        return f"{row.named}, {long_date(row.settled_on)}"
    return f"{row.get_kind_display()}, asked for on {long_date(row.asked_on)}"


def _require_reach(actor: User, row: Need) -> None:
    """Support that was not agreed to be shared is no school's to change."""
    if isinstance(row, WellbeingSupport):
        told = WellbeingSupport.objects.told_with(permissions_for(actor, row.pupil))
        if not told.filter(pk=row.pk).exists():
            raise PermissionDenied(Permission.VIEW_SUPPORT.value)


def _current(row: Need, version: int) -> Need:
    rows: Any = type(row)._default_manager.select_related("pupil")
    found: Need | None = rows.filter(pk=row.pk).first()
    if found is None:
        raise StaleRecordError("this entry was taken off the record")
    if found.version != version:
        raise StaleRecordError(need_in_words(found))
    return found


def _write(row: Need, facts: Mapping[str, Any], actor: User) -> None:
    _refuse(facts, row.pupil)
    named = day_of(type(row))
    former = getattr(row, named) if named else None
    if isinstance(row, SenStatus):
        _require_for_plan(actor, row.pupil, row.status, facts["status"])
    for name, value in facts.items():
        setattr(row, name, value)
    if isinstance(row, WellbeingSupport) and not may_for(actor, Permission.VIEW_SUPPORT, row.pupil):
        row.is_shared_with_school = True  # what a school records, the school knows
    row.recorded_by, row.recorded_on = actor, today()
    if isinstance(row, SenStatus) and row.pk is None:
        _make_room(row, actor)
    row.version += 1
    row.full_clean()
    row.save()
    day = getattr(row, named) if named else None
    if former is not None and day is not None and former != day:
        moved = CorrectedDay(pupil_id=row.pupil_id, model=type(row), former=former, day=day)
        follow_corrected_days([moved])
    facts_changed(row.pupil)


def _refuse(facts: Mapping[str, Any], pupil: Pupil) -> None:
    for name, value in facts.items():
        if isinstance(value, date) and value > today():
            raise ValidationError({name: "The day is in the future"})
        if isinstance(value, date) and value < pupil.date_of_birth:
            raise ValidationError({name: "The day is before the child was born"})


def _require_for_plan(actor: User, pupil: Pupil, *statuses: str) -> None:
    """An EHC plan is the maintaining authority's: a school neither begins nor ends one here."""
    if SenStatus.Status.EHC_PLAN in statuses and not may_for(actor, Permission.RECORD_EHC, pupil):
        said = "The Virtual School or the SEND team records an EHC plan and its end. Tell them"
        raise ValidationError({"status": said})


def _is_taken_over(former: SenStatus, row: SenStatus) -> bool:
    """Whether another authority maintains the plan from now on (SEND Regulations reg. 15)."""
    is_plan = row.status == SenStatus.Status.EHC_PLAN
    return is_plan and former.maintained_by != row.maintained_by


def _make_room(row: SenStatus, actor: User) -> None:
    """The status before ends the day before the new one; one of that very day is corrected."""
    before = SenStatus.objects.filter(pupil=row.pupil, started_on__lt=row.started_on)
    before = before.filter(Q(ended_on__isnull=True) | Q(ended_on__gte=row.started_on))
    for former in before:
        if former.status == row.status and not _is_taken_over(former, row):
            since = long_date(former.started_on)
            said = f"This status is on record since {since}. Correct that entry instead"
            raise ValidationError({"status": said})
        if row.ended_on and (former.ended_on is None or former.ended_on > row.ended_on):
            said = (
                f"{need_in_words(former)} is on record also after that day. Correct that entry "
                "first, or leave the last day empty"
            )
            raise ValidationError({"ended_on": said})
        _require_for_plan(actor, row.pupil, former.status)
        former.ended_on = row.started_on - timedelta(days=1)
        former.version += 1
        former.save()
