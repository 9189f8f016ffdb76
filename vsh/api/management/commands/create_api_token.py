"""`manage.py create_api_token EMAIL`: a token for a system, without the browser."""

import argparse
from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management.base import BaseCommand, CommandError

from vsh.accounts.management.naming import authority_with, user_named
from vsh.accounts.models import User
from vsh.accounts.roles import Permission
from vsh.calendars import today
from vsh.organisations.models import Authority

from ...scopes import Scope
from ...services import LONGEST, make_token


class Command(BaseCommand):
    """Let a system send attendance in this person's name; the token is printed once."""

    help = "Make a token with which another system sends attendance; it is printed this one time."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """In whose name, for which system and authority, how long."""
        parser.add_argument("email", metavar="EMAIL")
        parser.add_argument("--authority", metavar="CODE", help="needed by who works for several")
        parser.add_argument("--system", default="Made by a command", metavar="NAME")
        parser.add_argument("--days", type=int, default=LONGEST.days, help="%(default)s")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make it, or say why not."""
        person = user_named(options["email"])
        try:
            made = make_token(
                actor=person,
                authority=_authority(person, options["authority"]),
                system=options["system"],
                scopes=list(Scope),
                expires_on=today() + timedelta(days=min(options["days"], 10 * LONGEST.days)),
            )
        except PermissionDenied:
            raise CommandError(f"{person.email} loads no data of this authority.") from None
        except ValidationError as refusal:
            raise CommandError(" ".join(f"{words}." for words in refusal.messages)) from None
        token = made.token
        self.stderr.write(
            f"{token.system}, {token.authority}: works until {token.expires_on:%-d %B %Y}. "
            "The token, shown this one time:"
        )
        self.stdout.write(made.secret)


def _authority(person: User, code: str | None) -> Authority:
    if code:
        return authority_with(code)
    mine = Authority.objects.filter(pk__in=person.authority_ids_where(Permission.IMPORT_DATA))
    if len(mine) != 1:
        raise CommandError(
            f"{person.email} loads data of {len(mine)} authorities. Say --authority CODE."
        )
    return mine[0]
