"""The product as `make run` serves it, on Wednesday 18 November 2026, and people with browsers."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Locator,
    Page,
    Response,
    StorageState,
    expect,
)

from tests.browser import axe_violations, open_browser, sideways_overflow
from tests.servers import own_folder, wait_for_end
from vsh.embedded.paths import PROJECT_DIR

PASSWORD = "a password for journeys"
DAY = "2026-11-18"
expect.set_options(timeout=60_000)


class Product:
    """The running demonstration: its address, its data folder and its commands."""

    def __init__(self, folder, url: str, environment: dict[str, str]) -> None:
        self.folder, self.url, self.environment = folder, url, environment

    def manage(self, *arguments: str) -> str:
        """What `manage.py …` prints on standard output."""
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=PROJECT_DIR,
            env=self.environment,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout


@pytest.fixture(scope="session")
def product() -> Iterator[Product]:
    """`make run` without make, in a folder of its own, with sixty children."""
    with own_folder(is_migrated=True) as folder:
        environment = {
            **folder.environment,
            "PORT": "0",
            "DEMO_CHILDREN": "60",
            "DEMO_DAY": DAY,
            "DEMO_PASSWORD": PASSWORD,
            "VSH_DEMO": "1",
        }
        process = subprocess.Popen(
            [sys.executable, "-m", "vsh.embedded.run", "--die-with-parent"],
            cwd=PROJECT_DIR,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        try:
            yield Product(folder, _address(process), environment)
        finally:
            running = folder.server_processes()
            process.terminate()
            process.stdout.read()
            process.stdout.close()
            process.wait(timeout=60)
            wait_for_end(running)


def _address(process: "subprocess.Popen[str]") -> str:
    said = ""
    for line in process.stdout:
        said += line
        if line.startswith("Ready: "):
            address = line.removeprefix("Ready: ").strip()
        if "Ctrl-C stops everything" in line:
            return address
    pytest.fail(f"the product did not start:\n{said}")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Closed with the file: its event loop would make later tests look asynchronous to Django."""
    with open_browser() as opened:
        yield opened


class Person:
    """Somebody at a browser; every page they pass is checked."""

    def __init__(self, product: Product, context: BrowserContext, email: str) -> None:
        self.product, self.email = product, email
        self.page: Page = context.new_page()
        self.refused: list[str] = []
        self.page.on("console", self._listen)

    def _listen(self, message) -> None:
        if "Content Security Policy" in message.text:
            self.refused.append(message.text)

    def go(self, path: str) -> None:
        """Open an address of the product and check the page."""
        self.visit(self.product.url + path)

    def visit(self, url: str) -> Response | None:
        """Open a whole address and check the page."""
        response = self.page.goto(url)
        self.look()
        return response

    def sign_in(self) -> None:
        """Sign in by e-mail and password, and land on the own home page."""
        self.go("/account/login/")
        self.page.locator("input[name=login]").fill(self.email)
        self.page.locator("input[name=password]").fill(PASSWORD)
        self.press("Sign in")
        expect(self.page).to_have_url(self.product.url + "/")

    def open(self, target: Locator) -> None:
        """Click what leads to another page, wait until that page has come, and check it.

        A click alone returns before the browser has left the old page.
        """
        with self.page.expect_navigation():
            target.click()
        self.look()

    def press(self, name: str) -> None:
        """Press a button, and check the page that comes."""
        self.open(self.page.get_by_role("button", name=name, exact=True).first)

    def follow(self, name: str) -> None:
        """Follow a link, and check the page that comes."""
        self.open(self.page.get_by_role("link", name=name).first)

    def open_tab(self, name: str) -> None:
        """Turn to another part of a child's record."""
        tabs = self.page.get_by_label("Parts of this record")
        self.open(tabs.get_by_role("link", name=name))

    def look(self) -> None:
        """One heading, no axe violation, nothing wider than the window, nothing refused."""
        where = f"{self.email} at {self.page.url}"
        assert self.page.locator("h1").count() == 1, where
        found = axe_violations(self.page)
        assert found == [], f"{where}: {found}"
        assert sideways_overflow(self.page) == 0, where
        assert self.refused == [], where

    def picture(self, name: str) -> None:
        """Keep a picture of the page when a folder for pictures is named."""
        import os

        if folder := os.environ.get("VSH_PICTURES"):
            Path(folder).mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=f"{folder}/{name}.png", full_page=True)


@pytest.fixture(scope="session")
def sessions() -> dict[str, StorageState]:
    """What the browsers of those who signed in before keep, by e-mail."""
    return {}


@pytest.fixture
def person(product: Product, browser: Browser, sessions: dict[str, StorageState]):
    """`person("head@northshire.example")`: signed in; `width=375` for a telephone.

    The first time by e-mail and password, later with the session of that time.

    Who has no account comes as what they are: `person("the child", width=375)`.
    """
    contexts: list[BrowserContext] = []

    def come(email: str, *, width: int = 1280) -> Person:
        context = browser.new_context(
            viewport={"width": width, "height": 900}, storage_state=sessions.get(email)
        )
        contexts.append(context)
        somebody = Person(product, context, email)
        if email in sessions:
            somebody.go("/")
        elif "@" in email:
            somebody.sign_in()
            sessions[email] = context.storage_state()
        return somebody

    yield come
    for context in contexts:
        with suppress(Exception):
            context.close()
