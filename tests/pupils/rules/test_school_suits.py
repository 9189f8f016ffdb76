"""Whether a school is for children like this one."""

import pytest

from pupils.rules.school_suits import SchoolAsRegistered, why_unsuited

AGES_4_11, AGES_11_16 = {"low_age": 4, "high_age": 11}, {"low_age": 11, "high_age": 16}


@pytest.mark.parametrize(
    ("school", "year_groups", "has_plan", "found"),
    [
        (AGES_4_11, (0, 0), False, ""),
        (AGES_4_11, (6, 6), False, ""),
        (AGES_4_11, (7, 7), False, "It teaches ages 4 to 11, and the child is in Year 7"),
        (AGES_4_11, (7, 6), False, ""),  # by age still in Year 6
        (AGES_4_11, (9, 9), True, "It teaches ages 4 to 11, and the child is in Year 9"),
        ({"low_age": 5, "high_age": 7}, (0, 0), False, ""),  # Reception left out of the register
        (AGES_11_16, (5, 5), False, "It teaches ages 11 to 16, and the child is in Year 5"),
        (AGES_11_16, (6, 6), False, ""),  # a year early
        (AGES_11_16, (11, 11), False, ""),
        (AGES_11_16, (12, 12), False, "It teaches ages 11 to 16, and the child is in Year 12"),
        ({"low_age": 16}, (12, 12), False, ""),
        ({"high_age": 11}, (9, 9), False, "It teaches ages up to 11, and the child is in Year 9"),
        ({"low_age": 11}, (0, 0), False, "It teaches ages from 11, and the child is in Reception"),
        ({"low_age": 11}, (-1, -1), False, "It teaches ages from 11, and the child is in nursery"),
        ({}, (9, 9), False, ""),  # the register knows no ages
        (
            {"type_code": "7"},
            (9, 9),
            False,
            "It is a special school, and the child has no EHC plan",
        ),
        (
            {"type_code": "07"},
            (9, 9),
            False,
            "It is a special school, and the child has no EHC plan",
        ),
        ({"type_code": "44"}, (9, 9), True, ""),
        ({"type_code": "1"}, (9, 9), False, ""),
    ],
)
def test_a_school_of_another_age_or_for_a_plan(school, year_groups, has_plan, found) -> None:
    told = why_unsuited(
        SchoolAsRegistered(**school), year_groups=year_groups, has_ehc_plan=has_plan
    )
    assert told == found
