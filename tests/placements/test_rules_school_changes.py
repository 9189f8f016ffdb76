"""A change of school without a move of home: who is consulted, what is missing."""

from datetime import date

import pytest

from placements.rules.moves import Consulted, Whom
from placements.rules.school_changes import ABOUT_A_SCHOOL, follows_at_once, missing_of_change

DAY = date(2026, 11, 4)
ALL = [Whom.CHILD, Whom.SCHOOL, Whom.CARER, Whom.VSH, Whom.IRO, Whom.PARENT]


def test_the_same_people_are_consulted_as_of_a_move():
    assert list(ABOUT_A_SCHOOL) == ALL


@pytest.mark.parametrize(
    ("ended_on", "is_change"),
    [
        (None, False),
        (DAY, False),
        (date(2026, 11, 3), True),
        (date(2026, 10, 31), True),
        (date(2026, 10, 30), False),
    ],
)
def test_a_place_takes_over_without_a_gap(ended_on, is_change):
    assert follows_at_once(ended_on=ended_on, started_on=DAY) is is_change


@pytest.mark.parametrize(
    ("consulted", "is_pep_considered", "count"),
    [
        ({}, False, 7),
        ({}, True, 6),
        ({Whom.CHILD: Consulted(on=DAY)}, True, 5),
        ({Whom.PARENT: Consulted(reason_not="Not known")}, True, 5),
        (dict.fromkeys(ALL, Consulted(on=DAY)), True, 0),
        (dict.fromkeys(ALL, Consulted(on=DAY)), False, 1),
    ],
)
def test_what_is_missing(consulted, is_pep_considered, count):
    found = missing_of_change(consulted, is_pep_considered=is_pep_considered)
    assert len(found) == count
