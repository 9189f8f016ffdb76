"""The roll extract: what later nights change about care."""

from datetime import date

import pytest

from pupils.models import CareEpisode, CarePeriod, CarePlacement, StatutoryReview
from tests.cast import TODAY
from tests.intake.running import findings_of
from tests.pupils.imports.rolls import gia, placements

pytestmark = pytest.mark.django_db


def test_a_new_placement_ends_the_former_on_that_day(night):
    night()
    night(placement_from="2026-10-20", placement_type="K2", placement_emergency="Y")
    assert placements() == [
        ("U6", date(2026, 3, 2), date(2026, 10, 20)),
        ("K2", date(2026, 10, 20), None),
    ]
    assert CarePlacement.objects.get(started_on=date(2026, 10, 20)).is_emergency
    assert CarePeriod.objects.get(pupil=gia()).ended_on is None


def test_a_placement_before_a_later_one_is_refused_and_named(night):
    night()
    night(placement_from="2026-10-20")
    job = night(placement_from="2026-09-01")
    assert findings_of(job) == [("roll.csv", 2, "placement_from", "overlap")]
    assert len(placements()) == 2


def test_the_same_placement_with_an_earlier_first_day_is_a_correction(night):
    night(placement_from="2026-09-07")
    night()
    assert placements() == [("U6", date(2026, 3, 2), None)]
    night(placement_from="2026-09-07", placement_type="K2")
    job = night(placement_from="2026-05-01", placement_postcode="")
    assert findings_of(job) == [("roll.csv", 2, "placement_from", "overlap")]


def test_a_changed_legal_status_is_a_new_episode_from_today(night):
    night()
    night(legal_status="E1")
    rows = CareEpisode.objects.filter(care_period__pupil=gia()).order_by("started_on")
    assert list(rows.values_list("legal_status", "started_on", "ended_on")) == [
        ("C2", date(2026, 3, 2), TODAY),
        ("E1", TODAY, None),
    ]


def test_an_episode_that_had_ended_keeps_its_end_when_the_status_changes(night):
    night()
    CareEpisode.objects.filter(care_period__pupil=gia()).update(ended_on=date(2026, 5, 1))
    night(legal_status="E1")
    rows = CareEpisode.objects.filter(care_period__pupil=gia()).order_by("started_on")
    assert list(rows.values_list("legal_status", "ended_on")) == [
        ("C2", date(2026, 5, 1)),
        ("E1", None),
    ]


def test_the_end_of_care_ends_placement_episode_and_the_review_arranged(night):
    night()
    night(looked_after_to="2026-10-30", next_review_on="")
    assert CarePeriod.objects.get(pupil=gia()).ended_on == date(2026, 10, 30)
    assert placements() == [("U6", date(2026, 3, 2), date(2026, 10, 30))]
    assert CareEpisode.objects.get(care_period__pupil=gia()).ended_on == date(2026, 10, 30)
    assert not StatutoryReview.objects.filter(pupil=gia(), held_on=None).exists()


def test_a_dash_reopens_care_that_was_ended_by_mistake(night):
    night()
    night(looked_after_to="2026-10-30", next_review_on="")
    night(looked_after_to="-")
    assert CarePeriod.objects.get(pupil=gia()).ended_on is None
    assert placements() == [("U6", date(2026, 3, 2), None)]
    assert CareEpisode.objects.get(care_period__pupil=gia()).ended_on is None


def test_a_child_who_comes_back_has_a_second_care_period(night):
    night(looked_after_to="2026-08-01", next_review_on="")
    night(looked_after_from="2026-10-12", placement_from="2026-10-12")
    rows = CarePeriod.objects.filter(pupil=gia()).order_by("started_on")
    assert list(rows.values_list("started_on", "ended_on")) == [
        (date(2026, 3, 2), date(2026, 8, 1)),
        (date(2026, 10, 12), None),
    ]


def test_an_earlier_start_of_care_corrects_the_start(night):
    night()
    job = night(looked_after_from="2026-02-27")
    assert job.counts["changed"] == 1
    assert CarePeriod.objects.get(pupil=gia()).started_on == date(2026, 2, 27)
    assert CareEpisode.objects.get(care_period__pupil=gia()).started_on == date(2026, 2, 27)


def test_a_start_within_an_earlier_time_of_care_is_refused(night):
    night(looked_after_to="2026-08-01", next_review_on="")
    job = night(looked_after_from="2026-07-01", placement_from="2026-07-01")
    assert findings_of(job) == [("roll.csv", 2, "looked_after_from", "overlap")]
    assert CarePeriod.objects.filter(pupil=gia()).count() == 1
