"""What the record of a meeting answers of a plan's own questions, so that nobody is asked twice."""

from peps.models import Meeting, Pep
from peps.schema import Answers
from vsh.calendars import today


def answers_on_record(pep: Pep, key: str) -> Answers:
    """The answers that stand in the form of the section until somebody writes others."""
    if key != "meeting":
        return {}
    meetings = list(
        Meeting.objects.of_plan(pep)
        .filter(cancelled_on__isnull=True)
        .prefetch_related("attendees__user")
    )
    held = [meeting for meeting in meetings if meeting.is_held]
    coming = [one for one in meetings if one.is_coming and one.day >= today()]
    answers = {"next_review_on": coming[0].day.isoformat()} if held and coming else {}
    if held:
        answers |= {"held_on": held[-1].day.isoformat(), "attendees": _who_took_part(held[-1])}
    return answers


def _who_took_part(meeting: Meeting) -> str:
    people = list(meeting.attendees.all())
    came = [row.in_words for row in people if row.has_attended]
    missed = [row.in_words for row in people if row.is_invited and not row.has_attended]
    parts = [", ".join(came)]
    if missed:
        parts.append(f"Asked, and did not come: {', '.join(missed)}")
    return ".\n".join(filter(None, parts))
