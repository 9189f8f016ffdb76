"""`manage.py close_account EMAIL`: nobody signs in with it any more."""

import argparse
from typing import Any

from django.core.management.base import BaseCommand

from ...services import close_account, reopen_account
from ..naming import user_named


class Command(BaseCommand):
    """Close a person's account, or open it again."""

    help = "Close an account and end its sessions; --reopen takes it back."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Whose."""
        parser.add_argument("email", metavar="EMAIL")
        parser.add_argument("--reopen", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Close or open it."""
        user = user_named(options["email"])
        if options["reopen"]:
            reopen_account(user=user)
            self.stdout.write(f"{user.email}: account open.")
            return
        ended = close_account(user=user)
        self.stdout.write(f"{user.email}: account closed, sessions ended: {ended}.")
