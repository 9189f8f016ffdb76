"""Whom a court order, a placement for adoption or a move keeps from the child's meetings, and who
of the staff asked to them no longer sees the child."""

from datetime import date

from django.db.models import QuerySet

from peps.models import Attendee, Meeting
from peps.querysets.links import child_now, facts_of_child, lived_then
from peps.rules.links import Closed, LinkFacts, why_closed
from peps.schema.speakers import Purpose
from pupils.person_of_row import seen_by

PURPOSES = {
    Attendee.Capacity.CARER.value: Purpose.CARER,
    Attendee.Capacity.PARENT.value: Purpose.PARENT,
}


def with_their_child(rows: QuerySet[Attendee]) -> QuerySet[Attendee]:
    """People asked to meetings, with what `why_not_asked` rests on."""
    people = rows.select_related("user", "meeting__pep__care_period", "meeting__pep__pupil")
    return people.annotate(**facts_of_child("meeting__pep"), lived_then=lived_then(Attendee))


def why_not_asked(row: Attendee, day: date) -> Closed | None:
    """What ends the invitation of a carer or a parent, read `with_their_child`: what closes a
    personal link made that day does; nothing for anybody else."""
    if row.capacity not in PURPOSES:
        return None
    meeting = row.meeting
    facts = LinkFacts(
        purpose=PURPOSES[row.capacity],
        expires_on=day,
        home=row.lived_then,  # type: ignore[attr-defined]
        made_on=meeting.arranged_on,
    )
    return why_closed(facts, child_now(meeting.pep, row, on=day), on=day)


def who_sees_no_more(meetings: QuerySet[Meeting]) -> list[Attendee]:
    """Those asked by account who do not see the child any more: a school that the child has left,
    a social worker who has handed the case over. One query for all people asked."""
    rows = Attendee.objects.filter(meeting__in=meetings.order_by(), is_invited=True)
    gone = rows.filter(~seen_by("user", pupil="meeting__pep__pupil"), user__isnull=False)
    return list(gone.select_related("user", "meeting__pep").order_by("user", "pk"))
