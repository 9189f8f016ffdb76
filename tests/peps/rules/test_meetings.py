"""Whom the guidance wants at a meeting, and for what a day comes too late."""

from datetime import date

import pytest

from peps.rules.meetings import DueDay, comes_too_late, not_asked

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
