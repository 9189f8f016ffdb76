"""Kept words in Chromium: Enter in a line saves, and only the button of that name puts away."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date, time

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from peps.models import Meeting, MinutesDraft, Pep, PepSection, SectionDraft
from peps.rules.kept import OpenPage
from peps.services import Lag, StaleSection, initiate_pep, save_section
from peps.services.minutes import StaleMinutes, save_minutes
from tests.browser import axe_violations
from tests.cast import Cast, assemble_cast

pytestmark = pytest.mark.django_db(transaction=True)
ACTIONS, LEISURE, KEY_PEOPLE = "actions", "leisure_and_learning", "school_and_key_people"
STATUS = ".vsh-autosave__status"
TYPE = """(field, words) => {
  field.value = words
  field.dispatchEvent(new Event("input", {bubbles: true}))
}"""
expect.set_options(timeout=30_000)


@pytest.fixture
def cast() -> Cast:
    return assemble_cast()


@pytest.fixture
def pep(cast: Cast) -> Pep:
    return initiate_pep(actor=cast.social_worker, pupil=cast.ada)


@pytest.fixture
def open_page(browser: Browser, live_server, cast: Cast) -> Iterator[Callable[..., Page]]:
    """A page of the teacher."""
    contexts = []

    def opened(path: str, **options) -> Page:
        client = Client()
        client.force_login(cast.teacher)
        context = browser.new_context(base_url=live_server.url, **options)
        contexts.append(context)
        cookie = client.cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
        page = context.new_page()
        page.goto(path)
        return page

    yield opened
    for context in contexts:
        context.close()


def path_of(pep: Pep, key: str) -> str:
    return reverse("peps:section", kwargs={"ref": pep.ref, "key": key})


def write(actor, pep, key, text, *, version=0, page="") -> None:
    """Saved, or kept for its writer where somebody else was first."""
    name = {ACTIONS: "action_1_what", LEISURE: "leisure_interests"}[key]
    lag = Lag(page=OpenPage(ref=page))
    with suppress(StaleSection):
        save_section(actor=actor, pep=pep, key=key, answers={name: text}, version=version, lag=lag)


def texts() -> set[str]:
    return {draft.text for draft in SectionDraft.objects.all()}


@pytest.mark.parametrize("scripts", [True, False])
def test_enter_in_a_line_saves_and_neither_chooses_nor_puts_away(open_page, cast, pep, scripts):
    write(cast.officer, pep, ACTIONS, "Ask")
    write(cast.teacher, pep, ACTIONS, "Buy", page="a")
    write(cast.teacher, pep, ACTIONS, "Call", page="b")
    page = open_page(path_of(pep, ACTIONS), java_script_enabled=scripts)
    line = page.locator("#id_action_1_what")
    expect(page.get_by_text("Also written by you")).to_have_count(1)
    assert not scripts or axe_violations(page) == []
    line.fill("Call on")
    with page.expect_navigation():
        line.press("Enter")
    expect(page.locator(".vsh-conflict__text").first).to_have_text("Call on")
    assert texts() == {"Buy", "Call on"}
    assert PepSection.objects.get().data == {"action_1_what": "Ask"}
    write(cast.officer, pep, ACTIONS, "", version=1)
    page.goto(path_of(pep, ACTIONS))
    expect(page.get_by_role("button", name="Put my words away")).to_be_visible()
    line.fill("Calls")
    with page.expect_navigation():
        line.press("Enter")
    expect(page.locator(".vsh-conflict__text")).to_have_text(["Buy", "Calls"])
    assert PepSection.objects.get().data == {"action_1_what": "Calls"}
    assert texts() == {"Buy"}


@pytest.mark.parametrize("scripts", [True, False])
def test_what_else_is_typed_is_saved_before_words_are_put_away(open_page, cast, pep, scripts):
    write(cast.officer, pep, LEISURE, "Theirs")
    write(cast.teacher, pep, LEISURE, "Mine", page="a")
    write(cast.officer, pep, LEISURE, "", version=1)
    page = open_page(path_of(pep, LEISURE), java_script_enabled=scripts)
    other = page.get_by_label("What would help the child to take part")
    expect(page.get_by_text("opens this page anew: save first")).to_be_visible()
    if scripts:
        other.fill("A lift")
    page.get_by_role("button", name="Put my words away").click()
    expect(page.get_by_text("Your words are put away")).to_be_visible()
    expect(other).to_have_value("A lift" if scripts else "")
    expect(page.get_by_label("Leisure interests")).to_have_value("")
    assert PepSection.objects.get().data.get("what_would_help", "") == "A lift" * scripts
    assert not SectionDraft.objects.exists()


@pytest.mark.parametrize("failure", ["a date half typed", "no connection"])
def test_what_cannot_be_put_away_yet_never_comes_into_the_plan(open_page, cast, pep, failure):
    write(cast.officer, pep, ACTIONS, "Theirs")
    write(cast.teacher, pep, ACTIONS, "Mine", page="a")
    write(cast.officer, pep, ACTIONS, "", version=1)
    page = open_page(path_of(pep, ACTIONS))
    away = page.get_by_role("button", name="Put my words away")
    year = page.locator("#id_action_1_by_when_year")
    if failure == "no connection":
        page.context.set_offline(True)
    else:
        page.locator("#id_action_1_by_when_day").fill("3")
    away.click()
    expect(page.locator(STATUS)).to_contain_text("Not saved")
    expect(away).to_be_visible()
    write(cast.officer, pep, ACTIONS, "Anew", version=2)
    with page.expect_navigation():  # once all the rest is saved
        if failure == "no connection":
            page.context.set_offline(False)
        else:
            page.locator("#id_action_1_by_when_month").fill("12")
            year.fill("2026")
    expect(page.get_by_text("Your words are put away")).to_be_visible()
    expect(page.locator("#id_action_1_what")).to_have_value("Anew")
    assert PepSection.objects.get().data["action_1_what"] == "Anew"
    assert not SectionDraft.objects.exists()


def test_who_saves_after_all_chooses_beside_what_somebody_wrote_meanwhile(open_page, cast, pep):
    write(cast.officer, pep, ACTIONS, "Theirs")
    write(cast.teacher, pep, ACTIONS, "Mine", page="a")
    write(cast.officer, pep, ACTIONS, "", version=1)
    page = open_page(path_of(pep, ACTIONS))
    write(cast.officer, pep, ACTIONS, "Anew", version=2)
    page.locator("#id_action_1_by_when_day").fill("3")
    page.get_by_role("button", name="Put my words away").click()
    expect(page.locator(STATUS)).to_contain_text("Not saved: ")
    page.locator("#id_action_1_what").fill("Mine after all")
    expect(page.locator(".vsh-conflict__text")).to_have_text(["Mine after all", "Anew"])
    assert PepSection.objects.get().data["action_1_what"] == "Anew"
    assert texts() == {"Mine after all"}


def test_a_put_away_that_meets_a_conflict_still_knows_what_the_page_saw(open_page, cast, pep):
    write(cast.officer, pep, ACTIONS, "Theirs")
    write(cast.teacher, pep, ACTIONS, "Mine", page="a")
    write(cast.officer, pep, ACTIONS, "", version=1)
    page = open_page(path_of(pep, ACTIONS))
    meanwhile = {"action_1_what": "Anew", "action_2_what": "A bus"}
    save_section(actor=cast.officer, pep=pep, key=ACTIONS, answers=meanwhile, version=2)
    page.locator("#id_action_1_by_when_day").fill("3")
    page.locator("#id_action_2_what").evaluate(TYPE, "A lift")  # folded
    page.get_by_role("button", name="Put my words away").click()
    expect(page.locator(".vsh-conflict__text")).to_have_text(["A lift", "A bus"])
    page.locator("#id_action_1_what").fill("Mine after all")
    texts_shown = ["Mine after all", "Anew", "A lift", "A bus"]
    expect(page.locator(".vsh-conflict__text")).to_have_text(texts_shown)
    assert PepSection.objects.get().data["action_1_what"] == "Anew"


def test_one_press_puts_an_answer_to_tick_away_though_another_is_ticked_since(open_page, cast, pep):
    def tick(actor, answer: str, *, version: int = 0, page: str = "") -> None:
        with suppress(StaleSection):
            save_section(
                actor=actor, pep=pep, key=KEY_PEOPLE, answers={"attends": answer},
                version=version, lag=Lag(page=OpenPage(ref=page)),
            )  # fmt: skip

    tick(cast.officer, "full_time")
    tick(cast.teacher, "part_time", page="a")
    tick(cast.officer, "", version=1)
    page = open_page(path_of(pep, KEY_PEOPLE))
    tick(cast.officer, "full_time", version=2)
    page.get_by_role("button", name="Put my words away").click()
    expect(page.get_by_text("Your words are put away")).to_be_visible()
    expect(page.locator("[name=attends]:checked")).to_have_value("full_time")
    assert not SectionDraft.objects.exists()


def test_enter_beside_the_minutes_neither_chooses_nor_puts_away(open_page, cast, pep):
    meeting = Meeting.objects.create(
        pep=pep, day=date(2026, 11, 3), arranged_by=cast.teacher, arranged_on=date(2026, 11, 2),
        starts_at=time(15), ends_at=time(16), place="School",
    )  # fmt: skip
    save_minutes(actor=cast.officer, meeting=meeting, text="Theirs", version=0)
    for name in ("a", "b"):
        with pytest.raises(StaleMinutes):
            save_minutes(
                actor=cast.teacher, meeting=meeting, text=name, version=0, page=OpenPage(ref=name)
            )
    page = open_page(reverse("peps:minutes", kwargs={"meeting": meeting.ref}))
    expect(page.get_by_text("Also written by you")).to_have_count(1)
    assert axe_violations(page) == []
    with page.expect_navigation():
        page.get_by_label("Theirs", exact=True).press("Enter")
    expect(page.locator(".vsh-conflict")).to_be_visible()
    assert {draft.text for draft in MinutesDraft.objects.all()} == {"a", "b"}
    meeting.refresh_from_db()
    assert meeting.minutes == "Theirs"
