"""The message that a plan is finished, to those who have it by link: no name, no reference, no
address that opens anything."""

from peps.models import Pep, PepStatusChange, PersonalLink, Recipient
from peps.rules.links import ENDED_BY_ITSELF
from vsh.calendars import today
from vsh.govuk.dates import long_date
from vsh.notices.services import Message, queue_notices

SUBJECT = "A Personal Education Plan is finished"
OPENS = """The Personal Education Plan in which you took part is finished.

You can read it with the link that you were given, and the code that you were told, until {until}.
If you do not have them any more, ask the person who invited you for new ones{contact}.

Virtual School, {authority}
"""
ASKS = """The Personal Education Plan in which you took part is finished.

The link that you were given has ended. Ask the person who invited you for a new one{contact}.

Virtual School, {authority}
"""


def tell_of_copies(pep: Pep) -> None:
    """Queue it once for each completion and address, to everybody who is given the plan by link
    or whose link ended before it was finished; nobody whose link was closed is told."""
    change = PepStatusChange.objects.filter(pep=pep, to_state=Pep.State.COMPLETE).last()
    links = (
        PersonalLink.objects.filter(pep=pep, recipient__isnull=False)
        .exclude(email="")
        .select_related("recipient")
        .as_on(today())
        .order_by("id")
    )
    by_address: dict[str, PersonalLink] = {}
    for link in links:
        best = by_address.get(link.email)
        if _is_told(link) and (best is None or best.why_closed or not link.why_closed):
            by_address[link.email] = link
    queue_notices(_message(pep, link, change) for link in by_address.values())


def _is_told(link: PersonalLink) -> bool:
    """Whether the person is given the plan; where the link has ended, whether they may be."""
    row = link.recipient
    why = link.why_closed
    is_closed = why is not None and why not in ENDED_BY_ITSELF
    if row is None or row.left_out_because or is_closed:
        return False
    is_given = row.how == Recipient.How.LINK
    return is_given if why is None or row.capacity == "parent" else True


def _message(pep: Pep, link: PersonalLink, change: PepStatusChange | None) -> Message:
    authority = pep.pupil.authority
    ways = (authority.virtual_school_email, authority.virtual_school_phone)
    reached = " or ".join(filter(None, ways))
    body = ASKS if link.why_closed else OPENS
    return Message(
        about=f"copy:{pep.ref}:{change.pk if change else 0}",
        stage="link_ended" if link.why_closed else "finished",
        address=link.email,
        pupil_ref=pep.pupil.ref,
        subject=SUBJECT,
        body=body.format(
            until=long_date(link.opens_until),
            contact=f", or the Virtual School: {reached}" if reached else "",
            authority=authority.name,
        ),
    )
