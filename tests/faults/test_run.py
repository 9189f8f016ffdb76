"""`make run`: prints Ready when it is, keeps its data, leaves no process behind."""

import json
import os
import re
import signal
from pathlib import Path

import pytest

from tests.demonstration import Demonstration
from tests.servers import own_folder


@pytest.fixture(scope="module")
def folder():
    with own_folder(is_migrated=True) as made:
        yield made


@pytest.fixture(scope="module")
def demonstration(folder):
    running = Demonstration(folder, DEMO_PASSWORD="a password for this test").begin()
    running.said = running.read_until("Ctrl-C stops everything")
    yield running
    if running.process.returncode is None:
        running.stop()


def test_ready_is_printed_with_the_accounts_and_the_password(demonstration):
    assert f"Ready: http://127.0.0.1:{demonstration.port}\n" in demonstration.said
    for name in ("head", "officer", "data", "socialworker", "teacher", "teacher2", "iro"):
        assert f"{name}@northshire.example" in demonstration.said
    assert "head@southmoor.example" in demonstration.said
    assert "with the password a password for this test" in demonstration.said


def test_every_service_is_ready_by_name(demonstration):
    status, body = demonstration.get("/readyz")
    assert status == 200
    assert json.loads(body) == {
        "status": "ready",
        "services": {name: {"ok": True} for name in ("database", "redis", "worker", "beat")},
    }
    assert demonstration.get("/healthz") == (200, '{"status": "alive"}')


def test_the_printed_password_signs_in(demonstration):
    arrived = demonstration.sign_in("iro@northshire.example", "a password for this test")
    assert arrived == f"http://127.0.0.1:{demonstration.port}/"
    refused = demonstration.sign_in("iro@northshire.example", "another password")
    assert refused.endswith("/account/login/")


def test_a_second_one_on_the_same_data_is_refused(demonstration):
    second = Demonstration(demonstration.folder).begin()
    assert "already runs" in second.process.stdout.read()
    assert second.process.wait() == 1


def test_a_port_in_use_is_said_at_once(demonstration):
    with own_folder() as other:
        second = Demonstration(other, PORT=str(demonstration.port)).begin()
        assert f"Port {demonstration.port} cannot be used" in second.process.stdout.read()
        assert second.process.wait() == 1
        assert other.server_processes() == []


def test_a_killed_web_process_is_started_again(demonstration):
    web = next(
        process
        for process in demonstration.folder.server_processes()
        if b"vsh.web_server" in Path(f"/proc/{process}/cmdline").read_bytes()
    )
    os.kill(web, signal.SIGKILL)
    demonstration.read_until("web ended and was started again")
    assert demonstration.get("/healthz")[0] == 200


def test_it_stops_whole_and_a_second_run_keeps_the_data(demonstration):
    folder = demonstration.folder
    assert demonstration.stop() == 0
    assert folder.server_processes() == []
    kept = (folder.places.data / "secret-key").read_text()

    again = Demonstration(folder).begin()
    said = again.read_until("Ctrl-C stops everything")
    try:
        assert "Making the demonstration" not in said
        assert "Bringing the database up to date" not in said
        password = re.search(r"with the password (\S{12,})\n", said).group(1)
        assert again.sign_in("head@northshire.example", password).endswith(f"{again.port}/")
        assert (folder.places.data / "secret-key").read_text() == kept
    finally:
        assert again.stop(signal.SIGINT) == 0
    assert folder.server_processes() == []
