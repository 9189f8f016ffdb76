"""Database and files are exchanged together: what fails or is cut off in between is put right."""

import psycopg
import pytest
from django.db import connection

from vsh.backups.exchange import Exchange
from vsh.backups.programs import BackupError


@pytest.fixture
def server(transactional_db):
    connection.ensure_connection()
    chosen = connection.get_connection_params()
    chosen = {name: chosen[name] for name in ("host", "user") if chosen.get(name)}
    with psycopg.connect(**chosen, dbname="postgres", autocommit=True) as server:
        yield server


def start(server, database: str, files) -> Exchange:
    """Present files beside new ones; the new database is made, the present one is there."""
    exchange = Exchange(server, database=database, files=files)
    exchange.make_room()
    files.mkdir()
    (files / "present").touch()
    (exchange.new_files / "new").touch()
    return exchange


@pytest.fixture
def exchange(server, tmp_path):
    """Two empty databases that nobody uses."""
    exchange = Exchange(server, database="exchanged", files=tmp_path / "files")
    names = (exchange.database, exchange.new_database, exchange.old_database)
    for name in names:
        server.execute(f"DROP DATABASE IF EXISTS {name}")
    server.execute("CREATE DATABASE exchanged")
    yield start(server, "exchanged", tmp_path / "files")
    for name in names:
        server.execute(f"DROP DATABASE IF EXISTS {name}")


def databases(exchange) -> dict[str, int]:
    """Each database's name and number, which stays when it is renamed."""
    found = exchange.server.execute(
        "SELECT datname, oid FROM pg_database WHERE datname LIKE %s", [f"{exchange.database}%"]
    )
    return dict(found.fetchall())


def folders(exchange) -> dict[str, list[str]]:
    return {
        folder.name: [file.name for file in folder.iterdir()]
        for folder in exchange.files.parent.iterdir()
    }


def test_new_takes_the_place_of_present(exchange):
    new = databases(exchange)["exchanged_restoring"]
    exchange.carry_out()
    exchange.settle()
    assert databases(exchange) == {"exchanged": new}
    assert folders(exchange) == {"files": ["new"]}


def test_if_the_database_cannot_be_exchanged_the_files_are_put_back(server, tmp_path):
    """This test is itself connected to the database, which therefore keeps its name."""
    exchange = start(server, connection.settings_dict["NAME"], tmp_path / "files")
    before = databases(exchange)
    try:
        with pytest.raises(BackupError, match="everything is as it was"):
            exchange.carry_out()
        assert databases(exchange) == before
        assert folders(exchange) == {"files": ["present"]}
    finally:
        exchange.remove_new()


def test_if_they_cannot_be_put_back_it_is_said_how_to_finish(exchange):
    exchange.server.execute("DROP DATABASE exchanged_restoring")
    (exchange.files.parent / "files.leaving").touch()  # where the new files would go
    with pytest.raises(BackupError, match="Run the same restore again"):
        exchange.carry_out()
    (exchange.files.parent / "files.leaving").unlink()
    exchange.settle()
    assert folders(exchange) == {"files": ["present"]}


@pytest.mark.parametrize("are_new_files_in_place", [False, True])
def test_cut_off_before_the_database_the_present_files_come_back(exchange, are_new_files_in_place):
    present = databases(exchange)["exchanged"]
    exchange.files.rename(exchange.old_files)
    if are_new_files_in_place:
        exchange.new_files.rename(exchange.files)
    exchange.settle()
    assert databases(exchange) == {"exchanged": present}
    assert folders(exchange) == {"files": ["present"]}


@pytest.mark.parametrize("are_old_files_gone", [False, True])
def test_cut_off_after_the_database_the_new_stays(exchange, are_old_files_gone):
    new = databases(exchange)["exchanged_restoring"]
    exchange.carry_out()
    if are_old_files_gone:
        exchange.old_files.rename(exchange.files.with_name("files.leaving"))
    exchange.settle()
    assert databases(exchange) == {"exchanged": new}
    assert folders(exchange)["files"] == ["new"]
