"""Files that name a record merged into another find the one that stays, and undo nothing of it."""

from datetime import date

import psycopg
import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from placements.models import AttendanceDay, AttendanceSummary
from pupils.models import Pupil, SenStatus
from pupils.services.homes import Home, put_home_right
from pupils.services.locking import refused_when_held
from pupils.services.merges import merge_pupils
from pupils.services.needs import withdraw_need
from tests.cast import add_children
from tests.intake.running import findings_of, load
from tests.intake.test_commands import connection_parameters
from tests.pupils.imports.rolls import GIA, gia, history_events, places
from tests.pupils.imports.test_roll_beside_people import AT_OAKFIELD, correct, withdraw
from vsh.history.context import noted
from vsh.intake import engine

OLD = {**GIA, "child_id": "OLD1", "upn": ""}


@pytest.fixture
def merged(cast, night):
    """Gia, who had a second record under an old number and another UPN."""
    night()
    add_children(cast, {"old": {"born_on": date(2012, 5, 6)}})
    cast.old.care_periods.all().delete()
    cast.old.enrolments.all().delete()
    Pupil.objects.filter(pk=cast.old.pk).update(child_id="OLD1", upn="A801200001001")
    merge_pupils(actor=cast.data, keep=gia(), gone=cast.old, reason="One child")
    return cast


def test_no_records_are_merged_while_a_file_of_the_authority_is_being_loaded(cast):
    add_children(cast, {"twice": {}})
    cast.twice.enrolments.all().delete()
    told = {"actor": cast.data, "keep": cast.ben, "gone": cast.twice, "reason": "One child"}
    with psycopg.connect(**connection_parameters()) as importing, connection.cursor() as cursor:
        lock = [engine._AUTHORITY_LOCK, cast.northshire.pk]
        importing.execute("SELECT pg_advisory_xact_lock(%s, %s)", lock)
        cursor.execute("SET LOCAL lock_timeout = '100ms'")
        with pytest.raises(ValidationError, match="is being loaded"), refused_when_held():
            merge_pupils(**told)
    merge_pupils(**told)


def test_a_row_under_the_old_number_finds_who_stays(merged, night):
    events = history_events()
    job = night(OLD)
    assert job.counts["same"] == 1
    assert history_events() == events
    night({**OLD, "nc_year": "11"})
    assert gia().nc_year == 11
    assert not Pupil.objects.filter(child_id="OLD1", merged_into=None).exists()


@pytest.mark.parametrize(("is_old_first", "line"), [(False, 3), (True, 2)])
def test_of_both_numbers_in_one_file_that_of_who_stays_is_right(merged, night, is_old_first, line):
    closed = {**OLD, "looked_after_to": "2026-10-01"}
    job = night(*((closed, GIA) if is_old_first else (GIA, closed)))
    assert findings_of(job, "warning") == [("roll.csv", line, "child_id", "merged_number")]
    assert (job.counts["same"], job.counts["refused"]) == (1, 0), "every night, not an error"
    assert gia().care_periods.get().ended_on is None


def test_the_return_finds_who_stays_too(merged):
    header = "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\nOLD1,F,06/05/2012,WBRI,P207000016049,,\n"
    oc2 = "CHILD,DOB,SDQ_SCORE,SDQ_REASON,CONVICTED\nOLD1,06/05/2012,14,,0\n"
    job = load("ssda903", {"h.csv": header, "o.csv": oc2}, authority=merged.northshire)
    assert job.counts["refused"] == 0
    assert gia().sdq_scores.get().score == 14


def test_of_both_numbers_in_one_return_that_of_who_stays_is_right(merged):
    """In whatever order the rows stand; what the other says of SDQ is not mixed in either."""
    of_who = "{},F,06/05/2012,WBRI,P207000016049,,\n".format
    header = "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\n" + of_who("OLD1") + of_who("N100")
    oc2 = "CHILD,DOB,SDQ_SCORE,SDQ_REASON,CONVICTED\n"
    oc2 += "OLD1,06/05/2012,14,,0\nN100,06/05/2012,9,,0\n"
    job = load("ssda903", {"h.csv": header, "o.csv": oc2}, authority=merged.northshire)
    assert findings_of(job, "warning") == [
        ("h.csv", 2, "CHILD", "merged_number"),
        ("o.csv", 2, "CHILD", "merged_number"),
    ]
    assert gia().sdq_scores.get().score == 9


def test_a_return_without_header_is_asked_in_all_its_files_whose_rows_are_right(merged):
    reviews = "CHILD,DOB,REVIEW,REVIEW_CODE\nOLD1,06/05/2012,02/06/2026,PN1\n"
    oc2 = "CHILD,DOB,SDQ_SCORE,SDQ_REASON,CONVICTED\nN100,06/05/2012,9,,0\n"
    job = load("ssda903", {"r.csv": reviews, "o.csv": oc2}, authority=merged.northshire)
    assert ("r.csv", 2, "CHILD", "merged_number") in findings_of(job, "warning")
    assert not gia().reviews.filter(held_on=date(2026, 6, 2)).exists()
    job = load("ssda903", {"r.csv": reviews}, authority=merged.northshire)
    assert "merged_number" not in {code for *_, code in findings_of(job, "warning")}


