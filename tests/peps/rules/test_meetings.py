"""Whom the guidance wants at a meeting, and for what a day comes too late."""

from datetime import date

import pytest

from peps.rules.meetings import DueDay, comes_too_late, gives_place_away, not_asked

ALL = {"social_worker", "designated_teacher", "carer", "child", "parent"}


@pytest.mark.parametrize(
    ("capacities", "has_setting", "missing"),
    [
        (ALL, True, ()),
        (ALL | {"iro", "other"}, True, ()),
        (ALL - {"carer"}, True, ("the carer",)),
        (ALL - {"designated_teacher"}, False, ()),
        (ALL - {"designated_teacher"}, True, ("the designated teacher",)),
        (
            {"officer"},
            False,
            (
                "the social worker",
                "the carer",
                "the child, where appropriate",
                "the parent, where appropriate",
            ),
        ),
    ],
)
def test_whom_nobody_has_asked(capacities, has_setting, missing):
    assert not_asked(capacities=capacities, has_setting=has_setting) == missing


REVIEW, TERM = DueDay("review", date(2026, 11, 25)), DueDay("term", date(2026, 12, 18))


@pytest.mark.parametrize(
    ("day", "missed"),
    [
        (date(2026, 11, 24), None),
        (date(2026, 11, 25), None),
        (date(2026, 11, 26), REVIEW),
        (date(2026, 12, 18), REVIEW),
        (date(2026, 12, 19), REVIEW),
    ],
)
def test_the_first_day_that_a_meeting_misses(day, missed):
    assert comes_too_late(day=day, due=[TERM, REVIEW]) == missed
    assert comes_too_late(day=day, due=[]) is None


@pytest.mark.parametrize(
    ("words", "gives_away"),
    [
        ("", False),
        ("By telephone", False),
        ("Family Centre, Mill Lane", False),
        ("Virtual School, County Hall", False),
        ("https://virtual-school.example/meet", False),
        ("The school hall", True),
        ("Northshire SIXTH FORM college", True),
        ("https://meet.oakfield.sch.uk/1", True),
        ("Room 4 at oakfield hall", True),
    ],
)
def test_a_place_that_speaks_of_a_school_gives_it_away(words, gives_away):
    assert gives_place_away(words, names=("Oakfield Hall", "")) is gives_away
