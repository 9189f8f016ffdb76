"""Write a backup: the database and the private files in one sealed file, whole or not at all.

Inside the seal is a tar file: `manifest.json`; `database/000000…`, the pieces of PostgreSQL's own
archive; then `files/…`. The database comes first: every file that it names exists by then. Nothing
is ever written to disk unsealed.
"""

import io
import json
import os
import subprocess
import tarfile
from pathlib import Path
from typing import IO, cast

from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from .programs import (
    BackupError,
    backup_key,
    connection_arguments,
    connection_environment,
    database_name,
    files_folder,
    program,
)
from .sealed import Sealer

FORMAT = 1
PIECE_BYTES = 8 * 1024 * 1024


def write_backup(path: Path) -> None:
    """Write a backup to a new file."""
    key = backup_key()
    if path.exists():
        raise BackupError(f"{path} exists already: choose another name.")
    unfinished = path.with_name(path.name + ".unfinished")
    try:
        descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as output:
            sealer = Sealer(output, key=key)
            with tarfile.open(
                fileobj=cast(IO[bytes], sealer), mode="w|", format=tarfile.PAX_FORMAT
            ) as archive:
                _add(archive, "manifest.json", json.dumps(manifest(), indent=1).encode())
                _add_database(archive)
                _add_files(archive)
            sealer.finish()
            output.flush()
            os.fsync(output.fileno())
        unfinished.rename(path)
    finally:
        unfinished.unlink(missing_ok=True)


def manifest() -> dict[str, object]:
    """What a restore must know before it begins."""
    applied = MigrationRecorder(connection).applied_migrations()
    return {
        "format": FORMAT,
        "made_at": timezone.now().isoformat(),
        "migrations": sorted(f"{app}.{name}" for app, name in applied),
    }


def _add(archive: tarfile.TarFile, name: str, content: bytes) -> None:
    member = tarfile.TarInfo(name)
    member.size, member.mode = len(content), 0o600
    archive.addfile(member, io.BytesIO(content))


def _read_piece(source: IO[bytes]) -> bytes:
    piece = bytearray()
    while len(piece) < PIECE_BYTES and (more := source.read(PIECE_BYTES - len(piece))):
        piece += more
    return bytes(piece)


def _add_database(archive: tarfile.TarFile) -> None:
    command = [
        program("pg_dump"),
        "--format=custom",
        "--no-owner",
        *connection_arguments(database_name()),
    ]
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=connection_environment(),
    ) as dump:
        assert dump.stdout is not None
        assert dump.stderr is not None
        number = 0
        while piece := _read_piece(dump.stdout):
            _add(archive, f"database/{number:06}", piece)
            number += 1
        complaint = dump.stderr.read().decode(errors="replace").strip()
    if dump.returncode != 0:
        raise BackupError(f"The database could not be read: {complaint}")


def _add_files(archive: tarfile.TarFile) -> None:
    folder = files_folder()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink():
            archive.add(path, arcname=f"files/{path.relative_to(folder)}", recursive=False)
