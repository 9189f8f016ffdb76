"""The phone round: who has no mark today, what the school says, and who has to be rung again."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse

from placements.models import AttendanceDay, UnansweredCall
from pupils.models import Enrolment, Pupil
from tests.cast import TODAY, Cast, add_child
from tests.reporting.page_requests import MOST_QUERIES, queries_of, signed_in
from vsh.audit.models import ReadLog
from vsh.calendars.models import CalendarEntry, CurrentDay

URL = "/attendance/calls/"


def place_of(cast: Cast, name: str = "ada") -> Enrolment:
    return cast.children[name].enrolments.get(setting=cast.oakfield)


def say(client, cast: Cast, said: str, name: str = "ada", **told):
    facts = {"place": place_of(cast, name).pk, "version": 0, "said": said}
    return client.post(URL, facts | told)


def listed(page: str) -> list[str]:
    """The children to ask about, in order."""
    return re.findall(r'vsh-round__name">([^,]+),', page)


def test_a_tap_records_what_the_school_said_and_the_child_leaves_the_list(cast: Cast) -> None:
    client = signed_in(cast, "officer")
    page = client.get(URL).content.decode()
    assert "Ada Canaryada" in page
    assert "Cam Canarycam" not in page  # Southmoor's
    assert "Fay" not in page  # no longer looked after
    assert say(client, cast, "present").status_code == 302
    page = client.get(URL).content.decode()
    assert listed(page) == ["Ben Canaryben"]
    assert "1 child has a mark." in page
    assert "1 call to make" in page
    row = AttendanceDay.objects.get()
    assert (row.day, row.am, row.pm, row.source) == (TODAY, "/", "", "phone")
    assert "Ada Canaryada" in client.get(URL, {"half": "PM"}).content.decode()
    say(client, cast, "absent", half="PM", code="N", version=1)
    row.refresh_from_db()
    assert (row.am, row.pm, row.entered_by) == ("/", "N", cast.officer)
    assert ReadLog.objects.filter(page="placements:attendance_calls").exists()


def test_the_school_is_rung_from_the_list(cast: Cast) -> None:
    client = signed_in(cast, "officer")
    assert "no telephone number on record" in client.get(URL).content.decode()
    cast.oakfield.telephone = "01632 960 101"
    cast.oakfield.save()
    page = client.get(URL).content.decode()
    assert 'vsh-telephone" href="tel:01632960101">01632 960 101</a>' in page


def test_who_could_not_be_asked_comes_again_at_the_end(cast: Cast) -> None:
    add_child(cast, "zoe")
    client = signed_in(cast, "officer")
    page = client.get(URL).content.decode()
    assert page.index("Ada Canaryada") < page.index("Zoe")
    assert say(client, cast, "no_answer").status_code == 302
    assert UnansweredCall.objects.get().called_by == cast.officer
    page = client.get(URL).content.decode()
    assert page.index("Ada Canaryada") > page.index("Zoe")
    assert "No answer 1 time, last at" in page


def five_at_oakfield(cast: Cast, monkeypatch) -> None:
    """Ada with four others there and Ben at Elm Grove: six calls, two on a page."""
    monkeypatch.setattr("placements.views.attendance_calls.AT_ONCE", 2)
    for name in ("x1", "x2", "x3", "x4"):
        add_child(cast, name)


def test_the_round_is_paged_with_its_school_and_session_kept(cast: Cast, monkeypatch) -> None:
    five_at_oakfield(cast, monkeypatch)
    client = signed_in(cast, "officer")
    pages = [client.get(URL, {"page": number}).content.decode() for number in (1, 2, 3, 4)]
    assert [text in page for text, page in zip(
        ("Showing 1 to 2 of 6 calls", "Showing 3 to 4 of 6", "Showing 5 to 6 of 6", "Showing 5 to"),
        pages, strict=True,
    )] == [True] * 4  # fmt: skip
    everyone = [name for page in pages[:3] for name in listed(page)]
    assert len(set(everyone)) == len(everyone) == 6
    asked = {"school": cast.oakfield.pk, "half": "PM"}
    page = client.get(URL, asked | {"page": 2}).content.decode()
    assert "Showing 3 to 4 of 5 calls to make" in page
    assert f"?school={cast.oakfield.pk}&amp;half=PM&amp;page=3" in page
    log = ReadLog.objects.filter(page="placements:attendance_calls").latest("pk")
    assert (log.count, log.filter) == (5, {"page": 2, "school": cast.oakfield.pk})


def test_who_has_a_mark_leaves_and_the_page_and_its_count_close_up(cast: Cast, monkeypatch) -> None:
    five_at_oakfield(cast, monkeypatch)
    client = signed_in(cast, "officer")
    url = f"{URL}?school={cast.oakfield.pk}&page=3"
    (last,) = listed(client.get(url).content.decode())
    place = Enrolment.objects.current_on(TODAY).get(
        setting=cast.oakfield, pupil__in=[c for c in Pupil.objects.all() if c.name == last]
    )
    answer = client.post(url, {"place": place.pk, "version": 0, "said": "present"})
    assert answer.headers["Location"] == url
    page = client.get(url).content.decode()
    assert "1 child has a mark." in page
    assert "Showing 3 to 4 of 4 calls to make" in page  # the page that is left
    say(client, cast, "no_answer")  # Ada: behind all others of the round
    assert listed(client.get(url).content.decode())[-1] == "Ada Canaryada"


def test_what_is_wrong_is_shown_with_what_was_typed_wherever_the_child_now_stands(
    cast: Cast, monkeypatch
) -> None:
    """Ada was on the first page when it was opened, and is on the last now."""
    five_at_oakfield(cast, monkeypatch)
    client = signed_in(cast, "officer")
    say(client, cast, "no_answer")
    page = say(client, cast, "absent", code="\\").content.decode()
    assert "is for the afternoon" in page
    assert "Showing 5 to 6 of 6" in page
    assert "Ada Canaryada" in listed(page)
    page = say(client, cast, "absent", code="I", version=3).content.decode()
    assert "somebody else has changed this day" in page
    assert re.search(r'<option value="I" selected>', page)


def test_a_child_at_two_schools_is_two_calls_and_one_child(cast: Cast) -> None:
    second = Enrolment.objects.create(
        pupil=cast.ada, setting=cast.elm, kind="subsidiary", started_on=date(2026, 9, 1)
    )
    client = signed_in(cast, "officer")
    assert "3 calls to make" in client.get(URL).content.decode()
    say(client, cast, "present")
    client.post(URL, {"place": second.pk, "version": 0, "said": "present"})
    page = client.get(URL).content.decode()
    assert "1 child has a mark" in page
    assert "1 call to make" in page


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"said": "absent"}, "Choose the code that the school gave for the absence"),
        ({"said": "absent", "code": "A"}, "is not a code of the attendance register"),
        ({"said": "absent", "code": "\\"}, "is for the afternoon"),
        ({"version": 3}, "somebody else has changed this day"),
        ({"version": "x"}, "Error: "),
    ],
)
def test_what_cannot_be_is_said(cast: Cast, told: dict, words: str) -> None:
    answer = say(signed_in(cast, "officer"), cast, **{"said": "present"} | told)
    page = answer.content.decode()
    assert words in page
    assert ('id="id_code"' in page) == ('href="#id_code"' in page)
    assert not AttendanceDay.objects.exists()


def test_a_school_rings_about_its_own_and_nobody_about_anothers(cast: Cast) -> None:
    client = signed_in(cast, "school_staff")
    assert "Cam Canarycam" in client.get(URL).content.decode()
    for who in ("other_teacher", "south_head"):
        assert say(signed_in(cast, who), cast, "present").status_code == 404
    assert not AttendanceDay.objects.exists()


def test_on_a_closed_day_nobody_is_rung(cast: Cast) -> None:
    CurrentDay.objects.update(day=date(2026, 10, 28))
    assert "nobody is left" in signed_in(cast, "officer").get(URL).content.decode()
    CurrentDay.objects.update(day=TODAY + timedelta(days=1))
    assert "Ada Canaryada" in signed_in(cast, "officer").get(URL).content.decode()


def test_closed_schools_keep_nobody_of_an_open_one_off_the_list(cast: Cast, monkeypatch) -> None:
    monkeypatch.setattr("placements.views.attendance_calls.AT_ONCE", 1)
    for number in range(6):
        child = add_child(cast, f"shut{number}")
        child.enrolments.update(setting=cast.elm)
    CalendarEntry.objects.create(
        setting=cast.elm,
        academic_year="2026-27",
        kind="closure",
        name="Flood",
        starts_on=TODAY,
        ends_on=TODAY,
    )
    page = signed_in(cast, "officer").get(URL).content.decode()
    assert "Ada Canaryada" in page
    assert "Canaryshut" not in page


def test_the_page_asks_the_same_whatever_the_number_of_children(cast: Cast) -> None:
    client = signed_in(cast, "officer")
    counts = []
    for number in (0, 20):
        for one in range(number):
            add_child(cast, f"x{one}")
        counts.append(queries_of(client, reverse("placements:attendance_calls")))
    assert counts[0] == counts[1] <= MOST_QUERIES


def test_a_teacher_marks_from_the_register_and_rings_nobody(cast: Cast) -> None:
    cast.oakfield.telephone = "01632 960 101"
    cast.oakfield.save()
    client = signed_in(cast, "teacher")
    page = client.get(URL).content.decode()
    assert "Tap what your register says." in page
    assert "2 children to mark" in page
    for word in ("Ring the school", "No answer", "tel:", "to call", "calls to make"):
        assert word not in page
    assert "Ring the school and tap what it says." in (
        signed_in(cast, "officer").get(URL).content.decode()
    )
    refused = say(client, cast, "absent").content.decode()
    assert "Choose the code of the absence" in refused
    say(client, cast, "present")
    assert AttendanceDay.objects.get().source == "page"
    assert "1 child to mark" in client.get(URL).content.decode()
