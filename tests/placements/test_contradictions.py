"""Marks that contradict the record, on the child's pages, the workbench and to the officer."""

from datetime import date

import pytest
from django.urls import reverse

from peps.services.suspension_alerts import alert_of_unexplained_suspension
from placements.contradictions import Contradiction, with_contradiction
from placements.models import AttendanceDay, Custody, Exclusion, TimetableReview
from pupils.models import CarePlacement, PlaceHours
from reporting.data_quality.facts import Fact
from tests.cast import TODAY, Cast
from tests.reporting.page_requests import MOST_QUERIES, queries_of, signed_in
from vsh.notices.models import Notice

MONDAY = date(2026, 10, 12)  # two weeks before half term


def mark(cast: Cast, day: date, am: str = "", pm: str = "") -> AttendanceDay:
    return AttendanceDay.objects.create(
        enrolment=place(cast), day=day, am=am, pm=pm, season="autumn", source="file", entered_on=day
    )


def place(cast: Cast):
    return cast.ada.enrolments.get(setting=cast.oakfield)


def out(cast: Cast, **facts) -> Exclusion:
    told = {"kind": "suspension", "started_on": MONDAY, "sessions": 4, "reported_on": MONDAY}
    return Exclusion.objects.create(enrolment=place(cast), reasons=["DB"], **told | facts)


def said(row: AttendanceDay) -> str:
    return with_contradiction(AttendanceDay.objects.all()).get(pk=row.pk).contradiction


def on_workbench(cast: Cast, who: str = "data") -> set[str]:
    """The contradictions of marks under which Ada stands."""
    found = set()
    for what in Contradiction:
        url = f"{reverse('reporting:data_quality')}?fact={what.value}"
        rows = signed_in(cast, who).get(url).context.get("rows", [])
        found |= {what.value for row in rows if row["pupil"] == cast.ada}
    return found


OCTOBER = {day: date(2026, 10, day) for day in range(1, 32)}


@pytest.mark.parametrize(
    ("facts", "day", "is_said"),
    [
        ({"sessions": 4}, 9, False),  # the Friday before
        ({"sessions": 4}, 12, True),
        ({"sessions": 4}, 13, True),
        ({"sessions": 4}, 14, False),
        ({"sessions": 5}, 12, False),  # half a day at one end of it
        ({"sessions": 5}, 13, True),
        ({"sessions": 5}, 14, False),
        ({"sessions": 1}, 12, False),
        ({"sessions": 10}, 16, True),
        ({"sessions": 12}, 19, True),  # over a weekend
        ({"sessions": 12}, 20, False),
        ({"sessions": 4, "started_on": date(2026, 10, 10)}, 12, True),  # a Saturday
        ({"sessions": 4, "started_on": date(2026, 10, 10)}, 14, False),
        ({"kind": "lunchtime", "sessions": 10}, 13, False),
        ({"kind": "permanent", "sessions": None}, 12, False),  # of its first day
        ({"kind": "permanent", "sessions": None}, 13, True),
        ({"sessions": 8, "cancelled_on": OCTOBER[13], "cancelled_because": "x",
          "sessions_missed": 2}, 13, False),
        ({"sessions": 8, "cancelled_on": OCTOBER[13], "cancelled_because": "x",
          "sessions_missed": 2}, 12, True),
    ],
)  # fmt: skip
def test_present_on_a_day_of_suspension(cast: Cast, facts: dict, day: int, is_said: bool):
    out(cast, **facts)
    row = mark(cast, OCTOBER[day], "/", "\\")
    assert said(row) == (Contradiction.PRESENT_SUSPENDED if is_said else "")
    assert on_workbench(cast) == ({"present_suspended"} if is_said else set())


@pytest.mark.parametrize(
    ("facts", "days", "expected"),
    [
        (None, [12], [12]),
        ({"sessions": 4}, [12, 13, 14], [14]),
        ({"sessions": 5}, [12, 13, 14, 15], [15]),
        ({"sessions": 4}, [9, 12], [9]),
        ({"sessions": 4}, [12, 14], []),  # the 13th was no school day by the register
        ({"kind": "lunchtime", "sessions": 2}, [12, 13, 14], [14]),
        ({"kind": "permanent", "sessions": None}, [12, 13, 23], []),
        ({"sessions": 8, "cancelled_on": OCTOBER[13], "cancelled_because": "x",
          "sessions_missed": 2}, [12, 13], [13]),
    ],
)  # fmt: skip
def test_code_e_without_a_suspension(cast: Cast, facts, days: list[int], expected: list[int]):
    if facts:
        out(cast, **facts)
    rows = {day: mark(cast, OCTOBER[day], "E", "E") for day in days}
    assert [day for day, row in rows.items() if said(row)] == expected
    assert on_workbench(cast) == ({"not_suspended"} if expected else set())


def test_a_half_day_of_code_e_before_the_new_codes_is_looked_at_too(cast: Cast):
    row = mark(cast, date(2024, 6, 3), "", "E")
    assert said(row) == Contradiction.NOT_SUSPENDED
    assert on_workbench(cast) == set()  # of this school year only


