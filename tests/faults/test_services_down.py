"""A service that is down is named by /readyz; pages say so kindly; all comes back by itself."""

import os
import signal

import pytest
import redis

ALL_BY_REDIS = {"redis", "worker", "beat"}


@pytest.mark.parametrize("name", ["worker", "beat"])
def test_a_killed_process_is_named_alone_until_it_runs_again(system, name):
    system.kill(name)
    system.wait_for_trouble({name})
    assert system.get("/account/login/")[0] == 200
    system.start(name)
    system.wait_for_trouble(set())


def test_a_stopped_redis_is_named_and_pages_still_answer(system):
    system.redis.stop()
    system.wait_for_trouble(ALL_BY_REDIS)
    assert system.get("/account/login/")[0] == 200
    system.redis.start()
    system.wait_for_trouble(set())


SEND_AND_ASK = """
import time
from vsh.intake.progress import progress_of
from vsh.intake.tasks import check_import

begun = time.monotonic()
try:
    check_import.delay(0)
except Exception as error:
    print(type(error).__name__)
print(progress_of("nothing"))
print("in time" if time.monotonic() - begun < 8 else "too late")
"""


def test_a_redis_that_hangs_keeps_nobody_waiting(system):
    with redis.Redis(unix_socket_path=str(system.places.redis_socket)) as server:
        hanging = server.info("server")["process_id"]
    os.kill(hanging, signal.SIGSTOP)
    try:
        told = system.manage("shell", "-v", "0", "-c", SEND_AND_ASK)
        system.wait_for_trouble(ALL_BY_REDIS)
        assert system.get("/account/login/")[0] == 200
    finally:
        os.kill(hanging, signal.SIGCONT)
    assert told.stdout.split("\n")[:3] == ["OperationalError", "(0, 0)", "in time"], told.stderr
    system.wait_for_trouble(set())
    told = system.manage("shell", "-v", "0", "-c", SEND_AND_ASK)
    assert told.stdout.split("\n")[:2] == ["(0, 0)", "in time"], told.stderr


def test_a_stopped_database_is_named_and_pages_say_so_kindly(system):
    system.postgres.stop()
    system.wait_for_trouble({"database"})
    status, page = system.get("/account/login/")
    assert status == 503
    assert "Nothing that you saved is lost" in page
    assert "Traceback" not in page
    assert "OperationalError" not in page
    assert system.get("/healthz")[0] == 200
    system.postgres.start()
    system.wait_for_trouble(set())
    assert system.get("/account/login/")[0] == 200


def test_a_killed_database_loses_nothing_that_was_committed(system):
    done = system.manage("create_authority", "997", "Eastvale")
    assert done.returncode == 0, done.stderr
    system.postgres.process.kill()
    system.postgres.process.wait()
    system.wait_for_trouble({"database"})
    system.postgres.start()
    system.wait_for_trouble(set())
    count = "from vsh.organisations.models import Authority as A; print(A.objects.count())"
    assert system.manage("shell", "-v", "0", "-c", count).stdout.strip() == "1"
