"""The 18th birthday in the roll extract: nobody enters care from it on, and care ends with it."""

import pytest

from pupils.models import Pupil
from tests.cast import TODAY
from tests.intake.running import findings_of, load
from tests.pupils.imports.rolls import GIA, NIGHTLY, gia, history_events, roll

pytestmark = pytest.mark.django_db

ENTERED = {"looked_after_from": "2026-03-01", "placement_from": "2026-03-01", "nc_year": "",
           "last_review_on": ""}  # fmt: skip


@pytest.fixture
def load_roll(cast):
    """Loads one row for Northshire on 4 November 2026."""

    def run(**changes: str):
        rows = roll({**GIA, **changes})
        return load("roll", {"r.csv": rows}, authority=cast.northshire)

    return run


@pytest.mark.parametrize(
    ("born", "is_refused"),
    [
        ("2008-03-02", False),
        ("2008-03-01", True),
        ("2008-02-29", True),  # eighteen on 1 March 2026
        ("1990-01-01", True),
    ],
)
def test_nobody_enters_care_on_the_18th_birthday_or_later(load_roll, born, is_refused):
    job = load_roll(**ENTERED, date_of_birth=born, enrolled_from="2026-09-01")
    errors = [("r.csv", 2, "looked_after_from", "entered_at_18")] if is_refused else []
    assert findings_of(job) == errors
    assert Pupil.objects.filter(child_id="N100").exists() is not is_refused


def test_a_corrected_birth_that_makes_the_entry_an_adults_is_refused(load_roll):
    load_roll()
    events = history_events()
    job = load_roll(**{**NIGHTLY, "date_of_birth": "2008-03-01"})
    assert findings_of(job) == [("r.csv", 2, "looked_after_from", "entered_at_18")]
    assert history_events() == events


@pytest.mark.parametrize(
    ("born", "left", "doubts"),
    [
        ("2008-11-05", "", []),
        ("2008-11-04", "", ["turned_18"]),
        ("2008-11-03", "2026-11-03", []),
        ("2008-11-03", "2026-11-04", ["turned_18"]),
    ],
)
def test_care_without_an_end_is_said_to_have_ended_with_the_birthday(load_roll, born, left, doubts):
    job = load_roll(date_of_birth=born, looked_after_to=left, nc_year="")
    assert [code for *_, code in findings_of(job, "warning")] == doubts
    assert Pupil.objects.looked_after_on(TODAY).filter(pk=gia().pk).exists() is (
        not doubts and not left
    )
