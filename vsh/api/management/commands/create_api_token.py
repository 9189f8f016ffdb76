"""`manage.py create_api_token EMAIL`: a token for a system, without the browser."""

import argparse
from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management.base import BaseCommand, CommandError

from vsh.accounts.management.naming import authority_with, setting_with, user_named
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
        """In whose name, for which school, system and authority, what it may do, how long."""
        parser.add_argument("email", metavar="EMAIL")
        whose = parser.add_mutually_exclusive_group(required=True)
        whose.add_argument("--urn", metavar="URN", help="the one school whose marks it sends")
        whose.add_argument("--council", action="store_true", help="a system of the council's own")
        parser.add_argument("--authority", metavar="CODE", help="needed by who works for several")
        parser.add_argument("--system", default="Made by a command", metavar="NAME")
        parser.add_argument(
            "--scope",
            action="append",
            choices=[scope.value for scope in Scope],
            help=f"what it may do; {Scope.ATTENDANCE_IN} where nothing is said",
        )
        parser.add_argument("--days", type=int, default=LONGEST.days, help="%(default)s")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make it, or say why not."""
        person = user_named(options["email"])
        try:
            made = make_token(
                actor=person,
                authority=_authority(person, options["authority"]),
                system=options["system"],
                setting=setting_with(options["urn"]) if options["urn"] else None,
                scopes=[Scope(value) for value in options["scope"] or [Scope.ATTENDANCE_IN]],
                expires_on=today() + timedelta(days=min(options["days"], 10 * LONGEST.days)),
            )
        except PermissionDenied:
            raise CommandError(f"{person.email} loads no data of this authority.") from None
        except ValidationError as refusal:
            raise CommandError(" ".join(f"{words}." for words in refusal.messages)) from None
        token = made.token
        whose = token.setting or "the council’s own system"
        self.stderr.write(
            f"{token.system}, {token.authority}, {whose}: works until "
            f"{token.expires_on:%-d %B %Y}. The token, shown this one time:"
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
