"""The roll extract: schools, and the plain fact of having none."""

from datetime import date

import pytest

from pupils.models import Enrolment
from tests.cast import TODAY
from tests.intake.running import findings_of
from tests.pupils.imports.rolls import gia, places

pytestmark = pytest.mark.django_db
YESTERDAY = date(2026, 11, 3)


def test_a_new_school_ends_the_former_the_day_before(night):
    night()
    night(school_urn="999002", enrolled_from="2026-11-02")
    assert places() == [
        ("main", "999001", date(2023, 9, 4), date(2026, 11, 1)),
        ("main", "999002", date(2026, 11, 2), None),
    ]


def test_another_first_day_at_the_same_school_is_a_correction(night):
    night()
    night(enrolled_from="2023-09-05")
    assert places() == [("main", "999001", date(2023, 9, 5), None)]


def test_a_school_age_child_without_a_school_has_no_place_from_entering_care(night):
    night(school_urn="", enrolled_from="")
    assert places() == [("no_place", None, date(2026, 3, 2), None)]
    assert night(school_urn="", enrolled_from="").counts["same"] == 1


def test_a_child_under_school_age_without_a_setting_has_nothing_on_record(night):
    night(school_urn="", enrolled_from="", date_of_birth="2024-01-10", nc_year="")
    assert places() == []


def test_a_dash_for_the_school_means_no_place_from_today(night):
    night()
    night(school_urn="-", enrolled_from="")
    assert places() == [
        ("main", "999001", date(2023, 9, 4), YESTERDAY),
        ("no_place", None, TODAY, None),
    ]
    assert night(school_urn="-", enrolled_from="").counts["same"] == 1


def test_a_place_that_ended_without_a_next_one_leaves_no_place_the_day_after(night):
    night()
    night(enrolled_to="2026-10-23")
    assert places() == [
        ("main", "999001", date(2023, 9, 4), date(2026, 10, 23)),
        ("no_place", None, date(2026, 10, 24), None),
    ]
    assert night(enrolled_to="2026-10-23").counts["same"] == 1


def test_a_place_that_ends_in_the_future_is_still_the_place(night, set_day):
    night(enrolled_to="2026-11-10")
    assert places() == [("main", "999001", date(2023, 9, 4), date(2026, 11, 10))]
    set_day(date(2026, 11, 11))
    night(enrolled_to="2026-11-10")
    assert places()[1] == ("no_place", None, date(2026, 11, 11), None)


def test_no_place_ends_the_day_before_the_school_starts(night):
    night(enrolled_to="2026-10-23")
    night(school_urn="999002", enrolled_from="2026-11-02")
    assert places()[1:] == [
        ("no_place", None, date(2026, 10, 24), date(2026, 11, 1)),
        ("main", "999002", date(2026, 11, 2), None),
    ]


def test_a_school_that_follows_at_once_takes_no_place_away(night):
    night(enrolled_to="2026-10-23")
    night(school_urn="999002", enrolled_from="2026-10-24")
    assert places() == [
        ("main", "999001", date(2023, 9, 4), date(2026, 10, 23)),
        ("main", "999002", date(2026, 10, 24), None),
    ]


def test_a_dash_for_the_last_day_takes_the_end_back(night):
    night(enrolled_to="2026-10-23")
    night(enrolled_to="-")
    assert places() == [("main", "999001", date(2023, 9, 4), None)]


def test_an_unknown_school_is_named_and_the_other_facts_load(night):
    job = night(school_urn="123456", legal_first_name="Georgia")
    assert findings_of(job) == [("roll.csv", 2, "school_urn", "unknown_urn")]
    assert (job.counts["new"], job.counts["refused"]) == (1, 0)
    assert gia().legal_first_name == "Georgia"
    assert places() == []


def test_an_earlier_school_than_the_one_on_record_is_refused(night):
    night()
    night(school_urn="999002", enrolled_from="2026-11-02")
    job = night(school_urn="998001", enrolled_from="2026-05-01")
    assert findings_of(job) == [("roll.csv", 2, "enrolled_from", "later_place")]


def test_a_file_that_lags_behind_a_school_entered_here_leaves_it_and_says_so(night):
    night()
    Enrolment.objects.filter(pupil=gia()).update(ended_on=date(2026, 10, 9))
    Enrolment.objects.create(pupil=gia(), kind="otherwise", started_on=date(2026, 10, 10))
    before = places()
    job = night(legal_first_name="Georgia")
    assert findings_of(job, "warning") == [("roll.csv", 2, "school_urn", "later_place")]
    assert (places(), gia().legal_first_name) == (before, "Georgia")


def test_no_place_entered_here_stays_while_the_file_still_names_the_old_school(night):
    night()
    Enrolment.objects.filter(pupil=gia()).update(ended_on=date(2026, 10, 9))
    Enrolment.objects.create(
        pupil=gia(), kind="no_place", started_on=date(2026, 10, 10), is_full_time=False
    )
    assert night().counts["same"] == 1
