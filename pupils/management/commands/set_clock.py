"""`manage.py set_clock CODE KIND [--number N] [--off]`: an authority's own limit."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from pupils.management.authorities import authority_named
from pupils.services.clock_settings import set_clock


class Command(BaseCommand):
    """Make a clock of one authority stricter, or statutory again; turn a local one on or off."""

    help = (
        "Set an authority's own limit for one clock; without --number the statutory or usual one."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whose, which and how many."""
        parser.add_argument("code", metavar="CODE")
        parser.add_argument("kind", metavar="KIND")
        parser.add_argument("--number", type=int, metavar="N")
        parser.add_argument("--off", action="store_true", help="turn a local clock off")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write it, or say why it is refused."""
        authority, number = authority_named(options["code"]), options["number"]
        try:
            set_clock(
                actor=None,
                authority=authority,
                kind=options["kind"],
                number=number,
                is_on=not options["off"],
            )
        except ValidationError as error:
            raise CommandError(" ".join(error.messages), returncode=2) from None
        limit = "the statutory or usual limit" if number is None else f"the limit {number}"
        limit = "off" if options["off"] else limit
        self.stdout.write(f"{authority.name}, {options['kind']}: {limit}. Deadlines follow.")
