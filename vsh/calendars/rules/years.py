"""Years, months and birthdays, and dates in words."""

from calendar import monthrange
from datetime import date
from functools import cache


def academic_year(day: date) -> str:
    """The academic year of `day`, 1 September to 31 August, such as "2026-27"."""
    return year_label(day.year if day.month >= 9 else day.year - 1)


def financial_year(day: date) -> str:
    """The financial year of `day`, 1 April to 31 March, such as "2026-27"."""
    return year_label(day.year if day.month >= 4 else day.year - 1)


@cache
def year_label(first: int) -> str:
    """The label of the year that begins in the calendar year `first`."""
    return f"{first}-{(first + 1) % 100:02}"


def first_calendar_year(label: str) -> int:
    """The calendar year in which the year "2026-27" begins."""
    return int(label[:4])


def next_year(label: str) -> str:
    """The year after "2026-27": "2027-28"."""
    return year_label(first_calendar_year(label) + 1)


def add_months(day: date, months: int) -> date:
    """The same day of the month, or the month's last day; never moved for a weekend."""
    index = day.year * 12 + day.month - 1 + months
    year, month = index // 12, index % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def birthday(date_of_birth: date, age: int) -> date:
    """The day on which somebody reaches `age`.

    Born on 29 February: 1 March where the year has no such day, since an age is reached at the
    start of the anniversary (Family Law Reform Act 1969 s.9) and not before it.
    """
    year = date_of_birth.year + age
    if (date_of_birth.month, date_of_birth.day) == (2, 29) and monthrange(year, 2)[1] == 28:
        return date(year, 3, 1)
    return date_of_birth.replace(year=year)


def age_on(date_of_birth: date, day: date) -> int:
    """Age in whole years on `day`."""
    years = day.year - date_of_birth.year
    return years if birthday(date_of_birth, years) <= day else years - 1


def in_words(day: date) -> str:
    """A date as people write it in a sum: "Thu 2 April 2026"."""
    return f"{day:%a} {day.day} {day:%B %Y}"
