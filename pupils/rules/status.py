"""The status of a deadline on a day, derived and never stored."""

from datetime import date
from enum import StrEnum

from vsh.calendars.rules import WorkingDays

DUE_SOON_WORKING_DAYS = 5


class Status(StrEnum):
    """What a deadline is on a day."""

    UPCOMING = "upcoming"
    DUE_SOON = "due_soon"
    OVERDUE = "overdue"
    MET = "met"
    MET_LATE = "met_late"
    NOT_REQUIRED = "not_required"
    NOT_ENOUGH_INFORMATION = "not_enough_information"


def due_soon_until(*, on: date, working_days: WorkingDays) -> date:
    """The last due day that counts as soon: five working days ahead, as the first reminder."""
    return working_days.add(DUE_SOON_WORKING_DAYS, after=on)


def status_on(
    day: date,
    *,
    due_on: date | None,
    met_on: date | None,
    closed_on: date | None,
    soon_until: date,
) -> Status:
    """The status on `day`; `DeadlineQuerySet.as_at` says the same in SQL."""
    if due_on is not None and met_on is not None and met_on <= day:
        return Status.MET if met_on <= due_on else Status.MET_LATE
    if closed_on is not None and closed_on <= day:
        return Status.NOT_REQUIRED
    if due_on is None:
        return Status.NOT_ENOUGH_INFORMATION
    if due_on < day:
        return Status.OVERDUE
    return Status.DUE_SOON if due_on <= soon_until else Status.UPCOMING
