"""What a request may be: bounded, read before anything waits for it, refused as a problem."""

import json

import pytest
import yaml
from django.test import RequestFactory
from django.test.client import encode_multipart
from drf_spectacular.validation import validate_schema

from vsh.api.authentication import Sending, SendingByDay
from vsh.api.body import BodyFirstMiddleware
from vsh.intake.models import ImportRun

from .sending import MARKS, mark

PROBLEM = "application/problem+json"


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


@pytest.mark.parametrize("charset", ["utf-8", "punycode", "utf-16", "latin-1"])
def test_what_is_sent_is_read_as_utf_8_whatever_it_is_called(client, token, charset: str) -> None:
    headers = {"Authorization": f"Bearer {token.secret}", "Idempotency-Key": "delivery-1"}
    body = json.dumps({"marks": [mark(code="Å")]}, ensure_ascii=False).encode()
    kind = f"application/json; charset={charset}"
    assert client.generic("POST", MARKS, body, kind, headers=headers).status_code == 202
    [file] = ImportRun.objects.get().files.all()
    assert ",Å" in file.content.read().decode()


def test_so_is_a_form_of_a_page() -> None:
    seen = []
    body = encode_multipart("edge", {"name": "Zoë"})
    kind = "multipart/form-data; boundary=edge; charset=punycode"
    answer = BodyFirstMiddleware(lambda request: seen.append(request.POST["name"]))
    answer(RequestFactory().generic("POST", "/", body, kind))
    assert seen == ["Zoë"]


@pytest.mark.parametrize("key", ["", "short", "x" * 65, "ünicode-key"])
def test_a_delivery_has_a_key(send, key: str) -> None:
    answer = send(mark(), key=key.encode() if not key.isascii() else key)
    assert answer.status_code == 400
    assert "Idempotency-Key" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("path", "told", "status"),
    [
        ("/api/v1/deliveries/a%00b/", {}, 400),
        ("/api/v1/deliveries/abcdefghjk/?x=%00", {}, 400),
        ("/api/v1/deliveries/abcdefghjk/", {"Accept": "text/html"}, 406),
        (MARKS, {}, 405),
    ],
)
def test_an_address_is_refused_as_a_problem_too(client, token, path, told, status: int) -> None:
    headers = {"Authorization": f"Bearer {token.secret}", **told}
    answer = client.get(path, headers=headers)
    assert (answer.status_code, answer.headers["Content-Type"]) == (status, PROBLEM)
    assert answer.json()["status"] == status


def test_what_is_sent_in_chunks_is_asked_for_its_length(client, token) -> None:
    headers = {"Authorization": f"Bearer {token.secret}", "Transfer-Encoding": "chunked"}
    answer = client.generic("POST", MARKS, b"", "application/json", headers=headers)
    assert (answer.status_code, answer.headers["Content-Type"]) == (411, PROBLEM)


def test_a_system_that_sends_too_often_is_told_when_to_come_again(send, monkeypatch) -> None:
    monkeypatch.setattr(Sending, "rate", "2/min")
    assert [send(mark()).status_code for _ in range(3)] == [202, 202, 429]
    assert int(send(mark()).headers["Retry-After"]) > 0


def test_a_system_sends_so_often_a_day(send, monkeypatch) -> None:
    monkeypatch.setattr(SendingByDay, "rate", "2/day")
    assert [send(mark()).status_code for _ in range(3)] == [202, 202, 429]
    assert int(send(mark()).headers["Retry-After"]) > 80_000


def test_without_redis_it_is_told_to_come_again_and_nothing_is_taken(
    client, token, put, settings
) -> None:
    settings.CACHES = {
        **settings.CACHES,
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": "unix:///nowhere/redis",
        },
    }
    client.raise_request_exception = False
    answer = put(mark())
    assert (answer.status_code, answer.headers["Content-Type"]) == (503, PROBLEM)
    assert int(answer.headers["Retry-After"]) > 0
    assert not ImportRun.objects.exists()


@pytest.mark.django_db
def test_the_addresses_are_described_whatever_is_asked_for(client) -> None:
    answer = client.get("/api/schema/")
    described = yaml.safe_load(answer.content)
    validate_schema(described)
    assert set(described["paths"]) == {MARKS, "/api/v1/deliveries/{ref}/"}
    post = described["paths"][MARKS]["post"]
    assert {"202", "400", "409", "411", "413", "415", "429"} <= set(post["responses"])
    assert post["security"] == [{"token": []}]
    day = described["components"]["schemas"]["Mark"]["properties"]["date"]
    assert "the last 60 days" in day["description"]
    for asked_so in ("?version=%0A", "?version=2", "?lang=xx", "?format=x"):
        assert client.get(f"/api/schema/{asked_so}").content == answer.content
