"""One running system, as in production, for each module of faults."""

import pytest

from tests.production import production


@pytest.fixture(scope="module")
def system(tmp_path_factory):
    marks = tmp_path_factory.mktemp("marks")
    with production(extra={"FAULT_MARKS": str(marks), "TASK_SECONDS": "15"}) as running:
        running.marks = marks
        worker = running.children["worker"]
        worker.command = [*worker.command, "--include", "tests.faults.tasks"]
        running.start()
        running.wait_for_trouble(set())
        yield running
