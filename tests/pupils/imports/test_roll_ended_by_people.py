"""The roll's file after a person ended a school place, or withdrew "No school place"."""

from datetime import date

import pytest

from pupils.services.enrolments import end_enrolment
from tests.intake.running import findings_of
from tests.pupils.imports.rolls import gia, places
from tests.pupils.imports.test_roll_beside_people import withdraw
from tests.pupils.imports.test_roll_put_right import JOINED, PUT_RIGHT, sees, two_nights

pytestmark = pytest.mark.django_db


# --- a last day that a person recorded


@pytest.fixture
def moved(night, cast):
    """A person said that she moved on 30 October, and has no school since."""
    night()
    place = gia().enrolments.get()
    return end_enrolment(
        actor=cast.officer,
        enrolment=place,
        version=place.version,
        ended_on=date(2026, 10, 30),
        reason_ended="moved",
        ended_by_placement=True,
        leaves_without_place=True,
    )


@pytest.mark.parametrize(
    ("row", "last"),
    [
        ({"enrolled_to": "2026-11-13"}, date(2026, 11, 13)),
        ({"enrolled_to": "-"}, None),
        ({"school_urn": "", "enrolled_from": "", "enrolled_to": "2026-11-13"}, date(2026, 11, 13)),
    ],
)
def test_a_last_day_that_the_file_changes_is_named_and_the_reason_goes_with_it(
    night, set_day, cast, moved, row, last
):
    first, second = two_nights(night, set_day, **row)
    assert findings_of(first, "warning") == [("roll.csv", 2, "enrolled_to", "corrected")]
    assert findings_of(second, "warning") == []
    assert places() == [("main", "999001", JOINED, last)]
    moved.refresh_from_db()
    assert (moved.reason_ended, moved.ended_by_placement) == ("", None)
    assert sees(cast.teacher)


def test_a_last_day_that_a_new_school_moves_is_named_too(night, set_day, cast, moved):
    row = {"school_urn": "999002", "enrolled_from": "2026-10-26"}
    first, second = two_nights(night, set_day, **row)
    assert ("roll.csv", 2, "enrolled_from", "corrected") in findings_of(first, "warning")
    assert findings_of(second, "warning") == []
    assert places() == [
        ("main", "999001", JOINED, date(2026, 10, 25)),
        ("main", "999002", date(2026, 10, 26), None),
    ]
    moved.refresh_from_db()
    assert (moved.reason_ended, moved.ended_by_placement) == ("", None)
    assert (sees(cast.teacher), sees(cast.other_teacher)) == (False, True)


def test_the_same_last_day_leaves_the_reason(night, set_day, moved):
    for job in two_nights(night, set_day, enrolled_to="2026-10-30"):
        assert findings_of(job, "warning") == []
    moved.refresh_from_db()
    assert (moved.reason_ended, moved.ended_by_placement) == ("moved", True)


# --- no school place


@pytest.mark.parametrize(
    "row",
    [
        {"school_urn": "", "enrolled_from": ""},
        {"school_urn": "-", "enrolled_from": ""},
        {"enrolled_to": "2026-10-20"},
    ],
)
def test_no_school_place_that_a_person_withdrew_is_not_restored(night, set_day, cast, row):
    if row.get("school_urn") == "-":
        night()
    night(**row)
    withdraw(cast, gia().enrolments.get(kind="no_place"), "later")
    before = places()
    for job in two_nights(night, set_day, **row):
        assert findings_of(job, "warning") == [PUT_RIGHT]
    assert places() == before
    assert not sees(cast.other_teacher)


def test_no_school_place_from_another_day_is_news(night, set_day, cast):
    night(enrolled_to="2026-10-20")
    withdraw(cast, gia().enrolments.get(kind="no_place"), "later")
    jobs = two_nights(night, set_day, enrolled_to="2026-10-21")
    assert PUT_RIGHT not in findings_of(jobs[-1], "warning")
    assert places()[-1] == ("no_place", None, date(2026, 10, 22), None)


def test_a_school_after_a_withdrawn_time_without_is_loaded(night, set_day, cast):
    row = {"school_urn": "", "enrolled_from": ""}
    night(**row)
    withdraw(cast, gia().enrolments.get(kind="no_place"), "later")
    for job in two_nights(night, set_day, school_urn="999002", enrolled_from="2026-10-05"):
        assert findings_of(job, "warning") == []
    assert places() == [("main", "999002", date(2026, 10, 5), None)]
    assert sees(cast.other_teacher)
