"""A review of the care plan that is arranged for a day after the last one allowed."""

from datetime import date

from pupils.models import ClockSetting, Deadline, Pupil
from pupils.rules.reviews import KIND
from vsh.govuk.dates import long_date


def late_words(pupil: Pupil, planned_on: date | None) -> str:
    """What to say of an appointment after its clock's day (SI 2010/959 reg. 33); else nothing."""
    if planned_on is None:
        return ""
    clock = (
        Deadline.objects.filter(pupil=pupil, kind=KIND, is_current=True, due_on__isnull=False)
        .filter(met_on__isnull=True, closed_on__isnull=True)
        .order_by("-started_on")
        .first()
    )
    if clock is None or clock.due_on is None or planned_on <= clock.due_on:
        return ""
    whose = "the authority allows" if _is_by_own_limit(clock, pupil) else "the regulations allow"
    return f"This is after the last day that {whose}, {long_date(clock.due_on)}."


def _is_by_own_limit(clock: Deadline, pupil: Pupil) -> bool:
    """An authority may shorten the time to the first review."""
    if not clock.trigger_key.startswith("care_period:"):
        return False
    own = ClockSetting.objects.filter(authority=pupil.authority_id, kind=KIND, is_on=True)
    return own.filter(number__isnull=False).exists()
