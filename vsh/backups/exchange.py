"""New database and files take the place of the present ones, and a crash in between is mended.

No operation renames a database and a folder at once. Which of the two is in place can always be
read from what lies beside them, so that the next restore finishes or takes back what one that was
cut off has begun:

1. The files: `files` → `files.replaced`, `files.restoring` → `files`. If it ends here, the
   database in place is still the present one, and its files are in `files.replaced`.
2. The database, in one transaction: present → `…_replaced`, `…_restoring` → present. From here on
   the new data stands: `…_replaced` says so.
3. `files.replaced` goes before `…_replaced` does.
"""

import shutil
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

from .programs import BackupError


@dataclass(frozen=True)
class Exchange:
    """What is exchanged; `server` is a connection to another database of the same server."""

    server: "psycopg.Connection[tuple[object, ...]]"
    database: str
    files: Path

    @property
    def new_database(self) -> str:
        return f"{self.database}_restoring"

    @property
    def old_database(self) -> str:
        return f"{self.database}_replaced"

    @property
    def new_files(self) -> Path:
        return self.files.with_name("files.restoring")

    @property
    def old_files(self) -> Path:
        return self.files.with_name("files.replaced")

    def settle(self) -> None:
        """Finish an exchange that was done, take back one that was cut off before it was."""
        if self._exists(self.old_database):
            if self.old_files.exists():
                self._remove(self.old_files)
            self._drop(self.old_database)
        elif self.old_files.exists():
            self._put_files_back()
        self.remove_new()

    def make_room(self) -> None:
        """An empty database and an empty folder beside the present ones."""
        self.server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(self.new_database)))
        self.new_files.mkdir(mode=0o700, parents=True)

    def remove_new(self) -> None:
        """Remove what was to take the place of the present data, if it did not."""
        self._drop(self.new_database)
        shutil.rmtree(self.new_files, ignore_errors=True)

    def carry_out(self) -> None:
        """Put the new in the place of the present, or leave the present as it was."""
        self.files.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.files.rename(self.old_files)
        try:
            self.new_files.rename(self.files)
            with self.server.transaction():
                self._rename(self.database, self.old_database)
                self._rename(self.new_database, self.database)
        except BaseException as error:
            try:
                if not self._exists(self.old_database):
                    self._put_files_back()
            except (OSError, psycopg.Error):
                raise BackupError(self._how_to_finish()) from error
            if isinstance(error, psycopg.Error):
                raise BackupError(
                    f"The database could not be exchanged, everything is as it was: {error}"
                ) from error
            raise

    def _how_to_finish(self) -> str:
        return (
            "The restore was cut off while it exchanged the data. Start nothing. Run the same "
            "restore again: it puts things right first. By hand: if there is no database "
            f"{self.old_database}, the files of the present database are in {self.old_files}: "
            f"rename that folder to {self.files}. If there is one, the new data is in place: "
            f"remove {self.old_files} and then that database."
        )

    def _put_files_back(self) -> None:
        if self.files.exists():
            self._remove(self.files)
        self.old_files.rename(self.files)

    def _remove(self, folder: Path) -> None:
        """Remove a folder; it is gone from its place at once, however long that takes."""
        leaving = self.files.with_name("files.leaving")
        shutil.rmtree(leaving, ignore_errors=True)
        folder.rename(leaving)
        shutil.rmtree(leaving, ignore_errors=True)

    def _exists(self, database: str) -> bool:
        found = self.server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database])
        return found.fetchone() is not None

    def _drop(self, database: str) -> None:
        self.server.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(database)))

    def _rename(self, database: str, to: str) -> None:
        self.server.execute(
            sql.SQL("ALTER DATABASE {} RENAME TO {}").format(
                sql.Identifier(database), sql.Identifier(to)
            )
        )
