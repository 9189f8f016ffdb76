"""An excluded child in custody: what is recorded of the stay stops what is due outside."""

from datetime import date

import pytest

from placements.models import Exclusion
from placements.services.custody import change_custody, record_custody
from pupils.models import Deadline
from tests.cast import TODAY, Cast

MONDAY, ARRIVED, RELEASED = date(2026, 10, 12), date(2026, 10, 15), date(2026, 11, 2)
STAY = {"kind": "remand", "establishment": "Fellgate", "started_on": ARRIVED}
KINDS = ("school_place", "suspension_provision")


@pytest.fixture
def excluded(cast: Cast) -> Exclusion:
    place = cast.ada.enrolments.get()
    row = Exclusion(
        enrolment=place,
        kind="permanent",
        started_on=MONDAY,
        sessions=None,
        reasons=["DB"],
        reported_on=MONDAY,
    )
    row.save()
    return row


def open_clocks(cast: Cast) -> set[tuple[str, date]]:
    rows = Deadline.objects.filter(pupil=cast.ada, kind__in=KINDS, closed_on=None, is_current=True)
    return set(rows.values_list("kind", "started_on"))


def test_the_clocks_close_with_the_stay_and_begin_with_release(cast: Cast, excluded) -> None:
    row = record_custody(actor=cast.officer, pupil=cast.ada, **STAY)
    assert open_clocks(cast) == set()
    closed = Deadline.objects.filter(pupil=cast.ada, kind__in=KINDS)
    assert set(closed.values_list("closed_on", flat=True)) == {ARRIVED}
    assert "the establishment teaches the child" in closed[0].not_required_reason
    ended = {"ended_on": RELEASED, "ended_because": "released"}
    change_custody(actor=cast.officer, row=row, version=1, **STAY, **ended)
    assert open_clocks(cast) == {("school_place", RELEASED), ("suspension_provision", MONDAY)}
    due = Deadline.objects.get(pupil=cast.ada, kind="suspension_provision")
    assert due.due_on == RELEASED <= TODAY
