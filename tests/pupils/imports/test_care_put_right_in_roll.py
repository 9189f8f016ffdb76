"""The roll's file after a person put a time in care or a legal status right, or withdrew it."""

from datetime import date

import pytest

from pupils.imports.record import records_of
from pupils.models import CareEpisode, CarePeriod, CarePlacement, Pupil
from pupils.services.care_corrections import (
    CareTime,
    correct_care_period,
    withdraw_care_period,
)
from pupils.services.legal_status_corrections import (
    StatusAsItIs,
    correct_legal_status,
    withdraw_legal_status,
)
from pupils.services.merges import merge_pupils
from pupils.services.row_versions import version_of
from tests.cast import add_children
from tests.intake.running import findings_of
from tests.pupils.imports.rolls import gia, history_events
from vsh.tables.findings import Level

pytestmark = pytest.mark.django_db
ENTERED = date(2026, 3, 2)
START = [("roll.csv", 2, "looked_after_from", "put_right")]
END = [("roll.csv", 2, "looked_after_to", "put_right")]
STATUS = [("roll.csv", 2, "legal_status", "put_right")]
NO_REVIEW = {"next_review_on": "", "last_review_on": ""}


def correct(cast, child: Pupil | None = None, **changes) -> None:
    period = CarePeriod.objects.get(pupil=child or gia())
    names = CareTime.__dataclass_fields__
    right = {name: getattr(period, name) for name in names} | changes
    correct_care_period(
        actor=cast.officer,
        period=period,
        version=version_of(period),
        reason="A mistake",
        right=CareTime(**right),
    )


def last_status(child: Pupil | None = None) -> CareEpisode:
    return CareEpisode.objects.filter(care_period__pupil=child or gia()).latest("started_on")


def correct_status(cast, child: Pupil | None = None, **changes) -> None:
    episode = last_status(child)
    names = StatusAsItIs.__dataclass_fields__
    right = {name: getattr(episode, name) for name in names} | changes
    correct_legal_status(
        actor=cast.officer,
        episode=episode,
        version=version_of(episode),
        reason="A mistake",
        right=StatusAsItIs(**right),
    )


def times() -> list[list[tuple[date, date | None]]]:
    """Of care, of legal statuses, of homes."""
    care = CarePeriod.objects.filter(pupil=gia())
    statuses = CareEpisode.objects.filter(care_period__pupil=gia())
    homes = CarePlacement.objects.filter(pupil=gia())
    return [list(rows.values_list("started_on", "ended_on")) for rows in (care, statuses, homes)]


def statuses() -> list[tuple[str, date, date | None]]:
    rows = CareEpisode.objects.filter(care_period__pupil=gia()).order_by("started_on")
    return list(rows.values_list("legal_status", "started_on", "ended_on"))


def stays(night, warned: list, **row: str) -> None:
    """The file is named each night, and changes nothing."""
    before = times(), statuses(), history_events()
    for _ in range(2):
        job = night(**row)
        assert (findings_of(job), findings_of(job, "warning")) == ([], warned)
        assert job.counts["same"] == 1
        assert (times(), statuses(), history_events()) == before


# --- the first day


@pytest.mark.parametrize("day", [date(2026, 2, 23), date(2026, 3, 9), date(2025, 9, 1)])
def test_the_former_first_day_does_not_come_back(night, cast, day):
    night()
    correct(cast, started_on=day)
    assert times() == [[(day, None)]] * 3
    stays(night, START)


def test_nor_does_one_of_two_former_ones(night, cast):
    night()
    correct(cast, started_on=date(2026, 3, 9))
    correct(cast, started_on=date(2026, 3, 16))
    stays(night, START)
    stays(night, START, looked_after_from="2026-03-09", placement_from="2026-03-09")


def test_once_the_case_system_is_put_right_nothing_is_named(night, cast):
    night()
    correct(cast, started_on=date(2026, 3, 9))
    row = {"looked_after_from": "2026-03-09", "placement_from": "2026-03-09"}
    stays(night, [], **row)


def test_another_first_day_is_news(night, cast):
    night()
    correct(cast, started_on=date(2026, 3, 9))
    row = {"looked_after_from": "2026-03-05", "placement_from": "2026-03-05"}
    job = night(**row)
    assert findings_of(job) == []
    assert times()[0] == [(date(2026, 3, 5), None)]


