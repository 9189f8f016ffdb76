"""`make run`: the demonstration, with every process that production has.

1. Listen on the port, so that a port in use is said at once.
2. Join or start PostgreSQL and Redis.
3. Prepare the data: back up what is old, migrate, make the demonstration if there is none.
4. Start mail box, web, worker and beat; print `Ready:` when `/readyz` agrees.
5. Watch them until Ctrl-C or SIGTERM, then stop them all.
"""

import fcntl
import http.client
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType

from .children import Child, stop_all
from .confine import die_with_parent
from .errors import EmbeddedServerError
from .lease import ensure, release
from .paths import PROJECT_DIR, Places, data_dir, make_folders

READY_SECONDS = 120
ACCOUNTS = (
    ("head@northshire.example", "virtual school head"),
    ("officer@northshire.example", "virtual school officer"),
    ("data@northshire.example", "data officer"),
    ("socialworker@northshire.example", "social worker"),
    ("teacher@northshire.example", "designated teacher, Oakfield"),
    ("teacher2@northshire.example", "designated teacher, another school"),
    ("iro@northshire.example", "independent reviewing officer"),
    ("send@northshire.example", "SEND officer"),
    ("director@northshire.example", "director of children's services"),
    ("member@northshire.example", "lead member"),
    ("head@southmoor.example", "virtual school head of Southmoor"),
)


class Stopped(Exception):  # noqa: N818  (not an error)
    """Somebody asked us to stop."""


def stop(number: int, frame: FrameType | None) -> None:
    raise Stopped


def kept_secret(places: Places, name: str, *, length: int = 48) -> str:
    """A secret made once and kept in the data folder, readable by its owner alone."""
    path = places.data / name
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(descriptor, "w") as file:
        secret = secrets.token_urlsafe(length)
        file.write(secret + "\n")
    return secret


def listen(port: int) -> socket.socket:
    """A listening socket on this machine only; port 0 takes any that is free."""
    listening = socket.socket(socket.AF_INET)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind(("127.0.0.1", port))
    except OSError as error:
        raise EmbeddedServerError(
            f"Port {port} cannot be used ({error.strerror}). "
            f"Choose another: PORT={port + 1} make run"
        ) from None
    listening.listen(256)
    return listening


