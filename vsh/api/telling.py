"""Who may load an authority's data is told of the systems that send some by themselves."""

from datetime import timedelta

from django.conf import settings
from django.urls import reverse

from vsh.accounts.models import Membership
from vsh.accounts.roles import Permission, Role, permissions_of
from vsh.calendars import today
from vsh.notices.services import Message, queue_notices

from .models import SystemToken

TOLD_BEFORE = timedelta(days=14)
# A night that was missed is made up for within a week; each notice leaves once.
_TOLD_AFTER = timedelta(days=7)
_ENDED = "A system sends nothing any more: {system}"


def tell_importers(
    token: SystemToken,
    *,
    about: str,
    stage: str,
    subject: str,
    words: str,
    link: str,
) -> None:
    """A notice to each of them; `subject` takes the name of the system."""
    queue_notices(
        Message(
            about=about,
            stage=stage,
            recipient_id=person,
            subject=subject.format(system=token.system),
            body=f"{words}\n\n{settings.SITE_URL.rstrip('/')}{link}\n",
        )
        for person in _importers(token.authority_id)
    )


def tell_of_new(token: SystemToken) -> None:
    """So that nobody lets a system in unseen, nor in another's name."""
    whose = f"marks of {token.setting}" if token.setting else "marks of every school"
    _tell(
        token,
        stage="made",
        subject="A system may send data: {system}",
        words=f"{token.made_by} made a token with which {token.system} sends {whose} until "
        f"{token.expires_on:%-d %B %Y}. Who knows nothing of it ends it on the page.",
    )


def tell_of_leavers(tokens: list[SystemToken]) -> None:
    """Of systems whose token ended with its maker's role."""
    for token in tokens:
        _tell(
            token,
            stage="ended",
            subject=_ENDED,
            words=f"The token of {token.system} has ended, as {token.made_by}, who made it, loads "
            "no data here any more. Make a new one if the system shall go on.",
        )


def tell_of_last_days() -> None:
    """14 days before a token's last day, and on the day after it; once it is ended, or a new one is
    made in its place, nothing."""
    day = today()
    tokens = SystemToken.objects.filter(ended_at__isnull=True)
    for token in tokens.open_on(day).filter(expires_on__lte=day + TOLD_BEFORE):
        _tell(
            token,
            stage="ends soon",
            subject="A system will soon send nothing any more: {system}",
            words=f"The token of {token.system} works until {token.expires_on:%-d %B %Y}. If the "
            "system shall go on, end it and make a new one before then.",
        )
    for token in tokens.filter(expires_on__range=(day - _TOLD_AFTER, day - timedelta(days=1))):
        _tell(
            token,
            stage="has ended",
            subject=_ENDED,
            words=f"The token of {token.system} worked until {token.expires_on:%-d %B %Y}. What "
            "the system sends since then is refused. Make a new one if it shall go on.",
        )


def _tell(token: SystemToken, *, stage: str, subject: str, words: str) -> None:
    tell_importers(
        token,
        about=f"token:{token.ref}",
        stage=stage,
        subject=subject,
        words=words,
        link=reverse("api:systems"),
    )


def _importers(authority_id: int) -> set[int]:
    roles = [role for role in Role if Permission.IMPORT_DATA in permissions_of({role})]
    people = Membership.objects.in_force_today().filter(
        authority=authority_id, role__in=roles, user__is_active=True
    )
    return set(people.values_list("user", flat=True))
