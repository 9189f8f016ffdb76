"""A coming meeting passes to who works in its organiser's place, once they see the child no
more."""

from peps.meetings.organisers import organiser_now
from peps.models import Meeting

from .meeting_news import tell_passed_on


def pass_on(meeting: Meeting) -> bool:
    """Put on record who stands for it now and tell them, the child's row held; whether that is
    somebody new."""
    former, organiser = meeting.organiser, organiser_now(meeting)
    if organiser == former:
        return False
    meeting.passed_to = organiser
    meeting.save(update_fields=["passed_to"])
    tell_passed_on(meeting, former)
    return True
