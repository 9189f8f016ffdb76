"""Join the embedded servers, or start them: `ensure()` holds a lease for this process's life."""

import fcntl
import os
import subprocess
import sys
import threading
import time
from dataclasses import dataclass

from .errors import EmbeddedServerError
from .paths import PROJECT_DIR, Places, data_dir, make_folders
from .supervisor import take_lock

_mutex = threading.Lock()
_leases: dict[Places, int] = {}


@dataclass(frozen=True, kw_only=True)
class Servers:
    """How to reach the running servers."""

    places: Places

    def dsn(self, role: str, database: str = "vsh") -> str:
        """A connection string for psycopg and PostgreSQL's own programs."""
        return f"host={self.places.sockets} user={role} dbname={database}"

    @property
    def redis_url(self) -> str:
        return f"unix://{self.places.redis_socket}"


def is_supervised(places: Places) -> bool:
    """Whether a supervisor is alive: it holds its lock from its first moment to its last."""
    try:
        descriptor = os.open(places.locks / "supervisor", os.O_RDONLY)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
        return False
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)


def is_ready(places: Places) -> bool:
    """Whether a supervisor is alive whose servers have answered once."""
    return is_supervised(places) and (places.locks / "ready").exists()


def ensure() -> Servers:
    """The embedded servers, running; the lease on them ends with this process.

    1. Share the lease (waits while the last ones out are being stopped).
    2. One at a time: see whether a supervisor is alive, else start one and wait for it.
    """
    places = Places(data=data_dir())
    servers = Servers(places=places)
    with _mutex:
        if places not in _leases:
            make_folders(places, places.locks)
            lease = os.open(places.locks / "lease", os.O_RDWR | os.O_CREAT, 0o600)
            fcntl.flock(lease, fcntl.LOCK_SH)
            _leases[places] = lease
        if not is_ready(places):
            start(places)
    return servers


def start(places: Places) -> None:
    """Start a supervisor unless somebody else has just done so."""
    starting = take_lock(places.locks / "start", seconds=120)
    try:
        if is_supervised(places):
            return
        done = subprocess.run(
            [sys.executable, "-m", "vsh.embedded.supervisor", str(places.data)],
            cwd=PROJECT_DIR,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            pass_fds=(starting,),  # so that the lock outlives this process if it is killed now
        )
        if done.returncode != 0:
            raise EmbeddedServerError(done.stderr.strip())
    finally:
        os.close(starting)


def release(*, wait_seconds: float = 0) -> None:
    """Give the lease back early; wait for the servers to stop if this was the last one."""
    places = Places(data=data_dir())
    with _mutex:
        lease = _leases.pop(places, None)
    if lease is not None:
        os.close(lease)
    give_up = time.monotonic() + wait_seconds
    while time.monotonic() < give_up and is_supervised(places) and not _is_shared(places):
        time.sleep(0.05)


def _is_shared(places: Places) -> bool:
    """Whether somebody else still has a lease; false too while the supervisor is stopping."""
    descriptor = os.open(places.locks / "lease", os.O_RDWR)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return False
    except BlockingIOError:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
            return True
        except BlockingIOError:
            return False
    finally:
        os.close(descriptor)
