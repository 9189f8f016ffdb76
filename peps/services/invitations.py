"""An invitation to a meeting ends with what closes personal links, and with an adult's work with
the child: it is refused, or taken back, and who works in that place now is asked."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef

from peps.facts.people_told import sees, teachers_of
from peps.meetings.closed import PURPOSES, who_sees_no_more, why_not_asked, with_their_child
from peps.meetings.organisers import left_behind
from peps.meetings.people import Asked, in_the_place_of
from peps.models import Attendee, Meeting
from peps.rules.links import ChildNow, Closed, refusal_to_make
from pupils.models import Pupil
from pupils.services.locking import lock_pupil
from pupils.services.sweeps import for_each
from vsh.calendars import today
from vsh.notices.models import Notice

from .meeting_news import tell_asked, tell_no_longer_asked, tell_place_is_empty
from .passing_on import pass_on

# Once care is over the whole meeting is called off, and everybody asked is told of that.
_ENDS = frozenset({Closed.COURT_ORDER, Closed.ADOPTION, Closed.MOVED})


class TakenOff(NamedTuple):
    """Those whose invitation has ended, and staff who no longer see the child."""

    closed: list[Attendee]
    left: list[Attendee]


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


def take_back(meeting: Meeting) -> TakenOff:
    """Take those off a meeting whose invitation has ended, the child's row held; who they are.

    Each gets the withdrawal once, of what they were told before and without a reason. Whoever
    calls passes the meeting on after that and asks their followers of it as it then stands
    (`pass_on_and_tell`, `ask_followers`); who is taken off never learns who works there now.
    """
    day = today()
    rows = with_their_child(Attendee.objects.filter(meeting=meeting, is_invited=True))
    closed = [row for row in rows if why_not_asked(row, day) in _ENDS]
    left = who_sees_no_more(Meeting.objects.filter(pk=meeting.pk))
    if closed or left:
        _begin_revision(meeting)
        tell_no_longer_asked(meeting, closed)
        tell_no_longer_asked(meeting, left, sees_no_more=True)
        for row in (*closed, *left):
            Attendee.objects.filter(pk=row.pk).delete()  # the history keeps it
    return TakenOff(closed, left)


def pass_on_and_tell(meeting: Meeting) -> bool:
    """Pass a meeting on whose organiser has left, the child's row held; those asked get the
    invitation anew, so that what follows comes from the organiser that they know of."""
    is_passed_on = pass_on(meeting)
    if is_passed_on:
        _begin_revision(meeting)
        tell_asked(meeting, Attendee.objects.filter(meeting=meeting, is_invited=True))
    return is_passed_on


def ask_followers(meeting: Meeting, left: list[Attendee]) -> None:
    """Ask who works in the place of staff who no longer see the child, the child's row held."""
    if not left:
        return
    followers = in_the_place_of(left, meeting.pep)
    ask_besides(meeting, followers)
    followed = {person.capacity for person in followers} | {Attendee.Capacity.OTHER}
    tell_place_is_empty(meeting, [row for row in left if row.capacity not in followed])


def ask_besides(meeting: Meeting, people: Iterable[Asked]) -> int:
    """Ask people with an account who are not asked yet, the child's row held; how many."""
    asked = set(Attendee.objects.filter(meeting=meeting).values_list("user", flat=True))
    new = [
        Attendee.objects.create(meeting=meeting, user=person.user, capacity=person.capacity)
        for person in people
        if person.user and person.user.pk not in asked
    ]
    tell_asked(meeting, new)
    return len(new)


def ask_new_school(pupil: Pupil, setting: int, *, since: date) -> int:
    """Ask a school's designated teachers to the child's coming meetings of its time to which a
    designated teacher is or was asked, the child's row held; how many invitations."""
    teachers = [
        Asked(user=user, capacity=Attendee.Capacity.DESIGNATED_TEACHER)
        for user in sorted(teachers_of(setting), key=str)
        if sees(user, pupil)
    ]
    history = Attendee.pgh_event_model.objects  # type: ignore[attr-defined]
    was_asked = history.filter(
        meeting=OuterRef("pk"), is_invited=True, capacity=Attendee.Capacity.DESIGNATED_TEACHER
    )
    coming = Meeting.objects.coming(max(since, today())).filter(Exists(was_asked), pep__pupil=pupil)
    meetings = coming.select_related("pep__pupil__authority", "arranged_by", "passed_to")
    return sum(_ask_anew(meeting, teachers) for meeting in meetings)


def _ask_anew(meeting: Meeting, people: list[Asked]) -> int:
    """Those who were never told of the meeting: who was taken off it is not asked again."""
    told = Notice.objects.filter(about=f"meeting:{meeting.ref}").values_list("recipient", flat=True)
    new = [person for person in people if person.user and person.user.pk not in set(told)]
    if new:
        _begin_revision(meeting)
    return ask_besides(meeting, new)


def _begin_revision(meeting: Meeting) -> None:
    meeting.version += 1
    meeting.revision += 1
    meeting.save(update_fields=["version", "revision"])


def take_back_invitations_of(pupil_id: int) -> int:
    """The same for all meetings of the child that are still to come, which pass on besides; how
    many invitations and meetings."""
    coming = Meeting.objects.coming(today()).filter(pep__pupil=pupil_id)
    meetings = coming.select_related("pep__pupil__authority", "arranged_by", "passed_to")
    return sum(_take_back_and_ask(meeting) for meeting in meetings)


def _take_back_and_ask(meeting: Meeting) -> int:
    gone = take_back(meeting)
    is_passed_on = pass_on_and_tell(meeting)
    ask_followers(meeting, gone.left)
    return len(gone.closed) + len(gone.left) + is_passed_on


def take_back_invitations() -> int:
    """The same for all children, whoever wrote down what ends the invitations or took an organiser
    off the child; how many.

    It runs any number of times, also at once: each child's row is locked in turn.
    """
    day = today()
    coming = Meeting.objects.coming(day).order_by()
    rows = Attendee.objects.filter(
        meeting__in=coming, is_invited=True, capacity__in=list(PURPOSES)
    ).order_by("meeting__pep__pupil")
    closed = [row for row in with_their_child(rows) if why_not_asked(row, day) in _ENDS]
    gone = [*closed, *who_sees_no_more(Meeting.objects.coming(day))]
    meetings = [*(row.meeting for row in gone), *left_behind(Meeting.objects.coming(day))]
    pupils = dict.fromkeys(meeting.pep.pupil_id for meeting in meetings)
    return for_each(pupils, _take_back_locked, sweep="invitations to take back")


@transaction.atomic
def _take_back_locked(pupil_id: int) -> int:
    lock_pupil(Pupil(pk=pupil_id))
    return take_back_invitations_of(pupil_id)
