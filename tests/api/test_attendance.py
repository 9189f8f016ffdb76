"""Attendance that another system sends: taken as a file is, once, never wider than its token."""

import json
import re
from datetime import timedelta
from pathlib import Path

import pytest

from pupils.models import Pupil
from tests.cast import TODAY
from vsh.accounts.models import Membership
from vsh.api.models import SystemToken
from vsh.api.services import end_token
from vsh.intake.models import ImportRun

from .sending import MARKS, asked, lasting, mark, on_record

ROOT = Path(__file__).parents[2]
DAY = [("AM", "/"), ("PM", "\\")]


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
        ([mark("cam")], "upn", "not_here"),  # another authority's child is as nobody's
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


def test_a_code_for_an_unknown_upn_is_no_childs(client, token, send, cast) -> None:
    Pupil.objects.filter(pk=cast.ada.pk).update(upn="UN3")
    now = asked(client, send(mark("ben"), mark("UN3")), token.secret).json()
    assert [(one["row"], one["field"]) for one in now["found"]] == [(1, "upn")]
    assert on_record() == []


@pytest.mark.parametrize(("day", "status"), [("2026-09-04", 400), ("2026-09-05", 202)])
def test_a_system_reaches_sixty_days_back(token, put, day: str, status: int) -> None:
    answer = put(mark(), mark(date=day))
    assert answer.status_code == status
    if status == 400:
        [wrong] = answer.json()["errors"]
        assert wrong["pointer"] == "/marks/1/date"
        assert "as a file" in wrong["detail"]


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


def test_a_delivery_that_is_refused_as_a_whole_waits_too_and_its_page_offers_no_load(
    client, token, send, cast
) -> None:
    now = asked(client, send(mark("cam")), token.secret).json()
    assert (now["state"], now["needs_a_person"], now["rows_refused"]) == ("ready", True, 1)
    client.force_login(cast.head)
    page = client.get(f"/imports/{now['ref']}/").content.decode()
    assert "Nothing of it can be loaded" in page
    assert "/confirm/" not in page


def test_who_has_no_token_that_works_gets_nothing(client, token, made, send, cast) -> None:
    assert send(mark(), secret="vsh_guessed").status_code == 401
    client.force_login(cast.data)
    assert client.post(MARKS, "{}", content_type="application/json").status_code == 401
    assert client.get("/api/v1/deliveries/abcdefghjk/").status_code == 401
    answer, other = send(mark()), made("Another")
    assert asked(client, answer, other.secret).status_code == 404, "another system's"
    end_token(actor=cast.data, token=token.token)
    assert asked(client, answer, token.secret).status_code == 401
    Membership.objects.filter(user=cast.data).update(ends_on=TODAY - timedelta(days=1))
    assert send(mark(), secret=other.secret).status_code == 401, "the maker works here no more"
    nothing = client.post("/api/v1/nothing/")
    assert (nothing.status_code, nothing.headers["Content-Type"]) == (
        404,
        "application/problem+json",
    )


def test_a_token_of_another_scope_sends_no_marks(token, send) -> None:
    SystemToken.objects.update(scopes=["something:read"])
    answer = send(mark())
    assert (answer.status_code, answer.json()["detail"]) == (403, "This token does not allow that.")
    assert not ImportRun.objects.exists()


def test_a_key_belongs_to_its_token(made, send) -> None:
    other = made("Another")
    first, second = send(mark()), send(mark("eve"), secret=other.secret)
    assert (first.status_code, second.status_code) == (202, 202)
    assert first.json()["ref"] != second.json()["ref"]


def test_the_example_of_the_document_is_true(client, token, send) -> None:
    words = (ROOT / "docs" / "api.md").read_text()
    body = re.search(r"-d '(.+?)'", words, re.DOTALL)
    sample = re.search(r'^ +(\{"ref".+?\})\n\n', words, re.DOTALL | re.MULTILINE)
    assert body
    assert sample
    now = asked(client, send(body=body[1]), token.secret).json()
    said = json.loads(sample[1])
    assert list(now) == list(said)
    assert lasting(now) == lasting(said)
