"""PostgreSQL's own programs, told how to reach the database of the settings."""

import os
from pathlib import Path

from django.core.files.storage import storages
from django.db import connection

from vsh.embedded.postgres import binaries

SHORTEST_KEY = 16


class BackupError(Exception):
    """A backup or restore that was refused or failed, said so that a reader knows what to do."""


def program(name: str) -> str:
    """A program's path: from `POSTGRES_BIN` if set, else from the wheel."""
    return str(Path(os.environ.get("POSTGRES_BIN") or binaries()) / name)


def connection_arguments(database: str) -> list[str]:
    chosen = connection.settings_dict
    arguments = [f"--username={chosen['USER']}", f"--dbname={database}", "--no-password"]
    if chosen["HOST"]:
        arguments.append(f"--host={chosen['HOST']}")
    if chosen.get("PORT"):
        arguments.append(f"--port={chosen['PORT']}")
    return arguments


def connection_environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return {**kept, "PGPASSWORD": connection.settings_dict.get("PASSWORD") or ""}


def database_name() -> str:
    return str(connection.settings_dict["NAME"])


def files_folder() -> Path:
    """The private file store."""
    return Path(storages["private"].path(""))


def backup_key() -> str:
    """The passphrase that seals backups: `BACKUP_KEY`."""
    key = os.environ.get("BACKUP_KEY", "")
    if len(key) < SHORTEST_KEY:
        raise BackupError(
            f"Set BACKUP_KEY to a passphrase of at least {SHORTEST_KEY} characters, and keep it "
            "somewhere else than the backups: without it nobody can read them."
        )
    return key
