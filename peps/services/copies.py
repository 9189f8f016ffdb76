"""The finished plan for those without an account: who is given it by link, and that they opened it.

Whether a person reads it is asked of the list of who has a copy (`Recipient`) each time, so that a
line that says no closes the page at once.
"""

from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db import transaction

from peps.models import CopyOpening, Pep, PersonalLink, Recipient
from peps.rules.copies import NoCopy, reads_until, refusal_to_read
from peps.rules.links import ENDED_BY_ITSELF, as_known
from peps.rules.reasons import may_read_reasons
from peps.schema.speakers import Purpose
from pupils.child_permissions import permissions_for
from pupils.models import Pupil
from pupils.services.locking import lock_pupil
from vsh.accounts.models import User
from vsh.calendars import today


def refusal_now(link: PersonalLink) -> NoCopy | None:
    """Why the finished plan does not open by this link now; nothing when it does."""
    row = link.recipient or _line_of(link, _lines(link.pep))
    return refusal_to_read(
        Purpose(link.purpose),
        state=link.pep.state,
        was_finished=link.has_finished_plan,
        is_given=row is not None and bool(row.how),
        is_left_out=row is not None and bool(row.left_out_because),
    )


def serve_links(*, actor: User, pep: Pep, had_link: Collection[int] = ()) -> None:
    """Join the links of a plan that is complete to the list of who has a copy.

    Child and carers with a link that opens are given the plan by it, for as long as it takes to
    find the message. Whether a parent is given it a person says, once: a line that had it by link
    before the plan was unlocked has it again. `keep_recipients` calls this.
    """
    day = today()
    lines = _lines(pep)
    for link in _links_to_join(pep):
        row = _line_for(link, lines, actor)
        link.recipient = row
        if link.why_closed is None:
            link.reads_until = reads_until(expires_on=link.expires_on, completed_on=day)
            if link.purpose != Purpose.PARENT or row.pk in had_link:
                _give(row, actor)
        link.save(update_fields=["recipient", "reads_until"])


def joined_by_links(pep: Pep, lines: list[Recipient]) -> list[Recipient]:
    """The lines as `serve_links` will leave them, for who tells of them before; nothing is
    written."""
    for link in _links_to_join(pep):
        row = _line_of(link, lines)
        if row is None:
            lines.append(Recipient(pep=pep, capacity=link.purpose, name=link.name))
        elif not row.name:
            row.name = link.name
    return lines


def _links_to_join(pep: Pep) -> list[PersonalLink]:
    """Those that open, and those that ended by themselves: their people may have new ones."""
    links = PersonalLink.objects.filter(pep=pep, is_handed_over=False).as_on(today())
    return [
        link
        for link in links.order_by("id")
        if link.why_closed is None or link.why_closed in ENDED_BY_ITSELF
    ]


def give_by_link(*, actor: User, link: PersonalLink) -> None:
    """A link to a plan that is complete gives it: to a parent too, for a person makes it so.

    Refused where it is on record that the person gets no copy. `make_link` calls this.
    """
    row = _line_for(link, _lines(link.pep), actor)
    if row.left_out_because:
        is_told = may_read_reasons(permissions_for(actor, link.pep.pupil))
        because = f" ({row.left_out_because})" if is_told else ""
        raise ValidationError(
            f"On record: {row.shown_name} gets no copy of this plan{because}. "
            "Change that first, where it says who has a copy."
        )
    link.recipient = row
    link.save(update_fields=["recipient"])
    _give(row, actor)


@transaction.atomic
def record_opening(link: PersonalLink, *, said_by: str = "", is_download: bool = False) -> None:
    """Keep that the finished plan was opened by this link, or its PDF taken, and by whom."""
    if link.recipient is None and (row := _line_of(link, _lines(link.pep))):
        lock_pupil(Pupil(pk=link.pep.pupil_id))
        PersonalLink.objects.filter(pk=link.pk).update(recipient=row)
    CopyOpening.objects.create(link=link, said_by=said_by, is_download=is_download)


def _lines(pep: Pep) -> list[Recipient]:
    return list(Recipient.objects.filter(pep=pep, user__isnull=True))


def _line_of(link: PersonalLink, lines: list[Recipient]) -> Recipient | None:
    """The line of the person who has the link: the child's one; of others the one of that name, or
    the only one where a name is lacking."""
    same = [row for row in lines if row.capacity == link.purpose]
    if link.purpose == Purpose.CHILD:
        return same[0] if same else None
    name = as_known(link.name)
    named = [row for row in same if as_known(row.name) == name]
    named.sort(key=lambda row: not row.left_out_because)  # who gets no copy gets none by another
    unnamed = [row for row in same if not row.name]
    only = same if not name and len(same) == 1 else []
    return next(iter(named or unnamed or only), None)


def _line_for(link: PersonalLink, lines: list[Recipient], actor: User) -> Recipient:
    """The same, which now bears the name; a new line where there is none."""
    row = _line_of(link, lines)
    if row is None:
        row = Recipient(pep=link.pep, capacity=link.purpose, name=link.name)
        lines.append(row)
    elif row.name or not link.name:
        return row
    row.name, row.recorded_on, row.recorded_by = link.name, today(), actor
    row.save()
    return row


def _give(row: Recipient, actor: User) -> None:
    if not row.how and not row.left_out_because:
        row.how, row.given_on = Recipient.How.LINK, today()
        row.recorded_on, row.recorded_by = today(), actor
        row.save()
