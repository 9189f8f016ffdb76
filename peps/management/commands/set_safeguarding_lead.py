"""`manage.py set_safeguarding_lead CODE --name NAME --email E`: who is told of a child's worry."""

import argparse
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from peps.services.call_policy import set_safeguarding_lead
from vsh.organisations.models import Authority


class Command(BaseCommand):
    """Say who leads safeguarding in an authority."""

    help = "Set who leads safeguarding, and is told at once when a child says they are not safe."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Whose, and who."""
        parser.add_argument("code", metavar="CODE")
        parser.add_argument("--name", required=True)
        parser.add_argument("--email", required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        """Write it down, or say what is wrong with it."""
        authority = Authority.objects.filter(code=options["code"]).first()
        if authority is None:
            raise CommandError(f"There is no authority {options['code']} here.", returncode=2)
        try:
            set_safeguarding_lead(authority=authority, name=options["name"], email=options["email"])
        except ValidationError as error:
            raise CommandError(" ".join(error.messages), returncode=2) from None
        self.stdout.write(f"{authority.name}: safeguarding lead set. They are told of each worry.")
