"""A backup holds the database and the files; a restore puts them back, or changes nothing."""

import subprocess
import sys

import psycopg
import pytest

from tests.servers import own_folder
from vsh.embedded.lease import Servers
from vsh.embedded.paths import PROJECT_DIR

KEY = "a long passphrase for this test"


class System:
    """A migrated database with one authority and one private file."""

    def __init__(self, folder) -> None:
        self.folder = folder
        self.data = folder.places.data

    def manage(self, *arguments: str, key: str = KEY) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=PROJECT_DIR,
            env={
                **self.folder.environment,
                "DJANGO_SETTINGS_MODULE": "vsh.settings",
                "BACKUP_KEY": key,
            },
            capture_output=True,
            text=True,
        )

    def connect(self, role: str = "vsh_owner") -> "psycopg.Connection":
        dsn = Servers(places=self.folder.places).dsn(role)
        return psycopg.connect(dsn, autocommit=True)

    def authorities(self) -> list[str]:
        with self.connect() as connection:
            rows = connection.execute("SELECT name FROM organisations_authority ORDER BY 1")
            return [name for (name,) in rows]

    def add_authority(self, code: str, name: str) -> None:
        done = self.manage("create_authority", code, name)
        assert done.returncode == 0, done.stderr

    def databases(self) -> set[str]:
        with self.connect() as connection:
            return {name for (name,) in connection.execute("SELECT datname FROM pg_database")}


@pytest.fixture(scope="module")
def system():
    with own_folder() as folder:
        folder.join()
        made = System(folder)
        assert made.manage("migrate").returncode == 0
        made.add_authority("999", "Northshire")
        (made.data / "files" / "peps").mkdir(parents=True)
        (made.data / "files" / "peps" / "snapshot.pdf").write_bytes(b"%PDF of a plan" * 1000)
        yield made


@pytest.fixture(scope="module")
def backup(system):
    path = system.data / "one.backup"
    done = system.manage("backup", str(path))
    assert done.returncode == 0, done.stderr
    return path


@pytest.fixture
def changed(system, backup):
    """The system after the backup was made: another authority, another file."""
    system.add_authority("998", "Southmoor")
    late = system.data / "files" / "late.pdf"
    late.write_bytes(b"after the backup")
    yield system
    done = system.manage("restore", str(backup), "--replace")
    assert done.returncode == 0, done.stderr


def everything(system) -> tuple[list[str], set[str], set[str]]:
    files = {str(path.relative_to(system.data)) for path in system.data.glob("files*/**/*")}
    return system.authorities(), files, system.databases()


def test_the_file_is_private_and_shows_nothing(system, backup):
    assert backup.stat().st_mode & 0o777 == 0o600
    content = backup.read_bytes()
    assert b"Northshire" not in content
    assert b"%PDF" not in content
    assert list(system.data.glob("*.unfinished")) == []


def test_restore_brings_back_rows_files_and_the_rights_of_the_web(changed, backup):
    done = changed.manage("restore", str(backup), "--replace")
    assert done.returncode == 0, done.stderr
    assert changed.authorities() == ["Northshire"]
    files = changed.data / "files"
    assert (files / "peps" / "snapshot.pdf").read_bytes() == b"%PDF of a plan" * 1000
    assert not (files / "late.pdf").exists()
    assert changed.manage("migrate", "--check").returncode == 0
    with changed.connect("vsh_web") as connection:
        rows = connection.execute("SELECT count(*) FROM organisations_authority").fetchone()
        assert rows == (1,)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("DELETE FROM audit_readlog")
    assert changed.databases() == {"postgres", "template0", "template1", "vsh"}


def refused(system, *arguments: str, key: str = KEY) -> str:
    before = everything(system)
    done = system.manage(*arguments, key=key)
    assert done.returncode != 0
    assert "Traceback" not in done.stderr
    assert everything(system) == before
    return done.stderr


def test_a_database_that_is_not_empty_is_refused(changed, backup):
    assert "not empty" in refused(changed, "restore", str(backup))


def test_a_wrong_key_is_refused(changed, backup):
    said = refused(changed, "restore", str(backup), "--replace", key="some other passphrase")
    assert "Wrong BACKUP_KEY" in said


def test_a_cut_file_is_refused(changed, backup):
    cut = changed.data / "cut.backup"
    cut.write_bytes(backup.read_bytes()[:-1000])
    assert "CommandError" in refused(changed, "restore", str(cut), "--replace")


def test_a_missing_file_is_refused(changed):
    said = refused(changed, "restore", str(changed.data / "none"), "--replace")
    assert "There is no file" in said


def test_a_database_in_use_is_refused(changed, backup):
    with changed.connect():
        assert "stop web, worker and beat" in refused(changed, "restore", str(backup), "--replace")


def test_without_a_key_nothing_is_written(system):
    said = refused(system, "backup", str(system.data / "two.backup"), key="")
    assert "Set BACKUP_KEY" in said
    assert not (system.data / "two.backup").exists()


def test_an_existing_file_is_not_overwritten(system, backup):
    before = backup.read_bytes()
    assert "exists already" in refused(system, "backup", str(backup))
    assert backup.read_bytes() == before


def test_an_empty_database_takes_a_backup_without_replace(backup):
    with own_folder() as folder:
        folder.join()
        empty = System(folder)
        done = empty.manage("restore", str(backup))
        assert done.returncode == 0, done.stderr
        assert empty.authorities() == ["Northshire"]
        assert (empty.data / "files" / "peps" / "snapshot.pdf").exists()


def test_backup_of_a_newer_release_is_refused(changed):
    newer = changed.data / "newer.backup"
    with changed.connect() as connection:
        connection.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('peps', '9999_new', now())"
        )
    try:
        assert changed.manage("backup", str(newer)).returncode == 0
    finally:
        with changed.connect() as connection:
            connection.execute("DELETE FROM django_migrations WHERE name = '9999_new'")
    assert "newer release" in refused(changed, "restore", str(newer), "--replace")
