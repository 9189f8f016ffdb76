"""Who is in school this morning: counted from the registers, the absent by name."""

import pytest
from django.urls import reverse

from placements.models import AttendanceDay
from placements.rules.attendance_codes import HalfDay
from reporting.in_school_today import Tally, places_today, tally
from tests.cast import TODAY, Cast
from tests.reporting.page_requests import MOST_QUERIES, queries_of, signed_in
from vsh.audit.models import ReadLog
from vsh.calendars.models import CalendarEntry


def mark(cast: Cast, child: str, am: str = "", pm: str = "") -> None:
    place = cast.children[child].enrolments.current_on(TODAY).main().get()
    AttendanceDay.objects.create(
        enrolment=place, day=TODAY, season="autumn", am=am, pm=pm, source="file", entered_on=TODAY
    )


def counted(cast: Cast, who: str = "officer", half: HalfDay = HalfDay.AM) -> Tally:
    return tally(places_today(cast.people[who], on=TODAY, half=half), on=TODAY)


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("/", "present"),
        ("L", "present"),
        ("B", "present"),
        ("O", "unauthorised"),
        ("U", "unauthorised"),
        ("I", "authorised"),
        ("E", "authorised"),
        ("D", "not_expected"),
    ],
)
def test_each_mark_counts_once_as_what_it_is(cast: Cast, code: str, name: str) -> None:
    before = counted(cast)
    mark(cast, "ada", am=code)
    after = counted(cast)
    assert getattr(after, name) == getattr(before, name) + 1
    assert after.unknown == before.unknown - 1


def test_a_morning_says_nothing_of_the_afternoon(cast: Cast) -> None:
    mark(cast, "ada", am="O")
    assert counted(cast, half=HalfDay.PM).unauthorised == 0
    assert counted(cast).unauthorised == 1


def test_of_a_closed_school_nobody_is_expected(cast: Cast) -> None:
    before = counted(cast)
    here = places_today(cast.officer, on=TODAY, half=HalfDay.AM).filter(setting=cast.oakfield)
    children = here.count()
    CalendarEntry.objects.create(
        setting=cast.oakfield,
        academic_year="2026-27",
        kind="inset",
        name="Staff training",
        starts_on=TODAY,
        ends_on=TODAY,
    )
    after = counted(cast)
    assert children
    assert (after.unknown, after.not_expected) == (before.unknown - children, children)


def test_the_absent_stand_there_by_name_those_without_authority_first(cast: Cast) -> None:
    url = reverse("reporting:in_school_today")
    empty = signed_in(cast, "officer").get(url).content.decode()
    assert "No register of today is on record yet." in empty
    calls = reverse("placements:attendance_calls")
    assert f'href="{calls}?half=AM"' in empty
    assert calls not in signed_in(cast, "social_worker").get(url).content.decode()
    mark(cast, "ada", am="I")
    mark(cast, "ben", am="O")
    page = signed_in(cast, "officer").get(url).content.decode()
    assert page.index("Ben Canaryben") < page.index("Ada Canaryada")
    assert page.count("Without authority") == 1
    assert "Canary" not in signed_in(cast, "other_social_worker").get(url).content.decode()
    assert "Canary" not in signed_in(cast, "south_head").get(url).content.decode()
    assert signed_in(cast, "teacher").get(url).status_code == 403
    afternoon = signed_in(cast, "officer").get(url, {"half": "PM"}).content.decode()
    assert "In school this afternoon" in afternoon
    assert "Ben Canaryben" not in afternoon
    assert ReadLog.objects.filter(page="reporting:in_school_today", user=cast.officer).exists()
    assert queries_of(signed_in(cast, "head"), url) <= MOST_QUERIES
