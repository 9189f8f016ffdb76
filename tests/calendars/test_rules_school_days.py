"""Terms and school days: half terms, INSET days, holidays, the choice of calendar."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.clock_world import (
    ACADEMY,
    OAKFIELD,
    YEAR_2025_26,
    YEAR_2026_27,
    book,
    calendar,
)
from vsh.calendars.rules import Season, season_of_start


def days(setting_id=None, area="", **calendars):
    return book(**calendars).school_days(
        setting_id=setting_id, area_code=area, authority_code="999"
    )


def test_six_half_terms_are_three_terms():
    terms = calendar("Northshire", "2025-26", YEAR_2025_26).terms
    assert [(t.key, t.first_on, t.last_on) for t in terms.values()] == [
        ("2025-26-autumn", date(2025, 9, 2), date(2025, 12, 19)),  # 1 September is an INSET day
        ("2025-26-spring", date(2026, 1, 5), date(2026, 3, 27)),
        ("2025-26-summer", date(2026, 4, 13), date(2026, 7, 21)),
    ]


@pytest.mark.parametrize(
    ("starts_on", "season"),
    [
        (date(2026, 8, 26), Season.AUTUMN),
        (date(2026, 12, 1), Season.AUTUMN),
        (date(2027, 1, 4), Season.SPRING),
        (date(2027, 3, 31), Season.SPRING),
        (date(2027, 4, 1), Season.SUMMER),
        (date(2027, 7, 31), Season.SUMMER),
    ],
)
def test_the_month_of_its_start_says_to_which_term_a_row_belongs(starts_on, season):
    assert season_of_start(starts_on) is season


@pytest.mark.parametrize(
    ("day", "is_school_day"),
    [
        (date(2026, 9, 2), False),  # INSET
        (date(2026, 9, 3), True),
        (date(2026, 10, 23), True),
        (date(2026, 10, 26), False),  # half term, a closure inside the term
        (date(2026, 11, 1), False),  # Sunday
        (date(2025, 10, 27), False),  # half term, a gap between two rows
        (date(2027, 5, 3), False),  # early May bank holiday inside the term
        (date(2026, 12, 18), True),
        (date(2026, 12, 21), False),  # holidays
    ],
)
def test_school_days(day, is_school_day):
    assert days().is_school_day(day) is is_school_day


@pytest.mark.parametrize(
    ("after", "due_on"),
    [
        (date(2026, 10, 12), date(2026, 11, 16)),  # across half term
        (date(2026, 12, 10), date(2027, 1, 21)),  # across Christmas
        (date(2026, 3, 20), date(2026, 5, 1)),  # across Easter
        (date(2026, 3, 24), date(2026, 5, 6)),  # across Easter and the early May bank holiday
        (date(2026, 9, 1), date(2026, 9, 30)),  # INSET days not counted
        (date(2026, 7, 20), date(2026, 9, 29)),  # one day of July, then September
        (date(2026, 8, 20), date(2026, 9, 30)),
    ],
)
def test_twenty_school_days(after, due_on):
    due = days().due(20, after=after)
    assert due.due_on == due_on
    assert due.missing == ()
    assert days().is_school_day(due_on)


def test_the_sum_of_school_days_names_the_holidays_and_the_calendar():
    due = days().due(20, after=date(2026, 10, 12))
    assert due.calendar == "Northshire"
    assert due.sum == (
        "20 school days from Mon 12 October 2026; skipped Autumn half term, five weekends: "
        "due Mon 16 November 2026"
    )
    assert "holidays after the autumn term" in days().due(20, after=date(2026, 12, 10)).sum


def test_terms_that_are_not_loaded_are_missing_and_never_guessed():
    due = days().due(20, after=date(2027, 7, 10))
    assert due.due_on is None
    assert due.missing == ("term dates 2027-28 of Northshire",)
    assert days().covers("2026-27")
    assert not days().covers("2027-28")


def test_a_year_of_which_only_one_term_is_loaded_answers_within_that_term_alone():
    autumn = {("999", "2026-27"): calendar("Northshire", "2026-27", YEAR_2026_27[:3])}
    found = days(of_authorities=autumn)
    assert found.due(5, after=date(2026, 9, 10)).due_on == date(2026, 9, 17)
    assert found.due(20, after=date(2026, 12, 10)).missing == (
        "spring term dates 2026-27 of Northshire",
    )


def test_nearest_school_days():
    found = days()
    assert found.next_after(date(2026, 10, 23)) == date(2026, 11, 2)
    assert found.last_until(date(2026, 11, 1)) == date(2026, 10, 23)
    assert found.last_until(date(2026, 8, 15)) == date(2026, 7, 21)
    assert found.last_until(date(2025, 8, 15)) is None  # nothing is loaded for 2024-25


@pytest.mark.parametrize(
    ("setting_id", "area", "owner"),
    [
        (ACADEMY, "998", "The Academy"),
        (OAKFIELD, "998", "Southmoor"),
        (OAKFIELD, "", "Northshire"),
        (None, "998", "Southmoor"),
        (None, "873", "Northshire"),  # an authority that has no calendar here
        (None, "", "Northshire"),
    ],
)
def test_own_calendar_then_the_area_then_the_authority(setting_id, area, owner):
    northshire = {("999", "2026-27"): calendar("Northshire", "2026-27", YEAR_2026_27)}
    southmoor = {("998", "2026-27"): calendar("Southmoor", "2026-27", YEAR_2026_27)}
    found = days(setting_id, area, of_authorities=northshire | southmoor)
    assert found.owner_in("2026-27") == owner


def test_a_school_with_closed_days_alone_keeps_the_authoritys_terms_without_them():
    inset = calendar(
        "Oakfield", "2026-27", [("inset", "INSET", date(2026, 9, 7), date(2026, 9, 7))]
    )
    found = days(OAKFIELD, of_settings={(OAKFIELD, "2026-27"): inset})
    assert not found.is_school_day(date(2026, 9, 7))
    assert found.is_school_day(date(2026, 9, 8))
    assert found.term("2026-27", Season.SPRING).last_on == date(2027, 3, 25)


def test_a_one_off_holiday_is_no_school_day():
    assert days(one_off=[date(2026, 9, 9)]).is_school_day(date(2026, 9, 9)) is False


@given(st.dates(date(2025, 9, 1), date(2027, 5, 1)), st.integers(1, 30))
def test_due_is_a_school_day_later_than_the_start(after, number):
    found = days()
    due = found.due(number, after=after)
    assert due.due_on is not None
    assert due.due_on > after
    assert found.is_school_day(due.due_on)
    skipped = sum(len(group.days) for group in due.skipped)
    assert (due.due_on - after).days == number + skipped


@given(
    st.dates(date(2025, 9, 1), date(2027, 4, 1)),
    st.integers(1, 30),
    st.sets(st.dates(date(2025, 9, 1), date(2027, 7, 1)), max_size=4),
)
def test_a_holiday_more_never_makes_school_days_earlier(after, number, one_off):
    plain = days().due(number, after=after).due_on
    assert days(one_off=one_off).due(number, after=after).due_on >= plain
