"""What a request may hold: UTF-8, and JSON of a bounded size, read before anything waits for it."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import IO, Any

from django.http import HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser

from .problems import problem_response
from .refusals import MOST_MEGABYTES, TOO_LARGE

API = "/api/"  # where everything is told as JSON
PIECE = 1024 * 1024
MOST_PIECES_LET_GO = 50
NUL = "\0"
UTF_8 = "utf-8"  # whatever a request says: some of the other decoders take time without bound


class BodyFirstMiddleware:
    """Has every request read in UTF-8. Under `API`, reads what was sent, of whatever kind it says
    it is, and refuses what is too long or of no told length. It stands before the request's
    transaction: none waits for a slow sender."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Refuse, or answer."""
        if request.encoding:
            request.encoding = UTF_8
        refused = _refused(request) if request.path.startswith(API) else None
        return refused or self.get_response(request)


def _refused(request: HttpRequest) -> JsonResponse | None:
    texts = (request.path, request.META.get("QUERY_STRING", ""), *request.COOKIES.values())
    if any(NUL in text or "%00" in text for text in texts):
        return problem_response(400, "Send an address without a NUL.")
    told = request.META.get("CONTENT_LENGTH") or ""
    if not told and request.META.get("HTTP_TRANSFER_ENCODING"):
        return problem_response(411, "Send Content-Length: what is sent in chunks is not read.")
    if told.isdecimal() and int(told) > MOST_MEGABYTES * 1024 * 1024:
        let_go(request)
        return problem_response(413, TOO_LARGE)
    try:
        _ = request.body
    except UnreadablePostError:  # whoever sent it has gone
        return problem_response(400, "What was sent broke off. Send it again.")
    return None


def let_go(request: HttpRequest) -> None:
    """Take in what is still being sent and drop it: who still sends reads no answer."""
    with suppress(OSError):  # whoever sent it has gone
        for _ in range(MOST_PIECES_LET_GO):
            if not request.read(PIECE):
                break


class JSONOfRows(JSONParser):
    """JSON, and a word about it where it is none."""

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        """What was sent, as long as it is not nested without end. JSON is in UTF-8 (RFC 8259,
        8.1)."""
        context = {**(parser_context or {}), "encoding": UTF_8}
        try:
            return super().parse(stream, media_type, context)
        except RecursionError:
            raise ParseError("This JSON is nested too deeply. Send plain rows.") from None
