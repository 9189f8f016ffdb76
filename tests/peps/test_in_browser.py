"""A PEP in Chromium, as two people at once: saved as typed, both texts kept, no scripts needed."""

import re
from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from peps.models import Pep, PepSection, Recipient
from peps.services import change_variant, initiate_pep, save_section, submit_pep
from peps.services.links import NewLink
from tests.browser import axe_violations, sideways_overflow
from tests.cast import PASSWORD, TODAY, Cast, assemble_cast
from tests.peps.answers import full_answers
from tests.peps.by_link import address_of, invited
from vsh.govuk.unsent import ANOTHER

pytestmark = pytest.mark.django_db(transaction=True)
STATUS = ".vsh-autosave__status"
PHONE = {"width": 320, "height": 640}  # also a screen of 1280 at 400% of zoom
TYPE_WHILE_SENDING = """(form, words) => form.addEventListener("htmx:beforeRequest", () => {
  form.elements.leisure_interests.value = words
  form.elements.leisure_interests.dispatchEvent(new Event("input", {bubbles: true}))
}, {once: true})"""
expect.set_options(timeout=30_000)


@pytest.fixture
def cast() -> Cast:
    return assemble_cast()


@pytest.fixture
def pep(cast: Cast) -> Pep:
    return initiate_pep(actor=cast.social_worker, pupil=cast.ada)


@pytest.fixture
def open_as(browser: Browser, live_server, cast: Cast) -> Iterator[Callable[..., Page]]:
    """A page of its own for each person, signed in."""
    contexts = []

    def open_page(person: str, path: str, **options) -> Page:
        client = Client()
        client.force_login(cast.people[person])
        context = browser.new_context(base_url=live_server.url, **options)
        contexts.append(context)
        cookie = client.cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
        page = context.new_page()
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()


def path_of(pep: Pep, key: str = "leisure_and_learning") -> str:
    return reverse("peps:section", kwargs={"ref": pep.ref, "key": key})


def test_words_are_saved_as_they_are_typed_and_a_conflict_shows_both_texts(open_as, pep):
    teacher, worker = (open_as(who, path_of(pep)) for who in ("teacher", "social_worker"))
    teacher.get_by_label("Leisure interests").fill("Climbing on Tuesdays")
    expect(teacher.locator(STATUS)).to_contain_text("Saved ")
    worker.get_by_label("Leisure interests").fill("Fishing with her carer")
    conflict = worker.locator(".vsh-conflict")
    expect(conflict).to_contain_text("Climbing on Tuesdays")
    expect(conflict).to_contain_text("Fishing with her carer")
    expect(conflict.get_by_role("heading", level=2)).to_be_focused()
    assert axe_violations(worker) == []
    expect(worker.get_by_label("Both, theirs first")).to_be_checked()
    worker.get_by_role("button", name="Save this choice").click()
    expect(worker.get_by_label("Leisure interests")).to_have_value(
        "Climbing on Tuesdays\n\nFishing with her carer"
    )
    count = worker.locator(".govuk-character-count__status").first
    expect(count).to_have_text("You have 4,956 characters remaining")
    expect(conflict).to_have_count(0)
    data = PepSection.objects.get().data
    assert data["leisure_interests"].split() == (
        "Climbing on Tuesdays Fishing with her carer".split()
    )


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


def test_while_a_choice_waits_every_word_is_kept_through_a_crash(open_as, cast, pep):
    worker = open_as("social_worker", path_of(pep))
    theirs = {"leisure_interests": "Climbing"}
    save_section(actor=cast.teacher, pep=pep, key="leisure_and_learning", answers=theirs, version=0)
    worker.get_by_label("Leisure interests").fill("Fishing")
    expect(worker.locator(STATUS)).to_contain_text("Kept for you, not yet part of the plan")
    worker.get_by_label("Theirs", exact=True).check()
    other = worker.get_by_label("What would help the child to take part")
    with worker.expect_response(lambda r: r.request.method == "POST") as renewed:
        other.press_sequentially("A taxi there")
    assert renewed.value.status == 409
    expect(worker.locator(STATUS)).to_contain_text("Kept for you, not yet part of the plan")
    expect(other).to_be_focused()
    expect(worker.get_by_label("Theirs", exact=True)).to_be_checked()
    expect(worker.locator(STATUS)).to_contain_text("All your other answers are saved")
    data = PepSection.objects.get().data
    assert data["leisure_interests"] == "Climbing", "nothing was chosen yet"
    assert "A taxi there" in data.values()
    worker.close(run_before_unload=False)

    again = open_as("social_worker", path_of(pep))
    other = again.get_by_label("What would help the child to take part")
    expect(again.get_by_label("Leisure interests")).to_have_value("Fishing")
    expect(other).to_have_value("A taxi there")
    expect(again.locator(".vsh-conflict__text")).to_have_text(["Fishing", "Climbing"])
    assert axe_violations(again) == []
    assert again.title().startswith("Error: ")
    other.fill("A taxi there, and the kit")
    expect(again.locator(STATUS)).to_have_text(re.compile("Not saved yet|Saving"))
    expect(again.locator(STATUS)).to_contain_text("Kept for you, not yet part of the plan")
    again.get_by_role("button", name="Save this choice").click()
    expect(again.locator(STATUS)).to_contain_text("Saved ")
    expect(again.locator(".vsh-conflict")).to_have_count(0)
    data = PepSection.objects.get().data
    assert data["leisure_interests"].split() == ["Climbing", "Fishing"]
    assert "A taxi there, and the kit" in data.values()
    again.reload()
    expect(again.locator(".vsh-conflict")).to_have_count(0)


