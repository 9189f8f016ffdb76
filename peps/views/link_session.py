"""The session of a personal link: a signed cookie of its own that no other address receives.

It names the link and who says that they are there, ends after half an hour without a page, and is
asked anew of the link each time, so that a link that was closed ends at once. A device that was
handed over is taken back by signing in on it: the browser's session remembers the link until then.
"""

from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponseBase

from peps.models import PersonalLink
from peps.services.open_links import give_back, open_link
from peps.voice.speaker import Speaker

COOKIE, PATH, SALT = "say", "/say/", "peps.links"
HANDED_OVER = "handed_over_link"
IDLE_SECONDS = 30 * 60


def speaker_of(request: HttpRequest) -> Speaker | None:
    """Who is there by link, if anybody is and the link still opens.

    A cookie from before sessions had names is none: what is private belongs to one that has.
    """
    signed = request.COOKIES.get(COOKIE, "")
    try:
        told: dict[str, Any] = signing.loads(signed, salt=SALT, max_age=IDLE_SECONDS)
    except signing.BadSignature:
        return None
    link = open_link(told["link"]) if told.get("session") else None
    if link is None:
        return None
    return Speaker(link=link, said_by=told["by"], session=told["session"])


def link_before(request: HttpRequest) -> int | None:
    """The link of the session that there is or was in this browser, whether it opens or not."""
    try:
        told = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT)
    except signing.BadSignature:
        return None
    link: int = told["link"]
    return link


def rested_link(request: HttpRequest) -> PersonalLink | None:
    """The link of a session that ended by itself alone: it opens again with its code."""
    link = link_before(request)
    return open_link(link) if link else None


def keep(response: HttpResponseBase, speaker: Speaker) -> None:
    """Another half hour."""
    told = {"link": speaker.link.pk, "by": speaker.said_by, "session": speaker.session}
    response.set_cookie(
        COOKIE,
        signing.dumps(told, salt=SALT, compress=True),
        path=PATH,
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )


def end(response: HttpResponseBase) -> None:
    """The session is over."""
    response.delete_cookie(COOKIE, path=PATH, samesite="Lax")


def remember_handed_over(request: HttpRequest, link: PersonalLink) -> None:
    """The link with which this device is in the child's hands, the adult signed out."""
    request.session[HANDED_OVER] = link.pk


def take_back(request: HttpRequest, response: HttpResponseBase, **_: Any) -> None:
    """Somebody signs in on this device: what was open on it by link is over (a signal's receiver).

    A device that was handed over is given back.
    """
    link_id = request.session.pop(HANDED_OVER, None)
    if link_id is not None:
        give_back(link_id)
    end(response)
