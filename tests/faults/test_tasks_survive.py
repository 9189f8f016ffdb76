"""A task whose worker is killed half way, or whose queue's server is, is done all the same."""

import os
import signal
import subprocess
import sys

import pytest

from vsh.embedded.paths import PROJECT_DIR


@pytest.fixture
def pipes(system):
    names = ("began", "go", "ended")
    for name in names:
        os.mkfifo(system.marks / name)
    yield
    for name in names:
        (system.marks / name).unlink()


def send(system, name: str) -> None:
    code = f"import vsh.celery; vsh.celery.app.send_task('tests.faults.take_part', ['{name}'])"
    subprocess.run(
        [sys.executable, "-c", code], cwd=PROJECT_DIR, env=system.environment("beat"), check=True
    )


def wait_for(system, mark: str) -> list[str]:
    """The words of a mark; opening the pipe waits for the task to open it too."""
    return (system.marks / mark).read_text().split()


def let_go(system) -> None:
    (system.marks / "go").write_text("")


def test_a_task_whose_process_is_killed_is_done_at_once_by_another(system, pipes):
    send(system, "one")
    _, process = wait_for(system, "began")
    os.kill(int(process), signal.SIGKILL)
    name, other = wait_for(system, "began")
    assert (name, other != process) == ("one", True)
    let_go(system)
    assert wait_for(system, "ended") == ["one"]


def test_a_task_whose_whole_worker_is_killed_is_done_by_the_next(system, pipes):
    send(system, "two")
    wait_for(system, "began")
    system.kill("worker")
    system.start("worker")
    assert wait_for(system, "began")[0] == "two"
    let_go(system)
    assert wait_for(system, "ended") == ["two"]


def test_a_task_waiting_in_redis_survives_its_being_killed(system, pipes):
    system.kill("worker")
    send(system, "three")
    # The append-only file is written before Redis answers and synced every second: a killed
    # process loses nothing of it.
    system.redis.process.kill()
    system.redis.process.wait()
    system.redis.start()
    system.start("worker")
    assert wait_for(system, "began")[0] == "three"
    let_go(system)
    assert wait_for(system, "ended") == ["three"]
