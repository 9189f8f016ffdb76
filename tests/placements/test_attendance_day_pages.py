"""Marks by hand: a school's week, one day put right with its history, a child's year."""

import re
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from placements.models import AttendanceDay
from placements.rules.attendance_codes import HalfDay, wrong_mark
from placements.services.attendance_days import DayTold, correct_day, record_marks
from pupils.models import Enrolment
from pupils.services.locking import StaleRecordError
from tests.cast import Cast, add_child
from tests.intake.running import load
from tests.placements.attendance_files import give_upns, marks
from tests.reporting.page_requests import MOST_QUERIES, queries_of, signed_in
from vsh.audit.models import ReadLog
from vsh.calendars.models import CurrentDay

MONDAY, TUESDAY, TODAY = date(2026, 11, 2), date(2026, 11, 3), date(2026, 11, 4)
AM, PM = HalfDay.AM, HalfDay.PM


def place_of(cast: Cast, name: str = "ada") -> Enrolment:
    return cast.children[name].enrolments.get(setting=cast.oakfield)


def enter(cast: Cast, who: str = "school_staff", name: str = "ada", **told):
    one = DayTold(**{"day": TUESDAY, "am": "/", "pm": "\\"} | told)
    return record_marks(actor=cast.people[who], enrolment=place_of(cast, name), told=[one])


def correct(cast: Cast, who: str = "officer", day: date = TUESDAY, **told) -> None:
    facts = {"version": 1, "marks": {AM: "I", PM: "\\"}, "reason": "The nurse rang"}
    correct_day(actor=cast.people[who], enrolment=place_of(cast), day=day, **facts | told)


def on_record(cast: Cast) -> list[tuple]:
    rows = AttendanceDay.objects.filter(enrolment=place_of(cast)).order_by("day")
    return [(str(row.day)[5:], row.am, row.pm, row.source, row.version) for row in rows]


@pytest.mark.parametrize(
    ("code", "half", "day", "is_open", "says"),
    [
        ("/", AM, TUESDAY, True, ""),
        ("/", PM, TUESDAY, True, "for the morning"),
        ("/", AM, date(2026, 11, 5), True, "in the future"),
        ("/", AM, TODAY, True, ""),
        ("I", AM, MONDAY, False, "was closed"),
        ("#", AM, MONDAY, False, ""),
        ("H", AM, date(2024, 8, 19), True, "withdrawn"),
        ("H", AM, date(2024, 8, 18), True, ""),
        ("A", AM, MONDAY, True, "not a code"),
    ],
)
def test_what_a_person_may_enter(code, half, day, is_open, says) -> None:
    found = wrong_mark(code, day=day, half=half, is_open=is_open, on=TODAY)
    assert says in found if says else found == ""


def test_a_school_enters_its_own_place_and_the_same_again_changes_nothing(cast: Cast) -> None:
    assert enter(cast) == (2, [])
    assert on_record(cast) == [("11-03", "/", "\\", "page", 1)]
    assert enter(cast) == (0, [])
    assert on_record(cast)[0][4] == 1
    for who in ("other_teacher", "social_worker", "head_teacher", "south_head"):
        with pytest.raises(PermissionDenied):
            enter(cast, who, day=MONDAY)


def test_what_is_wrong_is_named_and_the_rest_is_saved(cast: Cast) -> None:
    saved, (wrong,) = enter(cast, am="I", pm="/")
    assert (saved, wrong.half, on_record(cast)) == (1, PM, [("11-03", "I", "", "page", 1)])
    saved, (wrong,) = enter(cast, pm="\\", am="")  # the page showed no mark
    assert (saved, wrong.half) == (0, PM)
    assert "morning I (illness), afternoon nothing" in wrong.words


def test_a_corrected_session_stands_against_the_file_and_says_who_and_why(cast: Cast) -> None:
    give_upns(cast)
    told = ("ada 999001 2026-11-03 AM N", "ada 999001 2026-11-03 PM \\")
    load("attendance", {"m.csv": marks(*told)}, authority=cast.northshire)
    with pytest.raises(StaleRecordError, match="morning N"):
        correct(cast, version=0)
    with pytest.raises(ValidationError, match="on record already"):
        correct(cast, marks={AM: "N", PM: "\\"})
    with pytest.raises(ValidationError, match="for the morning"):
        correct(cast, marks={AM: "N", PM: "/"})
    correct(cast)
    load("attendance", {"m.csv": marks(*told)}, authority=cast.northshire)
    assert on_record(cast) == [("11-03", "I", "\\", "corrected", 2)]
    row = AttendanceDay.objects.get()
    assert (row.is_am_corrected, row.is_pm_corrected) == (True, False)
    correct(cast, version=2, marks={AM: "", PM: "\\"})  # taken off, and it stays off
    load("attendance", {"m.csv": marks(*told)}, authority=cast.northshire)
    assert on_record(cast)[0][1:3] == ("", "\\")
    client = signed_in(cast, "officer")
    url = reverse("placements:correct_day", args=[cast.ada.ref, place_of(cast).pk, "2026-11-03"])
    page = client.get(url).content.decode()
    assert "Morning N (reason not yet established), afternoon" in page
    assert "Told by the school’s file on 4 November 2026" in page
    assert "Told by Officer on 4 November 2026" in page
    assert page.count("Corrected, as: The nurse rang") == 2
    assert "Put right by hand: the morning." in page
    assert queries_of(client, url) <= MOST_QUERIES


