"""How days and times are written: 7 March 2026, 10:32am, 2 days overdue. No clock."""

from datetime import date, datetime


def long_date(day: date) -> str:
    """7 March 2026."""
    return f"{day.day} {day:%B %Y}"


def short_date(day: date) -> str:
    """Sat 7 Mar 2026."""
    return f"{day:%a} {day.day} {day:%b %Y}"


def clock_time(moment: datetime) -> str:
    """10:32am; midnight and midday by their names."""
    if moment.minute == 0 and moment.hour in (0, 12):
        return "midnight" if moment.hour == 0 else "midday"
    hour = moment.hour % 12 or 12
    return f"{hour}:{moment:%M}{'am' if moment.hour < 12 else 'pm'}"


def _days(number: int) -> str:
    return "1 day" if number == 1 else f"{number} days"


def due_words(*, due_on: date, on: date) -> str:
    """How far a deadline is from the day on which it is read."""
    days = (due_on - on).days
    if days < 0:
        return f"{_days(-days)} overdue"
    if days == 0:
        return "due today"
    if days == 1:
        return "due tomorrow"
    return f"due in {_days(days)}"


def distance_words(*, day: date, on: date) -> str:
    """How far an event is from the day on which it is read."""
    days = (day - on).days
    if days == 0:
        return "today"
    if days in (1, -1):
        return "tomorrow" if days == 1 else "yesterday"
    return f"in {_days(days)}" if days > 0 else f"{_days(-days)} ago"
