"""For tests of imports about children."""

from datetime import date

import pytest

from vsh.calendars.models import CurrentDay


@pytest.fixture
def set_day(db):
    """Sets today."""

    def to(day: date) -> None:
        CurrentDay.objects.update(day=day)

    return to
