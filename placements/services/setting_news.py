"""The message that a looked-after child is on a setting's roll: no name in it, and to who has no
account here no data at all."""

from collections.abc import Collection, Iterator

from django.core.exceptions import ValidationError

from placements.rules.setting_notified import WHOM, Event
from pupils.models import Enrolment, Pupil
from pupils.news import news_of, who_is
from pupils.querysets import in_force
from pupils.reminder_people import Person
from vsh.accounts.models import Membership
from vsh.calendars import today
from vsh.notices.services import Message

STAGE = "told"


def news_of_roll(
    place: Enrolment, event: Event, *, whom: Collection[str], address: str
) -> list[Message]:
    """A message to each of those who are told; refused for whom there is no way to write to."""
    return [message for role in whom for message in _to(place, event, role, address)]


def _to(place: Enrolment, event: Event, role: str, address: str) -> Iterator[Message]:
    pupil, about = place.pupil, f"roll:{place.pupil.ref}:{place.pk}:{event.on}"
    people = _with_account(place, role)
    for person in people:
        yield news_of(
            pupil,
            to=person,
            about=about,
            stage=STAGE,
            subject="A looked-after child is on your roll",
            said=f"{who_is(pupil)} is looked after by {pupil.authority.name} and on the roll of "
            f"{place.setting}. {event.words}.\n\nYou are told so that the personal education plan "
            "and the support at school follow.",
            page="placements:school",
        )
    if people:
        return
    if pupil.is_restricted:
        raise ValidationError(
            {"how": "This record is restricted: tell who is not named for it by telephone"}
        )
    if not address:
        label = WHOM[role].lower()
        raise ValidationError(
            {
                "address": f"No {label} of {place.setting} has an account here. Enter an e-mail "
                "address of the school’s, or tell them in another way"
            }
        )
    yield _without_data(pupil, about=about, address=address)


def _with_account(place: Enrolment, role: str) -> list[Person]:
    """Who holds the role at the setting and may see the child."""
    of_today = in_force(today(), first="starts_on", last="ends_on")
    members = Membership.objects.filter(
        of_today, setting=place.setting_id, role=role, user__is_active=True
    ).select_related("user")
    return [
        Person(member.user_id, member.user.email)
        for member in members.order_by("id")
        if Pupil.objects.visible_to(member.user).filter(pk=place.pupil_id).exists()
    ]


def _without_data(pupil: Pupil, *, about: str, address: str) -> Message:
    own = pupil.authority
    return Message(
        about=about,
        stage=STAGE,
        address=address,
        subject=f"Please call the Virtual School of {own.name}",
        body=f"For the head teacher and the designated teacher.\n\nPlease call the Virtual School "
        f"of {own.name}, {own.virtual_school_contact or 'at the council'}. "
        f"Our reference is {pupil.ref}.\n",
        pupil_ref=pupil.ref,
    )
