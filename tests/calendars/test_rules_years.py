"""Years, months and birthdays at their boundaries."""

from datetime import date

import pytest

from vsh.calendars.rules import academic_year, add_months, birthday, financial_year
from vsh.calendars.rules.years import age_on


@pytest.mark.parametrize(
    ("day", "year"),
    [
        (date(2026, 8, 31), "2025-26"),
        (date(2026, 9, 1), "2026-27"),
        (date(2027, 1, 1), "2026-27"),
        (date(1999, 9, 1), "1999-00"),
    ],
)
def test_an_academic_year_begins_on_1_september(day, year):
    assert academic_year(day) == year


@pytest.mark.parametrize(
    ("day", "year"), [(date(2026, 3, 31), "2025-26"), (date(2026, 4, 1), "2026-27")]
)
def test_a_financial_year_begins_on_1_april(day, year):
    assert financial_year(day) == year


@pytest.mark.parametrize(
    ("day", "months", "result"),
    [
        (date(2026, 4, 28), 3, date(2026, 7, 28)),
        (date(2026, 8, 31), 3, date(2026, 11, 30)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2028, 2, 29), 3, date(2028, 5, 29)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 10, 31), 6, date(2027, 4, 30)),
        (date(2026, 7, 11), 6, date(2027, 1, 11)),
        (date(2026, 1, 15), -12, date(2025, 1, 15)),
        # a Saturday, never moved
        (date(2026, 5, 21), 3, date(2026, 8, 21)),
        (date(2026, 5, 22), 3, date(2026, 8, 22)),
    ],
)
def test_months_run_to_the_same_day_or_the_last(day, months, result):
    assert add_months(day, months) == result


@pytest.mark.parametrize(
    ("born", "age", "day"),
    [
        (date(2008, 5, 10), 18, date(2026, 5, 10)),
        (date(2008, 2, 29), 18, date(2026, 3, 1)),
        (date(2008, 2, 29), 16, date(2024, 2, 29)),
    ],
)
def test_birthdays(born, age, day):
    assert birthday(born, age) == day
    assert age_on(born, day) == age
    assert age_on(born, date.fromordinal(day.toordinal() - 1)) == age - 1
