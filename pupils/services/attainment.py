"""A result is recorded, corrected or taken off the record; its history is kept."""

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from vsh.accounts.models import User
from vsh.accounts.roles import Permission
from vsh.calendars import today
from vsh.govuk.dates import long_date
from vsh.history.context import noted

from ..child_permissions import require_for
from ..models import AttainmentResult, Pupil
from ..rules.ages import year_groups_on
from ..rules.attainment import MEASURES
from ..rules.stage_ages import impossible, is_of_another_age
from ..rules.subjects import subject_key, subject_name
from .locking import StaleRecordError, lock_visible_pupil


@dataclass(frozen=True, kw_only=True)
class ResultAsItIs:
    """What a person says of a result."""

    stage: str
    subject: str
    measure: str
    kind: str
    value: str
    achieved_on: date
    status: str
    target: str = ""
    is_age_confirmed: bool = False  # that a stage of another age is right for this child


@transaction.atomic
def record_result(*, actor: User, pupil: Pupil, facts: ResultAsItIs) -> AttainmentResult:
    """Put a result on record."""
    pupil = lock_visible_pupil(pupil, actor=actor)
    require_for(actor, Permission.RECORD_ATTAINMENT, pupil)
    return _write(AttainmentResult(pupil=pupil, version=0), facts, actor)


@transaction.atomic
def correct_result(
    *, actor: User, result: AttainmentResult, version: int, facts: ResultAsItIs, reason: str
) -> AttainmentResult:
    """Put a wrong entry right, or a provisional one to its validated value."""
    row = _current(actor, result, version)
    with noted(reason=reason):
        return _write(row, facts, actor)


@transaction.atomic
def withdraw_result(*, actor: User, result: AttainmentResult, version: int, reason: str) -> None:
    """Take an entry made in error off the record."""
    row = _current(actor, result, version)
    with noted(reason=reason):
        row.delete()


def result_in_words(row: AttainmentResult) -> str:
    """A result as a refusal names it."""
    return f"{row.subject}, {row.get_measure_display()}: {row.value} ({long_date(row.achieved_on)})"


def _current(actor: User, result: AttainmentResult, version: int) -> AttainmentResult:
    pupil = lock_visible_pupil(result.pupil, actor=actor)
    require_for(actor, Permission.RECORD_ATTAINMENT, pupil)
    row: AttainmentResult | None = (
        AttainmentResult.objects.select_related("pupil").filter(pk=result.pk).first()
    )
    if row is None:
        raise StaleRecordError("this entry was taken off the record")
    if row.version != version:
        raise StaleRecordError(result_in_words(row))
    return row


def _write(row: AttainmentResult, facts: ResultAsItIs, actor: User) -> AttainmentResult:
    if facts.achieved_on > today():
        raise ValidationError({"achieved_on": "The day of the result is in the future"})
    if facts.achieved_on < row.pupil.date_of_birth:
        raise ValidationError({"achieved_on": "The day of the result is before the child was born"})
    measure = MEASURES[facts.measure]
    if not measure.is_of(facts.stage):
        stages = " or ".join(AttainmentResult.Stage(one).label for one in measure.stages)
        raise ValidationError({"stage": f"{measure.label} is of {stages}: change one of the two"})
    value = measure.kept(facts.value)
    if value is None:
        raise ValidationError({"value": f"Enter the result on this scale: {measure.says}"})
    target = measure.kept(facts.target) if facts.target.strip() else ""
    if target is None:
        raise ValidationError({"target": f"Enter the target on this scale: {measure.says}"})
    _refuse_other_age(row.pupil, facts)
    for name in ("stage", "measure", "kind", "achieved_on", "status"):
        setattr(row, name, getattr(facts, name))
    row.subject, row.value, row.target = subject_name(facts.subject), value, target
    _refuse_again(row)
    row.recorded_by, row.recorded_on = actor, today()
    row.version += 1
    row.full_clean()
    row.save()
    return row


def _refuse_other_age(pupil: Pupil, facts: ResultAsItIs) -> None:
    """What nobody of the child's age has, and a stage of another age that nobody confirmed."""
    years = year_groups_on(
        facts.achieved_on,
        date_of_birth=pupil.date_of_birth,
        nc_year=pupil.nc_year,
        known_on=today(),
    )
    if why := impossible(measure=facts.measure, kind=facts.kind, year_groups=years):
        raise ValidationError({"measure": f"{why}. Correct the measure or the day of the result"})
    if not facts.is_age_confirmed and is_of_another_age(stage=facts.stage, year_groups=years):
        said = (
            f"{AttainmentResult.Stage(facts.stage).label} is for children of another age than this "
            "child on that day. Correct the stage or the day; if both are right, tick below that "
            "you have checked them"
        )
        raise ValidationError({"stage": said})


def _refuse_again(row: AttainmentResult) -> None:
    """The same result under another spelling of its subject, which the database does not know."""
    others = AttainmentResult.objects.filter(
        pupil=row.pupil, measure=row.measure, kind=row.kind, achieved_on=row.achieved_on
    ).exclude(pk=row.pk)
    for other in others:
        if subject_key(other.subject) == subject_key(row.subject):
            said = (
                f"This result is already on record for that day: {result_in_words(other)}. "
                "Correct that entry, or choose another day"
            )
            raise ValidationError({"subject": said})
