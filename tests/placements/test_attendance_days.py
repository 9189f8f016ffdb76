"""A day's marks at one place: what the database refuses, and what the history keeps."""

from datetime import date

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction

from placements.models import AttendanceDay
from tests.cast import Cast

TUESDAY = date(2026, 11, 3)


def mark(cast: Cast, name: str = "ada", **told) -> AttendanceDay:
    facts = {
        "enrolment": cast.children[name].enrolments.get(setting=cast.oakfield),
        "day": TUESDAY,
        "season": "autumn",
        "am": "/",
        "pm": "\\",
        "source": "file",
        "entered_on": TUESDAY,
    }
    return AttendanceDay.objects.create(**facts | told)


def kept() -> list[tuple]:
    events = apps.get_model("placements", "AttendanceDayEvent").objects.order_by("pgh_id")
    return list(events.values_list("pgh_label", "am", "pm"))


def test_a_first_mark_leaves_no_history_and_a_correction_keeps_what_stood_before(cast) -> None:
    row = mark(cast)
    assert kept() == []
    AttendanceDay.objects.filter(pk=row.pk).update(am="N")
    AttendanceDay.objects.filter(pk=row.pk).update(am="N")  # nothing changed
    assert kept() == [("update", "/", "\\")]
    row.delete()
    assert kept() == [("update", "/", "\\"), ("delete", "N", "\\")]


@pytest.mark.parametrize(
    "wrong",
    [
        {"am": "\\"},
        {"pm": "/"},
        {"am": "A"},
        {"pm": "i"},
        {"am": "=1"},
    ],
)
def test_the_database_refuses_what_is_no_mark(cast, wrong: dict) -> None:
    with pytest.raises(IntegrityError, match="attendance_marks_are_codes"), transaction.atomic():
        mark(cast, **wrong)


@pytest.mark.parametrize(("am", "pm"), [("", "\\"), ("/", ""), ("I", "I"), ("H", "Y7")])
def test_half_a_day_and_every_vintage_can_stand(cast, am: str, pm: str) -> None:
    assert mark(cast, am=am, pm=pm).pk


def test_a_day_without_a_mark_stands_only_where_a_person_took_one_off(cast) -> None:
    with pytest.raises(IntegrityError, match="day_says_something"), transaction.atomic():
        mark(cast, am="", pm="")
    assert mark(cast, am="", pm="", is_am_corrected=True).pk


def test_a_day_stands_once_for_a_place(cast) -> None:
    mark(cast)
    with pytest.raises(IntegrityError, match="one_attendance_day_of_a_place"), transaction.atomic():
        mark(cast, am="N")


def test_who_may_see_the_child_sees_the_marks_and_nobody_else(cast) -> None:
    mark(cast)
    mark(cast, "cam")
    seen = {
        who: {row.enrolment.pupil_id for row in AttendanceDay.objects.visible_to(cast.people[who])}
        for who in ("head", "teacher", "other_teacher", "south_head", "outsider", "director")
    }
    ada, cam = cast.ada.pk, cast.cam.pk
    assert seen == {
        "head": {ada},
        "teacher": {ada, cam},
        "other_teacher": set(),
        "south_head": {cam},
        "outsider": set(),
        "director": set(),
    }
