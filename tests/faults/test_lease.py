"""Who comes joins the running servers or starts them; the last one out stops them."""

import os
import signal
import stat
import subprocess
from pathlib import Path

import psycopg
import pytest

from tests.servers import Folder, own_folder, wait_for_end
from vsh.embedded.confine import enter_user_namespace
from vsh.embedded.lease import Servers


@pytest.fixture
def folder():
    with own_folder() as made:
        yield made


def test_second_joins_and_last_out_stops_the_servers(folder):
    first = folder.join()
    supervisor = folder.supervisor()
    second = folder.join()
    assert folder.supervisor() == supervisor

    folder.leave(first)
    with psycopg.connect(Servers(places=folder.places).dsn("vsh_web")) as connection:
        assert connection.execute("SELECT current_user").fetchone() == ("vsh_web",)

    running = folder.server_processes()
    assert len(running) >= 5  # the supervisor, PostgreSQL and its own, Redis
    folder.leave(second)
    wait_for_end(running)
    assert folder.server_processes() == []


def test_killed_client_gives_its_lease_back(folder):
    client = folder.join()
    running = folder.server_processes()
    client.kill()
    client.wait()
    wait_for_end(running)


def test_servers_die_with_a_killed_supervisor_and_the_next_client_starts_anew(folder):
    first = folder.join()
    running = folder.server_processes()
    os.kill(folder.supervisor(), signal.SIGKILL)
    wait_for_end(running)

    folder.join()
    with psycopg.connect(Servers(places=folder.places).dsn("vsh_owner")) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    folder.leave(first)


def test_four_clients_at_once_start_one_set_of_servers(folder):
    clients = [folder.begin() for _ in range(4)]
    assert [client.stdout.readline() for client in clients] == ["joined\n"] * 4
    postmasters = [
        process
        for process in folder.server_processes()
        if b"postgres\0-D" in Path(f"/proc/{process}/cmdline").read_bytes()
    ]
    assert len(postmasters) == 1


def test_dead_server_is_started_again(folder):
    folder.join()
    dsn = Servers(places=folder.places).dsn("vsh_owner")
    postmaster = int((folder.places.cluster / "postmaster.pid").read_text().split()[0])
    os.kill(postmaster, signal.SIGKILL)
    wait_for_end([postmaster])
    log = folder.places.logs / "postgres.log"
    following = subprocess.Popen(
        ["tail", "-n", "+1", "-F", str(log)], stdout=subprocess.PIPE, text=True
    )
    ready = 0
    for line in following.stdout:
        ready += "ready to accept connections" in line
        if ready == 2:
            break
    following.kill()
    following.communicate()
    with psycopg.connect(dsn) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)


@pytest.mark.parametrize("way", ["namespace", "nobody"] if os.geteuid() == 0 else ["ordinary"])
def test_servers_run_as_an_ordinary_user_whoever_starts_them(folder, way):
    outer = folder.places.data.parent
    mode_before = stat.S_IMODE(outer.stat().st_mode)
    folder.join(extra={"VSH_EMBEDDED_USER": way})

    postmaster = int((folder.places.cluster / "postmaster.pid").read_text().split()[0])
    if way == "namespace":
        outside = [Path(f"/proc/{postmaster}/uid_map").read_text().split()]
        assert outside == [["1000", "0", "1"]]
    else:
        assert Path(f"/proc/{postmaster}").stat().st_uid != 0 or os.geteuid() != 0
    with psycopg.connect(Servers(places=folder.places).dsn("vsh_web")) as connection:
        assert connection.execute("SHOW data_directory_mode").fetchone() == ("0700",)
    assert stat.S_IMODE(outer.stat().st_mode) == mode_before == 0o700
    assert stat.S_IMODE(folder.places.sockets.stat().st_mode) == 0o700


def test_an_ordinary_user_starts_and_stops_the_servers(folder):
    options = {"preexec_fn": enter_user_namespace} if os.geteuid() == 0 else {}
    client = folder.join(**options)
    running = folder.server_processes()
    folder.leave(client)
    wait_for_end(running)


def test_data_survives_being_handed_from_one_way_to_the_other(folder):
    ways = ("nobody", "namespace", "nobody") if os.geteuid() == 0 else ("ordinary",) * 3
    for number, way in enumerate(ways):
        client = folder.join(extra={"VSH_EMBEDDED_USER": way})
        dsn = Servers(places=folder.places).dsn("vsh_owner")
        with psycopg.connect(dsn, autocommit=True) as connection:
            connection.execute("CREATE TABLE IF NOT EXISTS visits (n int)")
            connection.execute("INSERT INTO visits VALUES (1)")
            assert connection.execute("SELECT count(*) FROM visits").fetchone() == (number + 1,)
        running = folder.server_processes()
        folder.leave(client)
        wait_for_end(running)


def test_long_data_folder_gets_short_sockets(folder):
    deep = folder.places.data.parent / ("a" * 60) / ("b" * 60)
    long = Folder(deep)
    client = long.join()
    try:
        assert len(str(long.places.sockets)) < 80
        with psycopg.connect(Servers(places=long.places).dsn("vsh_web")) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
    finally:
        running = long.server_processes()
        long.leave(client)
        wait_for_end(running)
        client.stdout.close()
        long.places.sockets.rmdir()


def test_data_of_another_major_version_is_refused_with_instructions(folder):
    client = folder.join()
    running = folder.server_processes()
    folder.leave(client)
    wait_for_end(running)
    (folder.places.cluster / "PG_VERSION").write_text("17\n")
    said = folder.begin().stdout.readline()
    assert "written by PostgreSQL 17" in said
    assert "manage.py backup" in said


def test_the_web_role_owns_nothing_and_the_owner_is_no_superuser(folder):
    folder.join()
    with psycopg.connect(Servers(places=folder.places).dsn("vsh_owner")) as connection:
        roles = connection.execute(
            "SELECT rolname, rolsuper, rolcreatedb, rolcreaterole, rolbypassrls FROM pg_roles "
            "WHERE rolname LIKE 'vsh%' ORDER BY 1"
        ).fetchall()
        assert roles == [
            ("vsh_owner", False, True, False, False),
            ("vsh_web", False, False, False, False),
        ]
        locale = connection.execute(
            "SELECT datlocprovider, datlocale, pg_encoding_to_char(encoding) FROM pg_database "
            "WHERE datname = 'vsh'"
        ).fetchone()
        assert locale == (b"b", "C.UTF-8", "UTF8") or locale == ("b", "C.UTF-8", "UTF8")
        connection.execute("SET ROLE vsh_web")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("CREATE TABLE mine (n int)")
