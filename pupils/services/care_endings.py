"""A child ceases to be looked after, as a person knows it before the council's files tell it.

It is no correction: a file that tells the same day changes nothing, one that tells another day is
newer, and one that does not know of the end does not undo it.
"""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from vsh.accounts.models import User

from ..codes import REASONS_CARE_ENDED
from ..models import CarePeriod
from .care_corrections import CareTime, care_in_words, locked_care, write_care
from .enrolments import facts_changed


@transaction.atomic
def end_care(
    *, actor: User, period: CarePeriod, version: int, ended_on: date, end_reason: str
) -> CarePeriod:
    """Care ends on that day: with it the home and the legal status that hold, and the review that
    is arranged. The school place goes on."""
    pupil, period = locked_care(actor, period, version)
    if period.ended_on is not None:
        words = f"On record: {care_in_words(period)}. If that is wrong, put it right."
        raise ValidationError(words)
    if end_reason not in REASONS_CARE_ENDED:
        raise ValidationError({"end_reason": "Select why the child ceased to be looked after"})
    ends = CareTime(started_on=period.started_on, ended_on=ended_on, end_reason=end_reason)
    write_care(pupil, period, ends)
    facts_changed(pupil)
    return period
