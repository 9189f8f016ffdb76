"""Attendance that another system sends: taken as a file is, once, never wider than its token."""

import json
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client

from placements.models import AttendanceDay
from tests.cast import TODAY, Cast
from tests.placements.attendance_files import UPNS, give_upns
from vsh.accounts.models import Membership
from vsh.api.authentication import PerToken
from vsh.api.scopes import Scope
from vsh.api.services import end_token, make_token
from vsh.intake.models import ImportRun

ROOT = Path(__file__).parents[2]
MARKS = "/api/v1/attendance/marks/"
DAY = [("AM", "/"), ("PM", "\\")]


def mark(child: str = "ada", date: str = "2026-11-03", session: str = "AM", code: str = "/"):
    return {"upn": UPNS[child], "urn": "999001", "date": date, "session": session, "code": code}


@pytest.fixture
def token(cast: Cast):
    give_upns(cast)
    return make_token(
        actor=cast.data,
        authority=cast.northshire,
        system="SIMS of Oakfield",
        scopes=[Scope.ATTENDANCE_IN],
        expires_on=TODAY,
    )


@pytest.fixture
def send(client: Client, token, django_capture_on_commit_callbacks):
    """Posts marks as the system does, and lets the worker do its part."""

    def post(*marks, key="delivery-1", secret=token.secret, body=None, kind="application/json"):
        with django_capture_on_commit_callbacks(execute=True):
            return client.post(
                MARKS,
                body if body is not None else json.dumps({"marks": marks}),
                content_type=kind,
                headers={"Authorization": f"Bearer {secret}", "Idempotency-Key": key},
            )

    return post


def asked(client: Client, answer, secret: str):
    return client.get(answer.headers["Location"], headers={"Authorization": f"Bearer {secret}"})


def on_record() -> list[tuple]:
    rows = AttendanceDay.objects.order_by("enrolment__pupil__child_id", "day")
    return [(row.enrolment.pupil.child_id, str(row.day), row.am, row.pm) for row in rows]


def test_sound_marks_are_loaded_by_themselves_and_the_same_delivery_once(
    client, token, send, cast
) -> None:
    marks = [mark(session=session, code=code) for session, code in DAY]
    answer = send(*marks)
    assert answer.status_code == 202, answer.content
    assert on_record() == [("C-ada", "2026-11-03", "/", "\\")]
    assert "no-store" in answer.headers["Cache-Control"]
    now = asked(client, answer, token.secret).json()
    assert (now["state"], now["rows_new"], now["needs_a_person"]) == ("loaded", 2, False)
    run = ImportRun.objects.get()
    assert (run.uploaded_by, run.confirmed_by, run.sent_by) == (cast.data, None, token.token)
    assert send(*marks).json()["ref"] == run.ref
    other = send(*marks, mark("ben"))
    assert (other.status_code, other.headers["Content-Type"]) == (409, "application/problem+json")
    assert "new key" in other.json()["detail"]
    assert ImportRun.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "field", "code"),
    [
        ([mark("ben", code="Å")], "code", "unknown_code"),
        ([mark("cam")], "upn", "unknown_upn"),  # another authority's child is as nobody's
        ([mark("ben", date="2026-10-27")], "date", "closed_day"),
        ([mark("ben", date="2026-11-05")], "date", "future"),
        ([mark("ben"), mark("ben", code="I")], "session", "told_twice"),
    ],
)
def test_a_delivery_with_an_error_waits_for_a_person(
    client, token, send, wrong, field: str, code: str
) -> None:
    answer = send(mark(), *wrong)
    now = asked(client, answer, token.secret).json()
    assert (now["state"], now["needs_a_person"]) == ("ready", True)
    assert now["rows_refused"] == len(wrong)
    found = [(one["row"], one["field"], one["level"], one["code"]) for one in now["found"]]
    assert found == [(at, field, "error", code) for at in range(1, len(wrong) + 1)]
    assert on_record() == []
    assert "Canary" not in json.dumps(now)


def test_a_person_sees_which_system_sent_what_waits_and_loads_the_sound_rows(
    client, send, cast, django_capture_on_commit_callbacks
) -> None:
    send(mark(), mark("cam"))
    run = ImportRun.objects.get()
    client.force_login(cast.head)
    assert "SIMS of Oakfield" in client.get("/imports/").content.decode()
    assert "The system that sent this" in client.get(f"/imports/{run.ref}/").content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"/imports/{run.ref}/confirm/")
    assert on_record() == [("C-ada", "2026-11-03", "/", "")]
    run.refresh_from_db()
    assert (run.state, run.confirmed_by) == ("loaded", cast.head)


