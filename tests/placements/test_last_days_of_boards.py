"""By when the governing board considers an exclusion: on the child's tab, and as work of those whom
it concerns."""

from datetime import date

import pytest
from django.urls import reverse

from placements.governors import governors_of
from placements.models import Exclusion, ExclusionMeeting
from pupils.models import Enrolment
from tests.cast import TODAY, Cast
from tests.reporting.page_requests import MOST_QUERIES, queries_of, signed_in
from vsh.calendars.models import CurrentDay

MONDAY = date(2026, 10, 12)  # two weeks before half term
HOME = "reporting:home"
HEADING = "Governing boards that must meet about an exclusion"


def add(cast: Cast, child: str = "ada", **facts) -> Exclusion:
    told = {"kind": "permanent", "started_on": MONDAY, "sessions": None} | facts
    place = cast.children[child].enrolments.get()
    row = Exclusion(enrolment=place, reasons=["DB"], reported_on=told["started_on"], **told)
    row.save()
    return row


def suspend(cast: Cast, day: date, sessions: int, **facts) -> Exclusion:
    return add(cast, kind="suspension", started_on=day, sessions=sessions, **facts)


def decided(row: Exclusion, outcome: str = "upheld", body: str = "governors") -> None:
    ExclusionMeeting.objects.create(
        exclusion=row, body=body, outcome=outcome, meets_on=TODAY, recorded_on=TODAY
    )


def words_of(cast: Cast, who: str, page: str) -> str:
    args = [] if page == HOME else [cast.ada.ref]
    told = signed_in(cast, who).get(reverse(page, args=args)).content.decode()
    return " ".join(told.split())


SCHOOL = "placements:school"


@pytest.mark.parametrize("who", ["officer", "teacher", "social_worker"])
def test_a_permanent_exclusion_within_15_school_days(cast: Cast, who: str) -> None:
    row = add(cast)
    tab = words_of(cast, who, SCHOOL)
    assert "The governing board considers it by 9 November 2026." in tab
    assert governors_of(row, user=cast.officer).due.due_on == date(2026, 11, 9)
    home = words_of(cast, who, HOME)
    assert HEADING in home
    assert "The board meets by 9 November 2026" in home
    assert reverse("placements:record_exclusion_meeting", args=[cast.ada.ref, row.pk]) in home


@pytest.mark.parametrize(
    ("outcome", "body", "waits"),
    [("upheld", "governors", False), ("", "governors", True), ("quashed", "panel", True)],
)
def test_until_a_decision_of_the_board_is_on_record(cast, outcome, body, waits) -> None:
    decided(add(cast), outcome, body)
    assert ("The governing board considers it by" in words_of(cast, "officer", SCHOOL)) == waits
    assert (HEADING in words_of(cast, "officer", HOME)) == waits


def test_once_the_day_has_passed(cast: Cast) -> None:
    add(cast)
    CurrentDay.objects.update(day=date(2026, 11, 10))
    assert "its last day was 9 November 2026" in words_of(cast, "officer", HOME)
    tab = words_of(cast, "officer", SCHOOL)
    assert 'by 9 November 2026. <strong class="govuk-tag govuk-tag--red">Overdue' in tab


@pytest.mark.parametrize(
    ("sessions", "on_tab", "is_work"),
    [
        (10, "", False),
        (11, "If the parents ask, the governing board considers it by", False),
        (30, "If the parents ask, the governing board considers it by", False),
        (31, "The governing board considers it by 9 November 2026", True),
    ],
)
def test_a_suspension_by_the_days_of_the_term(cast, sessions, on_tab, is_work) -> None:
    suspend(cast, MONDAY, sessions)
    tab = words_of(cast, "officer", SCHOOL)
    assert ("board considers it" in tab) == bool(on_tab)
    assert on_tab in tab
    assert (HEADING in words_of(cast, "officer", HOME)) == is_work


def test_the_days_of_another_term_do_not_count(cast: Cast) -> None:
    suspend(cast, date(2026, 9, 7), 20)
    suspend(cast, MONDAY, 11)
    assert HEADING in words_of(cast, "officer", HOME)  # 15.5 school days
    Exclusion.objects.filter(sessions=20).update(started_on=date(2026, 7, 6))  # the summer term
    assert HEADING not in words_of(cast, "officer", HOME)
    tab = words_of(cast, "officer", SCHOOL)
    assert "If the parents ask, the governing board considers it by" in tab


@pytest.mark.parametrize(
    "other",
    [
        {"cancelled_on": MONDAY, "cancelled_because": "No evidence", "sessions_missed": 0},
        {"cancelled_on": MONDAY, "cancelled_because": "No evidence", "sessions_missed": 2},
        {"started_on": date(2026, 11, 5)},
    ],
)
def test_what_is_cancelled_or_to_come_is_no_work(cast: Cast, other: dict) -> None:
    add(cast, **other)
    assert HEADING not in words_of(cast, "officer", HOME)


def test_a_missed_examination(cast: Cast) -> None:
    suspend(cast, MONDAY, 2, misses_exam=True)
    assert "The board meets by 9 November 2026" in words_of(cast, "teacher", HOME)


def test_25_and_21_days_at_two_schools(cast: Cast) -> None:
    """Both boards must meet: that of the former school too, and each stays until it has."""
    first = suspend(cast, date(2026, 9, 3), 50)
    Enrolment.objects.filter(pk=first.enrolment_id).update(ended_on=date(2026, 10, 9))
    there = cast.ada.enrolments.create(setting=cast.elm, kind="main", started_on=date(2026, 10, 10))
    second = Exclusion.objects.create(
        enrolment=there,
        kind="suspension",
        started_on=MONDAY,
        sessions=42,
        reasons=["DB"],
        reported_on=MONDAY,
    )
    tab = words_of(cast, "officer", SCHOOL)
    assert (
        "46 school days this year: more than the 45 that the law allows. 46 school days this "
        "term: the governors must meet." in tab
    )
    home = words_of(cast, "officer", HOME)
    for row in (first, second):
        page = reverse("placements:record_exclusion_meeting", args=[cast.ada.ref, row.pk])
        assert page in home
    assert tab.count("The governing board considers it by") == 2
    decided(first)
    home = words_of(cast, "officer", HOME)
    assert f"/{first.pk}/" not in home
    assert "The board meets by 9 November 2026" in home


@pytest.mark.parametrize("who", ["iro", "other_teacher", "director", "outsider"])
def test_whom_it_does_not_concern(cast: Cast, who: str) -> None:
    add(cast)
    assert HEADING not in words_of(cast, who, HOME)


@pytest.mark.parametrize("who", ["officer", "teacher"])
def test_the_pages_need_no_more_queries(cast: Cast, who: str) -> None:
    client, home = signed_in(cast, who), reverse(HOME)
    few = queries_of(client, home)
    add(cast)
    suspend(cast, date(2026, 9, 7), 32)
    assert queries_of(client, home) == few <= MOST_QUERIES
    assert queries_of(client, reverse(SCHOOL, args=[cast.ada.ref])) <= MOST_QUERIES
