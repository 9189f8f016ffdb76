"""Two write in one section: both texts and the choice, and nobody's words are lost."""

import re

import pytest
from playwright.sync_api import expect

from peps.models import PepSection
from peps.services import save_section
from tests.browser import axe_violations, sideways_overflow
from tests.peps.browser.sections import PHONE, STATUS, path_of

pytestmark = pytest.mark.django_db(transaction=True)
TYPE_WHILE_SENDING = """(form, words) => form.addEventListener("htmx:beforeRequest", () => {
  form.elements.leisure_interests.value = words
  form.elements.leisure_interests.dispatchEvent(new Event("input", {bubbles: true}))
}, {once: true})"""
expect.set_options(timeout=30_000)


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
