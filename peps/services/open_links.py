"""Personal links opened: by token and code, as long as nothing closes them, and given back."""

import hmac
from hashlib import sha256

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from peps.models import PersonalLink
from peps.rules.links import pause_after
from vsh.calendars import today
from vsh.history.context import note
from vsh.organisations.models import Authority


def link_of_token(token: str) -> PersonalLink | None:
    """The link with this token while it opens."""
    return _if_open(PersonalLink.objects.filter(token_hash=hash_of(token), is_handed_over=False))


def whom_to_ask(token: str = "", *, pk: int | None = None) -> Authority | None:
    """Whose virtual school helps who holds a link that opens no more."""
    is_it = Q(pk=pk) if pk else Q(token_hash=hash_of(token), is_handed_over=False)
    found = PersonalLink.objects.filter(is_it).select_related("pep__pupil__authority").first()
    return found.pep.pupil.authority if found else None


def open_link(pk: int) -> PersonalLink | None:
    """The link of a session that goes on, while it opens."""
    return _if_open(PersonalLink.objects.filter(pk=pk))


def _if_open(links) -> PersonalLink | None:  # type: ignore[no-untyped-def]
    link = links.as_on(today()).first()
    return link if link and link.why_closed is None else None


@transaction.atomic
def try_code(link: PersonalLink, *, token: str, code: str) -> str:
    """Why the code does not open the link, or nothing: then it is noted that it was used.

    A wrong code is counted on this link alone, in the database, so that no other link and no
    other process is the loophole or the victim.
    """
    now = timezone.now()
    held = PersonalLink.objects.select_for_update(of=("self",)).get(pk=link.pk)
    if held.paused_until and held.paused_until > now:
        return "Too many wrong codes. Wait 15 minutes, then try again."
    digits = "".join(character for character in code if character.isdecimal())
    if held.code_hash and hmac.compare_digest(held.code_hash, hash_of_code(token, digits)):
        PersonalLink.objects.filter(pk=held.pk).update(last_used_at=now, paused_until=None)
        return ""
    wrong = held.wrong_codes + 1
    paused_until = pause_after(wrong, at=now)
    PersonalLink.objects.filter(pk=held.pk).update(
        wrong_codes=F("wrong_codes") + 1, paused_until=paused_until
    )
    if paused_until:
        return "Too many wrong codes. Wait 15 minutes, then try again."
    return "That code is not right. Look at it again."


@transaction.atomic
def give_back(link_id: int) -> None:
    """The device goes back to the adult: the link with which it was handed over opens no more."""
    link = PersonalLink.objects.filter(pk=link_id).first()
    if link is not None:
        note(link=link.ref)
        links = PersonalLink.objects.filter(pk=link.pk, is_handed_over=True, given_back_at=None)
        links.update(given_back_at=timezone.now())


def hash_of(token: str) -> str:
    """What is kept of a link's token."""
    return sha256(token.encode()).hexdigest()


def hash_of_code(token: str, code: str) -> str:
    """What is kept of its code, keyed with the token."""
    return hmac.new(token.encode(), code.encode(), sha256).hexdigest()
