"""Working days in England.

Source: SI 2010/959 reg. 2: not a Saturday, Sunday, Christmas Day, Good Friday or bank holiday.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from functools import lru_cache

import holidays

from .due import WEEKEND, Due, group_skipped, plural
from .years import in_words

ONE_DAY = timedelta(days=1)


@lru_cache
def bank_holidays(year: int) -> Mapping[date, str]:
    """Christmas Day, Good Friday and the bank holidays of England in one calendar year."""
    found = holidays.country_holidays("GB", subdiv="ENG", years=year)
    return {day: name.removesuffix(" (observed)") for day, name in found.items()}


class WorkingDays:
    """Working days, with the bank holidays that were announced for one year alone."""

    def __init__(self, one_off: Iterable[date] | Mapping[date, str] = ()) -> None:
        if isinstance(one_off, Mapping):
            self.one_off: dict[date, str] = dict(one_off)
        else:
            self.one_off = dict.fromkeys(one_off, "one-off bank holiday")

    def why_not(self, day: date) -> str:
        """Why `day` is not a working day; empty if it is one."""
        if day.weekday() >= 5:
            return WEEKEND
        return bank_holidays(day.year).get(day) or self.one_off.get(day, "")

    def is_working_day(self, day: date) -> bool:
        """Whether `day` is a working day."""
        return not self.why_not(day)

    def add(self, number: int, *, after: date) -> date:
        """The last of `number` working days, the day `after` not counted."""
        day = after
        while number > 0:
            day += ONE_DAY
            if self.is_working_day(day):
                number -= 1
        return day

    def back(self, number: int, *, ending: date) -> date:
        """The first of the `number` working days that end with `ending`, which is counted."""
        day = ending + ONE_DAY
        while number > 0:
            day -= ONE_DAY
            if self.is_working_day(day):
                number -= 1
        return day

    def between(self, first: date, last: date) -> int:
        """How many working days there are from `first` to `last`, both included."""
        return sum(self.is_working_day(day) for day in each_day(first, last))

    def due(self, number: int, *, after: date) -> Due:
        """Due within `number` working days of `after`, that day not counted."""
        due_on = self.add(number, after=after)
        skipped = [
            (day, name) for day in each_day(after + ONE_DAY, due_on) if (name := self.why_not(day))
        ]
        return Due(
            started_on=after,
            due_on=due_on,
            steps=(f"{plural(number, 'working day')} from {in_words(after)}",),
            skipped=group_skipped(skipped),
        )


def each_day(first: date, last: date) -> Iterator[date]:
    """Every day from `first` to `last`, both included."""
    day = first
    while day <= last:
        yield day
        day += ONE_DAY
