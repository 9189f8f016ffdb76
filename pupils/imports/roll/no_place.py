"""The plain fact that a child has no school place, as it follows from the roll extract.

Source for the ages: Education Act 1996 s.8.
"""

from datetime import date, timedelta

from ...models import CarePeriod, Enrolment
from ...rules.ages import compulsory_school_age
from ..changes import Changes
from ..record import ChildRecord
from .row import RollRow

DAY = timedelta(days=1)
_WITHDRAWN = (
    "A person withdrew “No school place” from this day: it is not restored, and nothing on record "
    "says where the child learns. Record the place, here or in the case system."
)


def last_is_over(record: ChildRecord, on: date) -> bool:
    """Whether the latest place has ended, and nothing says what came after it."""
    if not record.enrolments:
        return False
    last = record.enrolments[-1]
    return last.kind != Enrolment.Kind.NO_PLACE and last.ended_on is not None and last.ended_on < on


def plan_no_place(
    record: ChildRecord, period: CarePeriod | None, said: RollRow, changes: Changes, on: date
) -> None:
    """A looked-after child of compulsory school age without a school has no place, on record.

    From the latest of: the day of entering care, the day after the former place, the first day
    of compulsory school age; until the day before a place that is still to start. What a person
    withdrew is not restored.
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
    if record.told.is_no_place_wrong(started_on):
        changes.warn(said.row, "school_urn", "put_right", _WITHDRAWN)
        return
    fact = Enrolment(
        pupil=record.pupil,
        kind=Enrolment.Kind.NO_PLACE,
        started_on=started_on,
        ended_on=to_come[0].started_on - DAY if to_come else None,
        is_full_time=False,
    )
    record.enrolments.insert(len(begun), changes.create(fact))
