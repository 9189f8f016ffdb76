"""Bring the demonstration's data up to date: back up what is old, migrate, seed what is empty."""

import os
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.core.management import CommandError, call_command, get_commands
from django.core.management.base import BaseCommand
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from vsh.embedded.run import ACCOUNTS

CHILDREN = int(os.environ.get("DEMO_CHILDREN", "300"))


def set_password(password: str) -> None:
    """Let the printed password be the accounts' password, also when it changed between runs."""
    accounts = get_user_model()._default_manager.filter(email__in=dict(ACCOUNTS))
    first = accounts.first()
    if password and first is not None and not first.check_password(password):
        accounts.update(password=make_password(password))


class Command(BaseCommand):
    help = "Back up old data, migrate, and make the demonstration if there is none (make run)."
    requires_migrations_checks = False

    def handle(self, *arguments: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Only in the demonstration (VSH_DEMO=1).")
        settings.STATIC_ROOT.mkdir(exist_ok=True)  # empty: pages take files from static/build
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            if executor.loader.applied_migrations:
                self.back_up()
            self.stdout.write("Bringing the database up to date")
            call_command("migrate", verbosity=0, interactive=False)
        if day := os.environ.get("DEMO_DAY"):
            call_command("set_today", day)
        authority = apps.get_model("organisations", "Authority")
        if not authority._default_manager.exists():
            if "seed_demo" not in get_commands():
                self.stderr.write("There is no command seed_demo: the database stays empty.")
                return
            self.stdout.write(f"Making the demonstration: {CHILDREN} children")
            with transaction.atomic():  # whole or not at all: a second run starts afresh
                call_command("seed_demo", children=CHILDREN)
        set_password(os.environ.get("DEMO_PASSWORD", ""))

    def back_up(self) -> None:
        folder = settings.DATA_DIR / "backups"
        folder.mkdir(mode=0o700, exist_ok=True)
        path = folder / f"before-migration-{timezone.now():%Y%m%dT%H%M%SZ}.backup"
        self.stdout.write(f"Backing up to {path}")
        call_command("backup", str(path), verbosity=0)
