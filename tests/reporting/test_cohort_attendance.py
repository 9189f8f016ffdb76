"""A school year's attendance beside England's: worked by hand, its lists, and who sees whom."""

from datetime import date

import pytest
from django.urls import reverse

from placements.models import AttendanceDay, AttendanceSummary
from placements.rules.attendance import Absence, Sessions, absence_of
from reporting.cohort_attendance import cohort_of, is_absent
from tests.cast import TODAY, Cast
from tests.reporting.page_requests import MOST_QUERIES, queries_of, signed_in
from vsh.audit.models import ReadLog

URL = "reporting:cohort_attendance"


def sessions(possible: int, authorised: int = 0, unauthorised: int = 0) -> Sessions:
    return Sessions(possible=possible, authorised=authorised, unauthorised=unauthorised)


def tell(cast: Cast, child: str, told: Sessions, year: str = "2026-27") -> None:
    first = date(int(year[:4]), 9, 7)
    AttendanceSummary.objects.create(
        enrolment=cast.children[child].enrolments.current_on(TODAY).main().get(),
        academic_year=year,
        season="autumn",
        started_on=first,
        ended_on=first.replace(month=10),
        sessions_possible=told.possible,
        sessions_authorised=told.authorised,
        sessions_unauthorised=told.unauthorised,
        entered_on=TODAY,
    )


def test_the_absence_of_a_cohort_by_hand() -> None:
    """Of 240 sessions 10 + 15 + 12 + 1 + 0 = 38 were missed, 4 without authority; of the four with
    enough sessions three reach a tenth, one half."""
    found = absence_of(
        [
            sessions(100, 9, 1),  # a tenth exactly
            sessions(30, 14, 1),  # half exactly
            sessions(100, 10, 2),
            sessions(20, 1, 0),  # just enough, and less than a tenth
            sessions(19, 0, 0),  # too few: in the sessions, in no share of children
            sessions(0),  # none possible: in no count
        ]
    )
    assert found.children == 5
    assert found.sessions == sessions(269, 34, 4)
    assert (found.with_enough, found.persistent, found.severe) == (4, 3, 1)
    assert [str(one) for one in (found.persistent_share, found.severe_share)] == ["75.0", "25.0"]
    assert str(found.sessions.unauthorised_rate) == "1.5"
    assert str(found.sessions.absence) == "14.1"


def test_of_nobody_there_is_no_rate() -> None:
    found = absence_of([sessions(0)])
    assert (found.children, found.sessions.absence, found.persistent_share) == (0, None, None)


@pytest.mark.parametrize(
    ("told", "persistent", "severe"),
    [
        (sessions(100, 9, 0), False, False),
        (sessions(100, 9, 1), True, False),
        (sessions(100, 49, 0), True, False),
        (sessions(100, 49, 1), True, True),
        (sessions(19, 19, 0), False, False),  # few sessions yet
    ],
)
def test_who_is_severely_absent_is_persistently_absent_too(
    told: Sessions, persistent: bool, severe: bool
) -> None:
    assert is_absent(told, Absence.PERSISTENT) is persistent
    assert is_absent(told, Absence.SEVERE) is severe


def test_all_schools_and_marks_and_sums_count_together_until_today(cast: Cast) -> None:
    tell(cast, "ada", sessions(40, 4, 1))
    place = cast.ada.enrolments.get()
    for day, am in ((date(2026, 11, 3), "O"), (TODAY, "/")):
        AttendanceDay.objects.create(
            enrolment=place, day=day, season="autumn", am=am, source="file", entered_on=day
        )
    tell(cast, "ada", sessions(90, 90, 0), year="2025-26")
    found = cohort_of(cast.officer, year="2026-27", on=TODAY)
    assert found.sessions == {cast.ada.pk: sessions(42, 4, 2)}
    before = cohort_of(cast.officer, year="2025-26", on=TODAY)
    assert before.sessions.get(cast.ada.pk, sessions(90, 90)) == sessions(90, 90)


def test_who_is_in_care_for_a_year_to_the_day(cast: Cast) -> None:
    tell(cast, "ada", sessions(40))
    for since, is_long in ((date(2025, 11, 4), True), (date(2025, 11, 5), False)):
        cast.ada.care_periods.update(started_on=since)
        cast.ada.care_periods.get().episodes.update(started_on=since)
        found = cohort_of(cast.officer, year="2026-27", on=TODAY)
        assert (cast.ada.pk in found.a_year_in_care) is is_long


def test_the_page_sets_the_children_beside_england_and_lists_who_missed_most(cast: Cast) -> None:
    url = reverse(URL)
    client = signed_in(cast, "officer")
    assert "No attendance of this school year is on record" in client.get(url).content.decode()
    tell(cast, "ada", sessions(100, 8, 4))
    tell(cast, "ben", sessions(60, 30, 6))
    answer = client.get(url)
    assert [(one.label[:16], one.here) for one in answer.context["measures"]] == [
        ("Sessions missed", "30.0%"),
        ("Sessions missed ", "6.3%"),
        ("Children who mis", "100.0%"),
        ("Children who mis", "50.0%"),
    ]
    page = answer.content.decode()
    for national in ("9% (2024-25)", "3.5% (2024-25)", "20.3% (2024-25)", "6.4% (2024-25)"):
        assert f"{national}</td>" in page, "England's looked-after children"
    for national in ("6.78% (2024-25)", "2.30% (2024-25)", "18.14% (2024-25)", "2.39% (2024-25)"):
        assert f"{national}</td>" in page, "all pupils"
    assert "Source: Department for Education, Open Government Licence v3.0" in page
    assert page.index("Ben Canaryben") < page.index("Ada Canaryada")
    severe = client.get(url, {"absence": "severe_absence"}).content.decode()
    assert "Ben Canaryben" in severe
    assert "Ada Canaryada" not in severe
    assert "?year=2026-27&amp;absence=severe_absence" in page
    last = client.get(url, {"year": "2025-26"}).content.decode()
    assert "Attendance in the school year 2025-26" in last
    assert "Canary" not in last
    assert ReadLog.objects.filter(page=URL, user=cast.officer, count=2).exists()
    assert queries_of(client, url) <= MOST_QUERIES


@pytest.mark.parametrize("who", ["south_head", "other_social_worker"])
def test_others_see_none_of_it(cast: Cast, who: str) -> None:
    tell(cast, "ada", sessions(100, 8, 4))
    assert "Canary" not in signed_in(cast, who).get(reverse(URL)).content.decode()


@pytest.mark.parametrize(
    ("asked", "names"),
    [("persistent_absence", {"C-ada", "C-ben"}), ("severe_absence", {"C-ben"})],
)
def test_the_roll_is_filtered_by_it(cast: Cast, asked: str, names: set[str]) -> None:
    tell(cast, "ada", sessions(100, 8, 4))
    tell(cast, "ben", sessions(60, 30, 6))
    url = reverse("reporting:roll")
    rows = signed_in(cast, "officer").get(url, {"absence": asked}).context["rows"]
    assert {row["pupil"].child_id for row in rows} == names
    assert queries_of(signed_in(cast, "officer"), f"{url}?absence={asked}") <= MOST_QUERIES
    of_school = signed_in(cast, "teacher").get(url, {"absence": asked}).context["rows"]
    assert {row["pupil"].child_id for row in of_school} == names - {"C-ben"}
    ignored = signed_in(cast, "school_staff").get(url, {"absence": asked}).context["rows"]
    assert {row["pupil"].child_id for row in ignored} == {"C-ada", "C-cam"}
