"""For tests of imports about children."""

from datetime import date

import pytest

from tests.intake.running import load
from tests.pupils.imports.rolls import GIA, roll
from vsh.calendars.models import CurrentDay
from vsh.organisations.models import EducationSetting


@pytest.fixture
def set_day(db):
    """Sets today."""

    def to(day: date) -> None:
        CurrentDay.objects.update(day=day)

    return to


@pytest.fixture
def night(cast):
    """Loads a night's file of Northshire."""
    EducationSetting.objects.filter(urn="998001").update(postcode="SM1 1AA")

    def run(*rows: dict[str, str], **changes: str):
        rows = rows or ({**GIA, **changes},)
        return load("roll", {"roll.csv": roll(*rows)}, authority=cast.northshire)

    return run
