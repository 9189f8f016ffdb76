"""Every write about tokens of systems: made, used, ended."""

import hashlib
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

import structlog
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from vsh.accounts.models import User
from vsh.calendars import today
from vsh.organisations.models import Authority, EducationSetting

from .models import SystemToken
from .scopes import Scope
from .telling import tell_of_last_days, tell_of_leavers, tell_of_new

log = structlog.get_logger("vsh.api")
PREFIX = "vsh_"  # by which a scanner of secrets knows one
LONGEST = timedelta(days=366)
_USE_IS_NOTED_EACH = timedelta(minutes=10)
_HAS_ONE = "has a token already. End that one first, or enter another name"


@dataclass(frozen=True, kw_only=True)
class NewToken:
    """A token as it was made: what it is to be sent as is known now and never again."""

    token: SystemToken
    secret: str


@transaction.atomic
def make_token(
    *,
    actor: User,
    authority: Authority,
    setting: EducationSetting | None,
    system: str,
    scopes: Collection[Scope],
    expires_on: date,
) -> NewToken:
    """Let a system send data of this authority's children in the name of `actor`, for up to a year:
    those at one school, at that school; without one it is the authority's own system."""
    for scope in scopes:
        if not actor.is_active or authority.pk not in actor.authority_ids_where(scope.permission):
            raise PermissionDenied(scope.value)
    if not system.strip():
        raise ValidationError({"system": "Enter which system it is for"})
    if not scopes:
        raise ValidationError({"scopes": "Choose what the system may do"})
    if not today() <= expires_on <= today() + LONGEST:
        last = f"{today() + LONGEST:%-d %B %Y}"
        raise ValidationError({"expires_on": f"The last day must be between today and {last}"})
    if setting is not None and not setting.urn:
        raise ValidationError({"urn": "Choose a school with a URN: marks tell their school by it"})
    secret = PREFIX + secrets.token_urlsafe(32)
    token = SystemToken(
        authority=authority,
        setting=setting,
        system=" ".join(system.split()),
        scopes=sorted(scope.value for scope in scopes),
        digest=digest_of(secret),
        made_by=actor,
        expires_on=expires_on,
    )
    of_this_name = SystemToken.objects.filter(
        authority=authority, system__iexact=token.system, ended_at__isnull=True
    )
    of_this_name.exclude(pk__in=SystemToken.objects.open_on(today())).update(
        ended_at=timezone.now(), ended_by=actor
    )
    try:
        with transaction.atomic():
            token.save()
    except IntegrityError:
        raise ValidationError({"system": f"{token.system} {_HAS_ONE}"}) from None
    tell_of_new(token)
    return NewToken(token=token, secret=secret)


@transaction.atomic
def end_token(*, actor: User, token: SystemToken) -> bool:
    """From now on it opens nothing; False where it had ended."""
    if not SystemToken.objects.visible_to(actor).filter(pk=token.pk).exists():
        raise PermissionDenied
    live = SystemToken.objects.filter(pk=token.pk, ended_at__isnull=True)
    return bool(live.update(ended_at=timezone.now(), ended_by=actor))


@transaction.atomic
def end_tokens_by_night() -> None:
    """End those that open nothing since their maker left, so that none comes back with them; say
    so, and which end soon or ended with their last day."""
    sleeping = SystemToken.objects.filter(ended_at__isnull=True, expires_on__gte=today()).exclude(
        pk__in=SystemToken.objects.open_on(today())
    )
    ended = list(sleeping.select_for_update(of=("self",)).select_related("made_by"))
    SystemToken.objects.filter(pk__in=[token.pk for token in ended]).update(ended_at=timezone.now())
    tell_of_leavers(ended)
    tell_of_last_days()


def token_in_force(secret: str) -> SystemToken | None:
    """The token that is sent so, if it opens anything today; the log names one that did before."""
    sent = SystemToken.objects.filter(digest=digest_of(secret))
    found = sent.open_on(today()).select_related("made_by", "authority", "setting").first()
    if found is None and (former := sent.first()):
        log.warning("a token that has ended was used", system=former.ref)
    return found


def note_use(token: SystemToken) -> None:
    """Keep about when it was used last, so that an idle one is seen; who finds another request of
    the system at it leaves it to that one."""
    now = timezone.now()
    if token.last_used_at is None or now - token.last_used_at > _USE_IS_NOTED_EACH:
        free = SystemToken.objects.select_for_update(skip_locked=True, no_key=True)
        if free.filter(pk=token.pk).first():
            SystemToken.objects.filter(pk=token.pk).update(last_used_at=now)


def lock_token(token: SystemToken) -> None:
    """Until the transaction ends, no other delivery of the system is counted or taken."""
    SystemToken.objects.select_for_update(no_key=True).get(pk=token.pk)


def digest_of(secret: str) -> str:
    """What is kept of a token. It is random and long: a quick digest cannot be guessed back."""
    return hashlib.sha256(secret.encode()).hexdigest()
