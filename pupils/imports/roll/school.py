"""Schooling as the roll extract tells it: the main place, or the plain fact of having none.

Source for the ages: Education Act 1996 s.8; for what follows from having no place: statutory
guidance (2018), "Securing appropriate education".
"""

from collections.abc import Mapping
from datetime import date, timedelta

from vsh.organisations.succession import is_succeeded_by
from vsh.tables.findings import Level, Problem

from ...models import CarePeriod, Enrolment
from ...rules.ages import compulsory_school_age
from ..changes import Changes
from ..record import ChildRecord
from .contradiction import ContradictionError
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
        _end_place(record, said, changes, on)
    elif urn is not None:
        _plan_place(record, settings[urn], said, changes, on)
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


def _plan_place(
    record: ChildRecord, setting: int, said: RollRow, changes: Changes, on: date
) -> None:
    joined = said.value("enrolled_from")
    places = [one for one in record.enrolments if one.kind != Enrolment.Kind.NO_PLACE]
    same_setting = [one for one in places if one.setting_id == setting]
    if joined is None:
        _plan_place_without_day(record, places, same_setting, said, changes, on)
        return
    last = places[-1] if places else None
    place = next((one for one in same_setting if one.started_on == joined), None)
    if place is None and last is not None and _is_same_stay(last, setting, joined, said):
        place = last
        _make_room(record, joined, changes, besides=place)
        changes.set(place, started_on=joined)
    elif place is None and last is not None and _is_same_day(last, joined):
        place = last
        _correct_setting(place, setting, said, changes)
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


def _plan_place_without_day(
    record: ChildRecord,
    places: list[Enrolment],
    same_setting: list[Enrolment],
    said: RollRow,
    changes: Changes,
    on: date,
) -> None:
    """Without a first day the row can only mean the latest stay, or the one of today."""
    if not same_setting:
        raise ContradictionError(
            "enrolled_from", "missing", "enrolled_from is empty. Fill it in for a new school."
        )
    of_today = [one for one in same_setting if _is_of(one, on)]
    if not of_today and same_setting[-1] is not places[-1]:
        changes.warn(
            said.row,
            "enrolled_from",
            "missing",
            "On record the child has left this school for another, which stands. If the child "
            "came back, fill in enrolled_from.",
        )
        return
    _set_end(record, of_today[0] if of_today else same_setting[-1], said, changes)


def _is_of(place: Enrolment, on: date) -> bool:
    return place.started_on <= on and (place.ended_on is None or place.ended_on >= on)


def _is_same_stay(last: Enrolment, setting: int, joined: date, said: RollRow) -> bool:
    """Whether the row means the latest place, with another first day: a correction."""
    gone = said.value("enrolled_to")
    return (
        last.setting_id == setting
        and (last.ended_on is None or joined <= last.ended_on)
        and not (gone and gone < last.started_on)
    )


def _is_same_day(last: Enrolment, joined: date) -> bool:
    return last.kind == Enrolment.Kind.MAIN and last.started_on == joined


def _correct_setting(place: Enrolment, setting: int, said: RollRow, changes: Changes) -> None:
    """The same first day at another school: a wrong URN put right, or the school's successor."""
    if place.setting_id and is_succeeded_by(place.setting_id, setting):
        problem = Problem(
            column="school_urn",
            code="successor",
            message="The school goes on under this URN: the place goes on with it.",
            level=Level.INFO,
        )
        changes.note(said.row, problem)
    else:
        changes.warn(
            said.row,
            "school_urn",
            "other_school",
            "Another school was on record from the same day: this one replaces it. Check that it "
            "is right.",
        )
    changes.set(place, setting_id=setting)


def _make_room(
    record: ChildRecord, joined: date, changes: Changes, *, besides: Enrolment | None = None
) -> None:
    """End the former place the day before; what says "no place" gives way altogether."""
    for former in list(record.enrolments):
        if former is besides or (former.ended_on is not None and former.ended_on < joined):
            continue
        if besides is not None and former.started_on > besides.started_on:
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


def _end_place(record: ChildRecord, said: RollRow, changes: Changes, on: date) -> None:
    """The child has left: on the day given, else yesterday, since the file does not say when.

    What people entered and the case system cannot know stays: a place still to start, and
    education otherwise than at school.
    """
    end = said.value("enrolled_to") or on - DAY
    for place in record.enrolments:
        if place.kind == Enrolment.Kind.NO_PLACE or (place.ended_on and place.ended_on < on):
            continue
        if place.kind == Enrolment.Kind.MAIN and place.started_on <= end:
            changes.set(place, ended_on=end)
        else:
            changes.warn(
                said.row,
                "school_urn",
                "later_place",
                f"A place is on record from {place.started_on:%d/%m/%Y} that the file does not "
                "know: it stands. Check which is right.",
            )


def _plan_no_place(
    record: ChildRecord, period: CarePeriod | None, changes: Changes, on: date
) -> None:
    """A looked-after child of compulsory school age without a school has no place, on record.

    From the latest of: the day of entering care, the day after the former place, the first day
    of compulsory school age; until the day before a place that is still to start.
    """
    if period is None or period.ended_on is not None:
        return
    first, last = compulsory_school_age(record.pupil.date_of_birth)
    started_on = max(period.started_on, first)
    begun = [one for one in record.enrolments if one.started_on <= on]
    to_come = record.enrolments[len(begun) :]
    if begun:
        latest = begun[-1]
        if latest.ended_on is None:
            return
        started_on = max(started_on, latest.ended_on + DAY)
    if started_on > on or started_on > last or on > last:
        return
    fact = Enrolment(
        pupil=record.pupil,
        kind=Enrolment.Kind.NO_PLACE,
        started_on=started_on,
        ended_on=to_come[0].started_on - DAY if to_come else None,
        is_full_time=False,
    )
    record.enrolments.insert(len(begun), changes.create(fact))
