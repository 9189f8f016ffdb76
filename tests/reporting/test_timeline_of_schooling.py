"""Exclusions, searches for a school and the ends of stages on the timeline and the overview: what
stands there, where it leads, and that nobody reads more of it there than on its tab."""

import re
from datetime import date

import pytest
from django.urls import reverse
from model_bakery import baker

from placements.models import Exclusion, ExclusionMeeting, SchoolSearch, SentHome
from pupils.models import AttainmentResult, Enrolment
from tests.cast import TODAY, Cast
from tests.reporting.page_requests import MOST_QUERIES, queries_of, signed_in

MONDAY, TO_COME = date(2026, 11, 2), date(2026, 11, 9)
PEOPLE = ["head", "officer", "data", "social_worker", "iro", "teacher", "head_teacher"]


def url(cast: Cast, name: str, child: str = "ada") -> str:
    return reverse(name, args=[cast.children[child].ref])


def told(cast: Cast, who: str, name: str = "reporting:timeline", child: str = "ada") -> str:
    body = signed_in(cast, who).get(url(cast, name, child)).content.decode()
    return " ".join(re.sub(r"<[^>]+>", " ", body).split())


def exclude(place: Enrolment, **other) -> Exclusion:
    said = {"kind": "suspension", "started_on": MONDAY, "sessions": 5, "reasons": ["PP"]}
    return Exclusion.objects.create(enrolment=place, reported_on=TODAY, **(said | other))


def exclude_for_good(place: Enrolment, **other) -> Exclusion:
    return exclude(place, **({"kind": "permanent", "sessions": None} | other))


@pytest.fixture
def place(cast: Cast) -> Enrolment:
    return cast.ada.enrolments.get()


@pytest.fixture
def schooling(cast: Cast, place: Enrolment) -> None:
    """One of each."""
    row = exclude(place)
    exclude(place, started_on=TO_COME, sessions=2)
    exclude(
        place,
        started_on=date(2026, 10, 5),
        sessions=4,
        cancelled_on=date(2026, 10, 6),
        cancelled_because="Another child did it",
        sessions_missed=2,
    )
    for meets_on, outcome in [(TODAY, "upheld"), (date(2026, 11, 20), "")]:
        ExclusionMeeting.objects.create(
            exclusion=row, body="governors", meets_on=meets_on, outcome=outcome, recorded_on=TODAY
        )
    SentHome.objects.create(
        enrolment=place,
        sent_home_on=date(2026, 9, 21),
        sessions=1,
        said_by="The office",
        reason="Upset",
        recorded_by=cast.officer,
        recorded_on=TODAY,
    )
    SchoolSearch.objects.create(
        pupil=cast.ada,
        started_on=date(2026, 3, 2),
        why="The place broke down",
        ended_on=date(2026, 4, 1),
        end_reason="not_needed",
    )
    baker.make(
        AttainmentResult,
        pupil=cast.ada,
        stage="ks1",
        subject="Phonics",
        measure="phonics",
        kind="test",
        value="35",
        status="validated",
        achieved_on=date(2019, 6, 14),
    )


SCHOOL = [
    "Suspension, 1 school day 9 November 2026 Oakfield School; To come",
    "Governing board: upheld 4 November 2026 Suspension of 2 November 2026",
    "Suspension, 2.5 school days 2 November 2026 Oakfield School",
    "Suspension, 2 school days 5 October 2026 Oakfield School; Cancelled on 6 October 2026",
    "Key Stage 1: Phonics screening check 14 June 2019 Met; 35 of 40; the threshold is 32",
]
SENT_HOME = "Sent home without a suspension 21 September 2026 Part of the day; Oakfield School"
SEARCH = [
    "Search for a school ended 1 April 2026 The place is no longer needed",
    "Search for a school began 2 March 2026",
]


@pytest.mark.parametrize("who", PEOPLE)
def test_each_is_told_to_those_who_read_it_on_its_tab(cast: Cast, schooling, who: str) -> None:
    words = told(cast, who)
    assert [line for line in SCHOOL if line not in words] == []
    assert "no outcome" not in words
    assert "20 November 2026" not in words  # a meeting of which nothing came yet
    sees_sent_home = "by The office: Upset" in told(cast, who, "placements:school")
    assert (SENT_HOME in words) == ("Sent home" in words) == sees_sent_home
    searching = signed_in(cast, who).get(url(cast, "placements:school_search")).status_code
    assert [line in words for line in SEARCH] == [searching == 200] * 2


def test_who_reads_neither_search_nor_times_sent_home(cast: Cast, schooling) -> None:
    assert "Search for a school began" not in told(cast, "teacher")
    assert "Sent home" not in told(cast, "data")
    assert SENT_HOME in told(cast, "teacher")


