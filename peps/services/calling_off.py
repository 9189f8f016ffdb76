"""A coming meeting is called off: by a person, by the end of care, with a plan set aside."""

from datetime import date

from django.db import transaction

from peps.models import Meeting, Pep
from peps.querysets import MeetingQuerySet
from peps.rules.states import State
from pupils.models import Pupil
from pupils.services.locking import lock_pupil
from pupils.services.sweeps import for_each
from vsh.calendars import today

from .invitations import take_back
from .meeting_news import tell_no_longer_asked

CARE_HAS_ENDED = "Care has ended."
SET_ASIDE = "The plan was found not to be required."


def call_off(meeting: Meeting, *, because: str, is_care_over: bool = False) -> None:
    """Cancel it, with the reason; everybody invited gets the withdrawal. The child is locked."""
    meeting.cancelled_on, meeting.cancelled_because = today(), because
    meeting.version += 1
    meeting.revision += 1
    meeting.full_clean()
    meeting.save()
    invited = meeting.attendees.filter(is_invited=True).select_related("user")
    tell_no_longer_asked(meeting, invited, sees_no_more=is_care_over)


def call_off_meetings_of(pep: Pep) -> None:
    """Cancel what is still to come of a plan that is set aside, its child's row held.

    What was arranged on it for a later plan of the child belongs to that one and goes on.
    """
    later = Pep.objects.filter(care_period=pep.care_period_id, opened_on__gt=pep.opened_on)
    if not later.exclude(state=State.NOT_REQUIRED).exists():
        for meeting in _coming(today()).filter(pep=pep):
            take_back(meeting)  # who no longer sees the child is told nothing new
            call_off(meeting, because=SET_ASIDE)


def call_off_meetings_after_care(day: date | None = None) -> int:
    """Cancel the coming meetings of children whose care has ended; how many.

    Whoever wrote down that it ended: a person, the nightly extract, or the 18th birthday. It runs
    any number of times, also at once: each child's row is locked in turn.
    """
    day = day or today()
    pupils = _after_care(day).order_by("pep__pupil").values_list("pep__pupil", flat=True).distinct()
    return for_each(
        list(pupils), lambda pupil_id: _call_off_of(pupil_id, day), sweep="meetings after care"
    )


@transaction.atomic
def _call_off_of(pupil_id: int, day: date) -> int:
    lock_pupil(Pupil(pk=pupil_id))
    over = list(_after_care(day).filter(pep__pupil=pupil_id))
    for meeting in over:
        call_off(meeting, because=CARE_HAS_ENDED, is_care_over=True)
    return len(over)


def _coming(day: date) -> MeetingQuerySet:
    return Meeting.objects.coming(day).select_related(
        "pep__pupil__authority", "arranged_by", "passed_to"
    )


def _after_care(day: date) -> MeetingQuerySet:
    goes_on = Pep.objects.in_care_on(day).order_by()
    return _coming(day).exclude(pep__in=goes_on)
