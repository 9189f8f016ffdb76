"""Who is told of absence: the same day of one without authority, once a year of much of it."""

from datetime import date, timedelta

import pytest

from peps.services.attendance_alerts import alert_of_persistent_absence, alert_of_unauthorised
from placements.models import AttendanceDay, AttendanceSummary
from placements.rules.attendance import Absence, Sessions, reached_absence
from placements.rules.attendance_codes import HalfDay
from placements.services.attendance_days import correct_day
from tests.cast import TODAY
from tests.intake.running import load
from tests.placements.attendance_files import give_upns, marks
from vsh.notices.models import Notice


def mark(cast, am="O", pm="\\", *, name="ada", day=TODAY, entered_on=None):
    return AttendanceDay.objects.create(
        enrolment=cast.children[name].enrolments.get(setting=cast.oakfield),
        day=day,
        am=am,
        pm=pm,
        season="autumn",
        source="file",
        entered_on=entered_on or day,
    )


def told():
    rows = Notice.objects.order_by("about", "recipient__name")
    return [(n.about.partition(":")[0], n.recipient.name) for n in rows]


def test_social_worker_and_officer_are_told_the_same_day_and_once(cast):
    row = mark(cast, pm="U")
    assert [alert_of_unauthorised(), alert_of_unauthorised()] == [2, 0]
    assert told() == [("absent", "Officer"), ("absent", "Social Worker")]
    row.version += 1
    row.save()
    assert alert_of_unauthorised() == 0, "entered twice"
    notice = Notice.objects.first()
    assert "morning, code O (absent in other or unknown circumstances); afternoon" in notice.body
    assert "Canary" not in notice.subject + notice.body


def test_what_is_corrected_before_it_is_sent_is_not_sent(cast):
    row = mark(cast)
    alert_of_unauthorised()
    facts = {"actor": cast.officer, "enrolment": row.enrolment, "day": TODAY, "reason": "Ill"}
    correct_day(version=1, marks={HalfDay.AM: "I", HalfDay.PM: "\\"}, **facts)
    assert (told(), alert_of_unauthorised()) == ([], 0)
    correct_day(version=2, marks={HalfDay.AM: "N", HalfDay.PM: "\\"}, **facts)
    assert alert_of_unauthorised() == 2, "the officer knows: the head stands in"
    Notice.objects.update(state="sent")
    correct_day(version=3, marks={HalfDay.AM: "I", HalfDay.PM: "\\"}, **facts)
    assert len(told()) == 2, "what was sent was sent"


@pytest.mark.parametrize(("code", "is_told"), [("I", False), ("O", True)])
def test_a_file_takes_it_back_too(cast, code, is_told):
    give_upns(cast)
    mark(cast, "N")
    mark(cast, "N", name="cam")
    assert alert_of_unauthorised() == 3
    day = f"ada 999001 {TODAY} AM {code}"
    load("attendance", {"m.csv": marks(day)}, authority=cast.northshire)
    of_ada = Notice.objects.filter(pupil_ref=cast.ada.ref)
    assert (of_ada.exists(), Notice.objects.exclude(pupil_ref=cast.ada.ref).exists()) == (
        is_told,
        True,
    )


@pytest.mark.parametrize(
    ("facts", "is_told"),
    [
        ({"am": "I"}, False),
        ({"am": "D"}, False),
        ({"am": "/", "pm": "G"}, True),
        ({"day": TODAY - timedelta(days=1)}, True),  # reported after the last sweep of the day
        ({"day": TODAY - timedelta(days=1), "entered_on": TODAY}, True),
        ({"day": TODAY - timedelta(days=5), "entered_on": TODAY}, True),
        ({"day": TODAY - timedelta(days=6), "entered_on": TODAY}, False),
        ({"name": "fay"}, False),  # no longer looked after
    ],
)
def test_of_what_and_whom(cast, facts, is_told):
    mark(cast, **facts)
    assert (alert_of_unauthorised() > 0) is is_told


@pytest.mark.parametrize(
    ("possible", "missed", "reached"),
    [
        (19, 19, None),
        (20, 1, None),
        (20, 2, Absence.PERSISTENT),
        (100, 9, None),
        (100, 10, Absence.PERSISTENT),
        (101, 10, None),
        (100, 49, Absence.PERSISTENT),
        (100, 50, Absence.SEVERE),
        (0, 0, None),
    ],
)
def test_what_a_years_sessions_amount_to(possible, missed, reached):
    sessions = Sessions(possible=possible, authorised=missed, unauthorised=0)
    assert reached_absence(sessions) is reached


def test_a_year_is_told_once_for_what_it_reached_and_never_for_less(cast):
    at = cast.ada.enrolments.get()
    summary = AttendanceSummary.objects.create(
        enrolment=at, academic_year="2026-27", season="autumn", entered_on=TODAY,
        started_on=date(2026, 9, 2), ended_on=date(2026, 9, 30),
        sessions_possible=38, sessions_authorised=3, sessions_unauthorised=0,
    )  # fmt: skip
    assert alert_of_persistent_absence() == 0
    mark(cast, "I", "O")  # 5 of 40, marks and sums together
    assert [alert_of_persistent_absence(), alert_of_persistent_absence()] == [3, 0]
    assert {kind for kind, _ in told()} == {"persistent_absence"}
    assert "has missed 12.5% of the sessions of this school year: 5 of 40" in (
        Notice.objects.first().body
    )
    summary.sessions_authorised = 18
    summary.save()
    assert alert_of_persistent_absence() == 3
    Notice.objects.filter(about__startswith="persistent").delete()
    summary.sessions_authorised = 8
    summary.save()
    assert alert_of_persistent_absence() == 0, "who knows of the graver is not told of the lesser"


@pytest.mark.parametrize(
    ("since", "entered_on", "is_told"),
    [
        (date(2026, 2, 2), date(2026, 9, 3), True),  # as it came in
        (date(2026, 2, 2), date(2026, 10, 14), True),
        (date(2026, 2, 2), date(2026, 10, 15), False),  # long past when the first data came
        (date(2026, 10, 1), date(2026, 9, 3), False),  # before the child was on record
        (date(2026, 9, 30), date(2026, 9, 3), True),
    ],
)
def test_what_was_so_before_anything_was_on_record_is_no_news(cast, since, entered_on, is_told):
    type(cast.ada).objects.filter(pk=cast.ada.pk).update(on_record_since=since)
    facts = {"enrolment": cast.ada.enrolments.get(), "academic_year": "2026-27"}
    AttendanceSummary.objects.create(
        **facts, season="autumn", entered_on=entered_on,
        started_on=date(2026, 9, 2), ended_on=date(2026, 9, 30),
        sessions_possible=38, sessions_authorised=8, sessions_unauthorised=0,
    )  # fmt: skip
    assert (alert_of_persistent_absence() > 0) is is_told
    for day in (2, 3):
        mark(cast, "I", "I", day=date(2026, 11, day), entered_on=TODAY)
    assert alert_of_persistent_absence() == 0


@pytest.mark.parametrize(("pm", "is_away"), [("\\", False), ("O", True)])
def test_who_came_late_is_not_looked_for(cast, pm, is_away):
    mark(cast, "U", pm)
    alert_of_unauthorised()
    body = Notice.objects.first().body
    assert ("Find out where the child is" in body, "came after the register" in body) == (
        is_away,
        not is_away,
    )
