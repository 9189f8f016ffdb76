"""The roll extract: a review held before the day for which it was arranged."""

from datetime import date

import pytest

from pupils.models import StatutoryReview
from tests.intake.running import findings_of
from tests.pupils.imports.rolls import gia

pytestmark = pytest.mark.django_db
TODAY = date(2026, 12, 16)
ARRANGED = date(2026, 12, 15)
FIRST = (date(2026, 6, 20), None)


@pytest.fixture
def later(night, set_day):
    """A later night; on the first one a review was arranged for 15 December."""
    night()
    set_day(TODAY)
    return night


def reviews():
    rows = StatutoryReview.objects.filter(pupil=gia()).order_by("held_on", "planned_on")
    return list(rows.values_list("held_on", "planned_on"))


@pytest.mark.parametrize("held_on", [date(2026, 11, 17), date(2026, 12, 14)])
def test_a_review_shortly_before_the_day_arranged_is_taken_as_that_one(later, held_on):
    changed = {"last_review_on": f"{held_on}", "next_review_on": ""}
    job = later(**changed)
    assert findings_of(job) == []
    assert findings_of(job, "warning") == [("roll.csv", 2, "last_review_on", "brought_forward")]
    (warning,) = job.kept["warning"]
    told = f"The review arranged for 15/12/2026 is taken as held on {held_on:%d/%m/%Y}."
    assert told in warning.message
    assert reviews() == [FIRST, (held_on, ARRANGED)]
    again = later(**changed)
    assert again.counts["same"] == 1
    assert findings_of(again, "warning") == []


def test_a_review_longer_before_it_leaves_the_appointment(later):
    held_on = date(2026, 11, 16)
    job = later(last_review_on=f"{held_on}", next_review_on="")
    assert findings_of(job, "warning") == []
    assert reviews() == [FIRST, (held_on, None), (None, ARRANGED)]


@pytest.mark.parametrize("next_review_on", [ARRANGED, date(2026, 12, 22), date(2027, 5, 20)])
def test_the_appointment_is_the_one_that_the_extract_names(later, next_review_on):
    held_on = date(2026, 12, 1)
    job = later(last_review_on=f"{held_on}", next_review_on=f"{next_review_on}")
    assert findings_of(job, "warning") == []
    assert reviews() == [FIRST, (held_on, None), (None, next_review_on)]


def test_an_appointment_that_the_extract_takes_away_is_not_held(later):
    held_on = date(2026, 12, 1)
    job = later(last_review_on=f"{held_on}", next_review_on="-")
    assert findings_of(job, "warning") == []
    assert reviews() == [FIRST, (held_on, None)]


def test_an_appointment_that_still_stands_comes_back_with_its_day(later):
    held_on = date(2026, 12, 1)
    later(last_review_on=f"{held_on}", next_review_on="")
    later(last_review_on=f"{held_on}", next_review_on=f"{ARRANGED}")
    assert reviews() == [FIRST, (held_on, ARRANGED), (None, ARRANGED)]


def test_another_day_of_the_last_review_is_a_correction_first(later):
    later(last_review_on="2026-12-01")
    job = later(last_review_on="2026-12-03", next_review_on="")
    assert findings_of(job, "warning") == [("roll.csv", 2, "last_review_on", "corrected")]
    assert reviews() == [FIRST, (date(2026, 12, 3), None), (None, ARRANGED)]


def test_a_review_before_the_latest_one_is_not_the_one_arranged(later):
    later(last_review_on="2026-12-14")
    StatutoryReview.objects.filter(pupil=gia(), held_on="2026-12-14").update(participation="PN1")
    job = later(last_review_on="2026-11-29", next_review_on="")
    assert findings_of(job, "warning") == []
    assert reviews()[-1] == (None, ARRANGED)
