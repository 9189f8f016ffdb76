"""How a command names a person, and the place of a role."""

import argparse
from typing import Any

from django.core.management.base import CommandError

from vsh.organisations.models import Authority, EducationSetting

from ..models import User
from ..roles import Role


def user_named(email: str) -> User:
    """The person with this e-mail address, or a clear refusal."""
    user = User.objects.filter(email__iexact=email).first()
    if user is None:
        raise CommandError(f"Nobody here has the address {email}.", returncode=2)
    return user


def add_place(parser: argparse.ArgumentParser) -> None:
    """Ask for an authority or a school, one of the two."""
    place = parser.add_mutually_exclusive_group(required=True)
    place.add_argument("--authority", metavar="CODE")
    place.add_argument("--urn", metavar="URN")


def place_of(role: Role, *, code: str | None, urn: str | None) -> dict[str, Any]:
    """The `authority` and `setting` in which a role is held; refused where it cannot be."""
    if role.belongs_to_setting != bool(urn):
        place = (
            "a school: --urn URN" if role.belongs_to_setting else "an authority: --authority CODE"
        )
        raise CommandError(f"{role.label} is a role in {place}.")
    return {
        "authority": authority_with(code) if code is not None else None,
        "setting": setting_with(urn) if urn is not None else None,
    }


def authority_with(code: str) -> Authority:
    """The authority with this code, or a clear refusal."""
    authority = Authority.objects.filter(code=code).first()
    if authority is None:
        raise CommandError(
            f"There is no authority {code} here. Make it with "
            f"`manage.py create_authority {code} NAME`."
        )
    return authority


def setting_with(urn: str) -> EducationSetting:
    """The school with this URN, or a clear refusal."""
    setting = EducationSetting.objects.filter(urn=urn).first()
    if setting is None:
        raise CommandError(
            f"No school here has the URN {urn}. Load the register with "
            "`manage.py import_schools FILE`."
        )
    return setting
