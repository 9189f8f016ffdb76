"""What a message tells of a meeting: to a parent, while where the child lives is kept from them,
neither the place nor who arranged it. The Virtual School stands for both."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from peps.facts.hidden_place import is_place_hidden
from peps.models import Attendee, Meeting
from peps.rules.meetings import gives_place_away
from pupils.models import Enrolment
from pupils.places import at_a_setting

Capacity = Attendee.Capacity


@dataclass(frozen=True, kw_only=True)
class Told:
    """Who stands for the meeting, with an address for answers, and where it is."""

    organiser: str
    email: str
    contact: str
    place: str
    video_link: str
    is_place_kept: bool = False  # there is a place, and the reader may not know it

    @property
    def where(self) -> str:
        """The place, the video link, or both."""
        return ", ".join(filter(None, (self.place, self.video_link)))


def is_kept_from_parents(meeting: Meeting, people: Iterable[Attendee], *, on: date) -> bool:
    """Whether a parent among these people may not know where the child lives or learns; a query
    only where there is one."""
    is_parent_asked = any(row.capacity == Capacity.PARENT and row.is_invited for row in people)
    return is_parent_asked and is_place_hidden(meeting.pep, on=on)


def told_to(meeting: Meeting, attendee: Attendee, *, is_hidden: bool) -> Told:
    """What this person's message says; `is_hidden` as of the plan."""
    if not (is_hidden and attendee.capacity == Capacity.PARENT):
        organiser = meeting.organiser
        return Told(
            organiser=str(organiser),
            email=organiser.email,
            contact=organiser.email,
            place=meeting.place,
            video_link=meeting.video_link,
        )
    authority, link = meeting.pep.pupil.authority, meeting.video_link
    email, phone = authority.virtual_school_email, authority.virtual_school_phone
    return Told(
        organiser=f"the Virtual School of {authority.name}",
        email=email,
        contact=" or ".join(filter(None, (email, phone))),
        place="",
        video_link="" if gives_place_away(link, names=()) else link,
        is_place_kept=bool(meeting.place) or gives_place_away(link, names=()),
    )


def refusal_of_place(meeting: Meeting, *, on: date) -> dict[str, str]:
    """What of the meeting tells a parent who is asked where the child learns, by field, in words
    for who arranges it; nothing of a meeting that has been."""
    if meeting.day < on or not is_kept_from_parents(meeting, meeting.attendees.all(), on=on):
        return {}
    places = Enrolment.objects.filter(at_a_setting(on), pupil=meeting.pep.pupil_id)
    names = set(places.values_list("setting__name", flat=True))
    refused = {}
    if gives_place_away(meeting.place, names=names):
        refused["place"] = (
            "A parent is asked, and may not know where the child lives or learns. Meet by video "
            "or at a neutral place, not at a school."
        )
    if gives_place_away(meeting.video_link, names=()):
        refused["video_link"] = (
            "A parent is asked, and this link names a school. Use one that does not."
        )
    return refused
