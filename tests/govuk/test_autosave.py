"""A section saved as its owner types: nobody's words are lost."""

import re

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser import axe_violations
from tests.govuk.example_pages import section

pytestmark = pytest.mark.usefixtures("example_server")
LABEL = "What went well"


@pytest.fixture
def open_section(page: Page, example_server: str) -> Page:
    page.goto(f"{example_server}/section/")
    return page


def status_of(page: Page):
    return page.locator(".vsh-autosave__status")


def test_words_are_saved_without_pressing_a_button(open_section: Page) -> None:
    open_section.get_by_label(LABEL).fill("She loves maths")
    expect(status_of(open_section)).to_have_text("Saved 10:32am")
    assert section.text == "She loves maths"
    assert open_section.locator("[name=version]").input_value() == "2"
    assert axe_violations(open_section) == []


def test_every_save_carries_the_new_version(open_section: Page) -> None:
    for words in ("One", "One two", "One two three"):
        with open_section.expect_response("**/section/") as response:
            open_section.get_by_label(LABEL).fill(words)
        assert response.value.status == 200
    assert (section.text, section.version) == ("One two three", 4)


def test_words_typed_while_a_save_is_under_way_are_saved_too(open_section: Page) -> None:
    section.release.clear()
    with open_section.expect_request("**/section/"):
        open_section.get_by_label(LABEL).fill("First")
    open_section.get_by_label(LABEL).fill("First and second")
    with open_section.expect_response(lambda r: section.saves == 2 and r.status == 200):
        section.release.set()
    expect(status_of(open_section)).to_have_text("Saved 10:32am")
    assert section.text == "First and second"


def test_a_lost_connection_keeps_the_words_and_saves_them_later(
    open_section: Page, context: BrowserContext
) -> None:
    context.set_offline(True)
    open_section.get_by_label(LABEL).fill("Written on a train")
    expect(status_of(open_section)).to_contain_text("Not saved – we keep trying")
    assert section.saves == 0
    context.set_offline(False)
    expect(status_of(open_section)).to_have_text("Saved 10:32am", timeout=10_000)
    assert section.text == "Written on a train"


def test_a_server_error_is_tried_again(open_section: Page) -> None:
    section.trouble = 500
    open_section.get_by_label(LABEL).fill("Patience")
    expect(status_of(open_section)).to_contain_text("Not saved – we keep trying")
    section.trouble = 0
    expect(status_of(open_section)).to_have_text("Saved 10:32am", timeout=10_000)
    assert section.text == "Patience"


def test_leaving_with_unsaved_words_warns(open_section: Page, context: BrowserContext) -> None:
    context.set_offline(True)
    open_section.get_by_label(LABEL).press_sequentially("Not yet saved")
    asked = []
    open_section.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    open_section.close(run_before_unload=True)
    expect(status_of(open_section)).to_contain_text("Not saved")
    assert asked == ["beforeunload"]


def test_a_saved_page_can_be_left_without_a_warning(
    open_section: Page, example_server: str
) -> None:
    open_section.get_by_label(LABEL).press_sequentially("Saved")
    expect(status_of(open_section)).to_have_text("Saved 10:32am")
    asked = []
    open_section.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    open_section.goto(f"{example_server}/next/")
    assert asked == []


def test_a_stale_section_shows_both_texts_and_keeps_mine(open_section: Page) -> None:
    section.text, section.version = "Theirs", 7
    open_section.get_by_label(LABEL).fill("Mine")
    expect(open_section.get_by_role("heading", name="Somebody else has changed")).to_be_focused()
    expect(open_section.locator(".vsh-conflict__text")).to_have_text(["Mine", "Theirs"])
    assert section.text == "Theirs"
    assert open_section.get_by_label(LABEL).input_value() == "Mine"
    assert axe_violations(open_section) == []
    open_section.get_by_role("button", name="Keep mine").click()
    expect(status_of(open_section)).to_have_text("Saved 10:32am")
    assert (section.text, section.version) == ("Mine", 8)
    assert open_section.locator(".vsh-conflict").count() == 0


