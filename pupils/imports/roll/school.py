"""Schooling as the roll extract tells it: the main place, or the plain fact of having none.

What people withdrew, corrected or recorded since is not undone (`.put_right`, `.last_day`).
Source for what follows from having no place: statutory guidance (2018), "Securing appropriate
education".
"""

from collections.abc import Mapping
from datetime import date, timedelta

from ...models import CarePeriod, Enrolment
from ..changes import Changes
from ..record import ChildRecord
from .below_good import ask_for_evidence
from .contradiction import ContradictionError
from .last_day import end_place, plan_end_alone, set_end, set_last_day
from .no_place import last_is_over, plan_no_place
from .put_right import is_put_right
from .row import RollRow
from .successor import go_on_as, goes_on_as

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
        end_place(record, said, changes, on)
    elif urn is not None:
        _plan_place(record, settings[urn], said, changes, on)
    elif said.says("enrolled_to"):
        plan_end_alone(record, said, changes)
    is_unknown = not record.enrolments and urn is None
    if is_unknown or said.takes_away("school_urn") or last_is_over(record, on):
        plan_no_place(record, period, said, changes, on)


def _plan_place(
    record: ChildRecord, setting: int, said: RollRow, changes: Changes, on: date
) -> None:
    joined = said.value("enrolled_from")
    places = record.places
    same_setting = [one for one in places if one.setting_id == setting]
    if is_put_right(record, setting, said, changes):
        return
    if joined is None:
        _plan_place_without_day(record, places, same_setting, said, changes, on)
        return
    last = places[-1] if places else None
    place = next((one for one in same_setting if one.started_on == joined), None)
    if place is None and last is not None and _is_same_stay(last, setting, joined, said):
        place = last
        _make_room(record, joined, said, changes, besides=place)
        changes.set(place, started_on=joined)
    elif place is None and last is not None and _is_same_day(last, joined):
        place = last
        _correct_setting(record, place, setting, said, changes)
    elif place is None:
        _make_room(record, joined, said, changes)
        place = changes.create(
            Enrolment(
                pupil=record.pupil,
                setting_id=setting,
                kind=Enrolment.Kind.MAIN,
                started_on=joined,
            )
        )
        record.enrolments.append(place)
        ask_for_evidence(record, place, said, changes)
    elif any(one.started_on > joined for one in places if one is not place):
        changes.warn(
            said.row,
            "school_urn",
            "later_place",
            "This place is on record and so is a later school: the later one stands. Check which "
            "is right.",
        )
        return
    set_end(record, place, said, changes)


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
    set_end(record, of_today[0] if of_today else same_setting[-1], said, changes)


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


def _correct_setting(
    record: ChildRecord, place: Enrolment, setting: int, said: RollRow, changes: Changes
) -> None:
    """The same first day at another school: a wrong URN put right, or the school's successor."""
    if goes_on_as(place, setting):
        go_on_as(place, setting, said, changes)
        return
    changes.warn(
        said.row,
        "school_urn",
        "other_school",
        "Another school was on record from the same day: this one replaces it. Check that it "
        "is right.",
    )
    changes.set_told(said.row, place, {"setting_id": "school_urn"}, setting_id=setting)
    changes.set(place, evidence="", exceptional_reason="")  # they were about the other school
    ask_for_evidence(record, place, said, changes)


def _make_room(
    record: ChildRecord,
    joined: date,
    said: RollRow,
    changes: Changes,
    *,
    besides: Enrolment | None = None,
) -> None:
    """End the former place the day before; what says "no place" gives way altogether."""
    for former in list(record.enrolments):
        if former is besides or (former.ended_on is not None and former.ended_on < joined):
            continue
        if besides is not None and former.started_on > besides.started_on:
            continue
        if former.started_on < joined:
            set_last_day(former, joined - DAY, "enrolled_from", said, changes)
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
