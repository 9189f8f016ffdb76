"""The roll extract: the first night, blank and dash, and the file as a whole."""

from datetime import date

import pytest

from pupils.models import (
    CareEpisode,
    CarePeriod,
    CarePlacement,
    Deadline,
    Involvement,
    Pupil,
    SenStatus,
    StatutoryReview,
)
from tests.cast import TODAY
from tests.intake.running import findings_of, load
from tests.pupils.imports.rolls import BLANK, GIA, NIGHTLY, gia, history_events, places, roll

pytestmark = pytest.mark.django_db


def test_a_new_child_is_put_on_the_roll_with_every_fact(night, cast):
    job = night()
    assert (job.counts["new"], job.counts["level_error"]) == (1, 0)
    child = gia()
    assert (child.name, child.upn, child.sex, child.ethnicity, child.nc_year) == (
        "Gia Rossi",
        "P207000016049",
        "F",
        "WBRI",
        10,
    )
    assert child.search_name == "rossi gia"
    assert child.authority == cast.northshire
    period = CarePeriod.objects.get(pupil=child)
    assert (period.started_on, period.ended_on) == (date(2026, 3, 2), None)
    episode = CareEpisode.objects.get(care_period=period)
    assert (episode.legal_status, episode.started_on) == ("C2", date(2026, 3, 2))
    placement = CarePlacement.objects.get(pupil=child)
    assert (placement.postcode, placement.area_code, placement.is_emergency) == (
        "NS1 2BB",
        "999",
        False,
    )
    assert places() == [("main", "999001", date(2023, 9, 4), None)]
    assert SenStatus.objects.get(pupil=child).status == "K"
    people = Involvement.objects.filter(pupil=child).order_by("capacity")
    assert list(people.values_list("capacity", "user__name", "started_on")) == [
        ("iro", "Iro", TODAY),
        ("social_worker", "Social Worker", TODAY),
        ("team_manager", "Team Manager", TODAY),
    ]
    reviews = StatutoryReview.objects.filter(pupil=child).order_by("id")
    assert list(reviews.values_list("held_on", "planned_on")) == [
        (date(2026, 6, 20), None),
        (None, date(2026, 12, 15)),
    ]


def test_the_deadlines_of_a_new_child_are_calculated(night):
    night()
    assert Deadline.objects.filter(pupil=gia()).exists()


def test_twice_the_same_file_changes_nothing_and_leaves_no_trace_in_the_history(night):
    night()
    events = history_events()
    job = night()
    assert (job.counts["same"], job.counts["new"], job.counts["changed"]) == (1, 0, 0)
    assert history_events() == events


def test_the_same_file_on_a_later_day_changes_nothing(night, set_day):
    night()
    events = history_events()
    set_day(date(2026, 11, 12))
    assert night().counts["same"] == 1
    assert history_events() == events


def test_dates_may_be_british(night):
    night(date_of_birth="06/05/2012", looked_after_from="02/03/2026")
    assert gia().date_of_birth == date(2012, 5, 6)
    assert night().counts["same"] == 1


def test_a_dry_run_says_what_it_would_do_and_does_nothing(cast):
    events = history_events()
    files = {"roll.csv": roll(GIA)}
    job = load("roll", files, authority=cast.northshire, is_dry_run=True)
    assert job.counts["new"] == 1
    assert not Pupil.objects.filter(child_id="N100").exists()
    assert history_events() == events


def test_the_history_says_which_import_it_was(night):
    night()
    event = Pupil.pgh_event_model.objects.get(child_id="N100")
    assert event.pgh_context == {"user": None, "import": "roll"}


def test_the_same_child_number_in_another_authority_is_another_child(cast):
    for authority in (cast.northshire, cast.southmoor):
        load("roll", {"roll.csv": roll(GIA)}, authority=authority)
    assert Pupil.objects.filter(child_id="N100").count() == 2


def test_a_blank_row_changes_nothing(night):
    night()
    events = history_events()
    assert night(NIGHTLY).counts["same"] == 1
    assert history_events() == events


def test_a_cell_of_unseen_signs_is_blank_and_takes_nothing_away(night):
    night()
    before = gia().legal_last_name, gia().known_as
    night(legal_last_name="\u200b", known_as="\xad")
    assert (gia().legal_last_name, gia().known_as) == before
    assert before[0]


def test_a_dash_takes_away(night):
    night()
    night(
        {
            **NIGHTLY,
            "upn": "-",
            "known_as": "-",
            "ethnicity": "-",
            "nc_year": "-",
            "sen_status": "-",
            "next_review_on": "-",
            "social_worker_email": "-",
            "placement_postcode": "-",
        }
    )
    child = gia()
    assert (child.upn, child.ethnicity, child.nc_year) == ("", "", None)
    assert (child.former_upn, child.legal_first_name) == ("P207000016049", "Gia")
    assert not StatutoryReview.objects.filter(pupil=child, held_on=None).exists()
    assert not Involvement.objects.filter(pupil=child, capacity="social_worker").exists()
    assert not SenStatus.objects.filter(pupil=child, ended_on=None).exists()
    placement = CarePlacement.objects.get(pupil=child)
    assert (placement.postcode, placement.area_code) == ("", "")


@pytest.mark.parametrize("column", ["date_of_birth", "looked_after_from", "placement_from"])
def test_what_must_be_there_cannot_be_taken_away(night, column):
    night()
    job = night({**NIGHTLY, column: "-"})
    assert findings_of(job) == [("roll.csv", 2, column, "cannot_be_taken_away")]


def test_a_child_who_is_missing_from_the_file_stays_and_is_named(night, cast):
    job = night()
    [counted] = [f.message for f in job.kept["info"] if f.code == "not_in_file"]
    assert counted.startswith("2 children on the roll are not in this file")
    assert "C-" not in counted
    assert CarePeriod.objects.get(pupil=cast.ada).ended_on is None


def test_columns_may_be_missing_and_unknown_ones_are_told(cast):
    columns = ("child_id", "date_of_birth", "looked_after_from", "shoe_size")
    file = roll({**BLANK, **GIA, "shoe_size": "5"}, columns=columns)
    job = load("roll", {"roll.csv": file}, authority=cast.northshire)
    assert job.counts["new"] == 1
    assert "shoe_size" in job.kept["info"][0].message
