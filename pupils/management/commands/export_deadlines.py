"""Writes an authority's deadlines, as they stood on a day, as CSV to standard output."""

import csv
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from pupils.management.authorities import authority_named
from pupils.services.deadline_export import COLUMNS, deadlines_on
from vsh.calendars import today


class Command(BaseCommand):
    help = (
        "Every deadline of the authority's children whose clock had started by the day, met or "
        "not, as it stood that day: facts dated later are not yet known."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Name the authority and the day."""
        parser.add_argument("--authority", metavar="CODE", required=True)
        parser.add_argument("--on", metavar="DATE", help="ISO date; today if not given")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        """Write the header and one line per deadline."""
        authority = authority_named(options["authority"])
        day = _day(options["on"])
        out = csv.writer(self.stdout, lineterminator="\n")
        out.writerow(COLUMNS)
        for row in deadlines_on(authority, day=day):
            out.writerow(row.cells())


def _day(text: str | None) -> date:
    if not text:
        return today()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise CommandError(
            f"“{text}” is not a date. Write it like 2026-11-21.", returncode=2
        ) from None