def test_who_writes_another_answer_overwrites_nothing_and_sees_what_came(open_as, pep):
    teacher, worker = (open_as(who, path_of(pep)) for who in ("teacher", "social_worker"))
    teacher.get_by_label("Leisure interests").fill("Climbing on Tuesdays")
    expect(teacher.locator(STATUS)).to_contain_text("Saved ")
    other = worker.get_by_label("What would help the child to take part")
    other.fill("A lift on Tuesdays")
    expect(worker.locator(STATUS)).to_contain_text("Changed by somebody else meanwhile")
    expect(worker.get_by_label("Leisure interests")).to_have_value("Climbing on Tuesdays")
    listened = worker.locator("[name=leisure_interests] ~ .govuk-character-count__sr-status")
    expect(listened).to_have_text("You have 4,980 characters remaining")
    other.fill("A lift on Tuesdays, and the kit")
    expect(worker.locator(f"{STATUS} [data-version='3']")).to_be_visible()
    data = PepSection.objects.get().data
    assert data["leisure_interests"] == "Climbing on Tuesdays"
    assert "A lift on Tuesdays, and the kit" in data.values()


def test_who_types_on_in_what_just_changed_chooses_there_once(open_as, pep):
    teacher, worker = (open_as(who, path_of(pep)) for who in ("teacher", "social_worker"))
    teacher.get_by_label("Leisure interests").fill("Climbing")
    expect(teacher.locator(STATUS)).to_contain_text("Saved ")
    worker.locator("form[data-autosave]").evaluate(TYPE_WHILE_SENDING, "Fishing")
    other = worker.get_by_label("What would help the child to take part")
    other.fill("A lift")
    conflict = worker.locator(".vsh-conflict__text")
    expect(conflict).to_have_text(["Fishing", "Climbing"])
    with worker.expect_response(lambda r: r.request.method == "POST") as again:
        other.fill("A lift home")
    assert again.value.status == 409
    expect(conflict).to_have_text(["Fishing", "Climbing"])
    assert set(PepSection.objects.get().data.values()) >= {"Climbing", "A lift home"}
    worker.get_by_role("button", name="Save this choice").click()
    expect(worker.locator(STATUS)).to_contain_text("Saved ")
    expect(worker.get_by_label("Leisure interests")).to_have_value("Climbing\n\nFishing")
    expect(worker.locator("[name^=seen_]")).to_have_count(0)
    data = PepSection.objects.get().data
    assert data["leisure_interests"].split() == ["Climbing", "Fishing"]


def test_a_choice_that_comes_while_somebody_types_leaves_them_in_their_field(open_as, cast, pep):
    worker = open_as("social_worker", path_of(pep))
    theirs = {"leisure_interests": "Climbing"}
    save_section(actor=cast.teacher, pep=pep, key="leisure_and_learning", answers=theirs, version=0)
    worker.locator("form[data-autosave]").evaluate(TYPE_WHILE_SENDING, "Fishing at")
    field = worker.get_by_label("Leisure interests")
    field.fill("Fishing")
    conflict = worker.locator(".vsh-conflict__text")
    expect(conflict).to_have_text(["Fishing", "Climbing"])
    expect(field).to_be_focused()
    expect(conflict).to_have_text(["Fishing at", "Climbing"])
    expect(field).to_be_focused()


