"""Who speaks by a personal link."""

from dataclasses import dataclass

from peps.models import PersonalLink


@dataclass(frozen=True, kw_only=True)
class Speaker:
    """The link in hand, and the name that somebody on shift gave."""

    link: PersonalLink
    said_by: str = ""
