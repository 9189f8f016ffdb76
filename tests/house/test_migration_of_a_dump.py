"""A database as the first release left it is brought up to date, and nothing of it is lost."""

import gzip
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from tests.servers import own_folder
from vsh.embedded.lease import Servers
from vsh.embedded.paths import PROJECT_DIR
from vsh.embedded.postgres import binaries

DATA = Path(__file__).parents[1] / "data"
DUMP = DATA / "first_release.sql.gz"
HELD = {"pupils_pupil": 22, "peps_pep": 30, "pupils_pupilevent": 22, "accounts_user": 60}
LATER_CLOCKS = {
    "pep_action",
    "sdq",
    "ehcp_review",
    "ehc_review_decision",
    "ehc_pep_link",
    "ehc_assessment_decision",
    "ehc_plan_issued",
    "ehc_phase_transfer",
    "school_application",
    "school_direction",
    "move_told",
    "setting_notified",
    "release_plan",
}
LOADED_ON = date(2026, 11, 21)  # the only day in the dump's history
UPGRADED_ON = date(2027, 1, 13)


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


@pytest.fixture
def upgraded(restored):
    """The same, brought up to date weeks after its children were loaded."""
    folder, owner = restored
    with psycopg.connect(owner) as connection:
        connection.execute(
            "INSERT INTO calendars_currentday (id, day) VALUES (1, %s)", [UPGRADED_ON]
        )
    before = counts(owner)
    manage(folder, "migrate", "--no-input")
    return folder, owner, before


def test_the_first_release_is_brought_up_to_date_with_everything_in_it(upgraded):
    folder, owner, before = upgraded
    assert all(before[table] >= least for table, least in HELD.items())
    # The day on record is taken from the history, and stands in it: one more line for each child.
    written = {"pupils_pupilevent": before["pupils_pupilevent"] + before["pupils_pupil"]}
    assert counts(owner) == before | written
    assert "[ ]" not in manage(folder, "showmigrations")
    for authority, lines in (("999", 253), ("998", 23)):
        # The first release's own code wrote this file from the same dump: commit e882692,
        # `manage.py export_deadlines --authority … --on 2026-11-18`. A rule that is changed on
        # purpose changes it by hand, line by line, and says why here. Since then each review
        # that is arranged has a line `pep_to_iro`, three working days before it; and an emergency
        # placement at 16 or 17 has the 20 school days too, since the guidance names no age.
        expected = (DATA / f"first_release_deadlines_{authority}.csv").read_text().splitlines()
        exported = manage(
            folder, "export_deadlines", "--authority", authority, "--on", "2026-11-18"
        )
        # These have had a clock since then only.
        shown = [line for line in exported.splitlines() if line.split(",")[1] not in LATER_CLOCKS]
        assert shown == expected
        assert len(shown) < len(exported.splitlines())
        assert len(expected) == lines
        assert expected[0] == "child_id,kind,started_on,due_on,met_on,status"
    with psycopg.connect(owner) as connection:
        days = connection.execute("SELECT on_record_since, count(*) FROM pupils_pupil GROUP BY 1")
        assert days.fetchall() == [(LOADED_ON, before["pupils_pupil"])]
        late = connection.execute(
            "SELECT pgh_obj_id FROM pupils_pupilevent GROUP BY 1 "
            "HAVING (min(pgh_created_at) AT TIME ZONE 'Europe/London')::date <> %s",
            [LOADED_ON],
        )
        assert late.fetchall() == []
