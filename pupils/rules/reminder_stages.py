"""The stages at which people are reminded of a due day (convention: docs/reminders.md)."""

from datetime import date, timedelta

from vsh.calendars.rules import WorkingDays

DAY = timedelta(days=1)
WEEK = timedelta(days=7)
MOST_WEEKLY = 8


def stages_come(*, due_on: date, on: date, working_days: WorkingDays) -> list[str]:
    """The stages whose day has come, in their order."""
    after_5 = working_days.add(5, after=due_on)
    days = {
        "before_5": working_days.back(5, ending=due_on - DAY),
        "before_1": working_days.back(1, ending=due_on - DAY),
        "due": due_on,
        "after_1": working_days.add(1, after=due_on),
        "after_5": after_5,
        **{f"weekly_{week}": after_5 + week * WEEK for week in range(1, MOST_WEEKLY + 1)},
    }
    return [stage for stage, day in days.items() if on >= day]


def stage_on(*, due_on: date, on: date, working_days: WorkingDays) -> str:
    """The latest stage whose day has come; empty before the first and after the last."""
    if on >= working_days.add(5, after=due_on) + (MOST_WEEKLY + 1) * WEEK:
        return ""
    return next(reversed(stages_come(due_on=due_on, on=on, working_days=working_days)), "")
