"""A large file that comes slowly keeps no transaction open, which the database would end."""

import io

import pytest
from django.core.handlers.wsgi import WSGIRequest
from django.db import connection
from django.http import HttpResponse

from vsh.accounts.scope import ScopeMiddleware
from vsh.api.body import BodyFirstMiddleware

FORM = (
    b"--x\r\nContent-Disposition: form-data; name=uploads; filename=r.csv\r\n"
    b"Content-Type: text/csv\r\n\r\nchild_id\r\n\r\n--x--\r\n"
)
JSON = b'{"marks": []}'


class Wire(io.BytesIO):
    """The body on its way; notes whether a transaction waits for it."""

    waited = False

    def read(self, *args: int) -> bytes:
        self.waited = self.waited or connection.in_atomic_block
        return super().read(*args)


@pytest.mark.usefixtures("transactional_db")
@pytest.mark.parametrize(
    ("path", "kind", "body"),
    [
        ("/imports/", "multipart/form-data; boundary=x", FORM),
        ("/api/v1/attendance/marks/", "application/json", JSON),
        ("/api/v1/attendance/marks/", "application/vnd.api+json", JSON),
    ],
)
def test_the_body_is_read_before_the_transaction_opens(path: str, kind: str, body: bytes):
    wire = Wire(body)
    request = WSGIRequest(
        {
            "REQUEST_METHOD": "POST",
            "PATH_INFO": path,
            "CONTENT_TYPE": kind,
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.input": wire,
        }
    )
    seen: list[tuple[bytes, bool]] = []

    def answer(given: WSGIRequest) -> HttpResponse:
        read = given.FILES["uploads"].read() if given.FILES else given.body
        seen.append((read, connection.in_atomic_block))
        return HttpResponse()

    BodyFirstMiddleware(ScopeMiddleware(answer))(request)
    assert seen == [(b"child_id\r\n" if body == FORM else body, True)]
    assert not wire.waited


@pytest.mark.usefixtures("transactional_db")
def test_what_is_too_long_is_let_go_before_the_transaction_opens():
    wire = Wire(b"x" * (6 * 1024 * 1024))
    request = WSGIRequest(
        {
            "REQUEST_METHOD": "POST",
            "PATH_INFO": "/api/v1/attendance/marks/",
            "CONTENT_TYPE": "application/json",
            "CONTENT_LENGTH": str(6 * 1024 * 1024),
            "wsgi.input": wire,
        }
    )
    answer = BodyFirstMiddleware(ScopeMiddleware(lambda _: HttpResponse()))(request)
    assert answer.status_code == 413
    assert wire.tell() == 6 * 1024 * 1024
    assert not wire.waited
