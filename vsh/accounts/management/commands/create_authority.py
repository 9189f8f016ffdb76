"""`manage.py create_authority CODE NAME`: an authority that runs its virtual school here."""

import argparse
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from vsh.organisations.authority_codes import region_of
from vsh.organisations.models import Authority


class Command(BaseCommand):
    """Make an authority, or change its name."""

    help = "Make an authority by its three-digit DfE code; repeat to change its name."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Code and name."""
        parser.add_argument("code", metavar="CODE")
        parser.add_argument("name", metavar="NAME")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make it once."""
        code, name = options["code"], options["name"].strip()
        authority = Authority.objects.filter(code=code).first()
        is_new = authority is None
        if authority is None:
            authority = Authority(code=code, region=region_of(code))
        authority.name = name
        try:
            authority.full_clean()
        except ValidationError as error:
            raise CommandError(" ".join(error.messages), returncode=2) from None
        authority.save()
        self.stdout.write(f"Authority {code} {name}: {'made' if is_new else 'on record'}.")
