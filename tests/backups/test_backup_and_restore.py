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

    def manage(
        self, *arguments: str, key: str = KEY, **environment: str
    ) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=PROJECT_DIR,
            env={
                **self.folder.environment,
                "DJANGO_SETTINGS_MODULE": "vsh.settings",
                "BACKUP_KEY": key,
                **environment,
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

    def databases(self) -> set[str]:
        with self.connect() as connection:
            return {name for (name,) in connection.execute("SELECT datname FROM pg_database")}


@pytest.fixture(scope="module")
def made():
    with own_folder(is_migrated=True) as folder:
        folder.join()
        system = System(folder)
        done = system.manage("create_authority", "999", "Northshire")
        assert done.returncode == 0, done.stderr
        (system.data / "files" / "peps").mkdir(parents=True)
        (system.data / "files" / "peps" / "snapshot.pdf").write_bytes(b"%PDF of a plan" * 1000)
        yield system


@pytest.fixture(scope="module")
def backup(made):
    path = made.data / "one.backup"
    done = made.manage("backup", str(path))
    assert done.returncode == 0, done.stderr
    return path


@pytest.fixture(scope="module")
def system(made, backup):
    """The system some time after the backup was made: a row is another, a file has come."""
    with made.connect() as connection:
        connection.execute("UPDATE organisations_authority SET name = 'Northshire Council'")
    (made.data / "files" / "late.pdf").write_bytes(b"after the backup")
    return made


def everything(system) -> tuple[list[str], set[str], set[str]]:
    files = {str(path.relative_to(system.data)) for path in system.data.glob("files*/**/*")}
    return system.authorities(), files, system.databases()


def test_the_file_is_private_and_shows_nothing(system, backup):
    assert backup.stat().st_mode & 0o777 == 0o600
    content = backup.read_bytes()
    assert b"Northshire" not in content
    assert b"%PDF" not in content
    assert list(system.data.glob("*.unfinished")) == []


def refused(system, *arguments: str, key: str = KEY) -> str:
    before = everything(system)
    done = system.manage(*arguments, key=key)
    assert done.returncode != 0
    assert "Traceback" not in done.stderr
    assert everything(system) == before
    return done.stderr


def test_a_database_that_is_not_empty_is_refused(system, backup):
    assert "not empty" in refused(system, "restore", str(backup))


def test_a_wrong_key_is_refused(system, backup):
    said = refused(system, "restore", str(backup), "--replace", key="some other passphrase")
    assert "Wrong BACKUP_KEY" in said


def test_a_cut_file_is_refused(system, backup):
    cut = system.data / "cut.backup"
    cut.write_bytes(backup.read_bytes()[:-1000])
    assert "CommandError" in refused(system, "restore", str(cut), "--replace")


def test_a_missing_file_is_refused(system):
    said = refused(system, "restore", str(system.data / "none"), "--replace")
    assert "There is no file" in said


def test_a_database_in_use_is_refused(system, backup):
    with system.connect():
        assert "stop web, worker and beat" in refused(system, "restore", str(backup), "--replace")


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


def test_backup_of_a_newer_release_is_refused(system):
    newer = system.data / "newer.backup"
    with system.connect() as connection:
        connection.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('peps', '9999_new', now())"
        )
    try:
        assert system.manage("backup", str(newer)).returncode == 0
    finally:
        with system.connect() as connection:
            connection.execute("DELETE FROM django_migrations WHERE name = '9999_new'")
    assert "newer release" in refused(system, "restore", str(newer), "--replace")


def test_a_backup_made_half_way_through_migrations_that_are_one_now_is_refused(system):
    half, late = system.data / "half.backup", "'0030_drafts_of_sections'"
    with system.connect() as connection:
        connection.execute(f"DELETE FROM django_migrations WHERE app = 'peps' AND name = {late}")
    try:
        assert system.manage("backup", str(half)).returncode == 0
    finally:
        with system.connect() as connection:
            connection.execute(
                f"INSERT INTO django_migrations (app, name, applied) VALUES ('peps', {late}, now())"
            )
    said = refused(system, "restore", str(half), "--replace")
    assert "half-way through what is peps.0002_plans_in_full now" in said
    assert "restore it with the release that made it, migrate, and back up again" in said


def test_the_demonstrations_old_data_is_backed_up_before_it_is_migrated(system):
    assert system.manage("migrate", "sessions", "zero").returncode == 0
    done = system.manage("prepare_demonstration", VSH_DEMO="1")
    assert done.returncode == 0, done.stderr
    (made,) = (system.data / "backups").iterdir()
    assert made.read_bytes().startswith(b"VSHB1")
    again = system.manage("prepare_demonstration", VSH_DEMO="1")
    assert "Backing up" not in again.stdout


def test_at_last_restore_brings_back_rows_files_and_the_rights_of_the_web(system, backup):
    done = system.manage("restore", str(backup), "--replace")
    assert done.returncode == 0, done.stderr
    assert system.authorities() == ["Northshire"]
    files = system.data / "files"
    assert (files / "peps" / "snapshot.pdf").read_bytes() == b"%PDF of a plan" * 1000
    assert not (files / "late.pdf").exists()
    with system.connect("vsh_web") as connection:
        rows = connection.execute("SELECT count(*) FROM organisations_authority").fetchone()
        assert rows == (1,)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("DELETE FROM audit_readlog")
    assert system.databases() == {"postgres", "template0", "template1", "vsh"}
