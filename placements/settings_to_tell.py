"""The settings that are not on record as told of a looked-after child on their roll."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, CharField, F, Func, QuerySet, Value, When

from placements.models import SettingNotification
from placements.rules.setting_notified import KIND, WHOM, ToldFacts
from pupils.models import Deadline, Enrolment
from pupils.querysets import in_force, ran_out_before_on_record
from vsh.accounts.models import Membership, User
from vsh.accounts.roles import Permission


@dataclass(frozen=True, kw_only=True)
class ToTell:
    """A child and a setting; `whom` is still to be told, `unreached` has no account there.

    `is_of_before`: what they are told of began before the child was on record here.
    """

    deadline: Deadline
    place: Enrolment
    whom: list[str]
    unreached: list[str]
    is_of_before: bool
    is_overdue: bool

    @property
    def whom_words(self) -> str:
        """Who is still to be told."""
        return " and ".join(WHOM[one].lower() for one in self.whom).capitalize()

    @property
    def unreached_words(self) -> str:
        """Who gets no message from here."""
        return " or ".join(WHOM[one].lower() for one in self.unreached)


def settings_to_tell(user: User, *, on: date) -> "QuerySet[Any]":
    """The open clocks of what settings are told, of the children whom the user may tell of; the
    work of today first, then what was before, by setting."""
    deadlines: QuerySet[Any] = Deadline.objects.visible_to(user, Permission.TELL_SETTING)
    open_ones = deadlines.filter(
        kind=KIND, met_on=None, closed_on=None, is_current=True, started_on__lte=on
    ).annotate(
        before=Case(When(ran_out_before_on_record(), then=Value(1)), default=Value(0)),
        school=Func(
            F("trigger_key"),
            Value("/"),
            Value(2),
            function="SPLIT_PART",
            output_field=CharField(),
        ),
    )
    return open_ones.select_related("pupil__authority").order_by("before", "school", "due_on", "id")


def rows_of(deadlines: Collection[Any], *, on: date) -> list[ToTell]:
    """The rows of one page, in its order; three queries."""
    pupils = {deadline.pupil_id for deadline in deadlines}
    places: dict[tuple[int, str], list[Enrolment]] = defaultdict(list)
    found = Enrolment.objects.filter(pupil__in=pupils, setting__isnull=False)
    for place in found.select_related("setting", "pupil").order_by("started_on", "pk"):
        assert place.setting is not None
        school = place.setting.urn or f"setting-{place.setting_id}"
        places[place.pupil_id, school].append(place)
    told = _told(pupils)
    accounts = _accounts({p.setting_id for group in places.values() for p in group}, on)
    rows = []
    for deadline in deadlines:
        day = deadline.started_on
        there = [
            place
            for place in places[deadline.pupil_id, deadline.school]
            if place.started_on <= day and (place.ended_on is None or place.ended_on >= day)
        ]
        if not there:
            continue
        place = there[-1]
        of_setting = places[deadline.pupil_id, deadline.school]
        said = [row for one in of_setting for row in told[one.pk]]
        whom = [one for one in WHOM if not any(t.whom == one and t.is_of(day) for t in said)]
        rows.append(
            ToTell(
                deadline=deadline,
                place=place,
                whom=whom,
                unreached=[one for one in whom if (place.setting_id, one) not in accounts],
                is_of_before=bool(deadline.before),
                is_overdue=deadline.due_on < on,
            )
        )
    return rows


def _told(pupils: Collection[int]) -> dict[int, list[ToldFacts]]:
    found: dict[int, list[ToldFacts]] = defaultdict(list)
    rows: Any = SettingNotification.objects.filter(enrolment__pupil__in=pupils).order_by()
    for place, *facts in rows.values_list("enrolment", "whom", "told_on", "from_on"):
        found[place].append(ToldFacts(*facts))
    return found


def _accounts(settings: Collection[int | None], on: date) -> set[tuple[int | None, str]]:
    """At which settings somebody holds which role."""
    members = Membership.objects.filter(
        in_force(on, first="starts_on", last="ends_on"),
        setting__in=settings,
        role__in=list(WHOM),
        user__is_active=True,
    )
    return set(members.order_by().values_list("setting", "role").distinct())
