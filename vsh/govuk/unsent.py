"""What a form sent that could not be taken: shown once more, to be copied or sent again.

The words stand on the page that answers and nowhere else: nothing is kept in the browser's storage,
and nothing on the server of somebody who is not signed in.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.csrf import csrf_failure as plain_failure

RENEWED = "X-Token-Renewed"
ANOTHER = (
    "Not saved – somebody else has signed in on this browser. Once they have signed out, sign in "
    "again in another tab, then come back: your words are still here."
)
_OF_PAGE = re.compile(
    r"version|variant|stood|seen|page|shown|put_away|finish|send|of_plan|of_user|is_further|insert_phrase|phrase_into"
    r"|seen_.+|shown_.+|beside_.+|choice_.+|reviews_\d+|what_\d+|.+_version"
)


@dataclass(frozen=True, kw_only=True)
class Unsent:
    """The fields as they were sent, and those with words, by a name that people read.

    They may be sent again where the form says whose they are: the page then takes them from nobody
    else. Others are there to be copied.
    """

    fields: list[tuple[str, str]]
    words: list[tuple[str, str]]
    has_files: bool
    says_whose: bool


def unsent_of(request: HttpRequest) -> Unsent | None:
    """What this request sent; nothing where nothing was written, and never a password or a code."""
    if request.method != "POST":
        return None
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name != "csrfmiddlewaretoken" and isinstance(value, str)
    ]
    if any("password" in name or name == "code" for name, _ in fields):
        return None
    labels = _labels_of(request)
    words = [
        (_label(name, labels), value)
        for name, value in fields
        if value.strip() and not _OF_PAGE.fullmatch(name)
    ]
    if not words:
        return None
    says_whose = not {"of_user", "of_plan"}.isdisjoint(request.POST)
    return Unsent(fields=fields, words=words, has_files=bool(request.FILES), says_whose=says_whose)


def _labels_of(request: HttpRequest) -> Mapping[str, str]:
    """What the page calls its fields: it says so by `labels_sent`, or by its form."""
    match = request.resolver_match
    view = getattr(match.func, "view_class", None) if match else None
    if match and view is not None and hasattr(view, "labels_sent"):
        labels: Mapping[str, str] = view.labels_sent(request.POST, **match.kwargs)
        return labels
    asked = getattr(getattr(view, "form_class", None), "base_fields", {})
    return {name: str(field.label) for name, field in asked.items() if field.label}


def _label(name: str, labels: Mapping[str, str]) -> str:
    whole, _, part = name.rpartition("_")
    if name in labels:
        return labels[name]
    if whole in labels and part in {"day", "month", "year"}:
        return f"{labels[whole]}: {part}"
    return name.replace("_", " ").replace("-", " ").capitalize()


def signed_out(request: HttpRequest) -> HttpResponse | None:
    """The answer to words without the session of who wrote them, also where it is another's now;
    nothing where there are none, but for a script, which takes no page for an answer."""
    if is_autosave(request) and request.method == "POST":
        words = ANOTHER if request.user.is_authenticated else ""
        return HttpResponse(words, status=401, content_type="text/plain; charset=utf-8")
    unsent = unsent_of(request)
    if unsent is None:
        return None
    return unsent_page(request, "unsent/signed_out.html", unsent, status=401)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The token is of an earlier session, as after signing in again in another tab.

    Only what our own page sent is offered to be sent again: another site must not write for us.
    """
    if is_autosave(request):
        get_token(request)
        return HttpResponse(status=403, headers={RENEWED: "yes"})
    unsent = unsent_of(request) if _is_of_our_page(request) else None
    if unsent is None:
        return plain_failure(request, reason)
    of_user, reader = request.POST.get("of_user"), request.user
    is_anothers = of_user is not None and of_user != str(reader.pk)  # or nobody is signed in
    template = "unsent/signed_out.html" if is_anothers else "unsent/token.html"
    return unsent_page(request, template, unsent, status=403)


def unsent_page(
    request: HttpRequest, template: str, unsent: Unsent, *, status: int, **context: object
) -> HttpResponse:
    """A page with what was sent; it stays in no browser."""
    context = {"unsent": unsent, "has_errors": True, **context}
    response = render(request, template, context, status=status)
    patch_cache_control(response, no_store=True, private=True)
    return response


def is_autosave(request: HttpRequest) -> bool:
    """Whether a script sent it and shows a line in place of a page."""
    return request.headers.get("HX-Request") == "true"


def _is_of_our_page(request: HttpRequest) -> bool:
    own = {f"{request.scheme}://{request.get_host()}", *settings.CSRF_TRUSTED_ORIGINS}
    return request.headers.get("Origin") in own
