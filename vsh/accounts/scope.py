"""The request's transaction: opened, given the web role and the user, rolled back on failure.

`ScopeMiddleware` stands outermost of those that touch the database; `IdentifyUserMiddleware`
runs once the user is known. Row-level policies rest on the settings made here.
"""

import json
import uuid
from collections.abc import Callable
from contextlib import suppress
from contextvars import ContextVar

from django.conf import settings
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse, UnreadablePostError

from vsh.calendars.current_day import london_date, today_is

from .database_roles import WEB_ROLE

_request_id: ContextVar[str] = ContextVar("request_id", default="")

_OPEN = """
SELECT set_config('role', %s, true),
       set_config('vsh.user_id', '', true),
       set_config('pghistory.context_metadata', %s, true),
       (SELECT day FROM calendars_currentday)
"""
_IDENTIFY = """
SELECT set_config('vsh.user_id', %s, true), set_config('pghistory.context_metadata', %s, true)
"""
# Addresses that must answer while the database is down, or that hold nothing of anyone.
WITHOUT_DATABASE = ("/healthz", "/readyz", settings.STATIC_URL)


def current_request_id() -> str:
    """The identifier of the request in hand, for logs and the log of reads."""
    return _request_id.get()


class ScopeMiddleware:
    """Opens the request's transaction as `vsh_web`, and rolls it back on a server error."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request inside one transaction."""
        if request.path.startswith(WITHOUT_DATABASE):
            return self.get_response(request)
        token = _request_id.set(request.headers.get("X-Request-ID", "")[:36] or str(uuid.uuid4()))
        try:
            with suppress(UnreadablePostError):
                # A large file may come slowly: no transaction waits for it.
                _ = request.POST
            return self._inside_transaction(request)
        finally:
            _request_id.reset(token)

    def _inside_transaction(self, request: HttpRequest) -> HttpResponse:
        is_nested = connection.in_atomic_block  # inside a test's own transaction
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(_OPEN, [WEB_ROLE, _context(None)])
                day = cursor.fetchone()[3]
            try:
                with today_is(day or london_date()):
                    response = self.get_response(request)
                    if hasattr(response, "render") and not response.is_rendered:  # type: ignore[attr-defined]
                        response.render()
                if response.status_code >= 500:
                    transaction.set_rollback(True)
            finally:
                if is_nested and not connection.needs_rollback:
                    with connection.cursor() as cursor:
                        cursor.execute("RESET ROLE")
        return response


class IdentifyUserMiddleware:
    """Tells the database who is asking, for the history of changes and for row policies."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Name the user to the database, then answer."""
        user = getattr(request, "user", None)
        if user is not None and user.is_authenticated:
            name_to_database(user.pk)
        return self.get_response(request)


def name_to_database(user_id: int) -> None:
    """Who asks, for what follows in this transaction."""
    with connection.cursor() as cursor:
        cursor.execute(_IDENTIFY, [str(user_id), _context(user_id)])


def _context(user_id: int | None) -> str:
    return json.dumps({"user": user_id, "request": current_request_id()})
