"""Two carers on one link, on a phone in Chromium: no false conflict, and both texts where both
wrote."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from peps.models import Voice, VoiceAnswer, VoicePicture
from peps.services import initiate_pep
from peps.views.adult_voice import BOTH_KEPT
from tests.browser import axe_violations, sideways_overflow
from tests.cast import assemble_cast
from tests.peps.by_link import address_of, invited
from tests.peps.spoken import photo

pytestmark = pytest.mark.django_db(transaction=True)
PHONE = {"width": 375, "height": 812}
STATUS = ".vsh-autosave__status"
expect.set_options(timeout=30_000)


def is_fit(page: Page) -> None:
    assert axe_violations(page) == []
    assert sideways_overflow(page) == 0


def test_two_carers_write_at_once_and_a_child_takes_a_picture_along(browser, live_server):
    cast = assemble_cast()
    pep = initiate_pep(actor=cast.social_worker, pupil=cast.ada)

    def arrive(made, name: str) -> Page:
        page = browser.new_context(base_url=live_server.url, viewport=PHONE).new_page()
        page.goto(address_of(made))
        page.get_by_label("Your code").fill(made.code)
        if page.get_by_label("Your name").count():
            page.get_by_label("Your name").fill(name)
        page.get_by_role("button", name="Open").click()
        return page

    home = invited(cast.teacher, pep, "carer")
    jo, kim = arrive(home, "Jo"), arrive(home, "Kim")
    jo.locator("[name=worries]").fill("Sleeps badly.")
    expect(jo.locator(STATUS)).to_contain_text("Saved")
    kim.locator("[name=leisure]").fill("Swims.")
    expect(kim.locator(STATUS)).to_contain_text("Somebody else wrote meanwhile")
    expect(kim.locator("[name=worries]")).to_have_value("Sleeps badly.")
    is_fit(kim)
    kim.locator("[name=going_well]").fill("Sings.")
    expect(kim.locator(STATUS)).to_contain_text("Saved")
    jo.locator("[name=going_well]").fill("Reads.")
    expect(jo.get_by_role("radio", name="Both, theirs first")).to_be_checked()
    expect(jo.locator(STATUS)).to_contain_text(BOTH_KEPT)
    expect(jo.locator(STATUS)).to_contain_text("What you write meanwhile is saved.")
    expect(jo.locator("[name=leisure]")).to_have_value("Swims.")
    stands = dict(VoiceAnswer.objects.values_list("key", "text"))
    assert stands["going_well"] == "Sings.\n\nReads.", "while nobody has chosen"
    is_fit(jo)
    # Meanwhile all is saved, also what she goes on writing there; one more answer comes into the
    # box, and nothing is chosen.
    jo.locator("[name=going_well]").fill("Draws, and reads.")
    jo.locator("[name=next]").fill("More time.")
    expect(jo.locator(".vsh-conflict__text").first).to_have_text("Draws, and reads.")
    expect(jo.locator(STATUS)).to_contain_text(BOTH_KEPT)
    expect(jo.locator("[name=next]")).to_be_focused()
    kim.locator("[name=leisure]").fill("Swims far.")
    expect(kim.locator("[name=next]")).to_have_value("More time.")
    jo.locator("[name=leisure]").fill("Climbs.")
    expect(jo.get_by_role("radio", name="Theirs", exact=True)).to_have_count(2)
    is_fit(jo)
    with jo.expect_navigation():
        jo.get_by_role("button", name="Save", exact=True).click()
    expect(jo.get_by_role("radio", name="Theirs", exact=True)).to_have_count(2)
    stands = dict(VoiceAnswer.objects.values_list("key", "text"))
    assert stands == {
        "going_well": "Sings.\n\nDraws, and reads.",
        "leisure": "Swims far.\n\nClimbs.",
        "next": "More time.",
        "worries": "Sleeps badly.",
    }
    for radio in jo.get_by_role("radio", name="Theirs", exact=True).all():
        radio.check()
    jo.get_by_role("button", name="Save this choice").click()
    expect(jo.locator("[name=going_well]")).to_have_value("Sings.")
    expect(jo.locator("[name=leisure]")).to_have_value("Swims far.")
    expect(jo.locator(".vsh-conflict")).to_have_count(0)
    expect(jo.locator(STATUS)).to_contain_text("Saved")
    # What came meanwhile is looked at before the part is sent with it, and the button says so.
    kim.locator("[name=leisure]").fill("Swims very far.")
    expect(kim.locator(STATUS)).to_contain_text("Saved")
    jo.get_by_role("button", name="Send my part").click()
    expect(jo.locator(STATUS)).to_contain_text("“Send my part” is not done yet")
    expect(jo.locator("[name=leisure]")).to_have_value("Swims very far.")
    assert not Voice.objects.get().sent_at
    jo.get_by_role("button", name="Send my part").click()
    expect(jo.get_by_text("This part was sent on")).to_be_visible()
    stands = dict(VoiceAnswer.objects.values_list("key", "text"))
    assert stands == {
        "going_well": "Sings.",
        "leisure": "Swims very far.",
        "next": "More time.",
        "worries": "Sleeps badly.",
    }

    child = arrive(invited(cast.teacher, pep, "child", manner="pictures"), "")
    child.goto(reverse("say:drawing"))
    file = {"name": "dog.jpg", "mimeType": "image/jpeg", "buffer": b"no picture"}
    child.get_by_label("What does it show?").fill("My dog")
    child.get_by_label("A photo of your drawing").set_input_files(file)
    child.get_by_role("button", name="Next").click()
    expect(child.get_by_label("What does it show?")).to_have_value("My dog")
    is_fit(child)
    file["buffer"] = photo().read()
    child.get_by_label("A photo of your drawing").set_input_files(file)
    child.get_by_role("button", name="Next").click()
    expect(child.get_by_role("heading", level=1)).to_have_text("This is what you said")
    assert VoicePicture.objects.get().says == "My dog"
    VoicePicture.objects.update(is_private=True, session="of an hour ago")
    for address in (reverse("say:check"), reverse("say:drawing")):
        child.goto(address)
        expect(child.get_by_role("heading", name="for a few people before")).to_be_visible()
        is_fit(child)
    child.get_by_role("button", name="Take it away").click()
    expect(child.get_by_role("heading", name="for a few people before")).to_have_count(0)
    assert not VoicePicture.objects.exists()
