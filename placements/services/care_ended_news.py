"""Head teacher and designated teacher are told that a child on their roll is no longer looked
after: who sees looked-after children alone would find the record gone, and not know why.

Whoever told the end, a person or a file, the message goes once for each day. It names no reason:
why care ended is not the school's to know, least of all of an adoption.
"""

from collections.abc import Collection, Iterator
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef

from placements.rules.setting_notified import WHOM
from pupils.models import CarePeriod, Pupil, RestrictedAccess
from pupils.news import who_is
from pupils.querysets import in_force
from pupils.reminder_people import PeopleOfChildren, Person, load_people, settings_to_tell
from vsh.accounts.models import Membership
from vsh.accounts.roles import Role
from vsh.calendars import today
from vsh.govuk.dates import long_date
from vsh.notices.services import Message, queue_notices

NEWS_FOR = timedelta(days=28)  # an end that is told later is history
DIED = "E2"  # the school hears of it from people, not from here


def tell_of_ended_care(*, pupil_ids: Collection[int], on: date, **_: Any) -> None:
    """Queue the messages about these children, each once; nothing of a child who was not on record
    before care ended, or is looked after again."""
    if on != today():
        return
    again = CarePeriod.objects.filter(pupil=OuterRef("pupil"), started_on__gte=OuterRef("ended_on"))
    ended = CarePeriod.objects.filter(
        ~Exists(again),
        pupil__in=pupil_ids,
        pupil__on_record_since__lt=F("ended_on"),
        ended_on__gt=on - NEWS_FOR,
        ended_on__lte=on,
    ).exclude(end_reason=DIED)
    periods = list(ended.select_related("pupil__authority"))
    if not periods:
        return
    people = load_people([period.pupil_id for period in periods], on=on)
    queue_notices(message for period in periods for message in _messages(period, people))


def who_is_told(pupil: Pupil) -> dict[str, int]:
    """How many people at the child's school get the message, by what they are there: two
    queries."""
    on = today()
    members = Membership.objects.filter(
        in_force(on, first="starts_on", last="ends_on"),
        setting__in=[setting for _, setting in settings_to_tell([pupil.pk], on)],
        role__in=list(WHOM),
        user__is_active=True,
    )
    if pupil.is_restricted:
        named = RestrictedAccess.objects.filter(in_force(on), pupil=pupil)
        members = members.filter(user__in=named.values("user"))
    roles = list(members.order_by().values_list("role", flat=True))
    return {words: roles.count(role) for role, words in WHOM.items()}


def _messages(period: CarePeriod, people: PeopleOfChildren) -> Iterator[Message]:
    told: dict[Person, None] = {}
    for role in WHOM:
        told |= dict.fromkeys(people.holding(Role(role), period.pupil))
    for person in told:
        yield _message(period, person)


def _message(period: CarePeriod, person: Person) -> Message:
    pupil, own = period.pupil, period.pupil.authority
    return Message(
        about=f"care_ended:{pupil.ref}:{period.ended_on}",
        stage="told",
        recipient_id=person.user_id,
        subject=f"A child on your roll is no longer looked after: {pupil.ref}",
        body=f"{who_is(pupil)}, on your roll, ceased to be looked after by {own.name} on "
        f"{long_date(period.ended_on)}.\n\n"  # type: ignore[arg-type]
        "The child’s record is no longer on your list here, and nothing is due for it any more. "
        f"Questions: the Virtual School of {own.name}, "
        f"{own.virtual_school_contact or 'at the council'}.\n",
    )  # without `pupil_ref`: who is told no longer sees the child, and is told all the same
