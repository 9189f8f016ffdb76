"""The roll's file after a person recorded, withdrew or corrected a school place."""

from datetime import date

import pytest

from pupils.models import Enrolment
from pupils.services.enrolments import record_enrolment
from pupils.services.place_corrections import (
    PlaceAsItIs,
    correct_enrolment,
    withdraw_enrolment,
)
from tests.intake.running import findings_of
from tests.pupils.imports.rolls import gia, places

pytestmark = pytest.mark.django_db
JOINED = date(2023, 9, 4)
AT_OAKFIELD = ("main", "999001", JOINED, None)
PUT_RIGHT = [("roll.csv", 2, "school_urn", "put_right")]


def record(cast, first: date, **options) -> Enrolment:
    return record_enrolment(
        actor=cast.officer, pupil=gia(), kind="main", setting=cast.elm, started_on=first, **options
    )


def withdraw(cast, place: Enrolment, instead: str = "former") -> None:
    place.refresh_from_db()
    withdraw_enrolment(
        actor=cast.officer,
        enrolment=place,
        version=place.version,
        reason="A mistake",
        instead=instead,
    )


def correct(cast, place: Enrolment, **changes) -> None:
    names = PlaceAsItIs.__dataclass_fields__
    right = {name: getattr(place, name) for name in names} | changes
    correct_enrolment(
        actor=cast.officer,
        enrolment=place,
        version=place.version,
        reason="A mistake",
        right=PlaceAsItIs(**right),
    )


# --- a last day without a school


def test_a_last_day_without_a_school_ends_the_place_once(night, set_day):
    night()
    after = [
        ("main", "999001", JOINED, date(2026, 10, 30)),
        ("no_place", None, date(2026, 10, 31), None),
    ]
    row = {"school_urn": "", "enrolled_from": "", "enrolled_to": "2026-10-30"}
    for day in (5, 6, 7):
        set_day(date(2026, 11, day))
        job = night(**row)
        assert (findings_of(job), findings_of(job, "warning"), places()) == ([], [], after)
    assert job.counts["same"] == 1


def test_a_new_child_with_a_last_day_and_no_school_stays_without_a_place(night, set_day):
    row = {"school_urn": "", "enrolled_from": "", "enrolled_to": "2026-10-30"}
    night(**row)
    set_day(date(2026, 11, 5))
    assert night(**row).counts["same"] == 1
    assert places() == [("no_place", None, date(2026, 3, 2), None)]


def test_a_last_day_without_a_school_leaves_a_place_that_began_after_it(night, set_day, cast):
    row = {"school_urn": "", "enrolled_from": "", "enrolled_to": "2026-10-30"}
    night()
    night(**row)
    record(cast, date(2026, 11, 4))
    before = places()
    set_day(date(2026, 11, 6))
    assert night(**row).counts["same"] == 1
    assert places() == before
    job = night(**row | {"enrolled_to": "2026-10-23"})
    assert findings_of(job) == []
    assert findings_of(job, "warning") == [("roll.csv", 2, "enrolled_to", "later_place")]
    assert places() == before


def test_a_last_day_before_the_only_place_is_a_doubt_and_the_row_loads(night, cast):
    night(school_urn="", enrolled_from="", nc_year="9")
    record(cast, date(2026, 11, 4))
    before = places()
    job = night(school_urn="", enrolled_from="", enrolled_to="2026-10-30", nc_year="10")
    assert findings_of(job) == []
    assert findings_of(job, "warning") == [("roll.csv", 2, "enrolled_to", "later_place")]
    assert places() == before
    assert gia().nc_year == 10


# --- a dash for the school


def test_a_dash_says_nothing_of_a_place_that_a_person_recorded_since(night, set_day, cast):
    night()
    set_day(date(2026, 11, 5))
    night(school_urn="-", enrolled_from="")
    set_day(date(2026, 11, 9))
    record(cast, date(2026, 11, 9))
    before = places()
    for day in (10, 11):
        set_day(date(2026, 11, day))
        job = night(school_urn="-", enrolled_from="")
        assert findings_of(job, "warning") == [("roll.csv", 2, "school_urn", "later_place")]
        assert places() == before
    night(school_urn="-", enrolled_from="", enrolled_to="2026-11-10")
    assert places()[-2][3] == date(2026, 11, 10), "with its day the file is believed"


def test_a_dash_ends_the_place_that_the_file_told_after_a_time_without(night, set_day):
    night(school_urn="", enrolled_from="")
    night(school_urn="999002", enrolled_from="2026-10-05")
    set_day(date(2026, 11, 5))
    job = night(school_urn="-", enrolled_from="")
    assert findings_of(job, "warning") == []
    assert places()[1] == ("main", "999002", date(2026, 10, 5), date(2026, 11, 4))


