"""Working days across weekends, Easter, Christmas and holidays of one year alone."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vsh.calendars.rules import WorkingDays

DAYS = st.dates(date(2018, 1, 1), date(2034, 12, 31))


@pytest.mark.parametrize(
    ("after", "number", "due_on"),
    [
        (date(2026, 4, 2), 10, date(2026, 4, 20)),  # Thursday before Good Friday
        (date(2026, 4, 2), 20, date(2026, 5, 5)),  # and the early May holiday
        (date(2026, 12, 18), 10, date(2027, 1, 6)),  # Christmas Day, Boxing Day moved to Monday 28
        (date(2026, 12, 18), 20, date(2027, 1, 20)),
        (date(2026, 9, 7), 10, date(2026, 9, 21)),  # nothing but weekends
        (date(2026, 9, 5), 1, date(2026, 9, 7)),  # from a Saturday
        (date(2026, 9, 4), 1, date(2026, 9, 7)),  # from a Friday
        (date(2027, 12, 23), 3, date(2027, 12, 30)),  # 27 and 28 December are moved holidays
        (date(2024, 2, 28), 1, date(2024, 2, 29)),  # a leap day is a day
        (date(2022, 6, 1), 1, date(2022, 6, 6)),  # the jubilee
        (date(2022, 9, 16), 1, date(2022, 9, 20)),  # the funeral of the Queen
        (date(2023, 5, 5), 1, date(2023, 5, 9)),  # the coronation
        (date(2026, 11, 4), 0, date(2026, 11, 4)),
    ],
)
def test_days_within_do_not_count_the_first(after, number, due_on):
    assert WorkingDays().add(number, after=after) == due_on


def test_the_sum_names_what_was_skipped():
    due = WorkingDays().due(10, after=date(2026, 4, 2))
    assert due.sum == (
        "10 working days from Thu 2 April 2026; "
        "skipped Good Friday, Easter Monday, three weekends: due Mon 20 April 2026"
    )
    assert [day for group in due.skipped for day in group.days if group.name == "weekend"] == [
        date(2026, 4, 4),
        date(2026, 4, 5),
        date(2026, 4, 11),
        date(2026, 4, 12),
        date(2026, 4, 18),
        date(2026, 4, 19),
    ]


def test_a_one_off_holiday_moves_the_day_and_is_named():
    plain = WorkingDays()
    special = WorkingDays({date(2026, 9, 9): "A day of thanks"})
    assert plain.add(5, after=date(2026, 9, 7)) == date(2026, 9, 14)
    assert special.add(5, after=date(2026, 9, 7)) == date(2026, 9, 15)
    assert "A day of thanks" in special.due(5, after=date(2026, 9, 7)).sum


def test_counting_back_includes_the_last_day():
    days = WorkingDays()
    assert days.back(20, ending=date(2026, 12, 18)) == date(2026, 11, 23)
    assert days.between(date(2026, 11, 23), date(2026, 12, 18)) == 20
    assert days.back(1, ending=date(2026, 12, 20)) == date(2026, 12, 18)


@given(DAYS, st.integers(0, 60))
def test_due_is_never_before_the_start_and_is_a_working_day(after, number):
    days = WorkingDays()
    due_on = days.add(number, after=after)
    assert due_on >= after
    if number:
        assert days.is_working_day(due_on)
        assert days.between(date.fromordinal(after.toordinal() + 1), due_on) == number


@given(DAYS, st.integers(0, 40), st.sets(DAYS, max_size=5))
def test_a_holiday_more_never_makes_it_earlier(after, number, one_off):
    assert WorkingDays(one_off).add(number, after=after) >= WorkingDays().add(number, after=after)


@given(DAYS, DAYS, st.integers(1, 30))
def test_a_later_start_is_never_due_earlier(one, other, number):
    days = WorkingDays()
    first, second = sorted((one, other))
    assert days.add(number, after=first) <= days.add(number, after=second)
