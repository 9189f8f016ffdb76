"""`manage.py set_contact CODE --head NAME --email E --phone P`: the contact that a PEP shows."""

import argparse
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from ...models import Authority
from ...services import set_contact


class Command(BaseCommand):
    """Say how to reach an authority's Virtual School."""

    help = "Set the Virtual School Head's name, e-mail and telephone, which every PEP shows."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Whose, and the three."""
        parser.add_argument("code", metavar="CODE")
        parser.add_argument("--head", required=True, metavar="NAME")
        parser.add_argument("--email", required=True)
        parser.add_argument("--phone", required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        """Write them down, or say what is wrong with them."""
        authority = Authority.objects.filter(code=options["code"]).first()
        if authority is None:
            raise CommandError(f"There is no authority {options['code']} here.", returncode=2)
        try:
            set_contact(
                authority=authority,
                head=options["head"],
                email=options["email"],
                phone=options["phone"],
            )
        except ValidationError as error:
            raise CommandError(" ".join(error.messages), returncode=2) from None
        self.stdout.write(f"{authority.name}: contact set. Every PEP shows it from now on.")
