"""Times in care of two records: one that goes on in another, and adoption."""

from dataclasses import dataclass
from datetime import date

import pytest

from pupils.rules.joined_care import CareSoFar, goes_on, ties_birth_to_adoption

JAN, FEB, MARCH, LATER = (date(2026, month, 1) for month in (1, 2, 3, 6))
DAY_BEFORE, DAY_AFTER = date(2026, 2, 28), date(2026, 3, 2)


@dataclass
class Time:
    started_on: date
    ended_on: date | None
    end_reason: str = "E8"


@pytest.mark.parametrize(
    ("earlier", "later", "is_one"),
    [
        (Time(JAN, MARCH), Time(MARCH, None), True),
        (Time(JAN, MARCH), Time(DAY_BEFORE, None), True),
        (Time(JAN, MARCH), Time(DAY_AFTER, None), False),
        (Time(JAN, MARCH), Time(FEB, LATER), True),
        (Time(JAN, MARCH), Time(FEB, MARCH), False),
        (Time(JAN, None), Time(MARCH, None), False),
        (Time(JAN, MARCH), Time(JAN, None), False),
        (Time(JAN, MARCH, "E11"), Time(MARCH, None), False),
        (Time(JAN, MARCH, "E12"), Time(FEB, None), False),
        (Time(JAN, MARCH), Time(MARCH, LATER, "E12"), True),
    ],
)
def test_care_that_goes_on_is_one_time(earlier: Time, later: Time, is_one: bool):
    assert goes_on(earlier, later) is goes_on(later, earlier) is is_one


@pytest.mark.parametrize(
    ("adopted_on", "until", "is_tied"),
    [
        (MARCH, DAY_AFTER, True),
        (MARCH, date.max, True),
        (MARCH, MARCH, False),
        (MARCH, DAY_BEFORE, False),
        (MARCH, None, False),
        (None, date.max, False),
    ],
)
def test_care_after_an_adoption_is_not_joined_to_it(adopted_on, until, is_tied: bool):
    one = CareSoFar(adopted_on=adopted_on, until=adopted_on or MARCH)
    other = CareSoFar(adopted_on=None, until=until)
    assert ties_birth_to_adoption(one, other) is ties_birth_to_adoption(other, one) is is_tied
