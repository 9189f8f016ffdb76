"""`manage.py allocate EMAIL CHILD_ID --authority CODE --capacity CAPACITY`."""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from pupils.management.authorities import authority_named, child_named
from pupils.models import Involvement
from pupils.services.allocations import allocate
from vsh.accounts.management.naming import user_named


class Command(BaseCommand):
    """Allocate a person to a child; the former one ends the day before."""

    help = "Allocate a person to a child in one capacity, in place of the former one."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Who, to whom, as what, from when."""
        parser.add_argument("email", metavar="EMAIL")
        parser.add_argument("child_id", metavar="CHILD_ID")
        parser.add_argument("--authority", required=True, metavar="CODE")
        parser.add_argument("--capacity", required=True, choices=Involvement.Capacity.values)
        parser.add_argument("--on", type=date.fromisoformat, metavar="DATE", help="the first day")

    def handle(self, *args: Any, **options: Any) -> None:
        """Allocate, or say why not; the answer carries the reference, no name."""
        pupil = child_named(options["child_id"], authority=authority_named(options["authority"]))
        user, capacity = user_named(options["email"]), options["capacity"]
        try:
            allocate(
                actor=None, pupil=pupil, user=user, capacity=capacity, started_on=options["on"]
            )
        except ValidationError as error:
            raise CommandError(" ".join(error.messages), returncode=2) from None
        label = Involvement.Capacity(capacity).label
        self.stdout.write(f"Reference {pupil.ref}: {user.email} is the {label}.")
