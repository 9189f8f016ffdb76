"""Years, months and birthdays at their boundaries."""

from datetime import date as D

import pytest

from vsh.calendars.rules import academic_year, add_months, birthday, financial_year
from vsh.calendars.rules.years import age_on


@pytest.mark.parametrize(
    ("day", "year"),
    [
        (D(2026, 8, 31), "2025-26"),
        (D(2026, 9, 1), "2026-27"),
        (D(2027, 1, 1), "2026-27"),
        (D(1999, 9, 1), "1999-00"),
    ],
)
def test_an_academic_year_begins_on_1_september(day, year):
    assert academic_year(day) == year


@pytest.mark.parametrize(("day", "year"), [(D(2026, 3, 31), "2025-26"), (D(2026, 4, 1), "2026-27")])
def test_a_financial_year_begins_on_1_april(day, year):
    assert financial_year(day) == year


@pytest.mark.parametrize(
    ("day", "months", "result"),
    [
        (D(2026, 4, 28), 3, D(2026, 7, 28)),
        (D(2026, 8, 31), 3, D(2026, 11, 30)),
        (D(2026, 8, 31), 6, D(2027, 2, 28)),
        (D(2027, 8, 31), 6, D(2028, 2, 29)),
        (D(2028, 2, 29), 3, D(2028, 5, 29)),
        (D(2028, 2, 29), 12, D(2029, 2, 28)),
        (D(2026, 10, 31), 6, D(2027, 4, 30)),
        (D(2026, 7, 11), 6, D(2027, 1, 11)),
        (D(2026, 1, 15), -12, D(2025, 1, 15)),
        # a Saturday, never moved
        (D(2026, 5, 21), 3, D(2026, 8, 21)),
        (D(2026, 5, 22), 3, D(2026, 8, 22)),
    ],
)
def test_months_run_to_the_same_day_or_the_last(day, months, result):
    assert add_months(day, months) == result


@pytest.mark.parametrize(
    ("born", "age", "day"),
    [
        (D(2008, 5, 10), 18, D(2026, 5, 10)),
        (D(2008, 2, 29), 18, D(2026, 3, 1)),
        (D(2008, 2, 29), 16, D(2024, 2, 29)),
    ],
)
def test_birthdays(born, age, day):
    assert birthday(born, age) == day
    assert age_on(born, day) == age
    assert age_on(born, D.fromordinal(day.toordinal() - 1)) == age - 1
