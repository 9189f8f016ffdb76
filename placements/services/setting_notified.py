"""Head teacher and designated teacher are told that a looked-after child is on their roll.

Source: SI 2010/959 reg. 13; statutory guidance (2018), "The role of the VSH for looked-after
children".
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction

from placements.models import CareMove, SettingNotification
from placements.rules.setting_notified import (
    WHOM,
    Event,
    events_to_tell,
    known_ahead,
    times_on_roll,
)
from placements.schooling_facts import load_rolls
from pupils.child_permissions import require_for
from pupils.models import Enrolment
from pupils.reminder_people import PeopleOfChildren
from pupils.services.clock_facts import load_children
from pupils.services.enrolments import facts_changed
from pupils.services.locking import lock_visible_pupil
from vsh.accounts.models import User
from vsh.accounts.roles import Permission, Role
from vsh.calendars import today
from vsh.govuk.dates import long_date
from vsh.history.context import noted
from vsh.notices.services import queue_notices

from .setting_news import news_of_roll

MESSAGE = SettingNotification.How.MESSAGE
AHEAD = timedelta(days=90)  # so long before a place or a planned move somebody may be told of it


@dataclass(frozen=True, kw_only=True)
class Telling:
    """Who is told, how and when; `address` is for a message to who has no account. `of_on` is the
    day of what they are told of: by default what began last."""

    whom: Collection[str]
    how: str
    told_on: date | None = None
    address: str = ""
    of_on: date | None = None


def events_of(place: Enrolment, *, on: date) -> list[Event]:
    """What its setting is told of: what began last, then what is planned; nothing for a child who
    is not looked after or has left."""
    facts = load_children([place.pupil_id])[place.pupil_id].facts
    rolls = times_on_roll(load_rolls([place.pupil_id])[place.pupil_id].rows)
    roll = next((roll for roll in rolls if place.pk in roll.ids), None)
    if roll is None or (roll.ended_on is not None and roll.ended_on < on):
        return []
    return events_to_tell(known_ahead(facts, on=on, until=on + AHEAD), roll, on=on)


@transaction.atomic
def tell_setting(*, actor: User, enrolment: Enrolment, said: Telling) -> list[SettingNotification]:
    """Put on record who was told, of what holds today or is planned; a message from here is sent
    with it."""
    pupil = lock_visible_pupil(enrolment.pupil, actor=actor)
    require_for(actor, Permission.TELL_SETTING, pupil)
    place = Enrolment.objects.select_related("setting").filter(pk=enrolment.pk).first()
    found = []
    if place is not None:
        place.pupil = pupil
        found = events_of(place, on=today())
    if place is None or not found:
        raise ValidationError(
            "On record the child is not looked after, or not on this roll. Check the place first."
        )
    event = _event(found, said)
    told_on = _day(said, event)
    rows = [
        SettingNotification(
            enrolment=place,
            whom=whom,
            from_on=event.on,
            told_on=told_on,
            how=said.how,
            told_by=actor,
        )
        for whom in said.whom
    ]
    for row in rows:
        row.full_clean()
        row.save()
    if said.how == MESSAGE:
        queue_notices(news_of_roll(place, event, whom=said.whom, address=said.address))
    facts_changed(pupil)
    return rows


@transaction.atomic
def withdraw_notification(*, actor: User, row: SettingNotification, reason: str) -> None:
    """Take an entry off the record: they were not told. The history keeps it."""
    pupil = lock_visible_pupil(row.enrolment.pupil, actor=actor)
    require_for(actor, Permission.TELL_SETTING, pupil)
    with noted(reason=reason):
        SettingNotification.objects.filter(pk=row.pk).delete()
    facts_changed(pupil)


def note_school_told(move: CareMove, people: PeopleOfChildren, *, by: User) -> None:
    """The messages of a move tell its school too: who of the two has an account there is told."""
    place = move.enrolment
    if place is None or place.setting_id is None or move.from_on is None:
        return
    for whom in WHOM:
        there = people.of_setting.get((place.setting_id, whom), [])
        if any(person in there for person in people.holding(Role(whom), move.pupil)):
            SettingNotification.objects.get_or_create(
                enrolment=place,
                whom=whom,
                from_on=move.from_on,
                defaults={"told_on": today(), "how": MESSAGE, "told_by": by},
            )


def _event(found: list[Event], said: Telling) -> Event:
    """What they are told of: the one of the day that was said, by default what began last."""
    if said.of_on is None:
        return found[0]
    for event in found:
        if event.on == said.of_on:
            return event
    of_on = long_date(said.of_on)
    raise ValidationError(
        {"of_on": f"Nothing new is on record from {of_on} any more. Open the page again and select"}
    )


def _day(said: Telling, event: Event) -> date:
    """The day on which they were told: of a message from here today."""
    day = today()
    told_on = day if said.how == MESSAGE else said.told_on
    if told_on is None:
        raise ValidationError({"told_on": "Enter the day on which they were told"})
    if told_on > day:
        raise ValidationError({"told_on": "The day on which they were told is in the future"})
    if told_on < event.on - AHEAD:
        began = long_date(event.on)
        raise ValidationError({"told_on": f"What they are told of began later, on {began}"})
    return told_on