def test_two_pages_of_one_person_and_an_officer_lose_no_word(open_as, cast, pep):
    one, two = (open_as("teacher", path_of(pep)) for _ in range(2))
    officer = open_as("officer", path_of(pep))
    officer.get_by_label("Leisure interests").fill("Climbing")
    expect(officer.locator(STATUS)).to_contain_text("Saved ")
    for page, words in (
        (one, "Swims on Friday"),
        (two, "Paints"),
        (one, "Swims with Jo on Friday"),
    ):
        with page.expect_response(lambda r: r.request.method == "POST") as answer:
            page.get_by_label("Leisure interests").fill(words)
        assert answer.value.status == 409
        expect(page.locator(STATUS)).to_contain_text("Kept for you")
        expect(page.get_by_label("Leisure interests")).to_have_value(words)
    two.get_by_role("button", name="Save this choice").click()
    expect(two.locator(STATUS)).to_contain_text("Saved ")
    again = open_as("teacher", path_of(pep), viewport=PHONE)
    field = again.get_by_label("Leisure interests")
    expect(field).to_have_value("Swims with Jo on Friday")
    expect(again.get_by_text("Also written by you")).to_have_count(0)
    assert again.locator(".vsh-conflict__text").all_inner_texts()[1].split() == [
        "Climbing",
        "Paints",
    ]
    with again.expect_response(lambda r: r.request.method == "POST"):
        field.fill("Swims")
    expect(again.locator(STATUS)).to_contain_text("Kept for you")
    one.get_by_label("What would help the child to take part").fill("A lift")
    expect(one.locator(STATUS)).to_contain_text("Kept for you")
    last = open_as("teacher", path_of(pep), viewport=PHONE)
    also = last.get_by_text("Also written by you")
    expect(also).to_have_count(1)
    also.click()
    expect(last.get_by_text("Only you see these words")).to_be_visible()
    assert axe_violations(last) == []
    assert sideways_overflow(last) == 0
    shown = {last.get_by_label("Leisure interests").input_value()}
    shown |= {last.locator("details[open] .vsh-prose").inner_text().strip()}
    assert shown == {"Swims", "Swims with Jo on Friday"}
    with last.expect_navigation():
        last.get_by_role("button", name="Put away what you wrote").click()
    expect(last.get_by_text("Also written by you")).to_have_count(0)
    assert PepSection.objects.get().data["leisure_interests"].split() == ["Climbing", "Paints"]


def test_without_scripts_both_texts_are_shown_as_well(open_as, pep):
    teacher, worker = (
        open_as(who, path_of(pep), java_script_enabled=False, viewport=PHONE)
        for who in ("teacher", "social_worker")
    )
    teacher.get_by_label("Leisure interests").fill("Climbing")
    worker.get_by_label("Leisure interests").fill("Fishing")
    teacher.get_by_role("button", name="Save", exact=True).click()
    expect(teacher.get_by_label("Leisure interests")).to_have_value("Climbing")
    worker.get_by_role("button", name="Save", exact=True).click()
    expect(worker.locator(".vsh-conflict")).to_contain_text("Climbing")
    expect(worker.get_by_label("Leisure interests")).to_have_value("Fishing")
    assert sideways_overflow(worker) == 0
    worker.get_by_label("Theirs", exact=True).check()
    worker.get_by_role("button", name="Save this choice").click()
    expect(worker.locator(".vsh-conflict")).to_have_count(0)
    expect(worker.get_by_label("Leisure interests")).to_have_value("Climbing")
    assert PepSection.objects.get().data["leisure_interests"] == "Climbing"


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


@pytest.mark.parametrize("scripts", [True, False])
def test_theirs_is_opened_anew_after_a_refused_save(open_as, cast, pep, scripts):
    path = path_of(pep, "about_me")
    worker = open_as("social_worker", path, java_script_enabled=scripts)
    theirs = {"what_i_like": "Climbing"}
    save_section(actor=cast.teacher, pep=pep, key="about_me", answers=theirs, version=0)
    first = worker.locator("#id_what_i_like")
    first.fill("Fishing")
    worker.get_by_role("button", name="Save", exact=True).click()
    if scripts:
        expect(worker.locator(".vsh-conflict h2")).to_be_focused()
        worker.get_by_role("button", name="Save", exact=True).click()
    summary = worker.locator(".govuk-error-summary")
    expect(summary).to_contain_text("Somebody else has changed the same")
    assert worker.title().startswith("Error: ")
    if scripts:
        expect(summary).to_be_focused()
        assert axe_violations(worker) == []
    worker.get_by_label("Theirs", exact=True).check()
    with worker.expect_navigation():
        worker.get_by_role("button", name="Save this choice").click()
    expect(first).to_have_value("Climbing")
    expect(worker.locator(".vsh-conflict")).to_have_count(0)
    assert not worker.title().startswith("Error: ")