def test_a_school_reads_no_times_sent_home_of_the_school_before(cast: Cast) -> None:
    before = cast.ben.enrolments.get(setting=cast.oakfield)
    exclude(before, started_on=date(2026, 10, 5))
    SentHome.objects.create(
        enrolment=before,
        sent_home_on=date(2026, 10, 12),
        sessions=2,
        said_by="The office",
        reason="Upset",
        recorded_by=cast.officer,
        recorded_on=TODAY,
    )
    words = told(cast, "other_teacher", child="ben")
    assert "Suspension, 2.5 school days" in words
    assert "Suspension, 2.5 school days" in told(cast, "other_teacher", "placements:school", "ben")
    assert "Sent home" not in words
    assert "Sent home" in told(cast, "officer", child="ben")


def test_another_childs_stand_on_no_timeline_of_this_one(cast: Cast, schooling) -> None:
    words = told(cast, "officer", child="ben")
    for title in ("Suspension", "Governing board", "Sent home", "Search for", "Phonics"):
        assert title not in words


def test_each_leads_to_its_tab(cast: Cast, schooling) -> None:
    body = signed_in(cast, "officer").get(url(cast, "reporting:timeline")).content.decode()
    links = re.findall(r'<a class="govuk-link" href="([^"]+)">([^<]+)</a></h3>', body)
    assert {(title, address) for address, title in links} >= {
        ("Suspension, 2.5 school days", url(cast, "placements:school")),
        ("Governing board: upheld", url(cast, "placements:school")),
        ("Sent home without a suspension", url(cast, "placements:school")),
        ("Search for a school ended", url(cast, "placements:school_search")),
        ("Key Stage 1: Phonics screening check", url(cast, "pupils:attainment")),
    }


def test_the_latest_of_the_overview_has_them_too(cast: Cast, schooling) -> None:
    words = told(cast, "teacher", "reporting:overview")
    assert [line for line in SCHOOL[:4] if line not in words] == []


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize("page", ["reporting:overview", "reporting:timeline"])
def test_the_pages_need_few_queries(cast: Cast, schooling, place, who: str, page: str) -> None:
    exclude_for_good(place, started_on=TODAY)
    assert queries_of(signed_in(cast, who), url(cast, page)) <= MOST_QUERIES


# --- a permanent exclusion that stands ----------------------------------------------------------

LINE = "Permanently excluded from Oakfield School on 2 November 2026"


@pytest.mark.parametrize("who", PEOPLE)
def test_a_permanent_exclusion_stands_in_the_overview(cast: Cast, place, who: str) -> None:
    exclude_for_good(place)
    assert LINE in told(cast, who, "reporting:overview")
    assert "Permanent exclusion 2 November 2026 Oakfield School" in told(cast, who)


@pytest.mark.parametrize(
    ("started_on", "is_there"), [(TODAY, True), (date(2026, 11, 5), False), (TO_COME, False)]
)
def test_it_stands_from_its_first_day(cast: Cast, place, started_on: date, is_there) -> None:
    exclude_for_good(place, started_on=started_on)
    words = told(cast, "officer", "reporting:overview")
    assert ("Permanently excluded from" in words) == is_there
    assert ("Oakfield School; To come" in words) != is_there


@pytest.mark.parametrize(
    ("outcome", "is_there"), [("upheld", True), ("", True), ("reinstated", False)]
)
def test_a_child_who_may_go_back_is_excluded_no_more(cast, place, outcome: str, is_there) -> None:
    row = exclude_for_good(place)
    ExclusionMeeting.objects.create(
        exclusion=row, body="governors", meets_on=TODAY, outcome=outcome, recorded_on=TODAY
    )
    assert (LINE in told(cast, "officer", "reporting:overview")) == is_there


def test_one_that_was_cancelled_stands_no_more(cast: Cast, place) -> None:
    exclude_for_good(
        place, cancelled_on=TODAY, cancelled_because="The head thought again", sessions_missed=4
    )
    assert "Permanently excluded" not in told(cast, "officer", "reporting:overview")
    assert "Oakfield School; Cancelled on 4 November 2026" in told(cast, "officer")


@pytest.mark.parametrize(
    ("kind", "started_on", "is_there"),
    [
        ("main", TODAY, False),
        ("main", date(2026, 11, 5), True),
        ("alternative", TODAY, True),
    ],
)
def test_it_stands_until_another_main_school(cast, place, kind, started_on, is_there) -> None:
    exclude_for_good(place)
    place.ended_on = date(2026, 11, 3)
    place.save()
    Enrolment.objects.create(pupil=cast.ada, setting=cast.elm, kind=kind, started_on=started_on)
    assert (LINE in told(cast, "officer", "reporting:overview")) == is_there