def be_the_only_one(places: Places) -> int:
    """One demonstration per data folder."""
    lock = os.open(places.locks / "run", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise EmbeddedServerError(
            f"A demonstration already runs on {places.data}. "
            "Stop it, or run a second one beside it: VSH_DATA_DIR=… PORT=… make run"
        ) from None
    return lock


def demonstration(places: Places, *, port: int, mail_port: int) -> dict[str, str]:
    """The environment of every process of the demonstration."""
    given = os.environ
    if given.get("DATABASE_URL") or given.get("REDIS_URL"):
        raise EmbeddedServerError(
            "make run is the demonstration and brings its own servers: unset DATABASE_URL and "
            "REDIS_URL. For production see docs/running.md."
        )
    return {
        "DJANGO_SETTINGS_MODULE": "vsh.settings",
        "VSH_DATA_DIR": str(places.data),
        "VSH_DEMO": "1",
        "DEBUG": "",
        "PORT": str(port),
        "SITE_URL": given.get("SITE_URL") or f"http://127.0.0.1:{port}",
        "SECRET_KEY": given.get("SECRET_KEY") or kept_secret(places, "secret-key"),
        "DEMO_PASSWORD": given.get("DEMO_PASSWORD")
        or kept_secret(places, "demo-password", length=12),
        "BACKUP_KEY": given.get("BACKUP_KEY") or kept_secret(places, "backup-key"),
        "EMAIL_HOST": "127.0.0.1",
        "EMAIL_PORT": str(mail_port),
        "EMAIL_USE_TLS": "",
        "PYTHONUNBUFFERED": "1",
    }


def processes(
    places: Places, environment: dict[str, str], web: socket.socket, mail: socket.socket
) -> list[Child]:
    """The same processes as in production, and the mail box; the web has the lesser role."""
    bin_ = Path(sys.executable).parent

    def child(
        name: str, command: list[str], extra: dict[str, str] | None = None, fd: int | None = None
    ) -> Child:
        return Child(
            name=name,
            command=command,
            environment={**environment, **(extra or {})},
            log=places.logs / f"{name}.log",
            pass_fds=() if fd is None else (fd,),
        )

    celery = [str(bin_ / "celery"), "-A", "vsh.celery"]
    return [
        child(
            "mail",
            [sys.executable, "-m", "vsh.embedded.mail", str(places.data / "mail"),
             "--fd", str(mail.fileno())],
            fd=mail.fileno(),
        ),
        child(
            "web",
            [str(bin_ / "gunicorn"), "-c", "python:vsh.web_server", "vsh.wsgi"],
            {"BIND": f"fd://{web.fileno()}", "VSH_DATABASE_ROLE": "vsh_web"},
            web.fileno(),
        ),
        child("worker", [*celery, "worker", "--concurrency", "2", "--loglevel", "INFO"]),
        child("beat", [*celery, "beat", "--loglevel", "INFO", "--pidfile="]),
    ]  # fmt: skip


def readiness(port: int) -> tuple[bool, str]:
    """What `/readyz` says."""
    asking = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        asking.request("GET", "/readyz")
        answer = asking.getresponse()
        return answer.status == 200, answer.read().decode()
    except OSError as error:
        return False, str(error)
    finally:
        asking.close()


def watch(children: list[Child]) -> None:
    """Keep everything running; returns only by an exception."""
    while True:
        for child in children:
            if child.restart_if_dead():
                print(f"{child.name} ended and was started again; see {child.log}", flush=True)
        ensure()
        time.sleep(0.5)


def wait_until_ready(children: list[Child], *, port: int) -> None:
    give_up = time.monotonic() + READY_SECONDS
    said = ""
    while time.monotonic() < give_up:
        for child in children:
            child.restart_if_dead()
        ready, said = readiness(port)
        if ready:
            return
        time.sleep(0.2)
    raise EmbeddedServerError(f"Not ready after {READY_SECONDS} seconds: {said}")


def announce(environment: dict[str, str]) -> None:
    print(f"\nReady: http://127.0.0.1:{environment['PORT']}\n")
    print("This is a demonstration: the children are invented. Sign in as")
    for address, role in ACCOUNTS:
        print(f"  {address:34}{role}")
    print(f"with the password {environment['DEMO_PASSWORD']}")
    print(f"Mail goes to {environment['VSH_DATA_DIR']}/mail. Ctrl-C stops everything.", flush=True)


def run() -> None:
    places = Places(data=data_dir())
    make_folders(places, places.locks, places.logs)
    lock = be_the_only_one(places)
    web = listen(int(os.environ.get("PORT") or "8000"))
    mail = listen(0)
    port, mail_port = web.getsockname()[1], mail.getsockname()[1]
    environment = demonstration(places, port=port, mail_port=mail_port)
    print("Starting PostgreSQL and Redis", flush=True)
    ensure()
    children = processes(places, environment, web, mail)
    places.mail_port.write_text(f"{mail_port}\n")  # for commands beside it, such as send_notices
    try:
        children[0].start()  # the mail box, before anything could send
        done = subprocess.run(
            [sys.executable, "manage.py", "prepare_demonstration"],
            cwd=PROJECT_DIR,
            env={**os.environ, **environment},
            check=False,
        )
        if done.returncode != 0:
            raise EmbeddedServerError("The data could not be prepared; the reason is above.")
        for child in children[1:]:
            child.start()
        wait_until_ready(children, port=port)
        announce(environment)
        watch(children)
    finally:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, signal.SIG_IGN)
        print("\nStopping", flush=True)
        stop_all(children)
        places.mail_port.unlink(missing_ok=True)
        release(wait_seconds=30)
        os.close(lock)


def main() -> int:
    if "--die-with-parent" in sys.argv[1:]:
        die_with_parent()
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, stop)
    try:
        run()
    except Stopped:
        return 0
    except (EmbeddedServerError, PermissionError) as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
