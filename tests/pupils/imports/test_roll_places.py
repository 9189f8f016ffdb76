"""The roll extract: places that are corrected, and those that the case system does not know."""

from datetime import date

import pytest

from pupils.models import Enrolment
from tests.cast import TODAY
from tests.intake.running import findings_of
from tests.pupils.imports.rolls import gia, places
from vsh.organisations.models import EducationSetting, SettingLink

pytestmark = pytest.mark.django_db
YESTERDAY = date(2026, 11, 3)
JOINED = date(2023, 9, 4)


def test_another_urn_with_the_same_first_day_corrects_the_school_and_says_so(night):
    night()
    job = night(school_urn="999002")
    assert findings_of(job) == []
    assert findings_of(job, "warning") == [("roll.csv", 2, "school_urn", "other_school")]
    assert places() == [("main", "999002", JOINED, None)]
    assert night(school_urn="999002").counts["same"] == 1


@pytest.mark.parametrize(
    ("of", "link_type", "linked_urn"),
    [("999001", "Successor", "999002"), ("999002", "Predecessor - merged", "999001")],
)
def test_the_successor_of_a_school_takes_its_place_without_a_doubt(
    night, of, link_type, linked_urn
):
    night()
    setting = EducationSetting.objects.get(urn=of)
    SettingLink.objects.create(setting=setting, link_type=link_type, linked_urn=linked_urn)
    job = night(school_urn="999002")
    left_behind = ("roll.csv", 0, "school_urn", "roles_left_behind")
    assert findings_of(job, "warning") == [left_behind], "of the row itself there is no doubt"
    assert ("roll.csv", 2, "school_urn", "successor") in findings_of(job, "info")
    assert places() == [("main", "999002", JOINED, None)]


def test_a_dash_leaves_a_place_that_is_still_to_start(night):
    night()
    Enrolment.objects.filter(pupil=gia()).update(ended_on=date(2026, 10, 23))
    Enrolment.objects.create(
        pupil=gia(), setting_id=_id("999002"), started_on=date(2026, 11, 9), accepted_on=TODAY
    )
    job = night(school_urn="-", enrolled_from="")
    assert findings_of(job, "warning") == [("roll.csv", 2, "school_urn", "later_place")]
    after = [
        ("main", "999001", JOINED, date(2026, 10, 23)),
        ("no_place", None, date(2026, 10, 24), date(2026, 11, 8)),
        ("main", "999002", date(2026, 11, 9), None),
    ]
    assert places() == after
    assert night(school_urn="-", enrolled_from="").counts["same"] == 1
    assert places() == after


@pytest.mark.parametrize("started_on", [date(2026, 10, 10), TODAY])
def test_a_dash_leaves_education_otherwise_than_at_school(night, started_on):
    night()
    Enrolment.objects.filter(pupil=gia()).update(ended_on=date(2026, 10, 9))
    Enrolment.objects.create(pupil=gia(), kind="otherwise", started_on=started_on)
    job = night(school_urn="-", enrolled_from="")
    assert findings_of(job, "warning") == [("roll.csv", 2, "school_urn", "later_place")]
    assert ("otherwise", None, started_on, None) in places()


def test_back_at_a_former_school_without_a_first_day_is_named(night):
    night()
    night(school_urn="999002", enrolled_from="2026-11-02")
    before = places()
    job = night(enrolled_from="")
    assert findings_of(job, "warning") == [("roll.csv", 2, "enrolled_from", "missing")]
    assert places() == before


def test_the_latest_school_needs_no_first_day(night):
    night()
    job = night(enrolled_from="", enrolled_to="2026-12-18")
    assert findings_of(job, "warning") == []
    assert places() == [("main", "999001", JOINED, date(2026, 12, 18))]


@pytest.mark.parametrize("corrected", [date(2026, 9, 5), date(2026, 9, 3)])
def test_a_first_day_is_corrected_at_a_place_that_has_a_last_day(night, corrected):
    night(enrolled_from="2026-09-04", enrolled_to="2026-12-18")
    job = night(enrolled_from=corrected.isoformat(), enrolled_to="2026-12-18")
    assert findings_of(job) == []
    assert places() == [("main", "999001", corrected, date(2026, 12, 18))]


def test_a_first_day_after_the_last_of_the_former_stay_is_a_new_stay(night):
    night(enrolled_to="2026-10-23")
    night(enrolled_from="2026-11-02")
    assert places() == [
        ("main", "999001", JOINED, date(2026, 10, 23)),
        ("no_place", None, date(2026, 10, 24), date(2026, 11, 1)),
        ("main", "999001", date(2026, 11, 2), None),
    ]


def _id(urn: str) -> int:
    return EducationSetting.objects.get(urn=urn).pk
