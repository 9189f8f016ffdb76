"""The processes of `make run`: started, started again when one dies, stopped together."""

import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from .confine import die_with_parent
from .errors import EmbeddedServerError
from .paths import PROJECT_DIR

STOP_SECONDS = 25
MOST_DEATHS = 5
WITHIN_SECONDS = 60


@dataclass(kw_only=True)
class Child:
    """One process, its log and how often it has died lately."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    log: Path
    pass_fds: Sequence[int] = ()
    deaths: list[float] = field(default_factory=list)
    process: "subprocess.Popen[bytes] | None" = None

    def start(self) -> None:
        parent = os.getpid()

        def prepare() -> None:
            die_with_parent(signal.SIGTERM)
            if os.getppid() != parent:
                os._exit(1)

        with open(self.log, "ab") as output:
            self.process = subprocess.Popen(
                self.command,
                cwd=PROJECT_DIR,
                env={**os.environ, **self.environment},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                pass_fds=tuple(self.pass_fds),
                start_new_session=True,  # Ctrl-C reaches us; we stop the others in order
                preexec_fn=prepare,
            )

    def restart_if_dead(self) -> bool:
        """Start a dead process again; an error when it has died too often."""
        assert self.process is not None
        if self.process.poll() is None:
            return False
        now = time.monotonic()
        self.deaths = [died for died in self.deaths if now - died < WITHIN_SECONDS] + [now]
        if len(self.deaths) >= MOST_DEATHS:
            raise EmbeddedServerError(
                f"{self.name} keeps ending (exit {self.process.returncode}); see {self.log}"
            )
        self.kill_group()
        self.start()
        return True

    def ask_to_stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    def insist(self, *, until: float) -> None:
        """Wait for the end, then end what is left of the process and its own children."""
        if self.process is None:
            return
        try:
            self.process.wait(timeout=max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.kill_group()

    def kill_group(self) -> None:
        assert self.process is not None
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            return


def stop_all(children: Sequence[Child]) -> None:
    """Stop all at once, and return when the last has gone."""
    for child in children:
        child.ask_to_stop()
    until = time.monotonic() + STOP_SECONDS
    for child in children:
        child.insist(until=until)
