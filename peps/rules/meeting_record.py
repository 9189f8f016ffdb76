"""Who may still write what came of a meeting: its minutes, and who was there."""

from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum
from itertools import groupby
from typing import NamedTuple


class RecordRefusal(StrEnum):
    """Why the record of a meeting stays as it stands."""

    PLAN_COMPLETE = "plan_complete"
    BEFORE_YOUR_SCHOOL = "before_your_school"

    @property
    def words(self) -> str:
        """The refusal as the person reads it."""
        return {
            "plan_complete": "The plan to which this meeting belongs is complete and locked, and "
            "so are the minutes and who came. If something is wrong, the Virtual School Head can "
            "unlock the plan.",
            "before_your_school": "This meeting was held before the child came to your school. Its "
            "minutes, and who came, are put right by the Virtual School or the social worker.",
        }[self.value]


def refusal_of_record(
    *, day: date, completed_on: date | None, is_of_school: bool, was_at_school: bool
) -> RecordRefusal | None:
    """Why the minutes and the attendance of a meeting held on `day` are not this person's to write.

    A plan that is complete holds what its meetings came to: those up to the day of its completion
    are locked with it, and opened again with it. A meeting after that day belongs to the time to
    come. Staff of a school write of the meetings held while the child was theirs.
    """
    if completed_on is not None and day <= completed_on:
        return RecordRefusal.PLAN_COMPLETE
    if is_of_school and not was_at_school:
        return RecordRefusal.BEFORE_YOUR_SCHOOL
    return None


class Writing(NamedTuple):
    """Somebody wrote, the last time at this moment."""

    by: str
    at: datetime


def turns(writings: Iterable[Writing]) -> list[Writing]:
    """Who wrote, one after the other: what one person saved in a row on one day is one writing."""
    runs = groupby(writings, key=lambda one: (one.by, one.at.date()))
    return [list(run)[-1] for _, run in runs]
