"""A large file that comes slowly keeps no transaction open, which the database would end."""

import io

import pytest
from django.core.handlers.wsgi import WSGIRequest
from django.db import connection
from django.http import HttpResponse

from vsh.accounts.scope import ScopeMiddleware

FORM = (
    b"--x\r\nContent-Disposition: form-data; name=uploads; filename=r.csv\r\n"
    b"Content-Type: text/csv\r\n\r\nchild_id\r\n\r\n--x--\r\n"
)


class Wire(io.BytesIO):
    """The body on its way; notes whether a transaction waits for it."""

    waited = False

    def read(self, *args: int) -> bytes:
        self.waited = self.waited or connection.in_atomic_block
        return super().read(*args)


@pytest.mark.usefixtures("transactional_db")
@pytest.mark.parametrize(
    ("kind", "body"),
    [("multipart/form-data; boundary=x", FORM), ("application/json", b'{"marks": []}')],
)
def test_the_body_is_read_before_the_transaction_opens(kind: str, body: bytes):
    wire = Wire(body)
    request = WSGIRequest(
        {
            "REQUEST_METHOD": "POST",
            "PATH_INFO": "/imports/",
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

    ScopeMiddleware(answer)(request)
    assert seen == [(b"child_id\r\n" if body == FORM else body, True)]
    assert not wire.waited
