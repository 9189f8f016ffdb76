"""Fill an empty database with an invented authority, for the demonstration and for benchmarks."""

import os
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from reporting.demonstration.pdfs import keep_recent_pdfs
from reporting.demonstration.seed import AlreadySeededError, seed_demonstration
from reporting.demonstration.voices import keep_drawings
from vsh.calendars import today


class Command(BaseCommand):
    """`manage.py seed_demo --children N --seed S [--on DATE]`."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How many children, which seed, which day."""
        parser.add_argument("--children", type=int, default=300)
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--on", type=date.fromisoformat, help="as of this day (2026-11-04)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the demonstration, or say why not."""
        if options["children"] < 1:
            raise CommandError("--children: give 1 or more.")
        try:
            count = seed_demonstration(
                children=options["children"],
                seed=options["seed"],
                on=options["on"] or today(),
                password=os.environ.get("DEMO_PASSWORD"),
            )
        except AlreadySeededError as error:
            raise CommandError(
                "The database already holds an authority. "
                "Use another VSH_DATA_DIR, or remove the data folder first."
            ) from error
        keep_recent_pdfs()
        keep_drawings()
        self.stdout.write(f"{count} children of Northshire (999) and Southmoor (998).")
