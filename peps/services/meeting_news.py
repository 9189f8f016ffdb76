"""The mail of a meeting: invitation, change and withdrawal, once for each revision and person."""

from collections.abc import Iterable

from django.conf import settings
from django.urls import reverse

from peps.facts.hidden_place import is_place_hidden
from peps.meetings.for_parents import Told, told_to
from peps.meetings.invitations import invitation
from peps.models import Attendee, Meeting
from pupils.news import who_is
from vsh.accounts.models import User
from vsh.calendars import today
from vsh.govuk.dates import long_date
from vsh.notices.services import Message, queue_notices


def tell_asked(meeting: Meeting, attendees: Iterable[Attendee]) -> None:
    """Queue the invitation as the meeting stands now; nobody is asked to what has been."""
    if meeting.day >= today():
        subject = f"PEP meeting on {long_date(meeting.day)}, {meeting.pep.pupil.ref}"
        opening = "You are asked to a meeting about the Personal Education Plan of {who}."
        if meeting.revision:
            opening += " This takes the place of what you were told of it before."
        _queue(meeting, attendees, subject=subject, opening=opening)


def tell_no_longer_asked(
    meeting: Meeting, attendees: Iterable[Attendee], *, sees_no_more: bool = False
) -> None:
    """Queue the withdrawal of the invitation: the meeting is cancelled, or goes on without them.

    Once care is over, or the child has left, a school sees the child no more: who was invited is
    told all the same, no more than the invitation said, or the appointment stays in their calendar.
    """
    if meeting.day < today():
        return
    if meeting.cancelled_on:
        subject = f"Cancelled: PEP meeting on {long_date(meeting.day)}, {meeting.pep.pupil.ref}"
        opening = "The meeting about the Personal Education Plan of {who} is cancelled."
    else:
        subject = f"No longer asked: PEP meeting, {meeting.pep.pupil.ref}"
        opening = "You are no longer asked to the meeting about the PEP of {who}."
    _queue(
        meeting,
        attendees,
        subject=subject,
        opening=opening,
        is_withdrawn=True,
        sees_no_more=sees_no_more,
    )


def tell_place_is_empty(meeting: Meeting, attendees: Iterable[Attendee]) -> None:
    """Ask the organiser to find somebody in the place of these people, whom nobody follows yet;
    once for each of them."""
    pupil = meeting.pep.pupil
    queue_notices(
        Message(
            about=f"meeting:{meeting.ref}",
            stage=f"empty_{row.pk}",
            recipient_id=meeting.organiser.pk,
            subject=f"Somebody to be asked to a PEP meeting: {pupil.ref}",
            body=f"{row.in_words} no longer works with {who_is(pupil)} and is no longer asked to "
            f"the meeting on {long_date(meeting.day)}. Nobody with an account has taken that place "
            f"yet. Ask who will, and add them.\n\n{_page_of(meeting)}\n",
            pupil_ref=pupil.ref,
        )
        for row in attendees
    )


def tell_passed_on(meeting: Meeting, former: User) -> None:
    """Tell the new organiser that the meeting is theirs, each time it passes to them; it is no
    invitation, and no answer to whether they are asked.

    Passing on begins a revision, so that no two of a meeting's share one.
    """
    pupil, organiser = meeting.pep.pupil, meeting.organiser
    message = Message(
        about=f"organiser:{meeting.ref}",
        stage=f"passed_on_{meeting.revision}",
        recipient_id=organiser.pk,
        subject=f"A PEP meeting is now yours: {pupil.ref}",
        body=f"{former} no longer works with {who_is(pupil)}. The meeting on "
        f"{long_date(meeting.day)} is now in your name: those asked to it are told to answer to "
        f"you.\n\n{_page_of(meeting)}\n",
        pupil_ref=pupil.ref,
    )
    queue_notices([message])


def _queue(
    meeting: Meeting,
    attendees: Iterable[Attendee],
    *,
    subject: str,
    opening: str,
    is_withdrawn: bool = False,
    sees_no_more: bool = False,
) -> None:
    asked = [attendee for attendee in attendees if attendee.address]
    parent = Attendee.Capacity.PARENT
    is_hidden = any(row.capacity == parent for row in asked) and is_place_hidden(
        meeting.pep, on=today()
    )
    told = {row.pk: told_to(meeting, row, is_hidden=is_hidden) for row in asked}
    queue_notices(
        Message(
            about=f"meeting:{meeting.ref}",
            stage=f"revision_{meeting.revision}",
            recipient_id=attendee.user_id,
            address="" if attendee.user_id else attendee.email,
            subject=subject,
            body=_body(meeting, attendee, told[attendee.pk], opening, is_withdrawn=is_withdrawn),
            pupil_ref="" if sees_no_more else meeting.pep.pupil.ref,
            calendar=invitation(meeting, attendee, told[attendee.pk], is_withdrawn=is_withdrawn),
        )
        for attendee in asked
    )


def _body(
    meeting: Meeting, attendee: Attendee, told: Told, opening: str, *, is_withdrawn: bool
) -> str:
    """What a person reads whose mail program knows no calendars; the link only opens for those
    with an account."""
    where = [told.place, told.video_link]
    if told.is_place_kept and not is_withdrawn:
        where.append("The Virtual School will tell you where it is.")
    paragraphs = [
        opening.format(who=who_is(meeting.pep.pupil)),
        "\n".join(filter(None, (f"{meeting.when} (UK time)", *where))),
        f"Organised by {', '.join(filter(None, (told.organiser, told.contact)))}."
        + ("" if is_withdrawn else " Please tell them if you cannot come."),
    ]
    if attendee.user_id and not is_withdrawn:
        paragraphs.append(_page_of(meeting))
    paragraphs.append(f"Virtual School, {meeting.pep.pupil.authority.name}")
    return "\n\n".join(paragraphs) + "\n"


def _page_of(meeting: Meeting) -> str:
    page = reverse("peps:meeting", kwargs={"meeting": meeting.ref})
    return settings.SITE_URL.rstrip("/") + page
