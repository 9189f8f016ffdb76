"""The overview of a child: its counts agree with the tab behind them, its links say where to."""

from datetime import date

import pytest
from django.urls import reverse

from tests.cast import Cast
from tests.reporting.test_pages import add_deadline, signed_in

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
    for words in ("See the PEPs", "See the school", "See the deadlines", "See care and placements"):
        assert f">{words}<" in body
    assert ">See<" not in body
