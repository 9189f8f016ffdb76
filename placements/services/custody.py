"""A child's time in custody: recorded, put right, ended; release planned, the PEP sent on.

Nothing here changes whether the child is looked after: the legal status on record does.
Source: statutory guidance (2018), Annex 2.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from placements.models import Custody, CustodyPlan
from placements.plans_on_record import last_plan
from pupils.child_permissions import require_for
from pupils.models import Pupil
from pupils.reminder_subjects import CorrectedDay, follow_corrected_days
from pupils.services.enrolments import facts_changed
from pupils.services.locking import StaleRecordError, lock_visible_pupil
from vsh.accounts.models import User
from vsh.accounts.roles import Permission
from vsh.calendars import today
from vsh.govuk.dates import long_date
from vsh.history.context import noted

GONE = "this entry was taken off the record"


@transaction.atomic
def record_custody(*, actor: User, pupil: Pupil, **facts: Any) -> Custody:
    """Record where a child is held, since when, and whom to reach."""
    pupil = _locked(pupil, actor)
    row = Custody(pupil=pupil, recorded_by=actor, **facts)
    _save(row)
    facts_changed(pupil)
    return row


@transaction.atomic
def change_custody(
    *, actor: User, row: Custody, version: int, not_so_because: str = "", **facts: Any
) -> None:
    """Put a stay right, or end it; with `not_so_because` it never was, and is taken off."""
    pupil = _locked(row.pupil, actor)
    found = _current(Custody, row.pk, version, custody_in_words)
    if not_so_because:
        with noted(reason=not_so_because):
            found.delete()
        facts_changed(pupil)
        return
    former = found.started_on
    _write(found, facts)
    _save(found)
    if former != found.started_on:
        moved = CorrectedDay(pupil_id=pupil.pk, model=Custody, former=former, day=found.started_on)
        follow_corrected_days([moved])
    facts_changed(pupil)


@transaction.atomic
def plan_release(*, actor: User, row: Custody, version: int, **facts: Any) -> None:
    """The day of release once it is known, needs assessed again, and the plan for education."""
    pupil = _locked(row.pupil, actor)
    found = _current(Custody, row.pk, version, custody_in_words)
    was_unknown = found.release_on is None
    _write(found, facts)
    if found.release_on is None:
        found.release_known_on = None
    elif was_unknown:
        found.release_known_on = today()
    _save(found)
    facts_changed(pupil)


@transaction.atomic
def send_plan(*, actor: User, row: Custody, **facts: Any) -> CustodyPlan:
    """Put on record that the most up-to-date PEP was sent, to whom and how."""
    pupil = _locked(row.pupil, actor)
    custody = Custody.objects.filter(pk=row.pk).first()
    if custody is None:
        raise ValidationError("This stay in custody was taken off the record. Open the page again.")
    if last_plan(actor, pupil, on=today()) is None:
        raise ValidationError("There is no PEP on record to send. Begin the PEP first.")
    sent = CustodyPlan(custody=custody, recorded_by=actor, **facts)
    _refuse_future(sent, "sent_on")
    plan = last_plan(actor, pupil, on=sent.sent_on)
    if plan is None:
        raise ValidationError({"sent_on": "No PEP was on record by that day: enter a later one"})
    sent.pep_ref, sent.plan = plan.ref, plan.words
    _save_sent(sent)
    facts_changed(pupil)
    return sent


@transaction.atomic
def change_sent_plan(
    *, actor: User, row: CustodyPlan, version: int, not_sent_because: str = "", **facts: Any
) -> None:
    """That it was accepted, or what was wrong; with `not_sent_because` it was never sent."""
    pupil = _locked(row.custody.pupil, actor)
    found = _current(CustodyPlan, row.pk, version, sent_in_words)
    if not_sent_because:
        with noted(reason=not_sent_because):
            found.delete()
    else:
        _write(found, facts)
        _save_sent(found)
    facts_changed(pupil)


def custody_in_words(row: Custody) -> str:
    """A stay as a refusal names it."""
    ended = f" to {long_date(row.ended_on)}" if row.ended_on else ""
    release = f", release on {long_date(row.release_on)}" if row.release_on else ""
    kind = row.get_kind_display().lower()
    return f"{row.establishment}, {kind}, from {long_date(row.started_on)}{ended}{release}"


def sent_in_words(row: CustodyPlan) -> str:
    """A plan that was sent, as a refusal names it."""
    accepted = ""
    if row.accepted_on:
        accepted = f", accepted on {long_date(row.accepted_on)} by {row.accepted_by}"
    return f"sent to {row.to_whom} on {long_date(row.sent_on)}{accepted}"


def _locked(pupil: Pupil, actor: User) -> Pupil:
    found = lock_visible_pupil(pupil, actor=actor)
    require_for(actor, Permission.RECORD_MOVE, found)
    return found


def _current(model: Any, pk: int, version: int, in_words: Callable[[Any], str]) -> Any:
    found = model.objects.filter(pk=pk).first()
    if found is None:
        raise StaleRecordError(GONE)
    if found.version != version:
        raise StaleRecordError(in_words(found))
    found.version += 1
    return found


def _write(row: Custody | CustodyPlan, facts: dict[str, Any]) -> None:
    for name, value in facts.items():
        setattr(row, name, value)


def _save(row: Custody) -> None:
    _refuse_future(row, "started_on", "ended_on", "needs_assessed_on", "release_planned_on")
    if row.started_on < row.pupil.date_of_birth:
        raise ValidationError({"started_on": "Enter a day after the child was born"})
    for name, words in (("ended_on", "The stay ends"), ("release_on", "The release is")):
        day = getattr(row, name)
        if day is not None and day < row.started_on:
            began = long_date(row.started_on)
            raise ValidationError({name: f"{words} on or after the day it began, {began}"})
    _refuse_half(row.ended_on, row.ended_because, "ended_on", "ended_because", "how the stay ended")
    _refuse_half(
        row.release_planned_on,
        row.release_plan,
        "release_planned_on",
        "release_plan",
        "what is planned for education",
    )
    if row.ended_because == Custody.Ended.RELEASED and row.release_on is not None:
        row.release_on = row.ended_on  # as it was, whatever was planned
    row.full_clean()
    row.save()


def _save_sent(row: CustodyPlan) -> None:
    _refuse_future(row, "sent_on", "accepted_on")
    _refuse_half(row.accepted_on, row.accepted_by, "accepted_on", "accepted_by", "who accepted it")
    arrived_on = row.custody.started_on
    if row.to == CustodyPlan.To.ESTABLISHMENT and row.sent_on < arrived_on:
        arrived = long_date(arrived_on)
        raise ValidationError(
            {"sent_on": f"The child arrived on {arrived}: enter that day or a later one"}
        )
    if row.accepted_on is not None and row.accepted_on < row.sent_on:
        raise ValidationError({"accepted_on": "Enter the day it was sent or a later one"})
    row.full_clean()
    row.save()


def _refuse_half(day: date | None, said: str, day_field: str, field: str, words: str) -> None:
    if day is not None and not said:
        raise ValidationError({field: f"Enter {words}, or leave the day empty"})
    if said and day is None:
        raise ValidationError({day_field: f"Enter the day too: you have said {words}"})


def _refuse_future(row: Custody | CustodyPlan, *names: str) -> None:
    for name in names:
        day = getattr(row, name)
        if day is not None and day > today():
            raise ValidationError({name: "Enter today or an earlier day"})
