"""An invitation to a meeting ends with what closes personal links: it is refused, or taken back."""

from django.core.exceptions import ValidationError
from django.db import transaction

from peps.meetings.closed import PURPOSES, why_not_asked, with_their_child
from peps.models import Attendee, Meeting
from peps.rules.links import ChildNow, Closed, refusal_to_make
from pupils.models import Pupil
from pupils.services.locking import lock_pupil
from pupils.services.sweeps import for_each
from vsh.calendars import today

from .meeting_news import tell_no_longer_asked

# Once care is over the whole meeting is called off, and everybody asked is told of that.
_ENDS = frozenset({Closed.COURT_ORDER, Closed.ADOPTION, Closed.MOVED})


def refuse_closed(meeting: Meeting, capacity: str, child: ChildNow) -> None:
    """Refuse to ask a carer or parent to a meeting to come where they may not be given a link;
    why that is, is not for everybody who arranges meetings."""
    purpose = PURPOSES.get(capacity)
    if purpose and meeting.day >= today() and refusal_to_make(purpose, child):
        who = purpose.label.lower()
        raise ValidationError(
            f"A {who} cannot be asked to this child's meetings at present. Take the {who} out, and "
            "ask the child's social worker before you tell them of the meeting."
        )


def take_back(meeting: Meeting) -> int:
    """Take those off a meeting whose invitation has ended, the child's row held; how many.

    Each gets the withdrawal once, of what they were told before and without a reason.
    """
    day = today()
    rows = with_their_child(Attendee.objects.filter(meeting=meeting, is_invited=True), day)
    gone = [row for row in rows if why_not_asked(row, day) in _ENDS]
    if gone:
        meeting.version += 1
        meeting.revision += 1
        meeting.save(update_fields=["version", "revision"])
        tell_no_longer_asked(meeting, gone)
        for row in gone:
            row.delete()  # the history keeps it
    return len(gone)


def take_back_invitations_of(pupil_id: int) -> int:
    """The same for all meetings of the child that are still to come."""
    coming = Meeting.objects.coming(today()).filter(pep__pupil=pupil_id)
    people = coming.select_related("pep__pupil__authority", "arranged_by")
    return sum(take_back(meeting) for meeting in people)


def take_back_invitations() -> int:
    """The same for all children, whoever wrote down what ends the invitations; how many.

    It runs any number of times, also at once: each child's row is locked in turn.
    """
    day = today()
    coming = Meeting.objects.coming(day).order_by()
    rows = Attendee.objects.filter(
        meeting__in=coming, is_invited=True, capacity__in=list(PURPOSES)
    ).order_by("meeting__pep__pupil")
    closed = [row for row in with_their_child(rows, day) if why_not_asked(row, day) in _ENDS]
    pupils = dict.fromkeys(row.meeting.pep.pupil_id for row in closed)
    return for_each(pupils, _take_back_locked)


@transaction.atomic
def _take_back_locked(pupil_id: int) -> int:
    lock_pupil(Pupil(pk=pupil_id))
    return take_back_invitations_of(pupil_id)
