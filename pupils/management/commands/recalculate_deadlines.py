"""Recalculates deadlines from the facts; any number of times, with the same result."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from pupils.management.authorities import authority_named
from pupils.models import Pupil
from pupils.services.deadlines import recalculate, recalculate_everyone


class Command(BaseCommand):
    help = "Recalculate the deadlines of every child, or of one authority's, from the facts."

    def add_arguments(self, parser: CommandParser) -> None:
        """Name the authority, or none for all."""
        parser.add_argument("--authority", metavar="CODE")

    def handle(self, *args: Any, **options: Any) -> None:
        """Recalculate and say what changed."""
        if options["authority"]:
            of_one = Pupil.objects.filter(authority=authority_named(options["authority"]))
            done = recalculate(of_one)
        else:
            done = recalculate_everyone()
        self.stdout.write(
            f"{done.children:,} children: {done.new:,} new deadlines, {done.changed:,} changed, "
            f"{done.removed:,} removed."
        )
