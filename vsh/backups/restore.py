"""Read a backup back, so that at every moment either the old or the new data is whole.

1. Read the backup to its end: the key fits, nothing is missing, this release knows its migrations.
2. Restore into a new database and a new folder beside the present ones.
3. Exchange them by renaming (`vsh.backups.exchange`).
"""

import json
import shutil
import subprocess
import tarfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, cast

import psycopg
from django.db import connection, connections
from django.db.migrations.loader import MigrationLoader

from .backup import FORMAT
from .exchange import Exchange
from .programs import (
    BackupError,
    backup_key,
    connection_arguments,
    connection_environment,
    database_name,
    files_folder,
    program,
)
from .sealed import SealError, Unsealer

LEAVING_SECONDS = 5


@contextmanager
def _opened(path: Path, key: str) -> Iterator[tarfile.TarFile]:
    try:
        with (
            open(path, "rb") as source,
            tarfile.open(fileobj=cast(IO[bytes], Unsealer(source, key=key)), mode="r|") as archive,
        ):
            yield archive
    except FileNotFoundError:
        raise BackupError(f"There is no file {path}.") from None
    except SealError as error:
        raise BackupError(str(error)) from error
    except tarfile.TarError as error:
        raise BackupError("The backup is damaged or incomplete.") from error


def restore_backup(path: Path, *, is_replacing: bool = False) -> None:
    """Put a backup's database and files in the place of the present ones."""
    key = backup_key()
    check_backup(path, key)
    with _maintenance() as server:
        exchange = Exchange(server, database=database_name(), files=files_folder())
        if not is_replacing and _has_tables():
            raise BackupError(
                "The database is not empty. To give up what it holds, add --replace; "
                "you may want to make a backup of it first."
            )
        connections.close_all()
        _refuse_company(server)
        exchange.settle()
        try:
            exchange.make_room()
            with _opened(path, key) as archive:
                _unpack(archive, exchange.new_database, exchange.new_files)
            _refuse_company(server)
            exchange.carry_out()
        except BaseException:
            with suppress(psycopg.Error):  # what went wrong is said by what is raised
                exchange.remove_new()
            raise
        exchange.settle()


def _refuse_migrations(made_with: set[str]) -> None:
    """Those of this release are taken, and of those that one of them has taken the place of all or
    none: what ran half-way can be ended only with the release that has them one by one."""
    ours = MigrationLoader(None).disk_migrations
    known = {f"{app}.{name}" for app, name in ours}
    for (app, name), migration in ours.items():
        replaced = {f"{app}.{name}" for app, name in migration.replaces}
        known |= replaced
        if replaced & made_with and replaced - made_with:
            raise BackupError(
                f"This backup was made half-way through what is {app}.{name} now: restore it with "
                "the release that made it, migrate, and back up again."
            )
    if unknown := made_with - known:
        raise _newer(", ".join(sorted(unknown)))


def _newer(unknown: str) -> BackupError:
    return BackupError(
        "This backup was made by a newer release of the system: restore it with that one. "
        f"Unknown here: {unknown}."
    )


def check_backup(path: Path, key: str) -> None:
    """Read a backup to its end without changing anything."""
    with _opened(path, key) as archive:
        first = archive.next()
        content = archive.extractfile(first) if first and first.name == "manifest.json" else None
        if content is None:
            raise BackupError("The backup is damaged or incomplete.")
        manifest = json.load(content)
        if manifest["format"] != FORMAT:
            raise _newer("its format")
        _refuse_migrations(set(manifest["migrations"]))
        for _ in archive:
            pass


@contextmanager
def _maintenance() -> Iterator["psycopg.Connection[tuple[object, ...]]"]:
    """A connection that is not to the database being exchanged."""
    connection.ensure_connection()  # joins or starts the embedded servers
    chosen = connection.get_connection_params()
    chosen = {
        name: chosen[name] for name in ("host", "port", "user", "password") if chosen.get(name)
    }
    with psycopg.connect(**chosen, dbname="postgres", autocommit=True) as server:
        yield server


def _has_tables() -> bool:
    with connection.cursor() as cursor:
        return bool(connection.introspection.table_names(cursor))


def _refuse_company(server: "psycopg.Connection[tuple[object, ...]]") -> None:
    """Refuse while others use the database; one that has just ended gets a moment to leave."""
    give_up = time.monotonic() + LEAVING_SECONDS
    while _others(server):
        if time.monotonic() > give_up:
            raise BackupError("Others are using the database: stop web, worker and beat first.")
        time.sleep(0.1)


def _others(server: "psycopg.Connection[tuple[object, ...]]") -> bool:
    found = server.execute(
        "SELECT 1 FROM pg_stat_activity WHERE datname = %s AND backend_type = 'client backend'",
        [database_name()],
    ).fetchone()
    return found is not None


def _unpack(archive: tarfile.TarFile, database: str, folder: Path) -> None:
    command = [
        program("pg_restore"),
        "--no-owner",
        "--single-transaction",
        "--exit-on-error",
        *connection_arguments(database),
    ]
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env=connection_environment(),
    ) as restoring:
        assert restoring.stdin is not None
        assert restoring.stderr is not None
        files_begin = _feed_database(archive, restoring.stdin)
        complaint = restoring.stderr.read().decode(errors="replace").strip()
    if restoring.returncode != 0:
        raise BackupError(f"The database could not be restored: {complaint}")
    while files_begin is not None:
        _unpack_file(archive, files_begin, folder)
        files_begin = archive.next()


def _feed_database(archive: tarfile.TarFile, target: IO[bytes]) -> tarfile.TarInfo | None:
    """Pass the database's pieces on; the first member that is none of them."""
    try:
        for member in archive:
            if member.name.startswith("files/"):
                return member
            content = archive.extractfile(member)
            if member.name.startswith("database/") and content is not None:
                shutil.copyfileobj(content, target)
    except BrokenPipeError:
        return None  # pg_restore has ended; what it said tells why
    finally:
        with suppress(BrokenPipeError):
            target.close()
    return None


def _unpack_file(archive: tarfile.TarFile, member: tarfile.TarInfo, folder: Path) -> None:
    member.name = member.name.removeprefix("files/")
    archive.extract(member, folder, filter="data")
