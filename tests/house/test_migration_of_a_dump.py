"""A database as the first release left it is brought up to date, and nothing of it is lost."""

import gzip
import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from tests.servers import own_folder
from vsh.embedded.lease import Servers
from vsh.embedded.paths import PROJECT_DIR
from vsh.embedded.postgres import binaries

DUMP = Path(__file__).parents[1] / "data" / "first_release.sql.gz"
HELD = {"pupils_pupil": 22, "peps_pep": 30, "pupils_pupilevent": 22, "accounts_user": 60}


@pytest.fixture
def restored():
    """The embedded servers in a folder of their own, with the dump in the database."""
    with own_folder() as folder:
        folder.join()
        owner = Servers(places=folder.places).dsn("vsh_owner")
        with gzip.open(DUMP, "rb") as dump:
            done = subprocess.run(
                [binaries() / "psql", "-q", "-v", "ON_ERROR_STOP=1", owner],
                input=dump.read(),
                capture_output=True,
            )
        assert done.returncode == 0, done.stderr.decode()[-2000:]
        yield folder, owner


def counts(owner: str) -> dict[str, int]:
    with psycopg.connect(owner) as connection:
        return {
            table: connection.execute(
                sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table))
            ).fetchone()[0]
            for table in HELD
        }


def manage(folder, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=PROJECT_DIR,
        env={**os.environ, **folder.environment, "DJANGO_SETTINGS_MODULE": "vsh.settings"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


def test_the_first_release_is_brought_up_to_date_with_everything_in_it(restored):
    folder, owner = restored
    before = counts(owner)
    assert all(before[table] >= least for table, least in HELD.items())
    manage(folder, "migrate", "--no-input")
    assert counts(owner) == before
    assert "[ ]" not in manage(folder, "showmigrations")
    exported = manage(folder, "export_deadlines", "--authority", "999", "--on", "2026-11-18")
    assert exported.startswith("child_id,kind,started_on,due_on,met_on,status")
    assert len(exported.splitlines()) > 50
