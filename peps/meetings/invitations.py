"""A meeting as calendars understand it (RFC 5545), sent as an invitation or its withdrawal
(RFC 5546): no child's name, and nobody's address but the reader's own."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone
from icalendar import (
    Calendar,
    Event,
    Timezone,
    TimezoneDaylight,
    TimezoneStandard,
    vCalAddress,
    vText,
)

from peps.models import Attendee, Meeting
from pupils.news import who_is

from .for_parents import Told

HOUR = timedelta(hours=1)


class Method(StrEnum):
    """What the calendar that reads it is to do."""

    REQUEST = "REQUEST"
    CANCEL = "CANCEL"
    PUBLISH = "PUBLISH"


def invitation(
    meeting: Meeting, attendee: Attendee, told: Told, *, is_withdrawn: bool = False
) -> str:
    """The meeting for one person: asked to it as it stands now, or no longer.

    Only the reader is named in it, and who stands for the meeting: a parent does not read the
    carer's address.
    """
    organiser = _organiser(told.organiser, told.email)
    event = _event(meeting, organiser, told.where, is_cancelled=is_withdrawn)
    to = vCalAddress(f"mailto:{attendee.address}")
    to.params["CN"] = vText(attendee.shown_name)
    to.params["ROLE"] = vText("REQ-PARTICIPANT")
    to.params["PARTSTAT"] = vText("NEEDS-ACTION")
    to.params["RSVP"] = vText("TRUE")
    event.add("attendee", to)
    return _calendar([event], Method.CANCEL if is_withdrawn else Method.REQUEST)


def calendar_of(meetings: Iterable[Meeting]) -> str:
    """The meetings as a file to be put into one's own calendar."""
    return _calendar([_as_it_is(meeting) for meeting in meetings], Method.PUBLISH)


def _calendar(events: Iterable[Event], method: Method) -> str:
    calendar = Calendar()
    calendar.add("prodid", "-//Virtual School//PEP meetings//EN")
    calendar.add("version", "2.0")
    calendar.add("method", method.value)
    calendar.add_component(_london())
    for event in events:
        calendar.add_component(event)
    return calendar.to_ical().decode()


def _as_it_is(meeting: Meeting) -> Event:
    """For those with an account, who see the child."""
    organiser = meeting.organiser
    return _event(meeting, _organiser(str(organiser), organiser.email), meeting.where)


def _event(
    meeting: Meeting, organiser: vCalAddress, where: str, *, is_cancelled: bool = False
) -> Event:
    event = Event()
    site = settings.SITE_URL.rstrip("/")
    event.add("uid", f"meeting-{meeting.ref}@{urlsplit(site).hostname or 'localhost'}")
    event.add("sequence", meeting.revision)
    event.add("dtstamp", timezone.now())
    event.add("dtstart", meeting.begins)
    event.add("dtend", meeting.finishes)
    event.add("summary", f"PEP meeting, {who_is(meeting.pep.pupil)}")
    if where:
        event.add("location", where)
    is_off = is_cancelled or meeting.cancelled_on is not None
    event.add("status", "CANCELLED" if is_off else "CONFIRMED")
    event.add("class", "PRIVATE")
    event.add("organizer", organiser)
    return event


def _organiser(name: str, email: str) -> vCalAddress:
    """To whom answers go; the system sends for them (RFC 6047, 2.2), and stands in where there is
    no address."""
    organiser = vCalAddress(f"mailto:{email or _sender()}")
    organiser.params["CN"] = vText(name)
    organiser.params["SENT-BY"] = vText(f"mailto:{_sender()}")
    return organiser


def _sender() -> str:
    return settings.DEFAULT_FROM_EMAIL.rpartition("<")[2].rstrip("> ")


def _london() -> Timezone:
    """London's time as a rule for all years to come: last Sundays of March and October, 1am UTC.

    Written out because Outlook does not read the list of days that the library would make.
    """
    zone = Timezone()
    zone.add("tzid", "Europe/London")
    summer, winter = TimezoneDaylight(), TimezoneStandard()
    for part, name, month, before, after, at in (
        (summer, "BST", 3, 0 * HOUR, HOUR, datetime(1996, 3, 31, 1)),  # noqa: DTZ001  (local)
        (winter, "GMT", 10, HOUR, 0 * HOUR, datetime(1996, 10, 27, 2)),  # noqa: DTZ001  (local)
    ):
        part.add("tzname", name)
        part.add("tzoffsetfrom", before)
        part.add("tzoffsetto", after)
        part.add("dtstart", at)
        part.add("rrule", {"freq": "yearly", "bymonth": month, "byday": "-1su"})
        zone.add_component(part)
    return zone
