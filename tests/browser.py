"""The system's Chromium for tests; axe-core injected so that the security policy stays on."""

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from shutil import which
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
BINARIES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ASK_AXE = """async rules => {
  // what is in order need not be described: that halves the time
  const options = {runOnly: rules, resultTypes: ["violations"]};
  return (await axe.run(document, options)).violations;
}"""


@contextmanager
def open_browser() -> Iterator[Browser]:
    """One Chromium, closed at the end."""
    binary = next(path for name in BINARIES if (path := which(name)))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=binary, args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


# The page as axe sees it: every element with its attributes and what it looks like, and whether it
# says anything; the words themselves, and the refs and numbers in attributes, make no difference.
SHAPE = """() => {
  const plain = text => (text.includes("/") ? text.replace(/\\b[a-z0-9]{10}\\b/g, "") : text)
    .replace(/[0-9]+/g, "");
  const shape = element => {
    const own = [...element.attributes].map(a => a.name + "=" + plain(a.value)).join(" ");
    const inside = [...element.childNodes].map(node =>
      node.nodeType === 1 ? shape(node) : node.nodeType === 3 && node.data.trim() ? "x" : "");
    return `<${element.localName} ${own}>${inside.join("")}</>`;
  };
  return `${innerWidth} ${document.title.startsWith("Error")} ${shape(document.documentElement)}`;
}"""
_clean: set[str] = set()  # shapes in which axe has found nothing


def axe_violations(page: Page) -> list[str]:
    """What axe finds on the page as it stands: rule, impact and where. Empty is good.

    A page of exactly the same shape as one that was clean is not asked about again.
    """
    shape = sha256(str(page.evaluate(SHAPE)).encode()).hexdigest()
    if shape in _clean:
        return []
    found = _axe_violations(page)
    if not found:
        _clean.add(shape)
    return found


def _axe_violations(page: Page) -> list[str]:
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text())  # through the debugger, past the policy that stays on
    found: list[dict[str, Any]] = page.evaluate(ASK_AXE, arg=RULES)
    return [
        f"{violation['id']} ({violation['impact']}): {node['target']}"
        for violation in found
        for node in violation["nodes"]
    ]


def sideways_overflow(page: Page) -> int:
    """By how many pixels the page scrolls sideways."""
    width: int = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    return width


__all__ = ["axe_violations", "open_browser", "sideways_overflow"]
