"""The system as production runs it: the commands of docker-compose.yml as real processes.

PostgreSQL and Redis are those of the wheels; everything else is started with the command and the
environment variables that the compose file gives, so that each can be stopped and started alone.
"""

import http.client
import json
import os
import select
import shlex
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from time import monotonic, sleep

import yaml

from tests.servers import own_folder
from vsh.embedded.children import Child, stop_all
from vsh.embedded.confine import Confinement
from vsh.embedded.paths import PROJECT_DIR, make_folders
from vsh.embedded.postgres import Postgres
from vsh.embedded.redis_server import Redis

COMPOSE_FILE = PROJECT_DIR / "docker-compose.yml"
HOST = "virtual-school.council.example"


def compose() -> dict:
    return yaml.safe_load(COMPOSE_FILE.read_text())


class Production:
    """Servers and processes; the keys of `children` are the services of the compose file."""

    def __init__(self, places, *, extra: dict[str, str] | None = None) -> None:
        self.places = places
        make_folders(places, places.locks, places.logs, places.sockets)
        confinement = Confinement()
        confinement.hand_over(places.sockets)
        self.postgres = Postgres(places, confinement)
        self.redis = Redis(places, confinement)
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.port = self.listening.getsockname()[1]
        self.services = compose()["services"]
        self.extra = extra or {}
        self.children = {name: self._child(name) for name in ("web", "worker", "beat")}

    def environment(self, service: str) -> dict[str, str]:
        """The variables that the compose file sets, with the values of this test."""
        role = "vsh_web" if service == "web" else "vsh_owner"
        values = {
            "VSH_PRODUCTION": "1",
            "SITE_URL": f"https://{HOST}",
            "ALLOWED_HOSTS": HOST,
            "SECRET_KEY": "for-this-test-only-" * 4,
            "DATABASE_URL": f"postgres://{role}@/vsh?host={self.places.sockets}",
            "REDIS_URL": f"unix://{self.places.redis_socket}",
            "BACKUP_KEY": "a long passphrase for this test",
            "EMAIL_HOST": "127.0.0.1",
            "EMAIL_PORT": "9",
            "EMAIL_HOST_USER": "",
            "EMAIL_HOST_PASSWORD": "",
            "EMAIL_USE_TLS": "",
            "DEFAULT_FROM_EMAIL": "virtual-school@council.example",
            "LOG_LEVEL": "INFO",
            "FORWARDED_ALLOW_IPS": "*",
            "WEB_WORKERS": "1",
        }
        given = {name: values[name] for name in self.services[service]["environment"]}
        outside = {
            "PATH": os.environ.get("PATH", os.defpath),
            "PYTHONUNBUFFERED": "1",
            "DJANGO_SETTINGS_MODULE": "vsh.settings",
            "VSH_DATA_DIR": str(self.places.data),
            "VSH_STATIC_ROOT": str(self.places.data / "static"),
        }
        return {**outside, **given, **self.extra}

    def command(self, service: str) -> list[str]:
        program, *arguments = shlex.split(self.services[service]["command"])
        return [str(Path(sys.executable).parent / program), *arguments]

    def _child(self, service: str) -> Child:
        socket_of_web = {"BIND": f"fd://{self.listening.fileno()}"} if service == "web" else {}
        return Child(
            name=service,
            command=[
                "env",
                "-i",
                *self._assignments(service, socket_of_web),
                *self.command(service),
            ],
            environment={},
            log=self.places.logs / f"{service}.log",
            pass_fds=(self.listening.fileno(),) if service == "web" else (),
        )

    def _assignments(self, service: str, more: dict[str, str]) -> list[str]:
        return [f"{name}={value}" for name, value in {**self.environment(service), **more}.items()]

    def manage(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        """A command, as `docker compose run migrate` runs it."""
        return subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=PROJECT_DIR,
            env=self.environment("migrate"),
            capture_output=True,
            text=True,
        )

    def prepare(self) -> None:
        """Start the two servers, migrate and collect static files."""
        self.postgres.start()
        self.redis.start()
        for step in (self.command("migrate"), ["-", "manage.py", "collectstatic", "--noinput"]):
            done = self.manage(*step[2:])
            assert done.returncode == 0, done.stderr

    def start(self, *names: str) -> None:
        for name in names or self.children:
            self.children[name].start()

    def kill(self, name: str) -> None:
        """End a process and its own at once, as a power cut would."""
        child = self.children[name]
        child.kill_group()
        child.process.wait()

    def get(self, path: str) -> "tuple[int, str]":
        asking = http.client.HTTPConnection("127.0.0.1", self.port, timeout=15)
        try:
            asking.request("GET", path, headers={"Host": HOST, "X-Forwarded-Proto": "https"})
            answer = asking.getresponse()
            return answer.status, answer.read().decode()
        finally:
            asking.close()

    def services_in_trouble(self) -> set[str]:
        """Which services `/readyz` names as not ready."""
        status, body = self.get("/readyz")
        services = json.loads(body)["services"]
        trouble = {name for name, state in services.items() if not state["ok"]}
        assert (status == 200) == (not trouble)
        return trouble

    def wait_for_trouble(self, expected: set[str], seconds: float = 60) -> None:
        """Return once `/readyz` names exactly these services."""
        give_up = monotonic() + seconds
        while (found := self.services_in_trouble()) != expected:
            assert monotonic() < give_up, f"{found} in trouble, not {expected}"
            sleep(0.2)

    def wait_for_log(self, name: str, words: str, seconds: float = 60) -> None:
        """Return once a process has logged these words."""
        path = self.places.logs / f"{name}.log"
        with subprocess.Popen(
            ["tail", "-n", "+1", "-F", str(path)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        ) as following:
            try:
                give_up, seen = monotonic() + seconds, b""
                while words.encode() not in seen:
                    ready, _, _ = select.select([following.stdout], [], [], give_up - monotonic())
                    assert ready, f"{name} never logged {words!r}"
                    seen += os.read(following.stdout.fileno(), 65536)
            finally:
                following.kill()

    def stop(self) -> None:
        stop_all(list(self.children.values()))
        self.redis.stop()
        self.postgres.stop()
        self.listening.close()


@contextmanager
def production(**options) -> Iterator[Production]:
    """Servers started and database migrated, no process yet; all gone afterwards."""
    with ExitStack() as leaving:
        folder = leaving.enter_context(own_folder(is_migrated=True))
        system = Production(folder.places, **options)
        leaving.callback(system.stop)
        system.prepare()
        yield system