def test_a_row_that_is_refused_as_a_whole_leaves_nothing_to_load(client, token, send) -> None:
    now = asked(client, send(mark("cam")), token.secret).json()
    assert (now["state"], now["needs_a_person"], now["rows_refused"]) == ("nothing", False, 1)


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ("[]", ""),
        ("{}", "/marks"),
        ('{"marks": []}', "/marks"),
        ('{"marks": [{"upn": "A"}]}', "/marks/0/urn"),
        (json.dumps({"marks": [mark(date="03/11/2026")]}), "/marks/0/date"),
        (json.dumps({"marks": [mark(session="XX")]}), "/marks/0/session"),
        (json.dumps({"marks": [mark(code="\0")]}), "/marks/0/code"),
        (json.dumps({"marks": [mark("ada"), {**mark(), "upn": "\ud800"}]}), "/marks/1/upn"),
        (json.dumps({"marks": [{**mark(), "urn": "999\n001"}]}), "/marks/0/urn"),
        (json.dumps({"marks": [mark()] * 10_001}), "/marks"),
    ],
)
def test_what_is_no_list_of_marks_is_refused_with_its_place(send, body: str, pointer: str) -> None:
    answer = send(body=body)
    assert answer.status_code == 400
    problem = answer.json()
    assert (problem["status"], problem["title"]) == (400, "Bad Request")
    assert pointer in [each["pointer"] for each in problem["errors"]]
    assert not ImportRun.objects.exists()


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        ("upn,urn\n", "application/json", 400),
        ("[" * 200_000, "application/json", 400),
        ('{"marks": NaN}', "application/json", 400),
        (b"\xff\xfe\x00", "application/json", 400),
        ('{"marks": "' + "x" * (2 * 1024 * 1024) + '"}', "application/json", 413),
        ("x" * (6 * 1024 * 1024), "application/json", 413),
        ("upn,urn\n", "text/csv", 415),
        ("marks=1", "application/x-www-form-urlencoded", 415),
    ],
)
def test_what_is_no_json_of_a_bounded_size_is_refused(send, body, kind: str, status: int) -> None:
    answer = send(body=body, kind=kind)
    assert (answer.status_code, answer.headers["Content-Type"]) == (
        status,
        "application/problem+json",
    )
    assert answer.json()["detail"]
    assert not ImportRun.objects.exists()


def test_a_system_that_asks_too_often_is_told_when_to_come_again(send, monkeypatch) -> None:
    monkeypatch.setattr(PerToken, "rate", "2/min")
    assert [send(mark()).status_code for _ in range(3)] == [202, 202, 429]
    assert int(send(mark()).headers["Retry-After"]) > 0


@pytest.mark.parametrize("key", ["", "short", "x" * 65, "ünicode-key"])
def test_a_delivery_has_a_key(send, key: str) -> None:
    answer = send(mark(), key=key.encode() if not key.isascii() else key)
    assert answer.status_code == 400
    assert "Idempotency-Key" in answer.json()["detail"]


def test_who_has_no_token_that_works_gets_nothing(client, token, send, cast) -> None:
    assert send(mark(), secret="vsh_guessed").status_code == 401
    client.force_login(cast.data)
    assert client.post(MARKS, "{}", content_type="application/json").status_code == 401
    assert client.get("/api/v1/deliveries/abcdefghjk/").status_code == 401
    Membership.objects.filter(user=cast.data).update(ends_on=TODAY - timedelta(days=1))
    assert send(mark()).status_code == 401, "the maker works here no more"
    Membership.objects.filter(user=cast.data).update(ends_on=None)
    answer = send(mark())
    other = make_token(
        actor=cast.data,
        authority=cast.northshire,
        system="Another",
        scopes=[Scope.ATTENDANCE_IN],
        expires_on=TODAY,
    )
    assert asked(client, answer, other.secret).status_code == 404, "another system's"
    end_token(actor=cast.data, token=token.token)
    assert asked(client, answer, token.secret).status_code == 401
    nothing = client.post("/api/v1/nothing/")
    assert (nothing.status_code, nothing.headers["Content-Type"]) == (
        404,
        "application/problem+json",
    )


def test_the_example_of_the_document_is_true(client, token, send) -> None:
    words = (ROOT / "docs" / "api.md").read_text()
    body = re.search(r"-d '(.+?)'", words, re.DOTALL)
    sample = re.search(r'^ +(\{"ref".+?\})\n\n', words, re.DOTALL | re.MULTILINE)
    assert body
    assert sample
    now = asked(client, send(body=body[1]), token.secret).json()
    said = json.loads(sample[1])
    assert list(now) == list(said)
    changing = {"ref", "url", "uploaded_at", "finished_at"}
    assert {k: v for k, v in now.items() if k not in changing} == {
        k: v for k, v in said.items() if k not in changing
    }


@pytest.mark.django_db
def test_the_addresses_are_described(client) -> None:
    described = client.get("/api/schema/").content.decode()
    for named in (
        "/api/v1/attendance/marks/",
        "/api/v1/deliveries/{ref}/",
        "Idempotency-Key",
        "bearer",
        "needs_a_person",
        "application/problem+json",
    ):
        assert named in described
