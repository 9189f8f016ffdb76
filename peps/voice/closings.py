"""What closes the ways of child, carers and parents, told to each reader as far as it is theirs."""

from dataclasses import dataclass

from peps.models import CourtOrderClosure, PersonalLink
from peps.rules.links import Closed
from peps.voice.said import Part
from vsh.accounts.models import User
from vsh.calendars.current_day import LONDON
from vsh.govuk.dates import long_date

CLOSED = "Closed"
_OF_CARE = frozenset({Closed.COURT_ORDER, Closed.ADOPTION, Closed.MOVED})


@dataclass(frozen=True, kw_only=True)
class LinkLine:
    """A link with the words on why it opens no more; none while it does."""

    link: PersonalLink
    closed: str


@dataclass(frozen=True, kw_only=True)
class Closings:
    """Of one part: the words on what closes it for all, and its links."""

    closed: str
    links: list[LinkLine]


def closings_of(part: Part, *, reader: User, tells_reasons: bool) -> Closings:
    """In full for those who are told reasons of law and care; else that it is closed, and no
    more, but for what the reader closed themselves."""
    return Closings(
        closed=_of_order(part.order, tells_reasons) if part.order else "",
        links=[
            LinkLine(link=link, closed=_of_link(link, reader, tells_reasons)) for link in part.links
        ],
    )


def _of_order(order: CourtOrderClosure, tells_reasons: bool) -> str:
    if not tells_reasons:
        return f"{CLOSED}. The child's social worker can say more."
    since = f"{long_date(order.closed_at.astimezone(LONDON).date())} ({order.closed_by})"
    return f"Closed by court order since {since}: {order.reason}"


def _of_link(link: PersonalLink, reader: User, tells_reasons: bool) -> str:
    why = link.why_closed
    if why is None:
        return ""
    is_by_order = link.is_closed_by_order  # type: ignore[attr-defined]  # read `as_on` a day
    if link.revoked_at and not is_by_order:  # whatever came later: a person closed it, and said why
        words = f"{CLOSED} on {long_date(link.revoked_at.astimezone(LONDON).date())}"
        is_told = tells_reasons or link.revoked_by == reader
        return f"{words}, {link.revoked_by}: {link.revoked_because}" if is_told else words
    return CLOSED if why in _OF_CARE and not tells_reasons else why.words
