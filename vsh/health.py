"""Whether the system is alive and ready, and the page for when it is not."""

import sys
from collections.abc import Callable

import kombu.exceptions
import redis
from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve
from django.views import defaults

from . import heartbeats
from .api.body import API, let_go
from .api.problems import problem_response

OUT_OF_SERVICE = (
    OperationalError,
    InterfaceError,
    redis.ConnectionError,
    redis.TimeoutError,
    kombu.exceptions.OperationalError,
)
RETRY_SECONDS = "30"


def database_trouble() -> str | None:
    """Why the database cannot be used, or None; asked on a connection of its own."""
    asking = connection.copy()
    asking.settings_dict["OPTIONS"]["connect_timeout"] = 2
    try:
        with asking.cursor() as cursor:
            cursor.execute("SELECT 1")
    except (OperationalError, InterfaceError):
        return "PostgreSQL does not answer"
    finally:
        asking.close()
    return None


def other_troubles() -> dict[str, str | None]:
    """Why Redis, worker or beat cannot be used; worker and beat are heard of through Redis."""
    heard = heartbeats.heard_of()
    if heard is None:
        unknown = "not known while Redis does not answer"
        return {"redis": "Redis does not answer", "worker": unknown, "beat": unknown}
    worker, beat = heard
    silent = f"no sign of life for {heartbeats.EXPIRES_SECONDS} seconds"
    return {
        "redis": None,
        "worker": None if worker else silent,
        "beat": None if beat else silent,
    }


def healthz(request: HttpRequest) -> JsonResponse:
    """This process answers."""
    return JsonResponse({"status": "alive"})


def readyz(request: HttpRequest) -> JsonResponse:
    """Every service that a page needs, by name, with the reason when it is not ready."""
    troubles = {"database": database_trouble(), **other_troubles()}
    ready = not any(troubles.values())
    body = {
        "status": "ready" if ready else "not ready",
        "services": {
            name: {"ok": trouble is None} | ({"why": trouble} if trouble else {})
            for name, trouble in troubles.items()
        },
    }
    return JsonResponse(body, status=200 if ready else 503)


class HealthMiddleware:
    """Answers before any middleware that needs the database, and to any host name."""

    views = {"/healthz": healthz, "/readyz": readyz}

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        view = self.views.get(request.path_info)
        if view is None:
            return self.get_response(request)
        response = view(request)
        response.headers["Cache-Control"] = "no-store"
        return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's `handler400`: what is too long for one request is told as such, by 413.

    A browser that is still sending reads no answer, so the rest is taken in first and let go.
    """
    if request.path.startswith(API):
        return problem_response(400)
    if isinstance(exception, RequestDataTooBig):
        let_go(request)
        megabytes = (settings.DATA_UPLOAD_MAX_MEMORY_SIZE or 0) // (1024 * 1024)
        context = {"megabytes": megabytes, "path": request.path}
        body = render_to_string(_too_long(request), context)
        return HttpResponse(body, status=413)
    return defaults.bad_request(request, exception)


def _too_long(request: HttpRequest) -> str:
    """The page's own template for it, where its view has one."""
    try:
        view = getattr(resolve(request.path_info).func, "view_class", None)
    except Resolver404:
        view = None
    return getattr(view, "too_long", "413.html")


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's `handler500`: says kindly that a service is down, or that we made a mistake.

    The page needs neither the database nor the user.
    """
    is_out_of_service = isinstance(sys.exc_info()[1], OUT_OF_SERVICE)
    status = 503 if is_out_of_service else 500
    response: HttpResponse
    if request.path.startswith(API):
        response = problem_response(status)
    else:
        response = HttpResponse(render_to_string(f"{status}.html"), status=status)
    if is_out_of_service:
        response.headers["Retry-After"] = RETRY_SECONDS
    return response
