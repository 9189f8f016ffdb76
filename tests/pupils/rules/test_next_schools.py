"""In which year a child moves on to another school, by the register's highest age."""

from datetime import date

import pytest

from pupils.rules.next_schools import SchoolFacts, moves_on, school_of_the_year


@pytest.mark.parametrize(
    ("year_group", "school", "moves"),
    [
        (-2, None, False),
        (-1, None, True),
        (-1, ("primary", 11), True),
        (2, ("primary", 7), True),
        (2, ("primary", 11), False),
        (4, ("primary", 9), True),
        (6, ("primary", 9), False),
        (6, ("primary", 11), True),
        (6, ("primary", None), True),
        (6, None, True),
        (5, None, False),
        (6, ("not_applicable", 16), True),  # alternative provision
        (6, ("all_through", 18), False),
        (6, ("secondary", 16), False),
        (6, ("middle_secondary", 13), False),
        (8, ("middle_secondary", 13), True),
        (10, ("secondary", 15), False),
        (11, ("secondary", 16), False),
    ],
)
def test_who_moves_on(year_group, school, moves) -> None:
    found = SchoolFacts(date(2020, 9, 1), None, *school) if school else None
    assert moves_on(year_group=year_group, school=found) is moves


def test_the_school_of_a_year_is_that_of_its_end_else_of_the_start() -> None:
    first = SchoolFacts(date(2024, 9, 1), date(2027, 2, 12))
    second = SchoolFacts(date(2027, 2, 22), date(2027, 7, 21))
    told: dict = {"start": date(2026, 9, 1)}
    for on, expected in (
        (date(2027, 2, 12), first),
        (date(2027, 2, 22), second),
        (date(2027, 8, 31), first),  # left in July: the school in which the year began
    ):
        assert school_of_the_year([second, first], on=on, **told) == expected
    assert school_of_the_year([], on=date(2027, 2, 12), **told) is None
