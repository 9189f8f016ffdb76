"""Those who follow the child are alerted when a placement breaks down, or a school breaks down or
changes, once."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from peps.rules.breakdowns import (
    LOOKS_BACK,
    UNPLANNED,
    Breakdown,
    Event,
    Place,
    changed_from,
    is_news,
)
from placements.models import CareMove
from placements.services.move_news import alert_of_home
from pupils.models import CarePeriod, CarePlacement, Enrolment, Pupil
from pupils.news import news_of, who_is
from pupils.reminder_people import PeopleOfChildren, Person, load_people
from vsh.accounts.roles import Role
from vsh.calendars import today
from vsh.govuk.dates import long_date
from vsh.notices.services import Message, queue_notices
from vsh.organisations.succession import predecessors_of

ONE_DAY = timedelta(days=1)
_WORDS = {
    Breakdown.HOME: (
        "Placement broken down",
        "An unplanned or emergency move of home of {who} is on record, on {day}.",
        "placements:care",
    ),
    Breakdown.SCHOOL: (
        "School place lost",
        "{who} has been without a school place since {day}, as far as is on record.",
        "placements:school",
    ),
    Breakdown.CHANGE: (
        "Change of school",
        "{who} changes school or setting: another place is on record, from {day}.",
        "placements:school",
    ),
}
_WHY = (
    "You are told so that the reviewing officer can decide whether a review of the care plan is "
    "required, and the Virtual School what the child needs now."
)


def alert_of_breakdowns(day: date | None = None) -> int:
    """Queue the alerts of what the facts on record tell, whoever wrote them; how many were new.

    It reads the facts and not the events of writing them, so services and imports are alike. The
    message is unique on child, kind and day: a second run, or one at the same time, adds nothing.
    """
    day = day or today()
    events = list(dict.fromkeys([*_homes(day), *_schools(day), *_changes(day)]))
    pupils = Pupil.objects.in_bulk({pupil_id for pupil_id, _ in events})
    news = [
        (pupils[pupil_id], event)
        for pupil_id, event in events
        if is_news(
            event,
            on=day,
            on_record_since=pupils[pupil_id].on_record_since,
            date_of_birth=pupils[pupil_id].date_of_birth,
        )
    ]
    people = load_people({pupil.pk for pupil, _ in news}, on=day)
    return queue_notices(
        message for pupil, event in news for message in _messages(pupil, event, people)
    )


def _homes(day: date) -> Iterator[tuple[int, Event]]:
    """Emergency moves inside a time in care, and placements that ended as nobody had planned; not
    an emergency that a person recorded as a move, of which people are told then."""
    since = day - LOOKS_BACK
    earlier = CarePlacement.objects.filter(
        care_period=OuterRef("care_period"), started_on__lt=OuterRef("started_on")
    )
    moved = _in_care(CarePlacement.objects.filter(started_on__range=(since, day)), day)
    told = CareMove.objects.filter(
        pupil=OuterRef("pupil"), state=CareMove.State.RECORDED, is_emergency=True
    )
    moved = moved.exclude(Exists(told.filter(placement=OuterRef("pk"))))
    begun = moved.filter(Exists(earlier), is_emergency=True).values_list("pupil_id", "started_on")
    ended = _in_care(CarePlacement.objects.filter(ended_on__range=(since, day)), day)
    ended = ended.exclude(Exists(told.filter(from_on=OuterRef("ended_on"))))
    broken = ended.filter(reason_changed__in=UNPLANNED).values_list("pupil_id", "ended_on")
    for pupil_id, on in [*begun.order_by("pk"), *broken.order_by("pk")]:
        yield pupil_id, Event(what=Breakdown.HOME, on=on)


def _schools(day: date) -> Iterator[tuple[int, Event]]:
    """The recorded fact of having no place, and places that ended with none to follow."""
    since = day - LOOKS_BACK
    none = Enrolment.objects.filter(kind=Enrolment.Kind.NO_PLACE, started_on__range=(since, day))
    for pupil_id, on in _in_care(none, day).order_by("pk").values_list("pupil_id", "started_on"):
        yield pupil_id, Event(what=Breakdown.SCHOOL, on=on)
    following = Enrolment.objects.main().filter(
        pupil=OuterRef("pupil"), started_on__gt=OuterRef("ended_on")
    )
    ended = Enrolment.objects.main().filter(
        ~Exists(following), ended_on__range=(since - ONE_DAY, day - ONE_DAY)
    )
    ended = ended.exclude(kind=Enrolment.Kind.NO_PLACE)
    for pupil_id, on in _in_care(ended, day).order_by("pk").values_list("pupil_id", "ended_on"):
        yield pupil_id, Event(what=Breakdown.SCHOOL, on=on + ONE_DAY)


def _changes(day: date) -> Iterator[tuple[int, Event]]:
    """Places at another school or setting than before, begun lately or still to begin; a school
    that goes on under another number, as an academy does, is the same."""
    learns = Enrolment.objects.main().exclude(kind=Enrolment.Kind.NO_PLACE).order_by("pk")
    lately = _in_care(learns.filter(started_on__gte=day - LOOKS_BACK), day)
    begun = list(lately.values_list("pupil_id", "started_on"))
    rows = learns.filter(pupil__in={pupil_id for pupil_id, _ in begun})
    places: dict[int, dict[date, Place]] = defaultdict(dict)
    for pupil_id, on, setting in rows.values_list("pupil_id", "started_on", "setting_id"):
        places[pupil_id][on] = Place(started_on=on, setting=setting)
    changed = []
    for pupil_id, on in begun:
        place = places[pupil_id][on]
        if last := changed_from(place, places[pupil_id].values()):
            changed.append((pupil_id, on, last.setting, place.setting))
    later = {setting for *_, setting in changed if setting is not None}
    goes_on = {(former.pk, school.pk) for former, school in predecessors_of(later)}
    for pupil_id, on, left, joined in changed:
        if (left, joined) not in goes_on:
            yield pupil_id, Event(what=Breakdown.CHANGE, on=on)


def _in_care(rows: "QuerySet[CarePlacement] | QuerySet[Enrolment]", day: date) -> "QuerySet[Any]":
    care = CarePeriod.objects.current_on(day).filter(pupil=OuterRef("pupil"))
    return rows.filter(Exists(care))


def _messages(pupil: Pupil, event: Event, people: PeopleOfChildren) -> Iterator[Message]:
    subject, text, page = _WORDS[event.what]
    said = text.format(who=who_is(pupil), day=long_date(event.on))
    is_news_to_them = event.what is not Breakdown.HOME  # which they write down themselves
    about = f"breakdown:{pupil.ref}:{event.what}:{event.on}"
    if not is_news_to_them:
        about = alert_of_home(pupil.ref, event.on)  # by which the page of the move finds it
    told = whom_to_alert(pupil, people, has_social_worker=is_news_to_them)
    return alerts(pupil, told, about=about, subject=subject, said=said, page=page)


def whom_to_alert(
    pupil: Pupil, people: PeopleOfChildren, *, has_social_worker: bool
) -> list[Person]:
    """Reviewing officer and officer, without one the head; the social worker where it is news."""
    officers = people.holding(Role.VIRTUAL_SCHOOL_OFFICER, pupil)
    workers = people.holding(Role.SOCIAL_WORKER, pupil) if has_social_worker else []
    told = [
        *people.holding(Role.IRO, pupil),
        *workers,
        *(officers or people.holding(Role.VIRTUAL_SCHOOL_HEAD, pupil)),
    ]
    return list(dict.fromkeys(told))


def alerts(
    pupil: Pupil, told: Iterable[Person], *, about: str, subject: str, said: str, page: str
) -> Iterator[Message]:
    """One alert for each of them, with why they are told and where to look."""
    for person in told:
        yield news_of(
            pupil,
            to=person,
            about=about,
            stage="alert",
            subject=subject,
            said=f"{said}\n\n{_WHY}",
            page=page,
        )
