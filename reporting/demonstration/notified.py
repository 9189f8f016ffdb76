"""Who at each school was told of the looked-after children there; of a few nobody yet."""

import random
from collections.abc import Iterator
from datetime import date, timedelta

from placements.models import SettingNotification
from placements.rules.setting_notified import DESIGNATED_TEACHER, WHOM, Event, closing_of, events
from placements.schooling_facts import load_rolls
from pupils.models import Involvement, Pupil
from pupils.services.clock_states import facts_of_children
from vsh.accounts.models import Membership
from vsh.accounts.roles import Role
from vsh.calendars.rules import WorkingDays

LATELY = timedelta(days=21)
_DAYS = WorkingDays()
_HOWS = ["message", "message", "phone", "letter"]


def tell_settings(*, rng: random.Random, on: date) -> None:
    """Nearly all in time, one in thirty late; of what began lately one in four not yet, and one in
    four the designated teacher alone."""
    pupils = dict(Pupil.objects.order_by("pk").values_list("pk", "authority"))
    heads = dict(
        Membership.objects.filter(role=Role.VIRTUAL_SCHOOL_HEAD).values_list("authority", "user")
    )
    workers = Involvement.objects.filter(capacity=Involvement.Capacity.SOCIAL_WORKER)
    of_child = dict(workers.order_by("started_on", "pk").values_list("pupil", "user"))
    rolls, children = load_rolls(pupils), facts_of_children(pupils, on=on)
    told: list[SettingNotification] = []
    for pk, authority in pupils.items():
        by, (child, _) = of_child.get(pk, heads[authority]), children[pk]
        for roll in rolls[pk].as_known_on(on).rows:
            for period in child.care_periods:
                closing = closing_of(child, period, roll, on=on)
                for event in events(period, roll, closing=closing):
                    told += _told(rng, roll.id, event, by, on)
    SettingNotification.objects.bulk_create(told, batch_size=1000)


def _told(
    rng: random.Random, place: int, event: Event, by: int, on: date
) -> Iterator[SettingNotification]:
    number, how, chance = rng.randint(1, 4), rng.choice(_HOWS), rng.random()
    told_on = _DAYS.add(8 if chance > 0.97 else number, after=event.on)
    is_lately = event.on > on - LATELY
    if told_on > on or (is_lately and chance < 0.25):
        return
    for whom in [DESIGNATED_TEACHER] if is_lately and chance < 0.5 else WHOM:
        yield SettingNotification(
            enrolment_id=place,
            whom=whom,
            from_on=event.on,
            told_on=told_on,
            how=how,
            told_by_id=by,
        )
