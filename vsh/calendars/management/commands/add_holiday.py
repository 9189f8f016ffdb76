"""`manage.py add_holiday DATE NAME`: a bank holiday announced for one year alone."""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from vsh.govuk.dates import long_date

from ...holidays import add_holiday, remove_holiday


class Command(BaseCommand):
    """Put a one-off bank holiday on record, or take it off."""

    help = "Add a one-off bank holiday in England, such as a coronation; --remove takes it off."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The day and what it is for."""
        parser.add_argument("on", type=date.fromisoformat, metavar="DATE")
        parser.add_argument("name", nargs="?", default="", metavar="NAME")
        parser.add_argument("--remove", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write it; the deadlines follow."""
        on, name = options["on"], options["name"].strip()
        if options["remove"]:
            if not remove_holiday(on=on):
                raise CommandError(f"{long_date(on)} is no one-off holiday here.", returncode=2)
            self.stdout.write(f"{long_date(on)}: no longer a holiday. Deadlines follow.")
            return
        if not name or len(name) > 100:
            raise CommandError("Give the holiday a name of up to 100 characters.", returncode=2)
        add_holiday(on=on, name=name)
        self.stdout.write(f"{long_date(on)}, {name}: on record. Deadlines follow.")