def test_a_day_that_was_wrong_once_and_is_right_again_is_the_same(night, cast):
    night()
    correct(cast, started_on=date(2026, 3, 9))
    correct(cast, started_on=ENTERED)
    stays(night, [])


def test_the_rest_of_the_row_is_loaded(night, cast):
    night()
    correct(cast, started_on=date(2026, 3, 9))
    job = night(nc_year="11", placement_type="K2")
    assert findings_of(job) == []
    assert (gia().nc_year, gia().placements.get().placement_type) == (11, "K2")


# --- the last day


def test_an_end_that_a_person_took_back_does_not_come_back(night, cast):
    night(**NO_REVIEW)
    night(looked_after_to="2026-10-01", **NO_REVIEW)
    correct(cast, ended_on=None)
    stays(night, END, looked_after_to="2026-10-01", **NO_REVIEW)
    night(looked_after_to="2026-10-30", **NO_REVIEW)
    assert times() == [[(ENTERED, date(2026, 10, 30))]] * 3  # another day is news


def test_nor_does_one_that_was_put_right(night, cast):
    night(**NO_REVIEW)
    night(looked_after_to="2026-10-01", **NO_REVIEW)
    correct(cast, ended_on=date(2026, 10, 12))
    stays(night, END, looked_after_to="2026-10-01", **NO_REVIEW)


@pytest.mark.parametrize("cell", ["", "-"])
def test_care_that_a_person_ended_is_not_reopened(night, cast, cell):
    night(**NO_REVIEW)
    correct(cast, ended_on=date(2026, 10, 12))
    stays(night, END, looked_after_to=cell, **NO_REVIEW)


def test_a_child_who_enters_care_again_does(night, cast):
    night(**NO_REVIEW)
    correct(cast, ended_on=date(2026, 10, 12))
    row = {"looked_after_from": "2026-10-26", "placement_from": "2026-10-26"}
    assert findings_of(night(**row, **NO_REVIEW)) == []
    assert times()[0] == [(ENTERED, date(2026, 10, 12)), (date(2026, 10, 26), None)]


# --- withdrawn


def withdraw(cast) -> None:
    period = CarePeriod.objects.get(pupil=gia())
    withdraw_care_period(
        actor=cast.officer,
        period=period,
        version=version_of(period),
        reason="Entered for the wrong child",
    )


def test_a_time_in_care_that_was_withdrawn_does_not_come_back(night, cast):
    night(**NO_REVIEW)
    withdraw(cast)
    stays(night, START, **NO_REVIEW)
    assert times() == [[], [], []]
    assert night(nc_year="11", **NO_REVIEW).counts["changed"] == 1


def test_one_that_began_on_another_day_does_and_is_named_once(night, cast):
    night(**NO_REVIEW)
    withdraw(cast)
    row = {"looked_after_from": "2026-09-07", "placement_from": "2026-09-07", **NO_REVIEW}
    job = night(**row)
    assert (findings_of(job), findings_of(job, "warning")) == ([], START)
    assert times()[0] == [(date(2026, 9, 7), None)]
    assert findings_of(night(**row), "warning") == []


# --- the legal status


def test_a_status_that_was_put_right_stands(night, cast):
    night()
    correct_status(cast, legal_status="V2")
    stays(night, STATUS)
    stays(night, [], legal_status="V2")
    night(legal_status="C1")  # another one is news
    assert [one[0] for one in statuses()] == ["V2", "C1"]


def test_one_that_was_withdrawn_does_not_come_back(night, cast, set_day):
    night(legal_status="V2")
    set_day(date(2026, 11, 9))
    night(legal_status="C2")
    episode = last_status()
    assert statuses() == [("V2", ENTERED, date(2026, 11, 9)), ("C2", date(2026, 11, 9), None)]
    withdraw_legal_status(
        actor=cast.officer,
        episode=episode,
        version=version_of(episode),
        reason="No order was made",
    )
    assert statuses() == [("V2", ENTERED, None)]
    stays(night, STATUS, legal_status="C2")
    set_day(date(2026, 11, 16))
    night(legal_status="C1")
    set_day(date(2026, 11, 23))
    assert findings_of(night(legal_status="C2"), "warning") == []  # after another one it is news
    assert [one[0] for one in statuses()] == ["V2", "C1", "C2"]


