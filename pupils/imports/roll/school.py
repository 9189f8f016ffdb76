"""Schooling as the roll extract tells it: the main place, or the plain fact of having none.

What people withdrew, corrected or recorded since is not undone (`..told_by_people`).
Source for what follows from having no place: statutory guidance (2018), "Securing appropriate
education".
"""

from collections.abc import Mapping
from datetime import date, timedelta

from vsh.organisations.succession import is_succeeded_by
from vsh.tables.findings import Level, Problem

from ...models import CarePeriod, Enrolment
from ..changes import Changes
from ..record import ChildRecord
from .contradiction import ContradictionError
from .no_place import last_is_over, plan_no_place
from .row import RollRow

DAY = timedelta(days=1)
_WRONG = (
    "A person withdrew or corrected this place: what they said stands. "
    "Put it right in the case system."
)
_WRONG_ON_ANOTHER_DAY = (
    "A person withdrew a place at this school that began on another day. This one is loaded: "
    "check that it is right."
)
_NOT_THIS_END = (
    "A person corrected this last day: what they said stands. Put it right in the case system."
)


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
    elif said.says("enrolled_to"):
        _plan_end_alone(record, said, changes)
    is_unknown = not record.enrolments and urn is None
    if is_unknown or said.takes_away("school_urn") or last_is_over(record, on):
        plan_no_place(record, period, changes, on)


def _plan_place(
    record: ChildRecord, setting: int, said: RollRow, changes: Changes, on: date
) -> None:
    joined = said.value("enrolled_from")
    places = _places(record)
    same_setting = [one for one in places if one.setting_id == setting]
    if _is_put_right(record, same_setting, setting, said, changes):
        return
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


def _places(record: ChildRecord) -> list[Enrolment]:
    return [one for one in record.enrolments if one.kind != Enrolment.Kind.NO_PLACE]


def _is_put_right(
    record: ChildRecord,
    same_setting: list[Enrolment],
    setting: int,
    said: RollRow,
    changes: Changes,
) -> bool:
    """Whether a person said that this place is wrong: theirs stands, and the file is named.

    Another first day at a school that was withdrawn is news: it is loaded, and named too.
    """
    joined = said.value("enrolled_from")
    if any(joined in (None, one.started_on) for one in same_setting):
        return False
    wrong = record.told.wrong_at(setting, joined)
    if wrong is not None:
        changes.warn(said.row, "school_urn", "put_right", _WRONG)
        corrected = next((one for one in same_setting if one.pk == wrong.id), None)
        if corrected is not None:
            _set_end(record, corrected, said, changes)
        return True
    if not same_setting and record.told.wrong_at(setting, None):
        changes.warn(said.row, "school_urn", "put_right", _WRONG_ON_ANOTHER_DAY)
    return False


def _plan_end_alone(record: ChildRecord, said: RollRow, changes: Changes) -> None:
    """A last day without a school: that of the latest place which began by then."""
    gone, places = said.value("enrolled_to"), _places(record)
    begun = [one for one in places if gone is None or one.started_on <= gone]
    if begun and begun[-1] is places[-1]:
        _set_end(record, begun[-1], said, changes)
    elif places and not (begun and begun[-1].ended_on == gone):
        changes.warn(
            said.row,
            "enrolled_to",
            "later_place",
            f"A place is on record from {places[-1].started_on:%d/%m/%Y}, after this day: it "
            "stands. Give school_urn to say which place ended.",
        )


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
        if record.told.is_end_wrong(place, gone):
            changes.warn(said.row, "enrolled_to", "put_right", _NOT_THIS_END)
            return
        if gone < place.started_on:
            raise ContradictionError(
                "enrolled_to",
                "end_before_start",
                f"On record the place starts on {place.started_on:%d/%m/%Y}. Correct one of them.",
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

    What people entered and the case system cannot know stays: a place still to start, education
    otherwise than at school and, without a day, a place that a person recorded or reopened since.
    """
    gone = said.value("enrolled_to")
    end = gone or on - DAY
    for place in record.enrolments:
        if place.kind == Enrolment.Kind.NO_PLACE or (place.ended_on and place.ended_on < on):
            continue
        is_meant = gone is not None or not _is_told_since(record, place)
        if place.kind == Enrolment.Kind.MAIN and place.started_on <= end and is_meant:
            changes.set(place, ended_on=end)
        else:
            changes.warn(
                said.row,
                "school_urn",
                "later_place",
                f"A place is on record from {place.started_on:%d/%m/%Y} that the file does not "
                "know: it stands. Check which is right; if the child has left it, give the last "
                "day in enrolled_to.",
            )


def _is_told_since(record: ChildRecord, place: Enrolment) -> bool:
    """Whether a person recorded it after another place or a time without, or reopened it."""
    is_later = place is not record.enrolments[0]
    return record.told.is_reopened(place) or (is_later and place.pk in record.told.recorded)