def test_on_a_phone_nothing_lies_over_a_choice(open_section: Page) -> None:
    open_section.set_viewport_size({"width": 375, "height": 640})
    section.text, section.version = "Theirs " * 100, 7
    open_section.get_by_label(LABEL).fill("Mine")
    heading = open_section.get_by_role("heading", name="Somebody else has changed")
    expect(heading).to_be_focused()
    keep = open_section.get_by_role("button", name="Keep mine")
    is_clear = """button => {
      window.scrollTo(0, window.scrollY + button.getBoundingClientRect().y);
      const {x, y} = button.getBoundingClientRect();
      return document.elementFromPoint(x + 20, y + 6) === button;
    }"""
    assert keep.evaluate(is_clear)
    room = "element => getComputedStyle(element).scrollPaddingTop"
    assert open_section.locator("html").evaluate(room) == "150px", "for the line that stays on top"


def test_a_stale_section_can_take_theirs(open_section: Page) -> None:
    section.text, section.version = "Theirs", 7
    open_section.get_by_label(LABEL).fill("Mine")
    open_section.get_by_role("button", name="Use theirs").click()
    expect(open_section.get_by_label(LABEL)).to_have_value("Theirs")
    assert (section.text, section.saves) == ("Theirs", 0)


def test_words_written_during_a_conflict_are_not_sent_before_the_choice(open_section: Page) -> None:
    section.text, section.version = "Theirs", 7
    open_section.get_by_label(LABEL).fill("Mine")
    expect(open_section.locator(".vsh-conflict")).to_be_visible()
    open_section.get_by_label(LABEL).fill("Mine, longer")
    open_section.get_by_role("button", name="Keep mine").click()
    expect(status_of(open_section)).to_have_text("Saved 10:32am")
    assert section.text == "Mine, longer"


def test_a_section_that_was_closed_says_so_and_keeps_the_words(open_section: Page) -> None:
    section.trouble = 423
    open_section.get_by_label(LABEL).fill("Too late")
    expect(status_of(open_section)).to_contain_text("can no longer be changed")
    assert open_section.get_by_label(LABEL).input_value() == "Too late"


def test_somebody_signed_out_is_told_and_loses_nothing(open_section: Page) -> None:
    section.trouble = 200  # the sign-in page in place of the status
    open_section.get_by_label(LABEL).fill("Still here")
    expect(status_of(open_section)).to_contain_text("you have been signed out")
    section.trouble = 0
    expect(status_of(open_section)).to_have_text("Saved 10:32am", timeout=10_000)
    assert section.text == "Still here"


def test_save_stays_on_the_page_until_there_is_a_session_again(
    open_section: Page, context: BrowserContext
) -> None:
    save = open_section.get_by_role("button", name="Save")
    section.trouble = 401
    open_section.get_by_label(LABEL).fill("Pressed before anything was said")
    save.click()
    sign_in = status_of(open_section).get_by_role("link", name="Sign in again in a new tab")
    expect(sign_in).to_be_visible()
    assert axe_violations(open_section) == []
    with context.expect_page() as opened:
        sign_in.click()
    assert opened.value.url.endswith("/account/login/")
    opened.value.close()
    section.trouble = 500
    save.click()
    expect(status_of(open_section)).to_contain_text("Not saved – we keep trying")
    section.trouble = 0
    save.click()
    open_section.wait_for_url("**/next/")
    assert section.text == "Pressed before anything was said"


def test_a_button_s_own_word_goes_with_the_page_alone(open_section: Page) -> None:
    open_section.get_by_label(LABEL).fill("All said")
    open_section.get_by_role("button", name="Finish").click()
    open_section.wait_for_url("**/next/")
    assert section.pressed[-1] == ("page", True)
    assert ("htmx", False) in section.pressed
    assert ("htmx", True) not in section.pressed


