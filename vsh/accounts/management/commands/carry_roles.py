"""`manage.py carry_roles --from URN --to URN`: roles at a school go on at its successor."""

import argparse
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from ...roles import Role
from ...succession import carry_roles
from ..naming import setting_with


class Command(BaseCommand):
    """Carry the roles of a school over to the one that succeeds it."""

    help = "Give everybody who holds a role at a school the same at its successor, from today."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """From which school to which."""
        parser.add_argument("--from", dest="former", required=True, metavar="URN")
        parser.add_argument("--to", dest="later", required=True, metavar="URN")
        parser.add_argument(
            "--dry-run", action="store_true", help="name the people, change nothing"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Carry them over and name the people, or say why not."""
        former, later = setting_with(options["former"]), setting_with(options["later"])
        is_dry_run = options["dry_run"]
        try:
            with transaction.atomic():
                carried = carry_roles(former=former, later=later)
                transaction.set_rollback(is_dry_run)
        except ValidationError as refusal:
            raise CommandError(" ".join(refusal.messages), returncode=2) from refusal
        for held in carried:
            self.stdout.write(f"{held.user.email}, {Role(held.role).label}")
        verb = "would go on" if is_dry_run else "now held"
        roles = "1 role" if len(carried) == 1 else f"{len(carried)} roles"
        self.stdout.write(f"{roles} {verb} at {later} (URN {later.urn}).")
