"""The status of a deadline on a day."""

from datetime import date

import pytest

from pupils.rules.status import due_soon_until, status_on
from vsh.calendars.rules import WorkingDays

DAY = date(2026, 11, 4)
CASES = [
    (date(2026, 11, 12), None, None, "upcoming"),
    (date(2026, 11, 11), None, None, "due_soon"),
    (date(2026, 11, 4), None, None, "due_soon"),
    (date(2026, 11, 3), None, None, "overdue"),
    (date(2026, 11, 3), date(2026, 11, 3), None, "met"),
    (date(2026, 11, 3), date(2026, 11, 4), None, "met_late"),
    (date(2026, 11, 3), date(2026, 11, 5), None, "overdue"),
    (date(2026, 11, 3), None, date(2026, 11, 4), "not_required"),
    (date(2026, 11, 30), None, date(2026, 11, 5), "upcoming"),
    (date(2026, 11, 3), date(2026, 11, 2), date(2026, 11, 4), "met"),
    (None, None, None, "not_enough_information"),
    (None, date(2026, 11, 2), None, "not_enough_information"),
    (None, None, date(2026, 11, 2), "not_required"),
]


def test_soon_is_five_working_days():
    assert due_soon_until(on=DAY, working_days=WorkingDays()) == date(2026, 11, 11)
    assert due_soon_until(on=date(2026, 12, 23), working_days=WorkingDays()) == date(2027, 1, 4)


@pytest.mark.parametrize(("due_on", "met_on", "closed_on", "status"), CASES)
def test_status(due_on, met_on, closed_on, status):
    found = status_on(
        DAY, due_on=due_on, met_on=met_on, closed_on=closed_on, soon_until=date(2026, 11, 11)
    )
    assert found == status
