"""What one person writes in a section is saved as they type, and comes back."""

import re

import pytest
from playwright.sync_api import expect

from peps.models import PepSection
from peps.services import change_variant, save_section
from tests.browser import axe_violations
from tests.cast import PASSWORD
from tests.peps.browser.sections import STATUS, path_of
from vsh.govuk.unsent import ANOTHER

pytestmark = pytest.mark.django_db(transaction=True)


TYPE_ON = """area => {
  const next = () => {
    area.value += "x"
    area.dispatchEvent(new Event("input", {bubbles: true}))
  }
  next()
  window.typing = setInterval(next, 300)
}"""
HIDE = """() => {
  clearInterval(window.typing)
  Object.defineProperty(document, "hidden", {get: () => true})
  document.dispatchEvent(new Event("visibilitychange"))
}"""


def test_who_types_without_a_pause_is_saved_all_the_same_and_once_more_on_leaving(open_as, pep):
    page = open_as("teacher", path_of(pep))
    with page.expect_response(lambda r: r.request.method == "POST", timeout=10_000):
        page.get_by_label("Leisure interests").evaluate(TYPE_ON)
    page.get_by_label("What would help the child to take part").fill("A lift")
    with page.expect_request(lambda r: r.method == "POST", timeout=1000):
        page.evaluate(HIDE)
    expect(page.locator(STATUS)).to_contain_text("Saved ")
    page.wait_for_function("document.querySelector('[data-autosaved]')")
    data = PepSection.objects.get().data
    assert data["leisure_interests"] == page.get_by_label("Leisure interests").input_value()


def test_what_follows_from_an_answer_is_asked_with_that_answer_and_its_words_are_kept(open_as, pep):
    page = open_as("social_worker", path_of(pep, "transition_and_stability"))
    words = page.get_by_label("What is planned, why and when")
    kept = page.get_by_text("What is written under “What is planned, why and when” is kept.")
    expect(page.get_by_label("Transition support")).to_be_visible()
    expect(words).to_be_hidden()
    page.get_by_label("Yes", exact=True).check()
    words.fill("To Elm School at Easter")
    expect(page.get_by_text("Only if you chose “Yes” above.").first).to_be_hidden()
    assert axe_violations(page) == []
    page.get_by_label("No", exact=True).check()
    expect(words).to_be_hidden()
    expect(kept).to_be_visible()
    expect(page.locator(STATUS)).to_contain_text("Saved ")
    with page.expect_navigation():
        page.get_by_role("button", name="Save", exact=True).click()
    expect(kept).to_be_visible()
    data = PepSection.objects.get().data
    told = (data["is_change_planned"], data["planned_changes"])
    assert told == ("no", "To Elm School at Easter")
    plain = open_as("teacher", page.url, java_script_enabled=False)
    expect(plain.get_by_label("What is planned, why and when")).to_have_value(told[1])
    expect(plain.get_by_text("Only if you chose “Yes” above.").first).to_be_visible()


def test_a_lost_session_and_another_token_lose_no_word(open_as, cast, pep):
    page = open_as("teacher", path_of(pep))
    status, save = page.locator(STATUS), page.get_by_role("button", name="Save", exact=True)
    page.context.clear_cookies()
    page.get_by_label("Leisure interests").fill("Written signed out")
    save.click()
    with page.context.expect_page() as opened:
        status.get_by_role("link", name="Sign in again in a new tab").click()
    again = opened.value
    again.get_by_label("Email").fill(cast.teacher.email)
    again.get_by_label("Password", exact=True).fill(PASSWORD)
    with again.expect_navigation():
        again.get_by_role("button", name="Sign in").click()
    again.close()
    page.bring_to_front()
    expect(status).to_contain_text("Saved ")
    with page.expect_navigation() as sent:
        save.click()
    assert sent.value.status == 200
    assert PepSection.objects.get().data["leisure_interests"] == "Written signed out"


def test_who_finds_somebody_else_signed_in_is_told_and_saves_as_themselves_later(
    open_as, cast, pep
):
    page = open_as("teacher", path_of(pep))
    own = page.context.cookies()
    page.context.clear_cookies()
    page.context.add_cookies(open_as("officer", path_of(pep)).context.cookies())
    page.get_by_label("Leisure interests").fill("Written beside another")
    expect(page.locator(STATUS)).to_have_text(ANOTHER)
    assert not PepSection.objects.exists()
    page.context.add_cookies(own)
    expect(page.locator(STATUS)).to_contain_text("Saved ")
    assert PepSection.objects.get().changed_by == cast.teacher


def test_back_shows_what_stands_now_and_not_what_stood_in_the_fields(open_as, cast, pep):
    page = open_as("teacher", path_of(pep))
    field = page.get_by_label("Leisure interests")
    field.fill("Fishing")
    expect(page.locator(STATUS)).to_contain_text("Saved ")
    page.get_by_role("link", name="All sections of this PEP").click()
    theirs = {"leisure_interests": "Climbing"}
    save_section(actor=cast.officer, pep=pep, key="leisure_and_learning", answers=theirs, version=1)
    page.go_back()
    expect(field).to_have_value("Climbing")


def test_an_old_tab_says_that_the_plan_is_on_another_form(open_as, cast, pep):
    page = open_as("teacher", path_of(pep))
    change_variant(actor=cast.officer, pep=pep, variant="primary", reason="A test.")
    page.get_by_label("Leisure interests").fill("Fishing")
    expect(page.locator(STATUS)).to_contain_text("Not saved – the plan is on another form now")
    expect(page.get_by_label("Leisure interests")).to_have_value("Fishing")


def test_a_counted_answer_tells_its_limit_to_who_listens(open_as, pep):
    page = open_as("teacher", path_of(pep))
    expect(page.get_by_text("textareaDescription")).to_have_count(0)
    told = page.get_by_text("You can enter up to 5,000 characters")
    expect(told).to_have_count(page.locator(".govuk-character-count").count())
    expect(page.locator("#id_leisure_interests-info")).to_have_class(
        re.compile("govuk-visually-hidden")
    )
