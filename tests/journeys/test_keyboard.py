"""One whole plan without a mouse: initiated, written by two people and handed in by keyboard."""

import re

from playwright.sync_api import Page, expect

from tests.journeys.roll_rows import roll_of

MOST_STOPS = 400
FOCUSED = """() => {
  const element = document.activeElement;
  const style = getComputedStyle(element);
  const label = element.matches("input[type=radio], input[type=checkbox]")
    ? getComputedStyle(element.labels[0], "::before") : style;
  return {
    tag: element.localName, type: element.type || "", name: element.name || "",
    text: (element.innerText || "").trim(),
    isSeen: [style, label].some(s =>
      s.outlineStyle !== "none" || s.boxShadow !== "none"),
  };
}"""


class Keyboard:
    """Somebody who only has keys: Tab, Space, Enter and letters."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def stops(self, *, is_in_content: bool = True):
        """What Tab leads to, one after the other; in the content, or from the top of the page."""
        self.page.keyboard.press("Tab")
        assert self.focused()["text"] == "Skip to main content"
        if is_in_content:
            self.page.keyboard.press("Enter")
        for _ in range(MOST_STOPS):
            self.page.keyboard.press("Tab")
            stop = self.focused()
            assert stop["isSeen"], f"focus is not seen on {stop} of {self.page.url}"
            yield stop
        raise AssertionError(f"a trap for the keyboard on {self.page.url}")

    def focused(self) -> dict:
        found: dict = self.page.evaluate(FOCUSED)
        return found

    def enter(self) -> None:
        """Enter on a link or a button, and wait for the page that it leads to."""
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def follow(self, words: str, *, is_in_content: bool = True) -> None:
        """Go to the link or button with these words and press Enter."""
        for stop in self.stops(is_in_content=is_in_content):
            if stop["tag"] in {"a", "button"} and re.search(words, stop["text"]):
                self.enter()
                return

    def write_section(self) -> None:
        """Answer every question on the way to "Save and mark as finished"; it leads on."""
        for stop in self.stops():
            if stop["type"] == "radio":
                self.page.keyboard.press("Space")
            elif stop["tag"] == "select":
                self.page.keyboard.press("ArrowDown")
            elif stop["tag"] == "textarea":
                self.write("Keely says: I like maps, and I want to fly.")
            elif stop["type"] == "text":
                self.write(self.line(stop["name"]))
            elif stop["text"] == "Save and mark as finished":
                self.enter()
                return

    def write(self, words: str) -> None:
        self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(words)

    @staticmethod
    def line(name: str) -> str:
        """The meeting was yesterday, the rest is to come."""
        day = "17" if name.startswith("held_on") else "20"
        return {"day": day, "month": "11", "year": "2026"}.get(name.split("_")[-1], "Ms Lane")


def test_a_whole_plan_by_keyboard(person, product, tmp_path):
    child = {"child_id": "K-1", "legal_first_name": "Keely", "legal_last_name": "Keys"}
    roll = roll_of(tmp_path / "roll.csv", child | {"date_of_birth": "2012-05-06"})
    product.manage("import_roll", str(roll), "--authority", "999")
    worker = person("socialworker@northshire.example")
    by_keys = Keyboard(worker.page)
    worker.go("/pupils/")
    by_keys.follow("Keely Keys")
    by_keys.follow("^PEPs$", is_in_content=False)
    by_keys.follow("^Initiate")
    by_keys.follow("^Initiate the PEP$")
    plan = worker.page.url.split("#")[0]  # a redirect keeps it
    assert re.search(r"/peps/\w+/$", plan)
    for title in waiting(worker.page):
        worker.page.goto(plan)
        by_keys.follow(f"^{re.escape(title)}")
        by_keys.write_section()
    teacher = person("teacher@northshire.example")
    by_keys = Keyboard(teacher.page)
    teacher.page.goto(plan)
    for title in waiting(teacher.page):
        teacher.page.goto(plan)
        by_keys.follow(f"^{re.escape(title)}")
        by_keys.write_section()
    teacher.page.goto(plan)
    by_keys.follow("^Check and submit$")
    by_keys.follow("^Submit the PEP$")
    expect(teacher.page.get_by_text("Submitted").first).to_be_visible()


def waiting(page: Page) -> list[str]:
    """The sections that are for this person to write and not finished."""
    items = page.locator(".govuk-task-list__item").all()
    return [
        item.get_by_role("link").inner_text()
        for item in items
        if not re.search("Complete|Waiting for", item.inner_text())
    ]
