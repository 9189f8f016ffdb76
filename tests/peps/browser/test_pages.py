"""Pages of a plan: what is wrong is told on top, and everything fits a phone."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from peps.models import Pep, Recipient
from peps.services import save_section, submit_pep
from peps.services.links import NewLink
from tests.browser import axe_violations, sideways_overflow
from tests.cast import TODAY
from tests.peps.answers import full_answers
from tests.peps.browser.sections import PHONE, path_of
from tests.peps.by_link import address_of, invited

pytestmark = pytest.mark.django_db(transaction=True)


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
