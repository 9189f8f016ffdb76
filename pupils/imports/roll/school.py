"""Schooling as the roll extract tells it: the main place, or the plain fact of having none.

Source for the ages: Education Act 1996 s.8; for what follows from having no place: statutory
guidance (2018), "Securing appropriate education".
"""

from collections.abc import Mapping
from datetime import date, timedelta

from ...models import CarePeriod, Enrolment
from ...rules.ages import compulsory_school_age
from ..changes import Changes
from ..record import ChildRecord
from .care import ContradictionError
from .row import RollRow

DAY = timedelta(days=1)


def plan_school(
    record: ChildRecord,
    period: CarePeriod | None,
    said: RollRow,
    changes: Changes,
    *,
    settings: Mapping[str, int],
    on: date,
) -> None:
    """The main place of the row; a new school closes the former one the day before.

    `settings` are the ids of the settings that the file names, by URN.
    """
    urn = said.value("school_urn")
    if urn is not None and urn not in settings:
        return  # named by the caller; the child's other facts are loaded
    if said.takes_away("school_urn"):
        _end_place(record, said.value("enrolled_to"), changes, on)
    elif urn is not None:
        _plan_place(record, settings[urn], said, changes)
    elif said.says("enrolled_to") and record.enrolments:
        _set_end(record, record.enrolments[-1], said, changes)
    is_unknown = not record.enrolments and urn is None
    if is_unknown or said.takes_away("school_urn") or _last_is_over(record, on):
        _plan_no_place(record, period, changes, on)


def _last_is_over(record: ChildRecord, on: date) -> bool:
    if not record.enrolments:
        return False
    last = record.enrolments[-1]
    return last.kind != Enrolment.Kind.NO_PLACE and last.ended_on is not None and last.ended_on < on


def _plan_place(record: ChildRecord, setting: int, said: RollRow, changes: Changes) -> None:
    joined = said.value("enrolled_from")
    places = [one for one in record.enrolments if one.kind != Enrolment.Kind.NO_PLACE]
    same_setting = [one for one in places if one.setting_id == setting]
    if joined is None:
        open_here = [one for one in same_setting if one.ended_on is None] or same_setting[-1:]
        if not open_here:
            raise ContradictionError(
                "enrolled_from", "missing", "enrolled_from is empty. Fill it in for a new school."
            )
        _set_end(record, open_here[-1], said, changes)
        return
    place = next((one for one in same_setting if one.started_on == joined), None)
    if place is None and places and places[-1] in same_setting and places[-1].ended_on is None:
        place = places[-1]  # the same stay with another first day: a correction
        _make_room(record, joined, changes, besides=place)
        changes.set(place, started_on=joined)
    elif place is None:
        _make_room(record, joined, changes)
        place = changes.create(
            Enrolment(
                pupil=record.pupil,
                setting_id=setting,
                kind=Enrolment.Kind.MAIN,
                started_on=joined,
            )
        )
        record.enrolments.append(place)
    elif any(one.started_on > joined for one in places if one is not place):
        changes.warn(
            said.row,
            "school_urn",
            "later_place",
            "This place is on record and so is a later school: the later one stands. Check which "
            "is right.",
        )
        return
    _set_end(record, place, said, changes)


def _make_room(
    record: ChildRecord, joined: date, changes: Changes, *, besides: Enrolment | None = None
) -> None:
    """End the former place the day before; what says "no place" gives way altogether."""
    for former in list(record.enrolments):
        if former is besides or (former.ended_on is not None and former.ended_on < joined):
            continue
        if former.started_on < joined:
            changes.set(former, ended_on=joined - DAY)
        elif former.kind == Enrolment.Kind.NO_PLACE:
            changes.delete(former)
            record.enrolments.remove(former)
        else:
            raise ContradictionError(
                "enrolled_from",
                "later_place",
                f"A later school is on record, from {former.started_on:%d/%m/%Y}. "
                "Correct one of them.",
            )


def _set_end(record: ChildRecord, place: Enrolment, said: RollRow, changes: Changes) -> None:
    gone = said.value("enrolled_to")
    if said.takes_away("enrolled_to"):
        _drop_no_place_after(record, place, changes)
        changes.set(place, ended_on=None)
    elif gone is not None and gone != place.ended_on:
        if gone < place.started_on:
            raise ContradictionError(
                "enrolled_to",
                "end_before_start",
                f"On record the place starts on {place.started_on:%d/%m/%Y}.",
            )
        _drop_no_place_after(record, place, changes)
        changes.set(place, ended_on=gone)


def _drop_no_place_after(record: ChildRecord, place: Enrolment, changes: Changes) -> None:
    for other in list(record.enrolments):
        if other.kind == Enrolment.Kind.NO_PLACE and other.started_on > place.started_on:
            changes.delete(other)
            record.enrolments.remove(other)


def _end_place(record: ChildRecord, last_day: date | None, changes: Changes, on: date) -> None:
    """The child has left: on the day given, else yesterday, since the file does not say when."""
    for place in list(record.enrolments):
        if place.kind == Enrolment.Kind.NO_PLACE or (place.ended_on and place.ended_on < on):
            continue
        end = last_day or on - DAY
        if place.started_on > end:
            changes.delete(place)
            record.enrolments.remove(place)
        else:
            changes.set(place, ended_on=end)


def _plan_no_place(
    record: ChildRecord, period: CarePeriod | None, changes: Changes, on: date
) -> None:
    """A looked-after child of compulsory school age without a school has no place, on record.

    From the latest of: the day of entering care, the day after the former place, the first day
    of compulsory school age.
    """
    if period is None or period.ended_on is not None:
        return
    first, last = compulsory_school_age(record.pupil.date_of_birth)
    started_on = max(period.started_on, first)
    if record.enrolments:
        latest = record.enrolments[-1]
        if latest.kind == Enrolment.Kind.NO_PLACE and latest.ended_on is None:
            return
        if latest.ended_on is None:
            return
        started_on = max(started_on, latest.ended_on + DAY)
    if started_on > on or started_on > last or on > last:
        return
    record.enrolments.append(
        changes.create(
            Enrolment(
                pupil=record.pupil,
                kind=Enrolment.Kind.NO_PLACE,
                started_on=started_on,
                is_full_time=False,
            )
        )
    )
