"""The stages at which people are reminded of a due day (convention: docs/reminders.md).

Authorities count in working days. Schools count in the school days of the child's school: they
are told of nothing in the holidays, and what lies behind a holiday is told before it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from vsh.calendars.rules import SchoolDays, WorkingDays, academic_year

DAY = timedelta(days=1)
WEEK = timedelta(days=7)
MOST_WEEKLY = 8
SCHOOL_WEEK = 5  # school days


@dataclass(frozen=True, eq=False)
class SchoolDayCount:
    """Counts in school days; where the term dates are not loaded, in working days."""

    school_days: SchoolDays
    working_days: WorkingDays

    def is_in_session(self, day: date) -> bool:
        """Whether the school is open on `day`, as far as is known."""
        if self.school_days.covers(academic_year(day)):
            return self.school_days.is_school_day(day)
        return self.working_days.is_working_day(day)

    def add(self, number: int, *, after: date) -> date:
        """The last of `number` school days, the day `after` not counted."""
        found = self.school_days.day_after(number, after=after)
        return found or self.working_days.add(number, after=after)

    def back(self, number: int, *, ending: date) -> date:
        """The first of the `number` school days that end with `ending` or before it."""
        day = ending + DAY
        for _ in range(number):
            found = self.school_days.last_until(day - DAY)
            if found is None:
                return self.working_days.back(number, ending=ending)
            day = found
        return day


def stages_come(*, due_on: date, on: date, working_days: WorkingDays) -> list[str]:
    """The stages whose day has come, in their order."""
    return _come(_days(due_on, working_days), on)


def stage_on(*, due_on: date, on: date, working_days: WorkingDays) -> str:
    """The latest stage whose day has come; empty before the first and after the last."""
    days = _days(due_on, working_days)
    return "" if on >= days[f"weekly_{MOST_WEEKLY}"] + WEEK else _latest(days, on)


def school_stages_come(*, due_on: date, on: date, count: SchoolDayCount) -> list[str]:
    """The stages whose day has come for a school, in their order."""
    return _come(_school_days(due_on, count), on)


def school_stage_on(*, due_on: date, on: date, count: SchoolDayCount) -> str:
    """The same as `stage_on` for a school; nothing on a day on which it is closed."""
    if not count.is_in_session(on):
        return ""
    days = _school_days(due_on, count)
    is_over = on >= count.add(SCHOOL_WEEK, after=days[f"weekly_{MOST_WEEKLY}"])
    return "" if is_over else _latest(days, on)


def _days(due_on: date, days: WorkingDays) -> dict[str, date]:
    after_5 = days.add(5, after=due_on)
    weeks = {f"weekly_{week}": after_5 + week * WEEK for week in range(1, MOST_WEEKLY + 1)}
    return _around(due_on, days) | {"after_5": after_5} | weeks


def _school_days(due_on: date, count: SchoolDayCount) -> dict[str, date]:
    after_5 = count.add(5, after=due_on)
    days = _around(due_on, count) | {"after_5": after_5}
    for week in range(1, MOST_WEEKLY + 1):
        days[f"weekly_{week}"] = count.add(SCHOOL_WEEK * week, after=after_5)
    return days


def _around(due_on: date, days: WorkingDays | SchoolDayCount) -> dict[str, date]:
    return {
        "before_5": days.back(5, ending=due_on - DAY),
        "before_1": days.back(1, ending=due_on - DAY),
        "due": due_on,
        "after_1": days.add(1, after=due_on),
    }


def _come(days: Mapping[str, date], on: date) -> list[str]:
    return [stage for stage, day in days.items() if on >= day]


def _latest(days: Mapping[str, date], on: date) -> str:
    return next(reversed(_come(days, on)), "")
