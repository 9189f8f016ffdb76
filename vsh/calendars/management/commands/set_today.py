"""Pretend that it is another day, for every process of the demonstration or of a test."""

import os
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from vsh.calendars import today
from vsh.calendars.models import CurrentDay


class Command(BaseCommand):
    """`manage.py set_today 2026-11-18`, or `--clear` for the real day."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The day, or none."""
        parser.add_argument("day", nargs="?", type=date.fromisoformat)
        parser.add_argument("--clear", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write or remove the day; refused where real children are."""
        if os.environ.get("DATABASE_URL") and not settings.DEMO:
            raise CommandError("The day can be set in the demonstration only.")
        if not options["clear"] and options["day"] is None:
            raise CommandError("Give a day such as 2026-11-18, or --clear.")
        CurrentDay.objects.all().delete()
        if options["day"]:
            CurrentDay.objects.create(day=options["day"])
        self.stdout.write(f"Today is {today():%A %-d %B %Y}.")