def test_a_day_is_corrected_from_the_childs_year(cast: Cast) -> None:
    enter(cast)
    client = signed_in(cast, "officer")
    year = reverse("placements:attendance_year", args=[cast.ada.ref])
    page = client.get(year).content.decode()
    url = reverse("placements:correct_day", args=[cast.ada.ref, place_of(cast).pk, "2026-11-03"])
    assert f'href="{url}"' in page
    assert "100.0%" in page
    assert "morning: present in the morning" in page
    told = {"version": 1, "am": "O", "pm": "\\"}
    assert "Enter what was wrong" in client.post(url, told).content.decode()
    answer = client.post(url, told | {"reason": "Seen in town"})
    assert answer.headers["Location"] == f"{year}?year=2026-27"
    stale = client.post(url, told | {"am": "I", "reason": "Ill"}).content.decode()
    assert "Somebody else has changed this" in stale
    page = client.get(year).content.decode()
    assert "50.0%" in page
    assert "Severe absence, early: few sessions yet" in page
    assert "morning: absent in other or unknown circumstances" in page
    assert queries_of(client, year) <= MOST_QUERIES
    assert ReadLog.objects.filter(page="placements:attendance_year").exists()
    for day in ("2026-11-05", "2026-13-01", "20261103", "2020-01-01"):
        assert client.get(url.replace("2026-11-03", day)).status_code == 404


def test_a_mark_before_19_august_2024_is_told_by_its_code_and_not_in_todays_words(
    cast: Cast,
) -> None:
    place = place_of(cast)
    Enrolment.objects.filter(pk=place.pk).update(started_on=date(2023, 9, 4))
    day, first = date(2024, 7, 15), date(2024, 8, 19)
    for one, am, pm in ((day, "I", "H"), (first, "I", "\\")):
        AttendanceDay.objects.create(
            enrolment=place, day=one, season="summer", am=am, pm=pm, source="file",
            entered_on=one, version=1,
        )  # fmt: skip
    client = signed_in(cast, "officer")
    year = reverse("placements:attendance_year", args=[cast.ada.ref])
    page = client.get(year, {"year": "2023-24"}).content.decode()
    assert "morning: I (code in force before 19 August 2024): authorised absence" in page
    assert "afternoon: H (code in force before 19 August 2024): authorised absence" in page
    assert page.count("morning: illness") == 1  # of the day on which today's table began
    of_year = dict.fromkeys(("V P W B J", "C E I M R S T H", "G N O U", "D X Z # Y"))
    assert [codes for codes in of_year if f">{codes}</span>" in page] == list(of_year)
    wrong = reverse("placements:correct_day", args=[cast.ada.ref, place.pk, day])
    page = client.get(wrong).content.decode()
    assert (
        "On record now: morning I (code in force before 19 August 2024), afternoon H (code in "
        "force before 19 August 2024)." in page
    )
    assert "I  (code in force before 19 August 2024): authorised absence</option>" in page
    assert "Illness" not in page
    told = {"version": 1, "am": "I", "pm": "O", "reason": "Read wrongly"}
    assert client.post(wrong, told).status_code == 302
    assert AttendanceDay.objects.get(day=day).pm == "O"
    wrong = reverse("placements:correct_day", args=[cast.ada.ref, place.pk, first])
    assert "I  Illness</option>" in client.get(wrong).content.decode()
    office = signed_in(cast, "school_staff")
    week = reverse("placements:attendance_week")
    for monday, has_words in (("2024-08-12", False), ("2024-08-19", True)):
        page = office.get(week, {"week": monday}).content.decode()
        assert ("<strong>I</strong> Illness" in page) == has_words
        assert ("<strong>H</strong> (code in force before" in page) == (not has_words)
        assert ("<strong>K</strong>" in page) == has_words


