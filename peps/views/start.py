"""Where a personal link leads first: the child's own page, or a carer's or parent's part."""

from django.http import HttpRequest, HttpResponseBase

from peps.schema.speakers import Purpose
from peps.views.link_session import speaker_of

from .adult_voice import AdultPart
from .child_voice import ChildStart


def start(request: HttpRequest) -> HttpResponseBase:
    """The page of the purpose; without a session the one so read or written, which refuses."""
    speaker = speaker_of(request)
    is_adult = speaker.link.purpose != Purpose.CHILD if speaker else request.method == "POST"
    page = AdultPart if is_adult else ChildStart
    return page.as_view()(request)
