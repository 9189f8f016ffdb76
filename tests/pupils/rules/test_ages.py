"""PEP age, compulsory school age and eighteen at their boundary dates."""

from datetime import date

import pytest

from pupils.rules.ages import (
    compulsory_school_age,
    eighteenth_birthday,
    pep_age_starts_on,
    reception_starts_on,
    term_after_birthday,
    year_group_on,
    year_of_age,
)


@pytest.mark.parametrize(
    ("born", "starts_on"),
    [
        (date(2024, 1, 1), date(2026, 4, 1)),
        (date(2024, 3, 31), date(2026, 4, 1)),
        (date(2024, 4, 1), date(2026, 9, 1)),
        (date(2024, 8, 31), date(2026, 9, 1)),
        (date(2024, 9, 1), date(2027, 1, 1)),
        (date(2024, 12, 31), date(2027, 1, 1)),
        (date(2024, 2, 29), date(2026, 4, 1)),
    ],
)
def test_the_term_after_the_second_birthday(born, starts_on):
    assert term_after_birthday(born, 2) == starts_on
    assert pep_age_starts_on(date_of_birth=born, entered_a_setting_on=None) == starts_on


@pytest.mark.parametrize(
    ("born", "starts_on"),
    [
        (date(2022, 8, 31), date(2026, 9, 1)),
        (date(2022, 9, 1), date(2027, 9, 1)),
        (date(2021, 9, 1), date(2026, 9, 1)),
        (date(2022, 1, 15), date(2026, 9, 1)),
    ],
)
def test_reception_starts_in_the_school_year_after_the_fourth_birthday(born, starts_on):
    assert reception_starts_on(born) == starts_on


def test_entry_to_a_nursery_brings_pep_age_forward_and_never_back():
    born = date(2024, 5, 10)
    early, late = date(2026, 1, 12), date(2027, 1, 12)
    assert pep_age_starts_on(date_of_birth=born, entered_a_setting_on=early) == early
    assert pep_age_starts_on(date_of_birth=born, entered_a_setting_on=late) == date(2026, 9, 1)


@pytest.mark.parametrize(
    ("from_age", "starts_on"),
    [(0, date(2022, 9, 1)), (2, date(2024, 9, 1)), (3, date(2025, 9, 1)), (4, date(2026, 9, 1))],
)
def test_an_authority_may_choose_another_age_but_never_later_than_reception(from_age, starts_on):
    starts = pep_age_starts_on(
        date_of_birth=date(2022, 5, 10), entered_a_setting_on=None, from_age=from_age
    )
    assert starts == starts_on


@pytest.mark.parametrize(
    ("born", "first", "leaving"),
    [
        (date(2021, 8, 31), date(2026, 8, 31), date(2037, 6, 26)),
        (date(2021, 9, 1), date(2026, 12, 31), date(2038, 6, 25)),
        (date(2021, 12, 31), date(2026, 12, 31), date(2038, 6, 25)),
        (date(2021, 1, 1), date(2026, 3, 31), date(2037, 6, 26)),
        (date(2021, 3, 31), date(2026, 3, 31), date(2037, 6, 26)),
        (date(2021, 4, 1), date(2026, 8, 31), date(2037, 6, 26)),
        (date(2010, 9, 1), date(2015, 12, 31), date(2027, 6, 25)),
        (date(2010, 8, 31), date(2015, 8, 31), date(2026, 6, 26)),
        (date(2007, 7, 2), date(2012, 8, 31), date(2023, 6, 30)),  # 30 June is a Friday
    ],
)
def test_compulsory_school_age(born, first, leaving):
    assert compulsory_school_age(born) == (first, leaving)
    assert leaving.weekday() == 4


def test_born_on_a_leap_day_turns_18_on_1_march():
    assert eighteenth_birthday(date(2008, 2, 29)) == date(2026, 3, 1)


@pytest.mark.parametrize(
    ("born", "on", "year"),
    [
        (date(2022, 8, 31), date(2026, 8, 31), -1),
        (date(2022, 8, 31), date(2026, 9, 1), 0),  # four the day before: Reception
        (date(2022, 9, 1), date(2026, 9, 1), -1),  # four on the day: next September
        (date(2022, 9, 1), date(2027, 9, 1), 0),
        (date(2010, 9, 1), date(2026, 9, 1), 11),
        (date(2010, 8, 31), date(2026, 9, 1), 12),
        (date(2020, 2, 29), date(2026, 12, 31), 2),
        (date(2020, 2, 29), date(2027, 1, 1), 2),
    ],
)
def test_the_year_group_of_an_age(born, on, year):
    assert year_of_age(born, on) == year


@pytest.mark.parametrize(
    ("day", "nc_year", "year"),
    [
        (date(2026, 11, 4), 9, 9),
        (date(2027, 8, 31), 9, 9),
        (date(2027, 9, 1), 9, 10),  # Year 10 begins on 1 September
        (date(2026, 8, 31), 9, 8),
        (date(2027, 9, 1), 8, 9),  # placed a year below their age: that is what counts
        (date(2027, 8, 31), None, 9),
        (date(2027, 9, 1), None, 10),
    ],
)
def test_the_year_group_on_a_day(day, nc_year, year):
    assert (
        year_group_on(
            day, date_of_birth=date(2013, 5, 10), nc_year=nc_year, known_on=date(2026, 11, 4)
        )
        == year
    )
