"""Real servers in folders of their own, and how to see whether their processes live."""

import fcntl
import hashlib
import os
import select
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg

from vsh.backups.programs import program
from vsh.embedded.lease import Servers, ensure
from vsh.embedded.paths import PROJECT_DIR, Places

CLIENT = """
import sys
from vsh.embedded.errors import EmbeddedServerError
from vsh.embedded.lease import ensure
try:
    ensure()
except EmbeddedServerError as error:
    print(error, flush=True)
else:
    print("joined", flush=True)
sys.stdin.read()
"""


class Folder:
    """A data folder, the clients that a test started on it, and its servers' process ids."""

    def __init__(self, path: Path) -> None:
        self.places = Places(data=path)
        self.clients: list[subprocess.Popen[str]] = []

    @property
    def environment(self) -> dict[str, str]:
        kept = {
            name: value
            for name, value in os.environ.items()
            if name not in ("VSH_TESTS_IN", "DJANGO_SETTINGS_MODULE", "VSH_EMBEDDED_USER")
        }
        return {**kept, "VSH_DATA_DIR": str(self.places.data), "VSH_FSYNC": "off"}

    def manage(self, *arguments: str) -> None:
        subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=PROJECT_DIR,
            env={**self.environment, "DJANGO_SETTINGS_MODULE": "vsh.settings"},
            stdout=subprocess.DEVNULL,
            check=True,
        )

    def begin(self, extra: dict[str, str] | None = None, **options) -> "subprocess.Popen[str]":
        """A process that asks for the servers and keeps its lease until its input ends."""
        client = subprocess.Popen(
            [sys.executable, "-c", CLIENT],
            cwd=PROJECT_DIR,
            env={**self.environment, **(extra or {})},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            **options,
        )
        self.clients.append(client)
        return client

    def join(self, **options) -> "subprocess.Popen[str]":
        client = self.begin(**options)
        assert client.stdout.readline() == "joined\n"
        return client

    def leave(self, client: "subprocess.Popen[str]") -> None:
        client.stdin.close()
        client.wait(timeout=20)

    def supervisor(self) -> int:
        return int((self.places.locks / "ready").read_text())

    def server_processes(self) -> list[int]:
        """Every process that works in the folder or whose environment names it; no client."""
        mark = f"VSH_DATA_DIR={self.places.data}\0".encode()
        found = set()
        for process in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                if (process / "cwd").readlink().is_relative_to(self.places.data):
                    found.add(int(process.name))
                if mark in (process / "environ").read_bytes() + b"\0":
                    found.add(int(process.name))
        return sorted(found - {client.pid for client in self.clients})


def wait_for_end(processes: list[int], seconds: float = 20) -> None:
    """Return when all have ended; the kernel says so."""
    for process in processes:
        try:
            watching = os.pidfd_open(process)
        except ProcessLookupError:
            continue
        try:
            ended, _, _ = select.select([watching], [], [], seconds)
            assert ended, f"process {process} is still there"
        finally:
            os.close(watching)


def state_of_migrations() -> str:
    """Changes when a migration does, so that what was migrated can be kept until then."""
    digest = hashlib.sha256((PROJECT_DIR / "requirements.lock").read_bytes())
    ours = [*PROJECT_DIR.glob("*/migrations/*.py"), *PROJECT_DIR.glob("vsh/*/migrations/*.py")]
    for migration in sorted(ours):
        digest.update(str(migration.relative_to(PROJECT_DIR)).encode())
        digest.update(migration.read_bytes())
    return digest.hexdigest()[:16]


@contextmanager
def one_at_a_time(name: str) -> Iterator[Path]:
    """The folder of what test processes share, for one process at a time."""
    shared = Path(os.environ["VSH_TESTS_IN"]) / "migrated"
    shared.mkdir(mode=0o700, parents=True, exist_ok=True)
    with open(shared / f"{name}.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield shared


def migrated_cluster() -> Path:
    """A stopped cluster with a migrated database, made once for each state of the migrations.

    Migrating takes half a minute, so that it is done once and its result copied.
    """
    with one_at_a_time("cluster") as shared:
        cluster = shared / state_of_migrations()
        if not cluster.exists():
            here = ensure()
            source = here.dsn("vsh_owner", migrated_database(here))
            with own_folder() as folder:
                client = folder.join()
                copy_database(source, Servers(places=folder.places).dsn("vsh_owner"))
                running = folder.server_processes()
                folder.leave(client)
                wait_for_end(running)
                shutil.move(folder.places.cluster, cluster)
    return cluster


def copy_database(source: str, target: str) -> None:
    """Everything of one database into another that is empty, of whichever cluster."""
    dump = [program("pg_dump"), "--format=custom", source]
    restore = [program("pg_restore"), "--exit-on-error", f"--dbname={target}"]
    content = subprocess.run(dump, stdout=subprocess.PIPE, check=True).stdout
    subprocess.run(restore, input=content, check=True)


def migrated_database(servers: Servers) -> str:
    """The name of a migrated database to copy test databases from, made as the cluster is."""
    name = f"migrated_{state_of_migrations()}"
    dsn = servers.dsn("vsh_owner", "postgres")
    with one_at_a_time("database"), psycopg.connect(dsn, autocommit=True) as connection:
        found = connection.execute("SELECT datname FROM pg_database").fetchall()
        if (name,) not in found:
            for (old,) in found:
                if old.startswith(("migrated_", "migrating")):
                    connection.execute(f'DROP DATABASE "{old}"')
            connection.execute("CREATE DATABASE migrating")
            subprocess.run(
                [sys.executable, "manage.py", "migrate", "--verbosity=0"],
                cwd=PROJECT_DIR,
                env={**os.environ, "VSH_DATABASE": "migrating"},
                check=True,
            )
            connection.execute(f'ALTER DATABASE migrating RENAME TO "{name}"')
    return name


@contextmanager
def own_folder(*, is_migrated: bool = False) -> Iterator[Folder]:
    """A folder of its own with a short path, gone afterwards with every process that used it."""
    path = Path(tempfile.mkdtemp(prefix="vsh-t-"))
    it = Folder(path / "data")
    try:
        if is_migrated:
            it.places.data.mkdir(mode=0o700)
            shutil.copytree(migrated_cluster(), it.places.cluster)
        yield it
    finally:
        for client in it.clients:
            with suppress(ProcessLookupError):
                client.kill()
            client.stdin.close()
            client.stdout.close()
            client.wait()
        wait_for_end(it.server_processes())
        shutil.rmtree(path)
        shutil.rmtree(it.places.sockets, ignore_errors=True)