def test_theirs_is_opened_anew_after_a_conflict_that_autosave_found(open_as, cast, pep):
    worker = open_as("social_worker", path_of(pep))
    theirs = {"leisure_interests": "Climbing"}
    save_section(actor=cast.teacher, pep=pep, key="leisure_and_learning", answers=theirs, version=0)
    worker.get_by_label("Leisure interests").fill("Fishing")
    worker.get_by_label("Theirs", exact=True).check()
    worker.get_by_role("button", name="Save this choice").click()
    expect(worker.locator(".vsh-conflict")).to_have_count(0)
    expect(worker.get_by_label("Leisure interests")).to_have_value("Climbing")


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


def test_a_refused_submission_is_told_on_top(open_as, cast, pep):
    for key, answers in full_answers(pep.form).items():
        save_section(actor=cast.head, pep=pep, key=key, answers=answers, version=0)
    page = open_as("teacher", reverse("peps:submit", kwargs={"ref": pep.ref}))
    words = {"leisure_interests": "Fishing"}
    save_section(actor=cast.head, pep=pep, key="leisure_and_learning", answers=words, version=1)
    page.get_by_role("button", name="Submit the PEP").click()
    summary = page.locator(".govuk-error-summary")
    expect(summary).to_be_focused()
    expect(summary).to_contain_text("was changed by")
    assert page.title().startswith("Error: ")
    assert axe_violations(page) == []
    page.reload()
    assert not page.title().startswith("Error: ")


def test_what_is_wrong_stands_on_top_with_the_focus(open_as, pep):
    page = open_as("teacher", path_of(pep, "meeting"), viewport=PHONE)
    for part, text in (("day", "31"), ("month", "2"), ("year", "2026")):
        page.locator(f"#id_held_on_{part}").fill(text)
    page.get_by_role("button", name="Save and mark as finished").click()
    summary = page.locator(".govuk-error-summary")
    expect(summary).to_be_focused()
    expect(summary).to_contain_text("Day of the meeting must be a real date")
    expect(page).to_have_title("Error: " + page.title().removeprefix("Error: "))
    assert page.title().startswith("Error: ")
    assert axe_violations(page) == []
    assert sideways_overflow(page) == 0


def test_the_rubric_with_nothing_chosen(open_as, cast, pep):
    for key, answers in full_answers(pep.form).items():
        save_section(actor=cast.head, pep=pep, key=key, answers=answers, version=0)
    submit_pep(actor=cast.teacher, pep=pep)
    page = open_as("officer", reverse("peps:assure", kwargs={"ref": pep.ref}), viewport=PHONE)
    page.get_by_role("button", name="Record the judgement").click()
    expect(page.locator(".govuk-error-summary")).to_contain_text("Rate “Needs are identified”")
    assert axe_violations(page) == []
    assert sideways_overflow(page) == 0


@pytest.mark.parametrize("name", ["peps:pep", "peps:read", "peps:submit", "peps:voices"])
def test_pages_on_a_phone(open_as, pep, name):
    page = open_as("teacher", reverse(name, kwargs={"ref": pep.ref}), viewport=PHONE)
    assert axe_violations(page) == []
    assert sideways_overflow(page) == 0


def test_the_plan_by_a_personal_link_on_a_phone(open_as, browser, live_server, cast, pep):
    save_section(
        actor=cast.officer,
        pep=pep,
        key="leisure_and_learning",
        answers=full_answers(pep.form)["leisure_and_learning"],
        version=0,
    )
    child = invited(cast.teacher, pep, "child")
    carer = invited(cast.teacher, pep, "carer")
    context = browser.new_context(base_url=live_server.url, viewport=PHONE)
    page = context.new_page()

    def arrive(made: NewLink) -> None:
        page.goto(address_of(made))
        page.get_by_label("Your code").fill(made.code)
        if page.get_by_label("Your name").count():
            page.get_by_label("Your name").fill("Pat")
        page.get_by_role("button", name="Open").click()

    def is_fit(heading: str) -> None:
        expect(page.get_by_role("heading", level=1)).to_have_text(heading)
        assert axe_violations(page) == []
        assert sideways_overflow(page) == 0

    arrive(child)
    page.get_by_role("link", name="See my plan so far").click()
    page.get_by_text("Read all of it").click()
    is_fit("Your plan so far")
    page.goto(reverse("say:plan"))
    is_fit("The plan is not finished")
    Pep.objects.filter(pk=pep.pk).update(state="complete")
    page.goto(reverse("say:start"))
    page.get_by_role("button", name="See my plan").click()
    is_fit("Your education plan")
    Recipient.objects.create(
        pep=pep,
        capacity="carer",
        how="link",
        given_on=TODAY,
        recorded_on=TODAY,
        recorded_by=cast.teacher,
    )
    arrive(carer)
    page.get_by_role("button", name="Read the plan").click()
    is_fit("The finished plan")
    context.close()
