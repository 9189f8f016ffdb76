"""Personal links made: for one person by mail or by hand, or on a device that is handed over."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from peps.models import Pep, PersonalLink
from peps.querysets.links import child_now, facts_of_child
from peps.rules.links import ChildNow, refusal_to_make
from peps.rules.reasons import may_read_reasons
from peps.schema.speakers import Manner, Purpose
from peps.voice.copies_told import WHO_LOOKS_AFTER
from pupils.child_permissions import permissions_for, require_for
from vsh.accounts.models import User
from vsh.accounts.roles import Permission
from vsh.accounts.tasks import send_account_mail
from vsh.calendars import today

from .copies import give_by_link
from .locking import lock_pep
from .open_links import hash_of, hash_of_code

DIGITS = 6
ONE_PRESS = timedelta(minutes=1)  # the same again within it is the same press of the button
MAIL = """You are invited to take part in a child's Personal Education Plan.

Open this link and type the code that you are told another way:

{link}

{whose} It opens until {until}.
If you did not expect this message, do nothing.
"""
MAIL_FINISHED = """A child's Personal Education Plan is finished, and you can read it.

Open this link and type the code that you are told another way:

{link}

{whose} It opens until {until}.
If you did not expect this message, do nothing.
"""
MAIL_CHILD = """Hello. This is your link to your part of your education plan.

Open it and type the code that somebody tells you another way:

{link}

There you say what you think. It is only for you: do not give the link or the code to anyone. It
opens until {until}.
If you do not know what this is, ask a grown-up you trust. You do not have to do anything.
"""
MAIL_CHILD_FINISHED = """Hello. Your education plan is finished, and you can read it.

Open this link and type the code that somebody tells you another way:

{link}

It is only for you: do not give the link or the code to anyone. It opens until {until}.
If you do not know what this is, ask a grown-up you trust. You do not have to do anything.
"""
_MAILS = {  # to a child or not, of a finished plan or not
    (False, False): MAIL,
    (False, True): MAIL_FINISHED,
    (True, False): MAIL_CHILD,
    (True, True): MAIL_CHILD_FINISHED,
}
ONE_PERSONS = "The link is yours alone. Do not pass it on."
A_HOMES = "The link is for the staff of the home only. Do not pass it on to anybody else."
SUBJECT = "Your part in a Personal Education Plan"
SUBJECT_CHILD = "Your education plan"


@dataclass(frozen=True, kw_only=True)
class NewLink:
    """A link as it was made: the address and the code are known now and never again."""

    link: PersonalLink
    token: str
    code: str

    @property
    def url(self) -> str:
        """The address to hand over."""
        return settings.SITE_URL.rstrip("/") + reverse("say:open", kwargs={"token": self.token})

    @property
    def code_in_groups(self) -> str:
        """The code as it is read aloud."""
        return f"{self.code[:3]} {self.code[3:]}"


@transaction.atomic
def make_link(
    *,
    actor: User,
    pep: Pep,
    purpose: str,
    manner: str = "",
    name: str = "",
    email: str = "",
    days: int = 14,
) -> NewLink:
    """Make a link for one person; with an address it is mailed there, the code never is.

    The mail holds the link, so it does not go through the outbox, which keeps what it sends. The
    same again, by a second press of the button, is refused: a code is shown once.
    """
    made = _make(
        actor=actor,
        pep=pep,
        purpose=Purpose(purpose),
        manner=manner,
        name=" ".join(name.split()),
        email=email,
        days=days,
        code=f"{secrets.randbelow(10**DIGITS):0{DIGITS}}",
    )
    if email:
        is_child, is_finished = purpose == Purpose.CHILD, made.link.pep.state == Pep.State.COMPLETE
        words = _MAILS[is_child, is_finished]
        body = words.format(
            link=made.url,
            until=f"{made.link.expires_on:%-d %B %Y}",
            whose=A_HOMES if _is_shared_by_staff(made.link) else ONE_PERSONS,
        )
        # Where the queue is down the page still shows the link, the one time that it can.
        transaction.on_commit(
            lambda: send_account_mail.delay(
                subject=SUBJECT_CHILD if is_child else SUBJECT, body=body, to=[email]
            ),
            robust=True,
        )
    return made


@transaction.atomic
def hand_over(*, actor: User, pep: Pep, manner: str) -> PersonalLink:
    """A link for the child on the device in the adult's hand: no code, this day only, open now."""
    made = _make(
        actor=actor,
        pep=pep,
        purpose=Purpose.CHILD,
        manner=manner,
        days=0,
        is_handed_over=True,
        last_used_at=timezone.now(),
    )
    return made.link


