"""The roll extract: workers, SEN, reviews and the UPN."""

from datetime import date

import pytest

from pupils.models import Involvement, SenStatus, StatutoryReview
from pupils.services.needs import correct_need, record_need, withdraw_need
from tests.cast import TODAY
from tests.intake.running import findings_of, load
from tests.pupils.imports.rolls import COLUMNS, GIA, gia, roll

pytestmark = pytest.mark.django_db
YESTERDAY = date(2026, 11, 3)


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


def officers() -> list[tuple[str, date, date | None]]:
    rows = Involvement.objects.filter(pupil=gia(), capacity="virtual_school_officer")
    return list(rows.order_by("started_on").values_list("user__name", "started_on", "ended_on"))


def test_the_officer_is_allocated_like_the_other_workers(night, set_day):
    night(officer_email="officer@northshire.example")
    assert officers() == [("Officer", TODAY, None)]
    set_day(date(2026, 11, 20))
    night()  # a blank leaves the officer
    assert officers() == [("Officer", TODAY, None)]
    night(officer_email="-")
    assert officers() == [("Officer", TODAY, date(2026, 11, 19))]


def test_a_file_without_the_officer_s_column_leaves_the_officer(cast, night):
    night(officer_email="officer@northshire.example")
    columns = tuple(name for name in COLUMNS if name != "officer_email")
    job = load("roll", {"r.csv": roll(GIA, columns=columns)}, authority=cast.northshire)
    assert (job.counts["same"], officers()) == (1, [("Officer", TODAY, None)])


@pytest.mark.parametrize(
    "email", ["nobody@northshire.example", "head@northshire.example", "data@northshire.example"]
)
def test_who_is_no_officer_of_the_authority_is_not_allocated_as_one(night, email):
    job = night(officer_email=email)
    assert findings_of(job, "warning") == [("roll.csv", 2, "officer_email", "unknown_worker")]
    assert officers() == []


def test_a_changed_sen_status_starts_today(night):
    night()
    night(sen_status="E")
    rows = SenStatus.objects.filter(pupil=gia()).order_by("started_on")
    assert list(rows.values_list("status", "started_on", "ended_on")) == [
        ("K", date(2026, 3, 2), YESTERDAY),
        ("E", TODAY, None),
    ]


def statuses() -> list[tuple]:
    rows = SenStatus.objects.filter(pupil=gia()).order_by("started_on")
    return list(rows.values_list("status", "started_on", "ended_on"))


def test_what_a_person_recorded_of_sen_stays(night, cast):
    night()
    record_need(
        actor=cast.officer,
        row=SenStatus(pupil=gia()),
        facts={"status": "E", "started_on": YESTERDAY, "plan_issued_on": YESTERDAY},
    )
    job = night()  # still says K
    assert findings_of(job, "warning") == [("roll.csv", 2, "sen_status", "sen_told_by_a_person")]
    assert [row[0] for row in statuses()] == ["K", "E"]


def test_a_status_that_a_person_took_off_does_not_come_back_by_night(night, cast, set_day):
    night()
    row = SenStatus.objects.get(pupil=gia())
    withdraw_need(actor=cast.officer, row=row, version=row.version, reason="Another child’s")
    set_day(date(2026, 11, 20))
    job = night()
    assert findings_of(job, "warning") == [("roll.csv", 2, "sen_status", "sen_told_by_a_person")]
    assert statuses() == []
    night(sen_status="N")  # news
    set_day(date(2026, 11, 21))
    night(sen_status="K")  # and news again
    assert [row[0] for row in statuses()] == ["N", "K"]


def test_a_status_that_a_person_ended_stays_ended(night, cast, set_day):
    night()
    row = SenStatus.objects.get(pupil=gia())
    correct_need(
        actor=cast.officer,
        row=row,
        version=row.version,
        facts={"status": "K", "started_on": row.started_on, "ended_on": YESTERDAY},
        reason="It ended",
    )
    job = night()
    assert findings_of(job, "warning") == [("roll.csv", 2, "sen_status", "sen_told_by_a_person")]
    assert statuses() == [("K", date(2026, 3, 2), YESTERDAY)]
    night(sen_status="N")
    assert [row[0] for row in statuses()] == ["K", "N"]


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
