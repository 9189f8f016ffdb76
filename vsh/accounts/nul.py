"""A NUL is a character that PostgreSQL cannot hold: refused once, for every page and form."""

from collections.abc import Callable, Iterator
from contextlib import suppress

from django.http import HttpRequest, HttpResponse, QueryDict, UnreadablePostError
from django.views.defaults import bad_request

NUL = "\0"


class RefuseNulMiddleware:
    """Answers 400 where the address, the query, a cookie or the form's data holds a NUL.

    It stands before the request's transaction: nothing has been read or written then.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Refuse, or answer."""
        if any(NUL in text for text in _texts(request)):
            return bad_request(request, ValueError("NUL"))
        return self.get_response(request)


def _texts(request: HttpRequest) -> Iterator[str]:
    """Everything that somebody may have typed; what a file holds is for its reader to judge."""
    yield request.path
    yield from request.COOKIES.values()
    yield from _names_and_values(request.GET)
    with suppress(UnreadablePostError):
        yield from _names_and_values(request.POST)


def _names_and_values(data: QueryDict) -> Iterator[str]:
    for name, values in data.lists():
        yield name
        yield from (str(value) for value in values)
