"""When the governors consider an exclusion."""

from datetime import date
from decimal import Decimal

import pytest

from placements.rules.exclusion_meetings import (
    Governors,
    Held,
    governors_meet,
    panels_without_board,
)
from tests.clock_world import OAKFIELD, book

MUST, IF_ASKED = Governors(school_days=15), Governors(school_days=50, is_only_if_asked=True)


@pytest.mark.parametrize(
    ("days", "is_permanent", "misses_exam", "duty"),
    [
        ("0", True, False, MUST),
        ("0.5", False, True, MUST),
        ("5", False, False, None),
        ("5.5", False, False, IF_ASKED),
        ("15", False, False, IF_ASKED),
        ("15.5", False, False, MUST),
    ],
)
def test_whether_they_meet(days, is_permanent, misses_exam, duty):
    found = governors_meet(
        is_permanent=is_permanent, days_in_term=Decimal(days), misses_exam=misses_exam
    )
    assert found == duty


@pytest.mark.parametrize(
    ("duty", "began", "due_on"),
    [
        (MUST, date(2026, 9, 7), date(2026, 9, 28)),
        (MUST, date(2026, 10, 12), date(2026, 11, 9)),  # half term between
        (IF_ASKED, date(2026, 9, 7), date(2026, 11, 23)),
    ],
)
def test_by_when(duty, began, due_on):
    days = book().school_days(setting_id=OAKFIELD, area_code="999", authority_code="999")
    assert duty.due(days, after=began).due_on == due_on


FIRST, SECOND = date(2026, 10, 12), date(2026, 10, 13)
UPHELD = Held(is_panel=False, meets_on=FIRST, has_upheld=True)
PANEL = Held(is_panel=True, meets_on=FIRST)


@pytest.mark.parametrize(
    ("meetings", "left"),
    [
        ([], set()),
        ([UPHELD], set()),
        ([UPHELD, PANEL], set()),
        ([PANEL], {FIRST}),
        ([Held(is_panel=False, meets_on=FIRST), PANEL], {FIRST}),  # no outcome yet
        ([Held(is_panel=False, meets_on=SECOND, has_upheld=True), PANEL], {FIRST}),
        ([Held(is_panel=True, meets_on=FIRST, has_upheld=True), PANEL], {FIRST}),
    ],
)
def test_a_panel_reviews_what_a_board_upheld_by_its_day(meetings, left):
    assert panels_without_board(meetings) == left