def test_a_link_that_ended_is_told_in_the_servers_words_and_tried_again(open_section: Page) -> None:
    section.told = "Not saved – your link was closed. Ask who gave it to you."
    open_section.get_by_label(LABEL).fill("Kept")
    expect(status_of(open_section)).to_have_text(section.told)
    with open_section.expect_response("**/section/") as answer:
        open_section.get_by_role("button", name="Save").click()
    assert answer.value.status == 404
    expect(status_of(open_section)).to_have_text(section.told)
    expect(open_section.get_by_label(LABEL)).to_have_value("Kept")
    section.told = ""
    expect(status_of(open_section)).to_have_text("Saved 10:32am", timeout=10_000)
    assert section.text == "Kept"


def test_a_text_that_is_too_long_is_not_called_saved(open_section: Page) -> None:
    open_section.get_by_label(LABEL).fill("x" * 5001)
    expect(status_of(open_section)).to_have_text(
        "Not saved: What went well is longer than 5,000 characters"
    )
    expect(status_of(open_section)).to_have_class(re.compile("--failed"))
    asked = []
    open_section.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    open_section.close(run_before_unload=True)
    expect(status_of(open_section)).to_contain_text("Not saved")
    assert asked == ["beforeunload"]
    open_section.get_by_label(LABEL).fill("Shorter")
    expect(status_of(open_section)).to_have_text("Saved 10:32am")
    expect(status_of(open_section)).not_to_have_class(re.compile("--failed"))


def test_a_paste_of_megabytes_stays_in_its_field_and_is_told(open_section: Page) -> None:
    field = open_section.get_by_label(LABEL)
    paste = "area => { area.value = 'word '.repeat(1e6) }"
    field.evaluate(paste)
    field.dispatch_event("input")
    words = "Not saved: What went well is longer than 5,000 characters"
    expect(status_of(open_section)).to_contain_text(words)
    assert section.longest == 5001
    open_section.get_by_role("button", name="Save").click()
    expect(status_of(open_section)).to_contain_text(f"{words}. Your words are still here")
    expect(field).to_be_focused()
    assert field.evaluate("area => area.value.length") == 5_000_000
    assert section.text == ""


def test_a_paste_that_would_hold_up_the_browser_is_refused_beside_its_field(
    open_section: Page,
) -> None:
    field = open_section.get_by_label(LABEL)
    paste = """(area, length) => {
      const brought = new DataTransfer();
      brought.setData("text/plain", "x".repeat(length));
      const event = new ClipboardEvent("paste", {clipboardData: brought, cancelable: true});
      return area.dispatchEvent(event);
    }"""
    refusal = open_section.get_by_role("alert").filter(has_text="Not pasted")
    field.fill("Written before")
    assert field.evaluate(paste, 20_000), "somewhat too long: to be shortened in the field"
    expect(refusal).to_have_count(0)
    assert not field.evaluate(paste, 1_000_000)
    expect(refusal).to_have_text(
        "Not pasted: “What went well” takes 5,000 characters, and this has 1,000,000. "
        "It is still where you copied it: paste the part that belongs here."
    )
    assert axe_violations(open_section) == []
    expect(field).to_have_value("Written before")
    field.press("End")
    field.type("!")
    expect(refusal).to_have_count(0)
    expect(status_of(open_section)).to_have_text("Saved 10:32am")
    assert section.text == "Written before!"


def test_save_button_waits_for_the_save_under_way(open_section: Page) -> None:
    section.release.clear()
    with open_section.expect_request("**/section/"):
        open_section.get_by_label(LABEL).fill("No conflict with myself")
    open_section.get_by_role("button", name="Save").click()
    section.release.set()
    open_section.wait_for_url("**/next/")
    assert (section.text, section.version) == ("No conflict with myself", 3)


def test_without_scripts_it_is_an_ordinary_form(browser, example_server: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{example_server}/section/")
    page.get_by_label(LABEL).fill("By hand")
    page.get_by_role("button", name="Save").click()
    page.wait_for_url("**/next/")
    assert section.text == "By hand"
    context.close()
