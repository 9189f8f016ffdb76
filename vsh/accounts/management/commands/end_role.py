"""`manage.py end_role EMAIL --role ROLE (--authority CODE or --urn URN)`: takes a role away."""

import argparse
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from vsh.govuk.dates import long_date

from ...roles import Role
from ...services import end_role
from ..naming import add_place, place_of, user_named


class Command(BaseCommand):
    """End one role of a person in one place."""

    help = "Take a role away at once, or after the last day given with --on."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Who, as what, where, until when."""
        parser.add_argument("email", metavar="EMAIL")
        parser.add_argument("--role", required=True, choices=[role.value for role in Role])
        add_place(parser)
        parser.add_argument("--on", type=date.fromisoformat, metavar="DATE", help="the last day")

    def handle(self, *args: Any, **options: Any) -> None:
        """End it, or say that there is nothing to end."""
        role, user = Role(options["role"]), user_named(options["email"])
        place = place_of(role, code=options["authority"], urn=options["urn"])
        if not end_role(user=user, role=role, last_day=options["on"], **place):
            where = place["authority"] or place["setting"]
            raise CommandError(f"{user.email} has no such role in {where}.", returncode=2)
        until = f"ends after {long_date(options['on'])}" if options["on"] else "has ended"
        self.stdout.write(f"{user.email}, {role.label}: the role {until}.")
