"""School staff see on the roll who is there, for attendance, and nothing of the record."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from placements.models import AttendanceDay, AttendanceSummary
from pupils.models import Enrolment, SenStatus
from tests.cast import TODAY, Cast, add_child
from tests.reporting.page_requests import MOST_QUERIES, queries_of, signed_in
from vsh.accounts.models import Membership

OF_THE_RECORD = ("10 March 2012", "EHC plan", "Officer", "SEN", "Next deadline")


@pytest.fixture
def with_plan(cast: Cast) -> Cast:
    """Ada, at Oakfield, has an EHC plan and an officer; Cam, at Oakfield, has neither."""
    SenStatus.objects.create(pupil=cast.ada, status="E", started_on=date(2026, 9, 1))
    return cast


def roll(cast: Cast, who: str, **query: str) -> tuple[str, list[str]]:
    client = Client()
    client.force_login(cast.people[who])
    response = client.get(reverse("reporting:roll"), query)
    assert response.status_code == 200
    return response.content.decode(), [row["pupil"].child_id for row in response.context["rows"]]


def test_school_staff_see_who_is_there_and_no_more(with_plan: Cast) -> None:
    body, found = roll(with_plan, "school_staff")
    assert found == ["C-ada", "C-cam"]
    for word in OF_THE_RECORD:
        assert word not in body
    assert with_plan.officer.name not in body
    teachers, _ = roll(with_plan, "teacher")
    for word in (*OF_THE_RECORD, with_plan.officer.name):
        assert word in teachers


@pytest.mark.parametrize(
    "query",
    [{"sen": "E"}, {"sort": "-sen"}, {"sort": "-officer"}, {"sort": "-due"}, {"sort": "pep"}],
)
def test_nor_can_they_ask_for_it(with_plan: Cast, query: dict[str, str]) -> None:
    assert roll(with_plan, "school_staff", **query)[1] == ["C-ada", "C-cam"]
    with_plan.ada.sen_statuses.all().delete()
    with_plan.ada.involvements.all().delete()
    assert roll(with_plan, "school_staff", **query)[1] == ["C-ada", "C-cam"]


def test_the_data_officer_cannot_sort_by_plans_that_they_may_not_read(with_plan: Cast) -> None:
    assert roll(with_plan, "data", sort="-pep")[1] == ["C-ada", "C-ben"]


def test_who_teaches_at_one_school_learns_nothing_more_at_another(with_plan: Cast) -> None:
    """A designated teacher of Elm Grove who also takes the register at Oakfield."""
    Membership.objects.create(
        user=with_plan.other_teacher,
        role="school_staff",
        setting=with_plan.oakfield,
        starts_on=date(2024, 9, 1),
    )
    SenStatus.objects.create(pupil=with_plan.ben, status="E", started_on=date(2026, 9, 1))
    body, found = roll(with_plan, "other_teacher")
    assert found == ["C-ada", "C-ben", "C-cam"]
    assert body.count("EHC plan</td>") == 1
    assert body.count("Born 10 March 2012") == 1
    assert roll(with_plan, "other_teacher", sen="E")[1] == ["C-ben"]


def attend(place: Enrolment, first: date, numbers: tuple[int, int, int]) -> None:
    possible, authorised, unauthorised = numbers
    AttendanceSummary.objects.create(
        enrolment=place, academic_year="2026-27" if first.year > 2025 else "2025-26",
        season="autumn", started_on=first, ended_on=first.replace(month=10), entered_on=TODAY,
        sessions_possible=possible, sessions_authorised=authorised,
        sessions_unauthorised=unauthorised,
    )  # fmt: skip


def test_the_teacher_sees_this_terms_attendance_of_each(cast: Cast) -> None:
    """Of 42 sessions, told as a sum and as marks, 3 + 2 were missed: 88.1%."""
    place = cast.ada.enrolments.get()
    attend(place, date(2026, 9, 7), (40, 3, 1))
    attend(place, date(2025, 9, 8), (60, 60, 0))  # of last year
    AttendanceDay.objects.create(
        enrolment=place,
        day=TODAY,
        season="autumn",
        am="O",
        pm="\\",
        source="page",
        entered_on=TODAY,
    )
    body, _ = roll(cast, "teacher")
    assert "Attendance this term" in body
    assert "88.1%<span" in body
    assert "2 sessions without authority" in body
    assert "Persistent absence" in body
    assert body.count("Nothing on record") == 1, "of Cam"
    for who in ("school_staff", "officer"):
        assert "Attendance this term" not in roll(cast, who)[0]
    url = reverse("reporting:roll")
    before = queries_of(signed_in(cast, "teacher"), url)
    for number in range(20):
        attend(add_child(cast, f"x{number}").enrolments.get(), date(2026, 9, 7), (40, 0, 1))
    assert before == queries_of(signed_in(cast, "teacher"), url) <= MOST_QUERIES
    assert roll(cast, "teacher")[0].count("1 session without authority") == 20
