"""The roll extract: what one child's row does, first and on later nights."""

from datetime import date

import pytest

from pupils.models import (
    CareEpisode,
    CarePeriod,
    CarePlacement,
    Deadline,
    Enrolment,
    Involvement,
    Pupil,
    SenStatus,
    StatutoryReview,
)
from tests.cast import TODAY
from tests.intake.running import findings_of, load
from tests.pupils.imports.rolls import BLANK, GIA, NIGHTLY, history_events, roll
from vsh.organisations.models import EducationSetting

pytestmark = pytest.mark.django_db
YESTERDAY = date(2026, 11, 3)


@pytest.fixture
def night(cast):
    """Loads a night's file of Northshire."""
    EducationSetting.objects.filter(urn="998001").update(postcode="SM1 1AA")

    def run(*rows: dict[str, str], **changes: str):
        rows = rows or ({**GIA, **changes},)
        return load("roll", {"roll.csv": roll(*rows)}, authority=cast.northshire)

    return run


def gia() -> Pupil:
    return Pupil.objects.get(child_id="N100")


def places() -> list[tuple[str, str | None, date, date | None]]:
    rows = Enrolment.objects.filter(pupil=gia()).order_by("started_on")
    return list(rows.values_list("kind", "setting__urn", "started_on", "ended_on"))


def placements() -> list[tuple[str, date, date | None]]:
    rows = CarePlacement.objects.filter(pupil=gia()).order_by("started_on")
    return list(rows.values_list("placement_type", "started_on", "ended_on"))


# --- the first night ---------------------------------------------------------------------------


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
    from pupils.models import Pupil

    night()
    event = Pupil.pgh_event_model.objects.get(child_id="N100")
    assert event.pgh_context == {"user": None, "import": "roll"}


def test_the_same_child_number_in_another_authority_is_another_child(cast):
    for authority in (cast.northshire, cast.southmoor):
        load("roll", {"roll.csv": roll(GIA)}, authority=authority)
    assert Pupil.objects.filter(child_id="N100").count() == 2


# --- blank and dash ------------------------------------------------------------------------------


def test_a_blank_row_changes_nothing(night):
    night()
    events = history_events()
    assert night(NIGHTLY).counts["same"] == 1
    assert history_events() == events


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


# --- care ----------------------------------------------------------------------------------------


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


def test_a_later_start_of_care_ends_the_period_that_is_open(night):
    night()
    night(looked_after_from="2026-10-12", placement_from="2026-10-12")
    rows = CarePeriod.objects.filter(pupil=gia()).order_by("started_on")
    assert list(rows.values_list("started_on", "ended_on")) == [
        (date(2026, 3, 2), date(2026, 10, 12)),
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


# --- school --------------------------------------------------------------------------------------


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


# --- people, SEN, reviews ------------------------------------------------------------------------


def test_a_changed_worker_ends_the_former_the_day_before(night, set_day):
    night()
    set_day(date(2026, 11, 20))
    night(social_worker_email="other_social_worker@northshire.example")
    rows = Involvement.objects.filter(pupil=gia(), capacity="social_worker").order_by("started_on")
    assert list(rows.values_list("user__name", "started_on", "ended_on")) == [
        ("Social Worker", TODAY, date(2026, 11, 19)),
        ("Other Social Worker", date(2026, 11, 20), None),
    ]


def test_a_worker_changed_twice_on_one_day_leaves_the_last(night):
    night()
    night(social_worker_email="other_social_worker@northshire.example")
    row = Involvement.objects.get(pupil=gia(), capacity="social_worker")
    assert (row.user.name, row.started_on, row.ended_on) == ("Other Social Worker", TODAY, None)


@pytest.mark.parametrize(
    "email",
    [
        "nobody@northshire.example",
        "officer@northshire.example",  # an account, but not a social worker
        "south_head@southmoor.example",
    ],
)
def test_an_address_without_the_role_in_this_authority_is_a_warning(night, email):
    job = night(social_worker_email=email)
    assert findings_of(job, "warning") == [("roll.csv", 2, "social_worker_email", "unknown_worker")]
    assert job.counts["new"] == 1
    assert not Involvement.objects.filter(pupil=gia(), capacity="social_worker").exists()


def test_a_changed_sen_status_starts_today(night):
    night()
    night(sen_status="E")
    rows = SenStatus.objects.filter(pupil=gia()).order_by("started_on")
    assert list(rows.values_list("status", "started_on", "ended_on")) == [
        ("K", date(2026, 3, 2), YESTERDAY),
        ("E", TODAY, None),
    ]


def test_the_review_arranged_becomes_the_review_held(night, set_day):
    night()
    set_day(date(2026, 12, 16))
    night(last_review_on="2026-12-15", next_review_on="2027-06-10")
    rows = StatutoryReview.objects.filter(pupil=gia()).order_by("id")
    assert list(rows.values_list("held_on", "planned_on")) == [
        (date(2026, 6, 20), None),
        (date(2026, 12, 15), date(2026, 12, 15)),
        (None, date(2027, 6, 10)),
    ]


def test_another_day_for_the_next_review_moves_it(night):
    night()
    night(next_review_on="2026-12-01")
    assert StatutoryReview.objects.get(pupil=gia(), held_on=None).planned_on == date(2026, 12, 1)


def test_a_changed_upn_keeps_the_former_one(night):
    night()
    night(upn="B801200005001")
    assert (gia().upn, gia().former_upn) == ("B801200005001", "P207000016049")


# --- the whole file ------------------------------------------------------------------------------


def test_a_child_who_is_missing_from_the_file_stays_and_is_named(night, cast):
    job = night()
    named = [f.message for f in job.kept["info"] if f.code == "not_in_file"]
    assert any("C-ada" in message for message in named)
    assert not any("C-fay" in message for message in named)  # no longer looked after
    assert not any("C-cam" in message for message in named)  # another authority's
    assert CarePeriod.objects.get(pupil=cast.ada).ended_on is None


def test_columns_may_be_missing_and_unknown_ones_are_told(cast):
    columns = ("child_id", "date_of_birth", "looked_after_from", "shoe_size")
    file = roll({**BLANK, **GIA, "shoe_size": "5"}, columns=columns)
    job = load("roll", {"roll.csv": file}, authority=cast.northshire)
    assert job.counts["new"] == 1
    assert "shoe_size" in job.kept["info"][0].message
