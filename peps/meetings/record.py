"""What came of a meeting: whether its record may still be written, and who has written it."""

from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.timezone import localtime

from peps.models import Meeting, Pep
from peps.rules.kept import Kept, kept_in
from peps.rules.meeting_record import RecordRefusal, Writing, refusal_of_record, turns
from peps.rules.side_by_side import differ
from peps.rules.states import OPEN
from peps.schema import Answers
from pupils.child_permissions import permissions_for
from vsh.accounts.models import User
from vsh.accounts.roles import Permission

MOST_CHANGES = 5
_BESIDES_SCHOOLS = {Permission.WRITE_PEP_ANY_SECTION, Permission.WRITE_PEP_CARE_SECTIONS}


def why_not_written(meeting: Meeting, *, by: User) -> RecordRefusal | None:
    """Why this person may not write the minutes and who came, of those who arrange meetings; the
    meeting is read `with_record` of them."""
    return refusal_of_record(
        day=meeting.day,
        completed_on=meeting.locked_on,  # type: ignore[attr-defined]
        is_of_school=not _BESIDES_SCHOOLS & permissions_for(by, meeting.pep.pupil),
        was_at_school=meeting.was_at_school,  # type: ignore[attr-defined]
    )


def kept_minutes(meeting: Meeting) -> list[Kept]:
    """What its reader has kept beside the minutes, read `with_record` of them, and those do not
    hold; the newest first."""
    rows = kept_in(meeting.kept_rows)  # type: ignore[attr-defined]
    return [kept for kept in rows if differ(kept.text, meeting.minutes)]


def is_taken_by_the_plan(meeting: Meeting) -> bool:
    """Whether a plan that is being written still shows in its section on the meeting what the
    record says: nobody has written other words there."""
    wanted = ("held_on", "attendees")
    for plan in _plans_of(meeting).filter(state__in=OPEN).prefetch_related("sections"):
        said: Answers = next((row.data for row in plan.sections.all() if row.key == "meeting"), {})
        if not any(key in said for key in wanted):
            return True
    return False


def writers_of(meeting: Meeting, what: str) -> list[Writing]:
    """Who wrote the minutes or recorded the attendance: the first, then those who changed it last;
    read `with_writers`."""
    rows: list[dict[str, str]] = getattr(meeting, f"{what}_writings")
    found = {row["at"]: row["by"] for row in rows}
    told = [Writing(by, localtime(datetime.fromisoformat(at))) for at, by in found.items()]
    written = turns(told)
    return written[:1] + written[1:][-MOST_CHANGES:]


def _plans_of(meeting: Meeting) -> QuerySet[Pep]:
    """The plan for which it was arranged, and those of the child opened since, up to its day."""
    arranged = meeting.pep
    later = Q(pupil=arranged.pupil_id, opened_on__gt=arranged.opened_on, opened_on__lte=meeting.day)
    return Pep.objects.filter(Q(pk=arranged.pk) | later)