def test_the_day_of_a_status_that_was_put_right_stands(night, cast, set_day):
    night(legal_status="V2")
    set_day(date(2026, 11, 9))
    night(legal_status="C2")
    correct_status(cast, started_on=date(2026, 10, 1))
    stays(night, [], legal_status="C2")
    assert statuses()[1] == ("C2", date(2026, 10, 1), None)


# --- on a record that was merged into hers


def test_what_was_put_right_on_a_record_that_fell_together_with_hers_stands(night, cast):
    night()
    add_children(cast, {"old": {"looked_after_from": date(2026, 2, 23)}})
    old = cast.old
    old.enrolments.all().delete()
    old.placements.all().delete()
    CareEpisode.objects.filter(care_period__pupil=old).update(legal_status="V2")
    correct(cast, old, started_on=ENTERED)
    correct_status(cast, old, legal_status="C2", category_of_need="")
    Pupil.objects.filter(pk=old.pk).update(date_of_birth=gia().date_of_birth)
    merge_pupils(actor=cast.data, keep=gia(), gone=old, reason="One child")
    assert times()[:2] == [[(ENTERED, None)]] * 2
    stays(night, START, looked_after_from="2026-02-23")
    stays(night, STATUS, legal_status="V2")


# --- what nobody put right is the file's to tell


def test_who_put_the_first_day_right_said_nothing_of_the_end(night, cast):
    night()
    correct(cast, started_on=date(2026, 3, 9))
    night(looked_after_to="2026-10-01", **NO_REVIEW)
    assert times()[0] == [(date(2026, 3, 9), date(2026, 10, 1))]
    night(looked_after_to="-", **NO_REVIEW)
    assert times()[0] == [(date(2026, 3, 9), None)]


@pytest.mark.parametrize(
    "row",
    [
        {"legal_status": "C1"},
        {"placement_from": "2026-08-10", "placement_type": "K2"},
        {"last_review_on": "2026-08-15"},
    ],
)
def test_what_goes_on_after_a_person_ended_care_is_left_out(night, cast, row):
    night()
    correct(cast, ended_on=date(2026, 7, 1), end_reason="E8")
    stays(night, END, **NO_REVIEW | row)


def words_of(job) -> str:
    return " ".join(finding.message for finding in job.kept[Level.WARNING])


def test_what_is_left_out_is_named(night, cast):
    night(**NO_REVIEW)
    correct(cast, ended_on=date(2026, 7, 1), end_reason="E8")
    later = {"placement_from": "2026-08-10", "next_review_on": "2026-12-15"}
    told = words_of(night(legal_status="C1", **later))
    assert "Left out of the row, as of after that end: legal_status, next_review_on" in told
    assert "placement_from" in told


def test_a_status_is_left_out_only_where_care_goes_on_in_the_file(night, cast):
    night(**NO_REVIEW)
    night(looked_after_to="2026-06-01", **NO_REVIEW)
    correct(cast, ended_on=date(2026, 7, 1))
    job = night(looked_after_to="2026-06-01", legal_status="C1", **NO_REVIEW)
    assert findings_of(job, "warning") == END
    assert "Left out" not in words_of(job)
    assert times()[0] == [(ENTERED, date(2026, 7, 1))]
    assert statuses()[-1][0] == "C1"


def test_a_first_day_that_only_a_file_had_told_otherwise_was_nobodys_error(night, cast):
    night()
    night(looked_after_to="2026-10-01", **NO_REVIEW)
    correct(cast, ended_on=date(2026, 10, 12))  # the end, not the first day
    for rows in (CarePeriod.objects, CarePlacement.objects):
        rows.filter(pupil=gia()).update(started_on=date(2026, 3, 9))
    CareEpisode.objects.filter(care_period__pupil=gia()).update(started_on=date(2026, 3, 9))
    record = records_of(cast.northshire, ["N100"])["N100"]
    assert record.told_of_care.care
    assert record.told_of_care.care_meant(ENTERED, record.periods) is None
    correct(cast, started_on=date(2026, 3, 10))
    record = records_of(cast.northshire, ["N100"])["N100"]
    meant = record.told_of_care.care_meant(date(2026, 3, 9), record.periods)
    assert "started_on" in meant.changed
    assert record.told_of_care.care_meant(ENTERED, record.periods) is None
    assert record.told_of_care.care_meant(ENTERED, []).started_on == ENTERED