@pytest.mark.parametrize(
    ("is_full_time", "until", "is_said"),
    [
        (True, None, True),
        (False, None, False),
        (False, MONDAY, False),
        (False, OCTOBER[9], True),  # what was agreed is over
        (True, MONDAY, False),  # by then it was part time
    ],
)
def test_code_c2_needs_a_part_time_timetable(cast: Cast, is_full_time, until, is_said: bool):
    here = place(cast)
    type(here).objects.filter(pk=here.pk).update(is_full_time=is_full_time)
    if until:
        TimetableReview.objects.create(
            enrolment=here, reviewed_on=OCTOBER[1], decided="Grows", until_on=until,
            next_review_on=OCTOBER[8], recorded_by=cast.officer,
        )  # fmt: skip
    row = mark(cast, MONDAY, "/", "C2")
    assert said(row) == (Contradiction.NOT_PART_TIME if is_said else "")
    assert on_workbench(cast) == ({"not_part_time"} if is_said else set())


@pytest.mark.parametrize(
    ("from_on", "back_on", "is_said"),
    [
        (OCTOBER[12], None, False),
        (OCTOBER[13], None, True),  # part time from the day after
        (OCTOBER[5], OCTOBER[13], False),
        (OCTOBER[5], OCTOBER[12], True),  # full time again that day
    ],
)
def test_hours_from_a_day_make_it_part_time(cast: Cast, from_on, back_on, is_said: bool):
    less = {"is_full_time": False, "hours_a_week": 10, "part_time_reason": "After an illness"}
    by = {"enrolment": place(cast), "recorded_on": TODAY, "recorded_by": cast.officer}
    PlaceHours.objects.create(from_on=from_on, **less, **by)
    if back_on:
        PlaceHours.objects.create(from_on=back_on, is_full_time=True, **by)
    assert said(mark(cast, MONDAY, "/", "C2")) == (Contradiction.NOT_PART_TIME if is_said else "")


@pytest.mark.parametrize(
    ("kind", "started_on", "ended_on", "is_said"),
    [
        (None, None, None, True),
        ("remand", MONDAY, None, False),
        ("sentence", OCTOBER[5], MONDAY, False),  # released that day
        ("sentence", OCTOBER[5], OCTOBER[11], True),
        ("remand", OCTOBER[13], None, True),
        ("welfare", OCTOBER[5], None, True),
    ],
)
def test_code_y5_needs_custody(cast: Cast, kind, started_on, ended_on, is_said: bool):
    if kind:
        Custody.objects.create(
            pupil=cast.ada, kind=kind, establishment="Wood", started_on=started_on,
            ended_on=ended_on, ended_because="released" if ended_on else "",
            recorded_by=cast.officer,
        )  # fmt: skip
    row = mark(cast, MONDAY, "Y5", "Y5")
    assert said(row) == (Contradiction.NOT_IN_CUSTODY if is_said else "")
    assert on_workbench(cast) == ({"not_in_custody"} if is_said else set())


def test_a_young_offender_institution_explains_code_y5(cast: Cast):
    CarePlacement.objects.filter(pupil=cast.ada).update(placement_type="R5")
    assert said(mark(cast, MONDAY, "Y5")) == ""


def test_the_childs_pages_say_it_in_words(cast: Cast):
    out(cast)
    row = mark(cast, MONDAY, "I", "I")
    client = signed_in(cast, "officer")
    school, year = (
        reverse(f"placements:{name}", args=[cast.ada.ref]) for name in ("school", "attendance_year")
    )
    asked = [queries_of(client, url) for url in (school, year)]
    AttendanceDay.objects.filter(pk=row.pk).update(am="/", pm="\\")
    assert [queries_of(client, url) for url in (school, year)] == asked
    body = client.get(school).content.decode()
    assert "1 day: marked present while suspended or excluded" in body
    body = client.get(year).content.decode()
    assert "12 October 2026: marked present while suspended or excluded" in body
    assert ">Check</strong>" in body
    correct = reverse("placements:correct_day", args=[cast.ada.ref, place(cast).pk, "2026-10-12"])
    assert correct in body
    assert queries_of(client, year) <= MOST_QUERIES


def test_nobody_else_sees_it(cast: Cast):
    mark(cast, MONDAY, "E", "E")
    assert on_workbench(cast, "head") == {"not_suspended"}
    assert on_workbench(cast, "south_head") == set()


def test_each_list_links_to_where_it_is_put_right(cast: Cast):
    mark(cast, MONDAY, "E", "E")
    url = f"{reverse('reporting:data_quality')}?fact={Fact.NOT_SUSPENDED.value}"
    body = signed_in(cast, "data").get(url).content.decode()
    assert reverse("placements:attendance_year", args=[cast.ada.ref]) in body


def test_the_officer_is_told_of_a_run_once(cast: Cast):
    for day in (2, 3, 4):
        mark(cast, date(2026, 11, day), "E", "E")
    assert [alert_of_unexplained_suspension(), alert_of_unexplained_suspension()] == [1, 0]
    [notice] = Notice.objects.all()
    assert notice.recipient == cast.officer
    assert "since 2 November 2026" in notice.body
    assert "Canary" not in notice.subject + notice.body
    mark(cast, date(2026, 11, 5), "E", "E")
    assert alert_of_unexplained_suspension(date(2026, 11, 5)) == 0, "the same run"


def test_what_a_suspension_explains_or_is_old_is_not_told(cast: Cast):
    mark(cast, MONDAY, "E", "E")
    assert alert_of_unexplained_suspension(TODAY) == 0
    row = mark(cast, TODAY, "E", "E")
    out(cast, started_on=TODAY)
    assert (said(row), alert_of_unexplained_suspension(TODAY)) == ("", 0)
