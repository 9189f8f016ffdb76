"""The last day of a school place, as the roll extract tells it."""

from datetime import date, timedelta

from ...models import Enrolment
from ..changes import Changes
from ..record import ChildRecord
from .contradiction import ContradictionError
from .row import RollRow

DAY = timedelta(days=1)
_NOT_THIS_END = (
    "A person corrected this last day: what they said stands. Put it right in the case system."
)


def plan_end_alone(record: ChildRecord, said: RollRow, changes: Changes) -> None:
    """A last day without a school: that of the latest place which began by then."""
    gone, places = said.value("enrolled_to"), record.places
    begun = [one for one in places if gone is None or one.started_on <= gone]
    if begun and begun[-1] is places[-1]:
        set_end(record, begun[-1], said, changes)
    elif places and not (begun and begun[-1].ended_on == gone):
        changes.warn(
            said.row,
            "enrolled_to",
            "later_place",
            f"A place is on record from {places[-1].started_on:%d/%m/%Y}, after this day: it "
            "stands. Give school_urn to say which place ended.",
        )


def set_end(record: ChildRecord, place: Enrolment, said: RollRow, changes: Changes) -> None:
    """Give the place the last day of the row, or take it back, unless a person said otherwise."""
    gone = said.value("enrolled_to")
    if said.takes_away("enrolled_to"):
        _drop_no_place_after(record, place, changes)
        set_last_day(place, None, "enrolled_to", said, changes)
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
        set_last_day(place, gone, "enrolled_to", said, changes)


def set_last_day(
    place: Enrolment, day: date | None, column: str, said: RollRow, changes: Changes
) -> None:
    """Write the day; another one on record gives way with a warning, and so does why it ended."""
    former = place.ended_on
    if former is not None and former != day and place.kind != Enrolment.Kind.NO_PLACE:
        becomes = f"the day is corrected to {day:%d/%m/%Y}" if day else "it is taken back"
        why = " The reason given for it goes with it." if place.reason_ended else ""
        changes.warn(
            said.row,
            column,
            "corrected",
            f"On record the last day of this place was {former:%d/%m/%Y}: {becomes}.{why}",
        )
        changes.set(place, reason_ended="", ended_by_placement=None)
    changes.set(place, ended_on=day)


def _drop_no_place_after(record: ChildRecord, place: Enrolment, changes: Changes) -> None:
    for other in list(record.enrolments):
        if other.kind == Enrolment.Kind.NO_PLACE and other.started_on > place.started_on:
            changes.delete(other)
            record.enrolments.remove(other)


def end_place(record: ChildRecord, said: RollRow, changes: Changes, on: date) -> None:
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
            set_last_day(place, end, "school_urn", said, changes)
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
