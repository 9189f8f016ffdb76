"""The roll extract: days of care, of a placement and of a review that are corrected later."""

from datetime import date

import pytest

from pupils.models import CareEpisode, CarePeriod, StatutoryReview
from tests.intake.running import findings_of
from tests.pupils.imports.rolls import gia, placements, places

pytestmark = pytest.mark.django_db
ENTERED = {"looked_after_from": "2026-09-03", "placement_from": "2026-09-03", "last_review_on": ""}
MOVED = {"placement_type": "K2", "placement_postcode": "NS9 9ZZ"}


def periods():
    rows = CarePeriod.objects.filter(pupil=gia()).order_by("started_on")
    return list(rows.values_list("started_on", "ended_on"))


def held():
    rows = StatutoryReview.objects.filter(pupil=gia(), held_on__isnull=False).order_by("held_on")
    return list(rows.values_list("held_on", flat=True))


@pytest.mark.parametrize("placement_from", ["2026-09-05", ""])
def test_a_day_of_entering_care_that_is_corrected_later_keeps_the_period(night, placement_from):
    night(**ENTERED)
    changed = {**ENTERED, "looked_after_from": "2026-09-05", "placement_from": placement_from}
    job = night(**changed)
    assert findings_of(job) == []
    assert ("roll.csv", 2, "looked_after_from", "corrected") in findings_of(job, "warning")
    assert periods() == [(date(2026, 9, 5), None)]
    assert placements() == [("U6", date(2026, 9, 5), None)]
    assert CareEpisode.objects.get(care_period__pupil=gia()).started_on == date(2026, 9, 5)
    assert StatutoryReview.objects.get(pupil=gia(), held_on=None).planned_on == date(2026, 12, 15)
    assert night(**changed).counts["same"] == 1


@pytest.mark.parametrize("entered", ["2026-01-29", "2026-10-12"])
def test_a_first_day_further_away_refuses_the_care_part_and_asks_for_the_end(night, entered):
    night()
    placed = {"placement_from": entered, **MOVED}
    job = night(looked_after_from=entered, nc_year="11", last_review_on="", **placed)
    assert findings_of(job) == [("roll.csv", 2, "looked_after_from", "open_period")]
    assert "looked_after_to" in job.kept["error"][0].message
    assert periods() == [(date(2026, 3, 2), None)]
    assert placements() == [("U6", date(2026, 3, 2), None)]
    assert (gia().nc_year, len(places())) == (11, 1)


def test_a_first_day_after_a_review_that_was_held_is_no_correction(night):
    night(**{**ENTERED, "last_review_on": "2026-09-10"})
    later = {"looked_after_from": "2026-09-20", "placement_from": ""}
    job = night(**{**ENTERED, **later})
    assert findings_of(job) == [("roll.csv", 2, "looked_after_from", "open_period")]
    assert periods() == [(date(2026, 9, 3), None)]


@pytest.mark.parametrize("cells", [{}, {"placement_type": "", "placement_postcode": ""}])
@pytest.mark.parametrize("corrected", [date(2026, 9, 5), date(2026, 9, 1)])
def test_another_first_day_of_the_same_placement_moves_the_day_of_the_move(night, cells, corrected):
    night()
    night(placement_from="2026-09-03", **MOVED)
    changed = {"placement_from": corrected.isoformat(), **MOVED, **cells}
    job = night(**changed)
    assert findings_of(job) == []
    assert placements() == [("U6", date(2026, 3, 2), corrected), ("K2", corrected, None)]
    assert night(**changed).counts["same"] == 1


def test_another_type_soon_after_is_another_placement(night):
    night()
    night(placement_from="2026-03-12", placement_type="K2")
    assert placements() == [
        ("U6", date(2026, 3, 2), date(2026, 3, 12)),
        ("K2", date(2026, 3, 12), None),
    ]


def test_an_older_placement_while_a_later_one_is_open_is_named(night):
    night()
    night(placement_from="2026-09-03", **MOVED)
    before = placements()
    job = night()
    assert findings_of(job, "warning") == [("roll.csv", 2, "placement_from", "later_placement")]
    assert placements() == before


@pytest.mark.parametrize("corrected", ["2026-10-02", "2026-09-28"])
def test_a_corrected_day_of_the_last_review_moves_it(night, corrected):
    night(last_review_on="2026-10-01")
    job = night(last_review_on=corrected)
    assert findings_of(job, "warning") == [("roll.csv", 2, "last_review_on", "corrected")]
    assert held() == [date.fromisoformat(corrected)]
    assert night(last_review_on=corrected).counts["same"] == 1


def test_a_review_of_which_participation_is_known_stays(night):
    night(last_review_on="2026-10-01")
    StatutoryReview.objects.filter(pupil=gia(), held_on__isnull=False).update(participation="PN1")
    job = night(last_review_on="2026-10-02")
    assert findings_of(job, "warning") == [("roll.csv", 2, "last_review_on", "another_day")]
    assert held() == [date(2026, 10, 1)]


def test_a_review_more_than_two_weeks_later_is_another_one(night):
    night(last_review_on="2026-10-01")
    night(last_review_on="2026-10-16")
    assert held() == [date(2026, 10, 1), date(2026, 10, 16)]
