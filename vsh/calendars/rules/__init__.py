"""Days, terms and years as pure functions and small frozen dataclasses; no Django, no clock."""

from .book import CalendarBook
from .due import Due, Skipped, group_skipped, plural
from .school_days import SchoolDays
from .terms import (
    Entry,
    Season,
    Term,
    YearCalendar,
    nominal_end,
    nominal_start,
    season_of_start,
)
from .working_days import ONE_DAY, WorkingDays, bank_holidays, each_day
from .years import (
    academic_year,
    add_months,
    age_on,
    birthday,
    financial_year,
    first_calendar_year,
    in_words,
    next_year,
    year_label,
)

__all__ = [
    "ONE_DAY",
    "CalendarBook",
    "Due",
    "Entry",
    "SchoolDays",
    "Season",
    "Skipped",
    "Term",
    "WorkingDays",
    "YearCalendar",
    "academic_year",
    "add_months",
    "age_on",
    "bank_holidays",
    "birthday",
    "each_day",
    "financial_year",
    "first_calendar_year",
    "group_skipped",
    "in_words",
    "next_year",
    "nominal_end",
    "nominal_start",
    "plural",
    "season_of_start",
    "year_label",
]