def test_a_dash_ends_the_only_place_also_where_a_person_recorded_it(night, set_day, cast):
    night(school_urn="", enrolled_from="")
    Enrolment.objects.all().delete()
    record(cast, date(2026, 10, 5))
    set_day(date(2026, 11, 5))
    night(school_urn="-", enrolled_from="")
    assert places()[0][3] == date(2026, 11, 4)


def test_a_dash_does_not_end_a_place_again_that_a_person_reopened(night, set_day, cast):
    night()
    night(school_urn="-", enrolled_from="")
    correct(cast, gia().enrolments.get(kind="main"), ended_on=None)
    assert places() == [AT_OAKFIELD]
    set_day(date(2026, 11, 6))
    job = night(school_urn="-", enrolled_from="")
    assert findings_of(job, "warning") == [("roll.csv", 2, "school_urn", "later_place")]
    assert places() == [AT_OAKFIELD]


# --- a place that a person withdrew or corrected


@pytest.mark.parametrize("first", ["2026-11-09", ""])
def test_a_withdrawn_place_does_not_come_back_with_the_file(night, cast, first):
    night()
    night(school_urn="999002", enrolled_from="2026-11-09")
    withdraw(cast, gia().enrolments.get(setting=cast.elm))
    assert places() == [AT_OAKFIELD]
    for _ in range(2):
        job = night(school_urn="999002", enrolled_from=first, nc_year="11")
        assert findings_of(job) == []
        assert PUT_RIGHT[0] in findings_of(job, "warning")
        assert places() == [AT_OAKFIELD]
    assert gia().nc_year == 11


def test_another_first_day_at_a_withdrawn_school_is_loaded_and_named(night, cast):
    night()
    night(school_urn="999002", enrolled_from="2026-11-09")
    withdraw(cast, gia().enrolments.get(setting=cast.elm))
    job = night(school_urn="999002", enrolled_from="2026-11-16")
    assert findings_of(job, "warning") == PUT_RIGHT
    assert places()[-1] == ("main", "999002", date(2026, 11, 16), None)


def test_the_right_school_loads_once_a_wrong_later_place_is_withdrawn(night, cast):
    night()
    wrong = record(cast, date(2027, 1, 4), ends_current=True)
    right = {"school_urn": "998001", "enrolled_from": "2026-11-02"}
    assert findings_of(night(**right)) == [("roll.csv", 2, "enrolled_from", "later_place")]
    withdraw(cast, wrong)
    job = night(**right)
    assert (findings_of(job), findings_of(job, "warning")) == ([], [])
    assert places()[-1] == ("main", "998001", date(2026, 11, 2), None)


def test_the_place_before_a_wrong_one_is_named_by_the_file_without_a_doubt(night, cast):
    night()
    wrong = record(cast, date(2026, 11, 2), ends_current=True)
    assert findings_of(night(), "warning") == [("roll.csv", 2, "school_urn", "later_place")]
    withdraw(cast, wrong)
    job = night()
    assert findings_of(job, "warning") == []
    assert job.counts["same"] == 1
    assert places() == [AT_OAKFIELD]


def test_a_corrected_school_stays_and_the_file_is_named_until_it_agrees(night, cast):
    night()
    correct(cast, gia().enrolments.get(), setting=cast.elm)
    after = [("main", "999002", JOINED, None)]
    job = night()
    assert findings_of(job, "warning") == PUT_RIGHT
    assert places() == after
    assert findings_of(night(school_urn="999002"), "warning") == []
    assert places() == after


def test_a_corrected_first_day_stays_and_a_new_last_day_is_still_taken(night, cast):
    night()
    correct(cast, gia().enrolments.get(), started_on=date(2023, 9, 11))
    job = night(enrolled_to="2026-12-18")
    assert findings_of(job, "warning") == PUT_RIGHT
    assert places() == [("main", "999001", date(2023, 9, 11), date(2026, 12, 18))]


@pytest.mark.parametrize("last", [None, date(2026, 10, 30)])
def test_a_corrected_last_day_stays(night, cast, last):
    night(enrolled_to="2026-10-23")
    correct(cast, gia().enrolments.get(kind="main"), ended_on=last)
    after = places()
    job = night(enrolled_to="2026-10-23")
    assert findings_of(job, "warning") == [("roll.csv", 2, "enrolled_to", "put_right")]
    assert places() == after
    night(enrolled_to="2026-11-03")
    assert places()[0][3] == date(2026, 11, 3), "another day is news"


def test_what_was_corrected_back_is_right_again(night, cast):
    night()
    correct(cast, gia().enrolments.get(), setting=cast.elm)
    correct(cast, gia().enrolments.get(), setting=cast.oakfield)
    job = night()
    assert findings_of(job, "warning") == []
    assert job.counts["same"] == 1
