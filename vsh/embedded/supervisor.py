"""The process that holds the embedded servers for as long as anybody has a lease on them.

`python -m vsh.embedded.supervisor DATA_DIR` returns once the servers answer, and leaves a process
of its own session behind. That process:

1. holds `locks/supervisor` alone, so that there is one;
2. waits for `locks/servers`, which the servers inherit, so that no earlier server is still there;
3. starts PostgreSQL and Redis, which the kernel ends when this process ends;
4. starts a server again that has died, unless it keeps dying;
5. ends once it gets `locks/lease` for itself: nobody shares it any more.
"""

import fcntl
import os
import signal
import sys
import time
from pathlib import Path

from .confine import Confinement
from .errors import EmbeddedServerError
from .paths import Places, make_folders
from .postgres import Postgres
from .redis_server import Redis

POLL_SECONDS = 0.2
RESTART_AFTER_SECONDS = 3.0
MOST_DEATHS_IN_A_ROW = 5
SETTLED_AFTER_SECONDS = 60.0


def take_lock(path: Path, *, seconds: float) -> int:
    """An exclusive lock on a file, waited for; the file descriptor that holds it."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    give_up = time.monotonic() + seconds
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return descriptor
        except BlockingIOError:
            if time.monotonic() > give_up:
                os.close(descriptor)
                raise EmbeddedServerError(f"Another process still holds {path}.") from None
            time.sleep(0.05)


class Supervisor:
    """Keeps both servers running while a lease is held."""

    def __init__(self, places: Places) -> None:
        self.places = places
        self.asked_to_stop = False
        make_folders(places, places.locks, places.logs, places.sockets)
        take_lock(places.locks / "supervisor", seconds=5)
        (places.locks / "ready").unlink(missing_ok=True)
        self.servers_lock = take_lock(places.locks / "servers", seconds=60)
        confinement = Confinement()
        confinement.hand_over(places.sockets)
        durable = os.environ.get("VSH_FSYNC", "on") != "off"
        self.servers = (
            Postgres(places, confinement, durable=durable),
            Redis(places, confinement, durable=durable),
        )

    def start(self) -> None:
        try:
            for server in self.servers:
                server.start(pass_fds=(self.servers_lock,))
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        for server in reversed(self.servers):
            server.stop()

    def watch(self) -> None:
        """Return when the last lease has gone, or when asked to stop."""
        lease = os.open(self.places.locks / "lease", os.O_RDWR | os.O_CREAT, 0o600)
        deaths, last_death = 0, 0.0
        while not self.asked_to_stop:
            try:
                fcntl.flock(lease, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                pass
            else:
                return  # the lock is kept: whoever comes now waits until everything has stopped
            for server in self.servers:
                if server.process is None or server.process.poll() is None:
                    continue
                now = time.monotonic()
                deaths = 1 if now - last_death > SETTLED_AFTER_SECONDS else deaths + 1
                last_death = now
                say(f"{server.name} ended with {server.process.returncode}")
                if deaths > MOST_DEATHS_IN_A_ROW:
                    raise EmbeddedServerError(f"{server.name} keeps ending; giving up.")
                time.sleep(RESTART_AFTER_SECONDS)
                server.start(pass_fds=(self.servers_lock,))
            time.sleep(POLL_SECONDS)


def say(words: str) -> None:
    print(time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()), words, flush=True)


def serve(places: Places, report: int) -> None:
    """The life of the process left behind; `report` tells the starter how the start went."""
    try:
        supervisor = Supervisor(places)

        def stop(*_: object) -> None:
            supervisor.asked_to_stop = True

        signal.signal(signal.SIGTERM, stop)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        supervisor.start()
    except (EmbeddedServerError, OSError) as error:
        os.write(report, f"{error}".encode())
        return
    (places.locks / "ready").write_text(f"{os.getpid()}\n")
    os.write(report, b"ready")
    os.close(report)
    say("ready")
    try:
        supervisor.watch()
    finally:
        supervisor.stop()
        say("stopped")


def main() -> int:
    places = Places(data=Path(sys.argv[1]))
    make_folders(places, places.logs)
    reading, writing = os.pipe()
    if os.fork() == 0:
        os.setsid()
        os.close(reading)
        log = os.open(places.logs / "supervisor.log", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        nothing = os.open(os.devnull, os.O_RDONLY)
        for descriptor, target in ((nothing, 0), (log, 1), (log, 2)):
            os.dup2(descriptor, target)
        os.closerange(3, writing)  # the starter's lock among them: it ends with the start
        os.closerange(writing + 1, 256)
        try:
            serve(places, writing)
        finally:
            sys.stdout.flush()
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as report:
        answer = report.read()
    if answer == "ready":
        return 0
    print(answer or f"The embedded servers did not start; see {places.logs}.", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
