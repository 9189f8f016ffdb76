"""`manage.py create_user EMAIL --role ROLE (--authority CODE or --urn URN)`: an account."""

import argparse
import os
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.urls import reverse

from ...roles import Role
from ...services import open_account
from ..naming import add_place, place_of


class Command(BaseCommand):
    """Give a person an account with one role; repeat it for further roles."""

    help = "Make an account with a role in an authority or a school; safe to repeat."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Who, as what, where."""
        parser.add_argument("email", metavar="EMAIL")
        parser.add_argument("--role", required=True, choices=[role.value for role in Role])
        add_place(parser)
        parser.add_argument("--name", default="")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the account and the role, each once."""
        try:
            validate_email(options["email"])
        except ValidationError:
            raise CommandError(f"{options['email']} is not an e-mail address.") from None
        role = Role(options["role"])
        password = os.environ.get("DEMO_PASSWORD") if settings.DEMO else None
        account = open_account(
            email=options["email"],
            role=role,
            name=options["name"],
            password=password,
            **place_of(role, code=options["authority"], urn=options["urn"]),
        )
        made = "account made" if account.is_new else "account on record"
        held = "role given from today" if account.is_role_new else "role on record"
        self.stdout.write(f"{account.user.email}, {role.label}: {made}, {held}.")
        if account.is_new and password is None:
            address = settings.SITE_URL + reverse("account_reset_password")
            self.stdout.write(f"They choose their password by e-mail at {address}")
