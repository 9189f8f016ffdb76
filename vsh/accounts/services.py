"""Writes about authorities' accounts: an account with a role, made once however often asked for."""

from dataclasses import dataclass

from django.db import transaction

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
