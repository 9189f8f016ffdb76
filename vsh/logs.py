"""Logs: one JSON line per event, with request id and user id, without names or query strings."""

import re
import time
import uuid
from collections.abc import Callable
from typing import Any

import structlog
from django.http import HttpRequest, HttpResponse
from structlog.typing import EventDict, WrappedLogger

log = structlog.get_logger("vsh.request")

# PostgreSQL repeats the refused row under these headings, and a row holds a child's data.
_ROW_OF_DATABASE = re.compile(r"^(DETAIL|CONTEXT|PARAMETERS):.*$", re.MULTILINE)
# What follows these in an address opens something by itself: a personal link, a new password.
_SECRET_IN_ADDRESS = re.compile(r"(/(?:link|key)/)[^/\s]{8,}")
_REQUEST_ID = re.compile(r"[A-Za-z0-9-]{8,64}")


def without_rows(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Take the database's echo of a refused row, and secrets in an address, out of what is told."""
    for key in ("event", "exception"):
        if isinstance(event.get(key), str):
            event[key] = _ROW_OF_DATABASE.sub(r"\1: (left out)", event[key])
            event[key] = _SECRET_IN_ADDRESS.sub(r"\1(left out)", event[key])
    return event


def refusals_in_a_line(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """A request that was refused as it should be is no fault: it needs no traceback."""
    if event.get("logger") == "django.request" and event.get("level") == "warning":
        event.pop("exc_info", None)
    return event


def logging_config(*, level: str) -> dict[str, Any]:
    """Set up structlog and return the configuration of the standard library's logging."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "json": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": shared,
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    refusals_in_a_line,
                    structlog.processors.format_exc_info,
                    without_rows,
                    structlog.processors.JSONRenderer(),
                ],
            }
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            "django.server": {"handlers": ["stderr"], "level": level, "propagate": False},
            "fontTools": {"level": "WARNING"},
            "weasyprint": {"level": "ERROR"},
            "matplotlib": {"level": "WARNING"},
        },
    }


class RequestLogMiddleware:
    """Gives each request an id, puts it on every line logged meanwhile, and logs the outcome."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-ID", "")
        request_id = given if _REQUEST_ID.fullmatch(given) else str(uuid.uuid4())
        started = time.perf_counter()
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request_id)
        response = self.get_response(request)
        match = request.resolver_match
        user = getattr(request, "_cached_user", None)  # only if the view looked: no query here
        log.info(
            "request",
            method=request.method,
            route=match.route if match else None,
            ref=str(match.kwargs["ref"]) if match and "ref" in match.kwargs else None,
            status=response.status_code,
            milliseconds=round((time.perf_counter() - started) * 1000),
            user_id=getattr(user, "pk", None),
        )
        response.headers["X-Request-ID"] = request_id
        return response  # the context stays for what Django logs on the way out
