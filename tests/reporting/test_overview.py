"""The overview of a child: its counts agree with the tab behind them, its links say where to."""

from datetime import date

import pytest
from django.urls import reverse

from placements.models import AttendanceDay
from tests.cast import TODAY, Cast
from tests.reporting.test_pages import add_deadline, signed_in
from tests.reporting.test_roll_for_attendance import attend

pytestmark = pytest.mark.django_db


def page(cast: Cast, name: str, who: str = "head") -> str:
    return signed_in(cast, who).get(reverse(name, args=[cast.ada.ref])).content.decode()


@pytest.fixture
def late_and_missed(cast: Cast) -> None:
    add_deadline(cast.ada, due_on=date(2026, 10, 30))
    add_deadline(cast.ada, kind="pep_available", due_on=date(2026, 7, 1), is_current=False)
    add_deadline(cast.ada, kind="pep_available", due_on=date(2026, 7, 2), is_current=False)


def test_the_overview_and_the_deadlines_count_the_same(cast: Cast, late_and_missed) -> None:
    assert "1 overdue; 2 can no longer be met;" in page(cast, "reporting:overview")
    deadlines = page(cast, "pupils:deadlines")
    assert deadlines.count("Overdue") == 1
    assert deadlines.count("Can no longer be met") == 2
    assert deadlines.count("days overdue") == 2  # in the bar and in the table
    assert "was due on 1 July 2026" in deadlines


def test_what_was_missed_before_does_not_say_that_something_is_due(cast: Cast) -> None:
    cast.ada.deadlines.all().delete()
    add_deadline(cast.ada, due_on=date(2026, 7, 1), is_current=False)
    assert "1 can no longer be met" in page(cast, "reporting:overview")


def test_each_link_says_what_it_opens(cast: Cast) -> None:
    body = page(cast, "reporting:overview")
    for words in ("See the PEPs", "See the school", "See the deadlines", "See care and placements",
                  "See attendance day by day"):  # fmt: skip
        assert f">{words}<" in body
    assert ">See<" not in body


def test_this_terms_attendance_stands_beside_englands(cast: Cast) -> None:
    assert "Nothing on record" in page(cast, "reporting:overview")
    place = cast.ada.enrolments.get()
    attend(place, date(2026, 9, 7), (40, 3, 2))
    AttendanceDay.objects.create(
        enrolment=place,
        day=TODAY,
        season="autumn",
        am="O",
        pm="\\",
        source="page",
        entered_on=TODAY,
    )
    body = page(cast, "reporting:overview")
    assert (
        "85.7% up to 4 November 2026: of 42 sessions 3 missed with authority, 3 without. "
        "Persistent absence. England, looked-after children: 91.0% in the year 2024-25"
    ) in body
