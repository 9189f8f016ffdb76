"""`make run` without make, in a folder of its own, as a test starts and stops it."""

import re
import signal
import socket
import subprocess
import sys
import urllib.request
from http.cookiejar import CookieJar
from time import monotonic, sleep
from urllib.parse import urlencode

import pytest

from tests.servers import wait_for_end
from vsh.embedded.paths import PROJECT_DIR

CHILDREN = "12"


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return taken.getsockname()[1]


class Demonstration:
    """`make run` without make, in a folder of its own."""

    def __init__(self, folder, **environment: str) -> None:
        self.folder = folder
        self.port = free_port()
        self.environment = {
            **folder.environment,
            "PORT": str(self.port),
            "DEMO_CHILDREN": CHILDREN,
            **environment,
        }

    def begin(self) -> "Demonstration":
        self.process = subprocess.Popen(
            [sys.executable, "-m", "vsh.embedded.run"],
            cwd=PROJECT_DIR,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        return self

    def read_until(self, words: str) -> str:
        said = ""
        for line in self.process.stdout:
            said += line
            if words in line:
                return said
        pytest.fail(f"ended without {words!r}:\n{said}")

    def get(self, path: str) -> "tuple[int, str]":
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=20) as answer:
            return answer.status, answer.read().decode()

    def sign_in(self, email: str, password: str) -> str:
        """The address of the page that signing in leads to."""
        site = f"http://127.0.0.1:{self.port}"
        browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        page = browser.open(f"{site}/account/login/").read().decode()
        token = re.search(r'csrfmiddlewaretoken" value="([^"]+)"', page).group(1)
        form = {"csrfmiddlewaretoken": token, "login": email, "password": password}
        return browser.open(f"{site}/account/login/", urlencode(form).encode()).url

    def wait_until_ready(self, seconds: float = 60) -> None:
        give_up = monotonic() + seconds
        while True:
            try:
                if self.get("/readyz")[0] == 200:
                    return
            except OSError:
                assert monotonic() < give_up
                sleep(0.2)

    def stop(self, how: signal.Signals = signal.SIGTERM) -> int:
        running = self.folder.server_processes()
        self.process.send_signal(how)
        self.process.stdout.read()
        self.process.stdout.close()
        code = self.process.wait(timeout=60)
        wait_for_end(running)
        return code
