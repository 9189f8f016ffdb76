"""A legal status that begins on a day, as a person knows it before the council's files tell it.

The one that held gives way on that day; the file that tells the same later changes nothing, and one
that tells the same change with another day does not undo it (`pupils.imports.told_of_care`).
"""

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from vsh.accounts.models import User
from vsh.accounts.roles import Permission
from vsh.calendars import today
from vsh.history.context import noted

from ..care_words import LEGAL_STATUS
from ..child_permissions import require_for
from ..codes import NEXT_EPISODE
from ..models import CareEpisode, CarePeriod, CarePlacement, Pupil
from ..rules.care_times import Fault
from ..rules.legal_statuses import Begins, StatusSpan, begins_inside, fault_of_code
from .care_corrections import raise_fault, span_of
from .enrolments import facts_changed
from .legal_status_corrections import status_in_words
from .locking import StaleRecordError, lock_visible_pupil
from .row_versions import version_of

STATUS_ALONE = "L"  # RNE: the legal status changed, the placement did not


@dataclass(frozen=True, kw_only=True)
class NewStatus:
    """A legal status and its first day."""

    legal_status: str
    started_on: date


@transaction.atomic
def record_legal_status(*, actor: User, pupil: Pupil, version: int, new: NewStatus) -> CareEpisode:
    """Put it on record. The category of need stays that of the time in care (rule 504)."""
    pupil = lock_visible_pupil(pupil, actor=actor)
    require_for(actor, Permission.CORRECT_CARE, pupil)
    last = last_status(pupil)
    if version_of_last(last) != version:
        raise StaleRecordError(status_in_words(last) if last else "no legal status")
    if new.legal_status not in LEGAL_STATUS:
        raise ValidationError({"legal_status": "Select the legal status"})
    period = _period_of(pupil, new.started_on)
    rows = list(CareEpisode.objects.filter(care_period=period).order_by("started_on"))
    spans = [_span_of(row) for row in rows]
    begins = begins_inside(
        new.started_on,
        care=span_of(period),
        born=pupil.date_of_birth,
        others=spans,
        on=today(),
    )
    if isinstance(begins, Fault):
        raise_fault(begins)
    assert isinstance(begins, Begins)
    raise_fault(fault_of_code(new.legal_status, begins, born=pupil.date_of_birth, others=spans))
    before = next((row for row in rows if _span_of(row) == begins.before), None)
    episode = CareEpisode(
        care_period=period,
        started_on=new.started_on,
        ended_on=begins.days.ended_on,
        legal_status=new.legal_status,
        category_of_need=rows[0].category_of_need if rows else "",
        reason_started=_reason_started(pupil, new.started_on),
        reason_ended=before.reason_ended if before else "",
    )
    with noted(by_person=True):
        if before is not None:
            before.ended_on, before.reason_ended = new.started_on, NEXT_EPISODE
            before.full_clean()
            before.save()
        episode.full_clean()
        episode.save()
    facts_changed(pupil)
    return episode


def last_status(pupil: Pupil) -> CareEpisode | None:
    """The child's latest legal status on record."""
    rows = CareEpisode.objects.filter(care_period__pupil=pupil)
    found: CareEpisode | None = rows.order_by("-started_on").first()
    return found


def version_of_last(last: CareEpisode | None) -> int:
    """What the form carries: a status recorded, ended or put right meanwhile has another one."""
    return version_of(last) if last else 0


def _span_of(row: CareEpisode) -> StatusSpan:
    span = span_of(row)
    return StatusSpan(
        started_on=span.started_on, ended_on=span.ended_on, what=span.what, code=row.legal_status
    )


def _period_of(pupil: Pupil, day: date) -> CarePeriod:
    """The time in care in which the day lies, or to which it is nearest: the rule then says that it
    does not lie in it."""
    periods = list(CarePeriod.objects.filter(pupil=pupil).order_by("started_on"))
    if not periods:
        raise ValidationError("No time in care is on record: it comes with the council’s files.")
    begun = [period for period in periods if period.started_on <= day]
    return begun[-1] if begun else periods[0]


def _reason_started(pupil: Pupil, day: date) -> str:
    """Where the home changes on the day too, only the return knows whether the carer did."""
    homes = CarePlacement.objects.filter(pupil=pupil, started_on=day)
    return "" if homes.exists() else STATUS_ALONE
