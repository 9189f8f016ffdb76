"""Leaving a page asks first while words of any of its forms are not sent; no template says so."""

import pytest
from playwright.sync_api import Dialog, Page, expect

pytestmark = pytest.mark.usefixtures("example_server")


@pytest.fixture
def asked(page: Page) -> list[str]:
    """What the browser asked; whoever is asked stays."""
    kinds: list[str] = []

    def stay(dialog: Dialog) -> None:
        kinds.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    return kinds


def leave(page: Page) -> None:
    page.get_by_role("link", name="Cancel").click(no_wait_after=True)


def is_held(page: Page) -> None:
    with page.expect_event("dialog"):
        leave(page)


def test_words_typed_and_not_sent_hold_the_page(
    page: Page, example_server: str, asked: list[str]
) -> None:
    page.goto(f"{example_server}/reason/")
    reason = page.get_by_label("Reason")
    reason.press_sequentially("They asked")
    is_held(page)
    expect(reason).to_have_value("They asked")
    assert asked == ["beforeunload"]
    page.get_by_role("button", name="Continue").click()
    expect(page).to_have_title("Next page – Virtual School")
    assert asked == ["beforeunload"], "a sent form asks nothing"


def test_a_page_where_nothing_is_lost_is_left_without_a_question(
    page: Page, example_server: str, asked: list[str]
) -> None:
    page.goto(f"{example_server}/reason/")
    page.get_by_label("Reason").press_sequentially("No")
    page.get_by_label("Reason").fill("")
    leave(page)
    expect(page).to_have_title("Next page – Virtual School")
    assert asked == []


def test_refused_words_are_not_sent_yet(page: Page, example_server: str, asked: list[str]) -> None:
    page.goto(f"{example_server}/reason/")
    page.get_by_label("Reason").fill("Longer than the form takes, and refused")
    page.get_by_role("button", name="Continue").click()
    expect(page).to_have_title("Error: Reason – Virtual School")
    is_held(page)
    expect(page.get_by_label("Reason")).to_have_value("Longer than the form takes, and refused")
    assert asked == ["beforeunload"]
