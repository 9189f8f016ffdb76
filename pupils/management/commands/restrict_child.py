"""`manage.py restrict_child CHILD_ID --authority CODE --reason TEXT [--name EMAIL …]`."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from pupils.management.authorities import authority_named, child_named
from pupils.services.restrictions import lift_restriction, restrict_record
from vsh.accounts.management.naming import user_named


class Command(BaseCommand):
    """Restrict a record to named people, or lift that."""

    help = "Restrict a record to the people named with --name; --lift opens it again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whose record, why, who may still see it."""
        parser.add_argument("child_id", metavar="CHILD_ID")
        parser.add_argument("--authority", required=True, metavar="CODE")
        parser.add_argument("--reason", default="", help="kept with the history")
        parser.add_argument("--name", action="append", default=[], metavar="EMAIL")
        parser.add_argument("--lift", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Restrict or lift; the answer carries the reference, no name."""
        pupil = child_named(options["child_id"], authority=authority_named(options["authority"]))
        reason = options["reason"]
        if options["lift"]:
            lift_restriction(actor=None, pupil=pupil, reason=reason)
            self.stdout.write(f"Reference {pupil.ref}: no longer restricted.")
            return
        named = [user_named(email) for email in options["name"]]
        try:
            restrict_record(actor=None, pupil=pupil, reason=reason, named=named)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages), returncode=2) from None
        self.stdout.write(f"Reference {pupil.ref}: restricted, people named: {len(named)}.")
