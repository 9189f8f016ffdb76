"""Tasks that stop half way until the test lets them go on; the test's worker includes them."""

import os
from pathlib import Path

from celery import shared_task


@shared_task(name="tests.faults.take_part")
def take_part(name: str) -> None:
    """Say that we began, wait to be let go (a pipe that the test writes to), say that we ended."""
    marks = Path(os.environ["FAULT_MARKS"])
    with open(marks / "began", "w") as began:  # a pipe: opens when the test reads
        began.write(f"{name} {os.getpid()}\n")
    with open(marks / "go") as go:
        go.read()
    with open(marks / "ended", "w") as ended:
        ended.write(f"{name}\n")