@pytest.mark.parametrize("asked", ["2025-26", "2027-28", "abc", "2025-99", ""])
def test_a_year_is_what_was_asked_for_or_this_one(cast: Cast, asked: str) -> None:
    enter(cast)
    client = signed_in(cast, "officer")
    url = reverse("placements:attendance_year", args=[cast.ada.ref])
    page = client.get(url, {"year": asked}).content.decode()
    assert ("No mark of this year" in page) == (asked == "2025-26")


def test_the_year_day_by_day_flags_its_terms_too(cast: Cast) -> None:
    """Twenty sessions of the autumn, two missed; four of the spring, all attended."""
    CurrentDay.objects.update(day=date(2027, 1, 6))
    days = [date(2026, 11, 2 + number) for number in (*range(5), *range(7, 12))]
    days += [date(2027, 1, 4), date(2027, 1, 5)]
    for day in days:
        enter(cast, day=day, am="I" if day in (MONDAY, TUESDAY) else "/")
    page = signed_in(cast, "officer").get(
        reverse("placements:attendance_year", args=[cast.ada.ref])
    )
    whole = page.context["whole"]
    assert [(one.name, one.sessions.possible, one.flag) for one in (*whole.terms, whole)] == [
        ("Autumn term 2026-27", 20, "Persistent absence"),
        ("Spring term 2026-27", 4, ""),
        ("School year 2026-27", 24, ""),
    ]
    assert page.content.decode().count("Persistent absence") == 1


def shown(page: str) -> dict[str, str]:
    """Every mark and version as the page has it."""
    return dict(re.findall(r'name="((?:seen|am|pm)_[^"]+)" value="([^"]*)"', page))


def test_the_week_saves_what_is_right_names_what_is_wrong_and_refuses_what_is_stale(
    cast: Cast,
) -> None:
    ada, cam = place_of(cast).pk, place_of(cast, "cam").pk
    client = signed_in(cast, "school_staff")
    url = reverse("placements:attendance_week")
    page = client.get(url).content.decode()
    assert "Ada Canaryada, Year 9" in page
    assert "Canaryben" not in page
    assert f"am_{ada}_2026-11-05" not in page  # tomorrow
    told = {
        f"present_{ada}": "on",
        f"am_{ada}_{TUESDAY}": "n",
        f"am_{cam}_{MONDAY}": "?",
        f"pm_{cam}_{MONDAY}": "/",
    }
    answer = client.post(url, told).content.decode()
    assert "Cam Canarycam, Monday morning: “?” is not a code of the attendance register" in answer
    assert "7 sessions saved" in answer
    assert on_record(cast) == [
        ("11-02", "/", "\\", "page", 1),
        ("11-03", "N", "\\", "page", 1),
        ("11-04", "/", "\\", "page", 1),
    ]
    stale = told | {
        f"am_{cam}_{MONDAY}": "",
        f"am_{ada}_{TUESDAY}": "I",
        f"pm_{ada}_{TUESDAY}": "I",
    }
    answer = client.post(url, stale).content.decode()  # as if the page had shown nothing
    assert "Tuesday morning: somebody else has changed this day. On record now: morning N" in answer
    assert client.post(url, shown(answer)).status_code == 302
    assert on_record(cast)[1] == ("11-03", "I", "I", "page", 2)  # the other session too
    page = client.get(url).content.decode()
    answer = client.post(url, shown(page) | {f"am_{ada}_{TUESDAY}": ""}).content.decode()
    assert "To take it off, open the day and correct it" in answer
    assert ReadLog.objects.filter(page="placements:attendance_week", count=2).exists()


def test_closed_days_are_not_filled_and_earlier_weeks_are_open(cast: Cast) -> None:
    ada = place_of(cast).pk
    client = signed_in(cast, "teacher")
    url = reverse("placements:attendance_week") + "?week=2026-10-28"  # half term
    assert "week of 26 October 2026" in client.get(url).content.decode()
    answer = client.post(url, {f"present_{ada}": "on", f"am_{ada}_2026-10-26": "I"})
    assert "The school was closed on that day" in answer.content.decode()
    assert on_record(cast) == []
    assert (
        "week of 2 November 2026"
        in client.get(reverse("placements:attendance_week") + "?week=2027-01-01").content.decode()
    )


def test_the_week_asks_the_same_whatever_the_number_of_children(cast: Cast) -> None:
    client = signed_in(cast, "school_staff")
    url = reverse("placements:attendance_week")
    counts = []
    for number in (0, 20):
        for one in range(number):
            add_child(cast, f"x{one}")
        counts.append(queries_of(client, url))
    assert counts[0] == counts[1] <= MOST_QUERIES
