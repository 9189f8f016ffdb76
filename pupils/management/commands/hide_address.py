"""`manage.py hide_address CHILD_ID --authority CODE`: where the child lives is confidential."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from pupils.management.authorities import authority_named, child_named
from pupils.services.restrictions import set_address_confidential


class Command(BaseCommand):
    """Hide where a child lives, or show it again."""

    help = "Mark the child's placement as confidential; --show takes that back."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whose."""
        parser.add_argument("child_id", metavar="CHILD_ID")
        parser.add_argument("--authority", required=True, metavar="CODE")
        parser.add_argument("--show", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Hide or show; the answer carries the reference, no name."""
        pupil = child_named(options["child_id"], authority=authority_named(options["authority"]))
        try:
            set_address_confidential(actor=None, pupil=pupil, is_confidential=not options["show"])
        except ValidationError as error:
            raise CommandError(" ".join(error.messages), returncode=2) from None
        state = "shown" if options["show"] else "confidential"
        self.stdout.write(f"Reference {pupil.ref}: the address is {state}.")
