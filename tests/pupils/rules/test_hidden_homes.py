"""A home of which only a file or another record tells is hidden as those around it."""

from datetime import date

import pytest

from pupils.rules.hidden_homes import is_hidden_among

MARCH, JULY = date(2026, 3, 1), date(2026, 7, 1)


@pytest.mark.parametrize(
    ("homes", "day", "is_hidden"),
    [
        ([], MARCH, False),
        ([(MARCH, True)], MARCH, False),
        ([(MARCH, True)], date(2026, 3, 2), True),
        ([(MARCH, True)], date(2026, 2, 28), True),
        ([(MARCH, True), (JULY, False)], date(2026, 7, 2), False),
        ([(JULY, True), (MARCH, False)], date(2026, 7, 2), True),
        ([(MARCH, False), (JULY, False)], date(2026, 4, 1), False),
    ],
)
def test_it_is_hidden_as_the_home_before_or_before_a_hidden_one(homes, day, is_hidden):
    assert is_hidden_among(homes, day) is is_hidden
