"""Writes about accounts: an account with a role, made once however often asked for, and its end.

They have no `actor`: accounts are looked after on the command line, by who runs the system.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from vsh.calendars import today
from vsh.organisations.models import Authority, EducationSetting

from .models import Membership, User
from .roles import Role


@dataclass(frozen=True)
class Account:
    """An account and whether it, or its role, is new."""

    user: User
    is_new: bool
    is_role_new: bool


@transaction.atomic
def open_account(
    *,
    email: str,
    role: Role,
    name: str = "",
    authority: Authority | None = None,
    setting: EducationSetting | None = None,
    password: str | None = None,
) -> Account:
    """Give a person an account and a role from today; without a password they set one by e-mail.

    An account that exists keeps its password; a name given replaces the one on record.
    """
    user = User.objects.select_for_update().filter(email__iexact=email).first()
    is_new = user is None
    if user is None:
        user = User.objects.create_user(email, password, name=name or email)
    elif name and name != user.name:
        user.name = name
        user.save(update_fields=["name"])
    place = {"authority": authority, "setting": setting}
    held = Membership.objects.in_force_today().filter(user=user, role=role.value, **place)
    is_role_new = not held.exists()
    if is_role_new:
        Membership.objects.create(user=user, role=role.value, starts_on=today(), **place)
    return Account(user, is_new, is_role_new)


@transaction.atomic
def end_role(
    *,
    user: User,
    role: Role,
    authority: Authority | None = None,
    setting: EducationSetting | None = None,
    last_day: date | None = None,
) -> bool:
    """End a person's role in one place: at once, or after `last_day`; whether they held it.

    A role that would end before it began is taken away; the history keeps it.
    """
    last = last_day or today() - timedelta(days=1)
    held = Membership.objects.select_for_update().filter(
        Q(ends_on__isnull=True) | Q(ends_on__gt=last),
        user=user,
        role=role.value,
        authority=authority,
        setting=setting,
    )
    is_held = False
    for membership in held:
        is_held = True
        if membership.starts_on > last:
            membership.delete()
        else:
            membership.ends_on = last
            membership.save(update_fields=["ends_on"])
    return is_held


@transaction.atomic
def close_account(*, user: User) -> int:
    """Let nobody sign in with the account any more; say how many sessions ended with it."""
    User.objects.filter(pk=user.pk).update(is_active=False)
    ended = [
        session.pk
        for session in Session.objects.filter(expire_date__gt=timezone.now()).iterator()
        if session.get_decoded().get(SESSION_KEY) == str(user.pk)
    ]
    Session.objects.filter(pk__in=ended).delete()
    return len(ended)


def reopen_account(*, user: User) -> None:
    """Let the person sign in again, with the roles that they still hold."""
    User.objects.filter(pk=user.pk).update(is_active=True)
