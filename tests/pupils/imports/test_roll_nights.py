"""Nights with whatever a case system may say: each file twice, the second changes nothing."""

import random
from datetime import date, timedelta

import pytest

from pupils.models import CareEpisode, CarePeriod, CarePlacement, Enrolment, Pupil
from tests.cast import TODAY
from tests.intake.running import load
from tests.pupils.imports.rolls import GIA, history_events, roll

pytestmark = pytest.mark.django_db
NIGHTS = 30


def somewhere_around(day: date, dice: random.Random) -> str:
    return (day - timedelta(days=dice.randint(-5, 300))).isoformat()


def night(dice: random.Random, on: date) -> dict[str, str]:
    """A row in which some cells changed since the first night, blank or taken away."""
    said = {**GIA}
    choices = {
        "looked_after_from": [GIA["looked_after_from"], "", somewhere_around(on, dice)],
        "looked_after_to": ["", "", "-", somewhere_around(on, dice)],
        "legal_status": ["C2", "E1", "V2", ""],
        "placement_type": ["U6", "K2", "-", ""],
        "placement_from": [GIA["placement_from"], "", somewhere_around(on, dice)],
        "placement_postcode": ["NS1 2BB", "-", ""],
        "school_urn": ["999001", "999002", "998001", "123456", "-", ""],
        "enrolled_from": [GIA["enrolled_from"], "", somewhere_around(on, dice)],
        "enrolled_to": ["", "", "-", somewhere_around(on, dice)],
        "sen_status": ["N", "K", "E", "-", ""],
        "social_worker_email": [
            GIA["social_worker_email"],
            "other_social_worker@northshire.example",
            "nobody@northshire.example",
            "-",
            "",
        ],
        "upn": [GIA["upn"], "B801200005001", "UN3", "-", ""],
        "next_review_on": ["", "-", somewhere_around(on + timedelta(days=200), dice)],
        "last_review_on": ["", somewhere_around(on, dice)],
    }
    for column, cells in choices.items():
        if dice.random() < (0.06 if column.startswith("looked_after") else 0.25):
            said[column] = dice.choice(cells)
    return said


@pytest.mark.parametrize("seed", range(4))
def test_the_same_file_again_changes_nothing_whatever_it_says(cast, set_day, seed):
    dice = random.Random(seed)
    day = TODAY
    loaded = 0
    for _ in range(NIGHTS):
        day += timedelta(days=dice.randint(0, 9))
        set_day(day)
        files = {"roll.csv": roll(night(dice, day))}
        first = load("roll", files, authority=cast.northshire)
        events = history_events()
        again = load("roll", files, authority=cast.northshire)
        assert history_events() == events
        assert (again.counts["new"], again.counts["changed"]) == (0, 0)
        assert again.counts["refused"] == first.counts["refused"]
        loaded += first.loaded
    assert loaded >= 5  # many nights contradict what is on record by then, and are refused
    holds_together()


def holds_together() -> None:
    """What the database cannot refuse by itself: facts within their care period, one place open."""
    child = Pupil.objects.get(child_id="N100")
    for period in CarePeriod.objects.filter(pupil=child):
        facts = [
            *CareEpisode.objects.filter(care_period=period),
            *CarePlacement.objects.filter(care_period=period),
        ]
        for fact in facts:
            assert fact.started_on >= period.started_on
            if period.ended_on:
                assert fact.ended_on
                assert fact.ended_on <= period.ended_on
    main = Enrolment.objects.filter(pupil=child).main()
    assert main.filter(ended_on=None).count() <= 1
