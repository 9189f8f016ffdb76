"""Where today comes from: the clock in Europe/London unless the database names another day."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
_day_of_this_request: ContextVar[date | None] = ContextVar("day_of_this_request", default=None)


def current_day() -> date:
    """Today: fixed for the length of a request, else the day set, else London's date."""
    return _day_of_this_request.get() or day_set() or london_date()


def london_date() -> date:
    """The calendar date in London now."""
    return datetime.now(LONDON).date()  # noqa: TID251  (the one place that reads the clock)


def day_set() -> date | None:
    """The day that a test or the demonstration has set in the database, if any."""
    from .models import CurrentDay

    return CurrentDay.objects.values_list("day", flat=True).first()


@contextmanager
def today_is(day: date) -> Iterator[None]:
    """Hold today at `day` inside the block, so that a request crosses no midnight."""
    token = _day_of_this_request.set(day)
    try:
        yield
    finally:
        _day_of_this_request.reset(token)
