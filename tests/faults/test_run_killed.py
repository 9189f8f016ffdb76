"""`make run` killed outright, or one of its servers: nothing is left over, nothing is lost."""

import os
import signal
import subprocess

from tests.demonstration import Demonstration
from tests.servers import own_folder, wait_for_end
from vsh.embedded.paths import PROJECT_DIR


def test_killed_outright_it_leaves_no_process_behind():
    with own_folder(is_migrated=True) as folder:
        running = Demonstration(folder).begin()
        running.read_until("Ctrl-C stops everything")
        left = folder.server_processes()
        assert len(left) > 10
        running.process.kill()
        running.process.wait()
        running.process.stdout.close()
        wait_for_end(left, seconds=60)
        assert folder.server_processes() == []


def test_make_itself_killed_leaves_no_process_behind():
    with own_folder(is_migrated=True) as folder:
        running = Demonstration(folder)
        running.process = subprocess.Popen(
            ["make", "-s", "run"],
            cwd=PROJECT_DIR,
            env=running.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        running.read_until("Ctrl-C stops everything")
        left = folder.server_processes()
        running.process.kill()
        running.process.wait()
        wait_for_end(left, seconds=60)
        running.process.stdout.close()


def test_the_supervisor_of_the_servers_killed_the_demonstration_goes_on():
    with own_folder(is_migrated=True) as folder:
        running = Demonstration(folder).begin()
        running.read_until("Ctrl-C stops everything")
        supervisor = folder.supervisor()
        os.kill(supervisor, signal.SIGKILL)
        wait_for_end([supervisor])
        running.wait_until_ready()
        assert folder.supervisor() != supervisor
        assert running.stop() == 0