def test_of_two_old_numbers_in_one_return_one_is_loaded(merged):
    """Where the record that stays has no rows of its own."""
    add_children(merged, {"older": {"born_on": date(2012, 5, 6)}})
    merged.older.care_periods.all().delete()
    merged.older.enrolments.all().delete()
    Pupil.objects.filter(pk=merged.older.pk).update(child_id="OLD2")
    merge_pupils(actor=merged.data, keep=gia(), gone=merged.older, reason="One child")
    oc2 = "CHILD,DOB,SDQ_SCORE,SDQ_REASON,CONVICTED\n"
    oc2 += "OLD2,06/05/2012,9,,0\nOLD1,06/05/2012,14,,0\n"
    job = load("ssda903", {"o.csv": oc2}, authority=merged.northshire)
    assert ("o.csv", 2, "CHILD", "merged_number") in findings_of(job, "warning")
    assert gia().sdq_scores.get().score == 14


def test_marks_under_the_old_upn_are_of_who_stays(merged):
    marks = "upn,urn,date,session,code\nA801200001001,999001,2026-11-03,AM,/\n"
    load("attendance", {"a.csv": marks}, authority=merged.northshire)
    assert AttendanceDay.objects.get().enrolment.pupil == gia()


def test_what_a_person_said_on_the_old_record_still_stands(cast, night):
    night()
    night(OLD)
    old = Pupil.objects.get(child_id="OLD1")
    withdraw(cast, old.enrolments.get(), instead="later")
    gia().enrolments.all().delete()
    merge_pupils(actor=cast.data, keep=gia(), gone=old, reason="One child")
    job = night()
    assert findings_of(job, "warning") == [("roll.csv", 2, "school_urn", "put_right")]
    assert places() == []


# --- what a person said of a row of the old record that the other one has too


@pytest.fixture
def again(cast, night):
    """Gia, and once more under the old number with the same facts."""
    night()
    night(OLD)
    return Pupil.objects.get(child_id="OLD1")


def merge_again(cast, again) -> None:
    merge_pupils(actor=cast.data, keep=gia(), gone=again, reason="One child")


def test_an_end_that_a_person_took_back_stays_so(cast, night, again):
    night({**OLD, "enrolled_to": "2026-10-23"})
    correct(cast, again.enrolments.get(kind="main"), ended_on=None)
    merge_again(cast, again)
    job = night(enrolled_to="2026-10-23")
    assert findings_of(job, "warning") == [("roll.csv", 2, "enrolled_to", "put_right")]
    assert places() == [AT_OAKFIELD]


def test_a_home_that_a_person_told_stays_theirs_through_a_second_merge(cast, night, again):
    night({**OLD, "child_id": "OLD2"})
    for home in (gia().placements.get(), Pupil.objects.get(child_id="OLD2").placements.get()):
        home.postcode, home.area_code = "NS3 4CC", "999"
        home.save()
    told = Home(is_emergency=False, postcode="NS3 4CC", area_code="999")
    put_home_right(again.placements.get(), told)
    middle = Pupil.objects.get(child_id="OLD2")
    merge_pupils(actor=cast.data, keep=middle, gone=again, reason="One child")
    merge_again(cast, middle)
    night(placement_postcode="NS5 5EE")
    assert gia().placements.get().postcode == "NS3 4CC"


@pytest.mark.parametrize("is_of_who_stays", [True, False])
def test_a_sen_status_that_a_person_took_off_stays_off(cast, night, again, is_of_who_stays):
    """The other record has a row that was made later, but told before."""
    wrong, right = (gia(), again) if is_of_who_stays else (again, gia())
    row = wrong.sen_statuses.get()
    right.sen_statuses.all().delete()
    ended = {"started_on": date(2025, 1, 1), "ended_on": date(2025, 7, 1)}
    SenStatus.objects.create(pupil=right, status="N", **ended)
    withdraw_need(actor=cast.officer, row=row, version=row.version, reason="Another child’s")
    merge_again(cast, again)
    job = night()  # says K
    assert findings_of(job, "warning") == [("roll.csv", 2, "sen_status", "sen_told_by_a_person")]
    assert [one.status for one in gia().sen_statuses.all()] == ["N"]


def test_sums_that_a_person_took_off_stay_off(cast, again):
    entry = AttendanceSummary.objects.create(
        enrolment=again.enrolments.get(),
        academic_year="2026-27",
        season="autumn",
        started_on=date(2026, 9, 2),
        ended_on=date(2026, 9, 30),
        sessions_possible=40,
        sessions_authorised=2,
        sessions_unauthorised=1,
        entered_on=date(2026, 10, 1),
    )
    with noted(reason="Miscounted"):
        entry.delete()
    merge_again(cast, again)
    sums = "upn,urn,from,to,possible,authorised,unauthorised\n"
    sums += f"{GIA['upn']},999001,2026-09-02,2026-09-30,40,2,1\n"
    job = load("attendance", {"sums.csv": sums}, authority=cast.northshire)
    assert findings_of(job, "warning") == [("sums.csv", 2, "possible", "kept_as_entered")]
    assert not AttendanceSummary.objects.exists()
