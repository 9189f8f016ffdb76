"""What the guided move says before it is recorded: no area, marks after the last day, who is rung,
a postcode that lies elsewhere."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from placements.models import AttendanceDay, CareMove
from placements.move_facts import facts_of
from placements.move_remarks import remarks_on, remarks_on_home, remarks_on_school
from tests.cast import TODAY, Cast
from tests.placements.moving import LEAVES, MONDAY, drafted, recorded, told
from tests.placements.test_move_pages import sent, text
from vsh.organisations.models import EducationSetting

LAST_DAY = date(2026, 10, 30)
NOT_KNOWN = "The area in which the home lies is not known"
WHICH = "which is right?"


@pytest.fixture
def worker(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.social_worker)
    return client


@pytest.fixture
def two_areas(cast: Cast) -> None:
    EducationSetting.objects.filter(la_code="998").update(postcode="SM2 1BB")


def page_of(move: CareMove, step: str = "") -> str:
    if step:
        return reverse("placements:move_step", args=[move.pupil.ref, move.pk, step])
    return reverse("placements:check_move", args=[move.pupil.ref, move.pk])


def mark(cast: Cast, day: date, am: str = "/", pm: str = "\\", **said) -> None:
    place = cast.ada.enrolments.get()
    AttendanceDay.objects.create(
        enrolment=place,
        day=day,
        season="autumn",
        am=am,
        pm=pm,
        **{"source": "file", "entered_on": TODAY, **said},
    )


@pytest.mark.usefixtures("two_areas")
def test_an_area_that_cannot_be_found_is_said_before_the_move_is_recorded(
    cast: Cast, worker: Client
) -> None:
    cast.ada.nc_year = 11
    cast.ada.save()
    said = {"postcode": "SM1 1AA", "area_code": ""}
    move = drafted(cast, is_emergency=False, from_on=date(2026, 11, 9), **said)
    for page in (page_of(move), page_of(move, "where")):
        shown = text(worker.get(page))
        assert f"{NOT_KNOWN}: the schools around its postcode do not tell it" in shown
        assert "Select the authority. If it is another one, its Virtual School is" in shown
    assert f'href="{page_of(move, "where")}?answers"' in worker.get(page_of(move)).content.decode()
    sent(worker, page_of(move, "where"), placement_type="U6", postcode="SM1 1AA", area_code="998")
    shown = text(worker.get(page_of(move)))
    assert NOT_KNOWN not in shown
    assert "Consult the Virtual School of the other authority" in shown


def test_a_home_of_which_nothing_is_said_has_no_area_either(cast: Cast, worker: Client) -> None:
    move = drafted(cast, placement_type="", postcode="", area_code="")
    assert f"{NOT_KNOWN}. Select" in text(worker.get(page_of(move)))
    assert NOT_KNOWN not in text(worker.get(page_of(move, "where")))  # it is being asked
    recorded(cast, move)
    done = reverse("placements:move", args=[cast.ada.ref, move.pk])
    assert NOT_KNOWN in text(worker.get(done))


@pytest.mark.usefixtures("two_areas")
@pytest.mark.parametrize(
    ("postcode", "area", "words"),
    [
        ("NS1 2ZZ", "301", "lie in Northshire; the area given is Barking and Dagenham: which is"),
        ("SM2 1ZZ", "999", "lie in Southmoor; the area given is Northshire: which is"),
        ("NS1 2ZZ", "999", ""),
        ("NS9 9ZZ", "301", ""),  # no school is near
        ("", "301", ""),
    ],
)
def test_a_postcode_of_another_area_is_asked_about(
    cast: Cast, worker: Client, postcode, area, words
) -> None:
    move = drafted(cast, postcode=postcode, area_code=area)
    for page in (page_of(move), page_of(move, "where")):
        shown = text(worker.get(page))
        assert words in shown
        assert (WHICH in shown) is bool(words)
    recorded(cast, move)  # nothing is refused


@pytest.mark.usefixtures("two_areas")
def test_who_may_not_see_the_home_reads_no_area_of_it(cast: Cast) -> None:
    move = drafted(cast, postcode="NS1 2ZZ", area_code="301")
    assert list(remarks_on_home(move, sees_home=False)) == []
    assert [one.step for one in remarks_on_home(move, sees_home=True)] == ["where"]


def test_marks_after_the_last_day_are_counted_by_who_told_them(cast: Cast, worker: Client) -> None:
    mark(cast, LAST_DAY)
    mark(cast, MONDAY)
    mark(cast, date(2026, 11, 3), pm="")
    mark(cast, TODAY, am="I", pm="I", source="page", entered_by=cast.teacher)
    move = drafted(cast, **LEAVES)
    words = (
        "On record after the last day at the school, 30 October 2026: 5 marks (3 by the school’s "
        "file, 2 by Teacher). Have them corrected, or change the last day."
    )
    for page in (page_of(move), page_of(move, "school")):
        assert words in text(worker.get(page))
    facts = facts_of(move)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert len(list(remarks_on_school(move, facts))) == 1
    assert len(asked) == 1


@pytest.mark.parametrize(
    ("ends_on", "remarks"),
    [
        (date(2026, 10, 30), ["30 October 2026: 1 mark "]),
        (date(2026, 11, 1), ["1 November 2026: 1 mark "]),
        (MONDAY, []),
        (TODAY, []),
    ],
)
def test_only_marks_after_the_last_day_are_told(cast: Cast, ends_on, remarks) -> None:
    mark(cast, MONDAY, pm="")
    mark(cast, TODAY, am="", pm="", is_am_corrected=True)  # taken off
    move = drafted(cast, **{**LEAVES, "school_ends_on": ends_on})
    found = [one.words for one in remarks_on(move, facts_of(move), sees_home=True)]
    assert [one.split(", ")[1].split("(")[0] for one in found] == remarks


def test_a_school_that_stays_keeps_its_marks(cast: Cast) -> None:
    mark(cast, TODAY)
    move = drafted(cast, can_school_stay=True)
    assert remarks_on(move, facts_of(move), sees_home=True) == []


RING = "Oakfield School no longer has the child on its roll and is not written to: ring its head"


@pytest.mark.parametrize(
    ("answers", "is_rung"),
    [
        (LEAVES, True),
        ({**LEAVES, "school_ends_on": date(2026, 11, 3)}, True),
        ({**LEAVES, "school_ends_on": TODAY}, False),
        ({"can_school_stay": True}, False),
        ({}, False),
    ],
)
def test_who_is_rung_is_the_same_before_and_after(
    cast: Cast, worker: Client, answers, is_rung
) -> None:
    move = drafted(cast, **answers)
    before = text(worker.get(page_of(move)))
    assert (RING in before) is is_rung
    assert ("of the school on whose roll the child is today" in before) is not is_rung
    recorded(cast, move)
    after = text(worker.get(reverse("placements:move", args=[cast.ada.ref, move.pk])))
    assert (RING in after) is is_rung
    assert (told("school") == set()) is is_rung
