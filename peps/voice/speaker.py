"""Who speaks by a personal link."""

import secrets
from dataclasses import dataclass, field

from peps.models import PersonalLink


@dataclass(frozen=True, kw_only=True)
class Speaker:
    """The link in hand, the name that somebody on shift gave, and the session that began with the
    code: what is private, and not sent yet, is shown in that session alone."""

    link: PersonalLink
    said_by: str = ""
    session: str = field(default_factory=lambda: secrets.token_urlsafe(12))
