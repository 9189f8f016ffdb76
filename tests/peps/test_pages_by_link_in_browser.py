"""Every page that a personal link opens in Chromium, at a desk and on a phone; also where it opens
no more.

A new address has its heading here, or the test fails.
"""

from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from peps.services import initiate_pep
from peps.services.closed_links import revoke_link
from peps.services.links import NewLink
from peps.views import link_session
from tests.architecture.access import addresses
from tests.browser import axe_violations, sideways_overflow
from tests.cast import assemble_cast
from tests.peps.by_link import address_of, invited

pytestmark = pytest.mark.django_db(transaction=True)
SIZES = {"width": 1280, "height": 900}, {"width": 375, "height": 812}
FILES = {"picture", "plan_pdf"}
GIVEN = {"key": "likes"}
HEADINGS = {
    "start": "Hello",
    "question": "What do you like, and what are you good at?",
    "drawing": "Do you want to add a drawing or a picture?",
    "check": "This is what you said",
    "done": "This is what you said",
    "plan": "The plan is not finished",
    "so_far": "Your plan so far",
    "worried": "Are you worried about being safe?",
    "help": "Do you want someone to help you say it?",
}
expect.set_options(timeout=30_000)


def test_axe_finds_nothing_on_any_page_by_link(browser, live_server, monkeypatch):
    cast = assemble_cast()
    pep = initiate_pep(actor=cast.social_worker, pupil=cast.ada)
    page: Page = browser.new_context(base_url=live_server.url).new_page()
    found: dict[str, Any] = {}

    def look(heading: str) -> None:
        expect(page.get_by_role("heading", level=1)).to_have_text(heading)
        for size in SIZES:
            page.set_viewport_size(size)
            if wrong := axe_violations(page) or sideways_overflow(page):
                found[f"{heading} at {size['width']}"] = wrong

    def press(name: str, heading: str) -> None:
        with page.expect_navigation():
            page.get_by_role("button", name=name, exact=True).click()
        look(heading)

    def arrive(made: NewLink) -> None:
        page.goto(address_of(made))
        page.get_by_label("Your code").fill(made.code)
        if page.get_by_label("Your name").count():
            page.get_by_label("Your name").fill("Pat")
        with page.expect_navigation():
            page.get_by_role("button", name="Open").click()

    made = invited(cast.teacher, pep, "child", manner="simple")
    page.goto(address_of(made))
    look("Type your code")
    press("Open", "Type your code")  # refused
    arrive(made)
    for name, parts in addresses().items():
        floor, _, which = name.partition(":")
        if floor != "say" or which in FILES or "token" in parts or which == "leave":
            continue
        page.goto(reverse(name, kwargs={part: GIVEN[part] for part in parts}))
        look(HEADINGS[which])
    page.goto(reverse("say:worried"))
    press("Tell them now", "We told them")
    page.goto(reverse("say:question", kwargs=GIVEN))
    page.locator("textarea").fill("Maps")
    with page.expect_navigation():
        page.get_by_role("button", name="Next").click()
    page.goto(reverse("say:check"))
    press("Send it", "Thank you!")
    press("Stop for now", "You can close this page")

    arrive(made)
    asked = reverse("say:question", kwargs=GIVEN)
    with monkeypatch.context() as later:
        later.setattr(link_session, "IDLE_SECONDS", -1)
        page.goto(asked)
        look("This page was quiet for a long time")
    for purpose, heading in (
        ("parent", "What you say as a parent"),
        ("carer", "What you see as a carer"),
    ):
        arrive(invited(cast.teacher, pep, purpose))
        look(heading)
    page.goto(asked)
    look("Another link is open here")
    arrive(made)
    page.goto(asked)
    page.locator("textarea").fill("Maps and stars")
    revoke_link(actor=cast.teacher, link=made.link, reason="A mistake.")
    page.locator("form[data-autosave]").evaluate("form => form.submit()")
    look("Your last words are not saved yet")
    page.goto(address_of(made))
    look("This link does not open")
    assert found == {}
