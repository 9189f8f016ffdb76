"""Who has a copy of a complete plan: proposed from the record, given, or left out by a person."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.crypto import salted_hmac

from peps.facts.people_told import heads, sees
from peps.meetings import people as meeting_people
from peps.models import FinishedVersion, Pep, Recipient
from peps.reading.reader import Fact
from peps.rules.reasons import may_read_reasons
from peps.rules.states import State
from pupils.child_permissions import permissions_for, require_for
from pupils.services.locking import StaleRecordError
from vsh.accounts.models import User
from vsh.accounts.roles import Permission
from vsh.calendars import today
from vsh.govuk.dates import long_date

from .copies import joined_by_links, serve_links
from .copy_news import tell_of_copies
from .locking import lock_pep

ONLY_CLOSES = (
    "This plan is being put right. Until it is complete again only “Gets no copy” can be recorded."
)
Capacity, How = Recipient.Capacity, Recipient.How
BY_HAND = (Capacity.CARER, Capacity.CHILD, Capacity.PARENT)
_AS_RECIPIENT = {"officer": Capacity.VIRTUAL_SCHOOL}


@dataclass(frozen=True, kw_only=True)
class Decision:
    """What a person says of one recipient: given on a day, on paper or by personal link, left out
    for a reason, or still open. `seen` is the mark of the row that the page showed them."""

    recipient: int
    seen: str
    is_by_link: bool = False
    given_on: date | None = None
    left_out_because: str = ""

    @property
    def how(self) -> str:
        """How it is given, as the row says it."""
        return How.LINK if self.is_by_link else How.HANDED_OVER if self.given_on else ""

    @property
    def mark(self) -> str:
        """The mark of a row that says the same: that of the row shown, where nothing is changed."""
        return _mark(self.how, self.given_on, self.left_out_because.strip())


def mark_of(row: Recipient) -> str:
    """What is on record of a person, as a page says which it showed; it does not tell a reason."""
    return _mark(row.how, row.given_on, row.left_out_because)


def left_somebody_out(mark: str) -> bool:
    """Whether the row with this mark said that the person gets no copy."""
    return bool(mark.rpartition(":")[2])


def _mark(how: str, given_on: date | None, because: str) -> str:
    told = salted_hmac(__name__, because).hexdigest()[:20] if because else ""
    return f"{how}:{given_on or ''}:{told}"


def in_words(row: Recipient, *, tells_reasons: bool) -> str:
    """What is on record of a person."""
    if row.given_on:
        return f"{row.get_how_display()}, {long_date(row.given_on)}"
    because = f": {row.left_out_because}" if tells_reasons else ""
    return f"Gets no copy{because}" if row.left_out_because else "Not yet"


def proposed(pep: Pep) -> "list[meeting_people.Asked]":
    """Who should have the plan: those who read it here, then carer, child and parent.

    Source: statutory guidance (2018), "Initiating, developing and reviewing the PEP".
    """
    found = {
        one.user: meeting_people.Asked(
            user=one.user, capacity=_AS_RECIPIENT.get(one.capacity, one.capacity)
        )
        for one in meeting_people.people_on_record(pep)
    }
    for head in sorted(heads(pep.pupil), key=str):
        if sees(head, pep.pupil):
            found.setdefault(
                head, meeting_people.Asked(user=head, capacity=Capacity.VIRTUAL_SCHOOL)
            )
    known = {one.capacity: one.name for one in reversed(meeting_people.others_of_last_meeting(pep))}
    known[Capacity.CHILD] = pep.pupil.name
    return [
        *found.values(),
        *(
            meeting_people.Asked(capacity=capacity, name=known.get(capacity, ""))
            for capacity in BY_HAND
        ),
    ]


def listed_facts(pep: Pep) -> list[Fact]:
    """The list as the letter tells it of a plan that is completed now: who is to get it, those with
    a personal link among them.

    Whether a parent should have it is for a person to say: only who read it by link before is
    promised it.
    """
    return [
        Fact(
            label=Capacity(row.capacity).label,
            value=str(row.user or row.name or "Gets a copy"),
            is_short=True,
        )
        for row in _with_links(pep, _listed(pep))
        if not row.left_out_because and (row.how == How.LINK or row.capacity != Capacity.PARENT)
    ]


def _with_links(pep: Pep, rows: list[Recipient]) -> list[Recipient]:
    here = [row for row in rows if row.user_id]
    return [*here, *joined_by_links(pep, [row for row in rows if not row.user_id])]


def _listed(pep: Pep) -> list[Recipient]:
    """The list of a plan that is completed now: who reads it here today, in the capacity that they
    have now, and those whom a person gives it. Nothing is written."""
    kept = list(pep.recipients.select_related("user"))
    accounts = {row.user_id: row for row in kept if row.user_id}
    by_hand = [row for row in kept if not row.user_id]
    found = []
    for one in proposed(pep):
        if one.user:
            row = accounts.get(one.user.pk) or Recipient(pep=pep, user=one.user)
            row.capacity, row.left_out_because = one.capacity, ""
            row.how, row.given_on = How.HERE, today()
            found.append(row)
        elif one.capacity not in {row.capacity for row in by_hand}:
            found.append(Recipient(pep=pep, capacity=one.capacity, name=one.name))
    return [*found, *by_hand]


def keep_recipients(*, actor: User, pep: Pep) -> None:
    """Write the list of a plan that is complete; of one completed anew the copies given on paper
    were of the former version, while who had it by a link that opens reads the new one there, a
    parent too. Who read it here and does not any more is on it no longer. `complete_pep` calls
    this in its transaction, once the PDF tells the same list."""
    listed = [row for row in _listed(pep) if row.user_id or row.pk is None]
    by_hand = pep.recipients.exclude(how="").filter(user__isnull=True)
    had_link = set(by_hand.filter(how=How.LINK).values_list("pk", flat=True))
    by_hand.update(how="", given_on=None)
    here = [row.user_id for row in listed if row.user_id]
    pep.recipients.filter(user__isnull=False, how=How.HERE).exclude(user__in=here).delete()
    for row in listed:
        row.recorded_on, row.recorded_by = today(), actor
        row.save()
    serve_links(actor=actor, pep=pep, had_link=had_link)
    tell_of_copies(pep)


def only_closes(pep: Pep) -> bool:
    """Whether nothing but "gets no copy" is recorded: the plan was finished and is being put right,
    and who has a copy reads the finished version meanwhile."""
    is_put_right = pep.state not in {State.COMPLETE, State.NOT_REQUIRED}
    return is_put_right and FinishedVersion.objects.filter(pep=pep).exists()


@transaction.atomic
def record_recipients(
    *,
    actor: User,
    pep: Pep,
    decisions: Iterable[Decision],
    others: "Iterable[meeting_people.Asked]" = (),
) -> None:
    """Put on record to whom a copy was given, when, and why somebody gets none.

    Only what the person changed is written; a row that somebody else changed since they opened the
    page is refused. While a finished plan is put right a copy can be closed, and none given.
    """
    pep = lock_pep(actor=actor, pep=pep)
    require_for(actor, Permission.HAND_OVER_PEP, pep.pupil)
    is_only_closed = only_closes(pep)
    if pep.state != State.COMPLETE and not is_only_closed:
        raise ValidationError("Copies are given of a plan that is complete.")
    rows = {row.pk: row for row in pep.recipients.filter(user__isnull=True)}
    for said in decisions:
        row = rows.get(said.recipient)
        if row is None or said.mark in {said.seen, mark_of(row)}:
            continue
        if said.seen != mark_of(row):
            tells = may_read_reasons(permissions_for(actor, pep.pupil))
            raise StaleRecordError(f"{row.shown_name}: {in_words(row, tells_reasons=tells)}")
        if is_only_closed and not said.left_out_because.strip():
            raise ValidationError({f"what_{row.pk}": ONLY_CLOSES})
        if said.given_on and said.given_on > today():
            raise ValidationError({f"on_{row.pk}": "The day has not come yet."})
        row.how = said.how
        row.given_on = said.given_on
        row.left_out_because = "" if said.given_on else said.left_out_because.strip()
        _save(row, actor)
    if is_only_closed:
        if any(others):
            raise ValidationError(ONLY_CLOSES)
        return
    tell_of_copies(pep)
    for one in others:
        row = Recipient(pep=pep, capacity=one.capacity, name=one.name)
        _save(row, actor)


def _save(row: Recipient, actor: User) -> None:
    row.recorded_on, row.recorded_by = today(), actor
    row.full_clean()
    row.save()