def _make(
    *,
    actor: User,
    pep: Pep,
    purpose: Purpose,
    manner: str,
    days: int,
    code: str = "",
    **fields: object,
) -> NewLink:
    pep = lock_pep(actor=actor, pep=pep)
    require_for(actor, Permission.INVITE_TO_PEP, pep.pupil)
    now = child_of(pep)
    links = _open_links_of(pep, purpose)
    manner = Manner(manner) if purpose is Purpose.CHILD else ""
    wanted = fields | {"created_by_id": actor.pk, "manner": manner}
    if code and any(_is_just_made(link, wanted) for link in links):
        raise ValidationError(
            "A link for this person was made a moment ago. Its code was shown once: if nobody has "
            "it, close that link and make another."
        )
    if refused := _refusal(actor, pep, purpose, now, open_links=len(links)):
        raise ValidationError(refused)
    token = secrets.token_urlsafe(24)
    link = PersonalLink.objects.create(
        pep=pep,
        purpose=purpose,
        manner=manner,
        token_hash=hash_of(token),
        code_hash=hash_of_code(token, code) if code else "",
        home_id=now.home,
        expires_on=today() + timedelta(days=days),
        created_by=actor,
        **fields,
    )
    if pep.state == Pep.State.COMPLETE and not link.is_handed_over:
        give_by_link(actor=actor, link=link)
    link = PersonalLink.objects.as_on(today()).get(pk=link.pk)
    return NewLink(link=link, token=token, code=code)


def refusal_to_invite(*, actor: User, pep: Pep, purpose: Purpose) -> str:
    """Why nobody of this purpose is invited to the plan now, for who would invite them."""
    return _refusal(
        actor, pep, purpose, child_of(pep), open_links=len(_open_links_of(pep, purpose))
    )


def _refusal(actor: User, pep: Pep, purpose: Purpose, now: ChildNow, *, open_links: int) -> str:
    if pep.state == Pep.State.NOT_REQUIRED:
        return "This PEP is not required: nobody is invited to it."
    tells = may_read_reasons(permissions_for(actor, pep.pupil))
    return refusal_to_make(purpose, now, open_links=open_links, tells_reasons=tells)


def _is_shared_by_staff(link: PersonalLink) -> bool:
    return link.purpose == Purpose.CARER and link.child_now.home_type in WHO_LOOKS_AFTER


def _is_just_made(link: PersonalLink, wanted: Mapping[str, object]) -> bool:
    is_theirs = all(vars(link)[each] == told for each, told in wanted.items())
    is_now = timezone.now() - link.created_at < ONE_PRESS
    return is_theirs and is_now and not link.is_handed_over


def refusal_to_give(pep: Pep, purpose: Purpose, *, tells_reasons: bool = False) -> str:
    """Why nobody of this purpose may be given the plan now, by link or on paper; nothing when they
    may: what closes links closes the copy."""
    return refusal_to_make(purpose, child_of(pep), tells_reasons=tells_reasons)


def child_of(pep: Pep) -> ChildNow:
    """What of the child's life opens or closes links to this plan today."""
    row = Pep.objects.filter(pk=pep.pk).annotate(**facts_of_child("")).get()
    return child_now(pep, row, on=today())


def _links_of(pep: Pep) -> list[PersonalLink]:
    return list(PersonalLink.objects.filter(pep=pep).as_on(today()))


def _open_links_of(pep: Pep, purpose: Purpose) -> list[PersonalLink]:
    return [link for link in _links_of(pep) if link.purpose == purpose and not link.why_closed]
