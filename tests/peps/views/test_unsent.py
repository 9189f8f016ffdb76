"""Words that could not be taken stand on the page that answers, to be copied or sent again."""

import re
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from peps.models import PepSection, VoiceAnswer
from peps.services.closed_links import revoke_link
from peps.views import link_session
from tests.cast import PASSWORD
from tests.peps.by_link import address_of, arrived, invited
from vsh.govuk.unsent import ANOTHER

SCRIPT = {"HX-Request": "true"}
WORDS = {"leisure_interests": "Climbing\nand <b>maps</b>", "version": "0", "variant": "secondary"}
SHOWN = "Climbing\nand &lt;b&gt;maps&lt;/b&gt;"
OWN = {"Origin": "http://testserver"}


def section_of(pep) -> str:
    return reverse("peps:section", kwargs={"ref": pep.ref, "key": "leisure_and_learning"})


def token_of(client: Client) -> dict[str, str]:
    return {"X-CSRFToken": client.cookies["csrftoken"].value}


def sent_again(client: Client, answer, **headers):
    """Press “Send again” on the page that was answered, as a browser does."""
    body = answer.content.decode()
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', body))
    assert f'action="{answer.wsgi_request.get_full_path()}"' in body
    given = {name: unescape(value) for name, value in fields.items()}
    return client.post(answer.wsgi_request.get_full_path(), given, headers=headers)


def test_words_that_arrive_signed_out_stand_on_the_page_and_are_sent_after_signing_in(
    cast, ada_pep
):
    client = Client(enforce_csrf_checks=True)
    client.get(reverse("account_login"))
    words = WORDS | {"csrfmiddlewaretoken": client.cookies["csrftoken"].value}
    words["of_user"] = str(cast.teacher.pk)
    answer = client.post(section_of(ada_pep), words)
    body = answer.content.decode()
    assert (answer.status_code, answer.headers["Cache-Control"]) == (401, "no-store, private")
    assert "Leisure interests</h3>" in body
    assert SHOWN in body
    assert "Ada" not in body
    assert "Variant" not in body
    assert "You have been signed out" in body
    for variant in ("secondary", ""):
        asked = {"out_of_school_learning": "Club", "variant": variant}
        shown = client.post(section_of(ada_pep), words | asked).content.decode()
        labels = re.findall(r"<h3[^>]*>([^<]+)</h3>", shown)
        assert labels == [
            "Leisure interests",
            "Learning activities and study support outside school hours",
        ], "as the page names them, not by their keys"
    marks = {"seen_12": "link:2026-1", "what_12": "x", "choice_leisure_interests": "both"}
    shown = client.post(section_of(ada_pep), words | marks | {"what_changed": "A club"})
    headings = re.findall(r"<h3[^>]*>([^<]+)</h3>", shown.content.decode())
    assert headings == ["Leisure interests", "What changed"], "no marks of the page"
    assert "not saved" in body
    in_line = client.post(section_of(ada_pep), words, headers=SCRIPT)
    assert (in_line.status_code, in_line.content) == (401, b"")
    for nothing in ({}, {"leisure_interests": " ", "version": "3"}):
        told = client.post(
            section_of(ada_pep), nothing | {"csrfmiddlewaretoken": words["csrfmiddlewaretoken"]}
        )
        assert told.url.startswith(reverse("account_login")), "nothing to keep"
        in_line = client.post(section_of(ada_pep), nothing, headers=SCRIPT | OWN | token_of(client))
        assert (in_line.status_code, in_line.content) == (401, b""), "no page in place of a line"
    assert not PepSection.objects.exists()
    signing_in = {"login": cast.teacher.email, "password": PASSWORD}
    token = {"csrfmiddlewaretoken": words["csrfmiddlewaretoken"]}
    assert client.post(reverse("account_login"), signing_in | token).status_code == 302
    for headers in ({}, {"Origin": "https://elsewhere.example"}, {"Origin": "null"}):
        refused = sent_again(client, answer, **headers)
        assert refused.status_code == 403
        assert SHOWN not in refused.content.decode(), "not surely our own page"
    renewed = sent_again(client, answer, **OWN)
    assert renewed.status_code == 403, "the token of before signing in"
    assert "Please send it once more" in renewed.content.decode()
    assert SHOWN in renewed.content.decode()
    assert not PepSection.objects.exists()
    assert sent_again(client, renewed, **OWN).status_code == 302
    assert PepSection.objects.get().data["leisure_interests"] == "Climbing\nand <b>maps</b>"


def test_what_somebody_left_open_is_not_saved_in_the_name_of_who_signed_in_since(cast, ada_pep):
    client = Client()
    client.force_login(cast.teacher)
    shown = client.get(section_of(ada_pep)).content.decode()
    words = WORDS | {"of_user": re.search(r'name="of_user" value="(\d+)"', shown)[1]}
    client.force_login(cast.officer)
    assert client.post(section_of(ada_pep), words, headers=SCRIPT).status_code == 401
    emptied = client.post(section_of(ada_pep), words | {"leisure_interests": ""}, headers=SCRIPT)
    assert (emptied.status_code, emptied.content.decode()) == (401, ANOTHER)
    answer = client.post(section_of(ada_pep), words)
    assert (answer.status_code, SHOWN in answer.content.decode()) == (401, True)
    assert "Somebody else has signed in" in answer.content.decode()
    assert not PepSection.objects.exists()
    client.force_login(cast.teacher)
    assert sent_again(client, answer).status_code == 302
    assert PepSection.objects.get().changed_by == cast.teacher


def test_words_go_out_again_only_where_the_form_says_whose_they_are(cast, ada_pep):
    """One signs in after another on a browser: the form of the first has the token of before."""
    url = reverse("peps:arrange_meeting", kwargs={"ref": ada_pep.ref})
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.teacher)
    own = re.search(r'name="of_user" value="(\d+)"', client.get(url).content.decode())[1]
    assert own == str(cast.teacher.pk), "a form that does not save itself says it too"
    stale = {"place": "Canary House", "csrfmiddlewaretoken": client.cookies["csrftoken"].value}
    client.force_login(cast.officer)
    client.get(url)
    for whose, offers, title in (
        ({}, False, "Your words are not saved yet"),
        ({"of_user": own}, True, "Somebody else has signed in"),
        ({"of_user": str(cast.officer.pk)}, True, "Please send it once more"),
    ):
        client.cookies["csrftoken"] = "x" * 32
        answer = client.post(url, stale | whose, headers=OWN)
        body = answer.content.decode()
        assert (answer.status_code, "Canary House" in body, title in body) == (403, True, True)
        assert (">Send again</button>" in body, "“Send again”" in body) == (offers, offers)
        if whose.get("of_user") == own:
            assert sent_again(client, answer, **OWN).status_code == 401, "the page refuses it"
    signed_out = Client().post(url, {"place": "Canary House"}).content.decode()
    assert "Canary House" in signed_out
    assert "Send again" not in signed_out


def test_what_another_site_sends_is_not_offered_and_a_password_is_never_shown(cast, ada_pep):
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.teacher)
    for headers in ({"Origin": "https://elsewhere.example"}, {"Origin": "null"}, {}):
        answer = client.post(section_of(ada_pep), WORDS, headers=headers)
        assert answer.status_code == 403
        assert "Climbing" not in answer.content.decode()
    signing_in = {"login": cast.teacher.email, "password": PASSWORD}
    answer = client.post(reverse("account_login"), signing_in, headers=OWN)
    assert PASSWORD not in answer.content.decode()
    in_line = client.post(section_of(ada_pep), WORDS, headers=SCRIPT | OWN)
    assert (in_line.status_code, in_line.headers["X-Token-Renewed"]) == (403, "yes")
    saved = client.post(section_of(ada_pep), WORDS, headers=SCRIPT | OWN | token_of(client))
    assert "data-autosaved" in saved.content.decode()


ASKED = "/say/questions/likes/"


@pytest.mark.parametrize(
    ("how", "says"),
    [
        ("closed", "Your link was closed, or its time is over. You have done nothing wrong."),
        ("rested", "This page was quiet for a long time, so it was closed."),
        ("another child's", "Somebody opened another link in this browser."),
    ],
)
def test_a_child_whose_link_ends_keeps_the_words(cast, ada_pep, monkeypatch, how, says):
    made = invited(cast.teacher, ada_pep, "child", manner="simple")
    child = arrived(made)
    shown = child.get(ASKED).content.decode()
    of_plan = re.search(r'name="of_plan" value="([^"]+)"', shown)[1]
    words = {"text": "I like <i>trains</i>", "version": "0", "of_plan": of_plan}
    if how == "closed":
        revoke_link(actor=cast.teacher, link=made.link, reason="A mistake.")
    elif how == "rested":
        monkeypatch.setattr(link_session, "IDLE_SECONDS", -1)
    else:
        words["of_plan"] = "another-child"
    answer = child.post(ASKED, words)
    body = answer.content.decode()
    assert (answer.status_code, answer.headers["Cache-Control"]) == (404, "no-store, private")
    assert says in body
    assert "I like &lt;i&gt;trains" in body
    assert "nothing that you wrote is lost" not in body
    line = child.post(ASKED, words, headers=SCRIPT)
    assert (line.status_code, line.headers["Content-Type"]) == (404, "text/plain; charset=utf-8")
    assert line.content.decode().startswith("Not saved – ")
    assert "Your words are still here" in line.content.decode()
    assert not VoiceAnswer.objects.exists()
    if how == "rested":
        monkeypatch.undo()
        child.post(address_of(made), {"code": made.code})
        assert sent_again(child, answer).status_code == 302
        assert VoiceAnswer.objects.get().text == "I like <i>trains</i>"
    elif how == "another child's":
        refused = child.post("/say/check/", {"of_plan": "another-child"})
        assert refused.status_code == 404, "nor is the other child's part sent"
        assert "the button that you pressed did nothing" in refused.content.decode()


def mark_of(shown) -> str:
    return re.search(r'name="of_plan" value="([^"]+)"', shown.content.decode())[1]


def test_words_by_link_are_saved_in_the_name_of_who_opened_it_alone(cast, ada_pep):
    """Two on one shift share a home's link and computer; two parents share a device."""
    home = invited(cast.teacher, ada_pep, "carer", name="Beech House")
    left_open = mark_of(arrived(home, "Jo Canary").get("/say/"))
    browser = arrived(home, "Kim")
    words = {"going_well": "Reads", "going_well_version": "0", "of_plan": left_open}
    assert browser.post("/say/", words, headers=SCRIPT).status_code == 404
    answer = browser.post("/say/", words)
    assert "this one under another name" in answer.content.decode()
    assert not VoiceAnswer.objects.exists()
    browser.post(address_of(home), {"code": home.code, "said_by": " jo  canary"})
    assert sent_again(browser, answer).status_code in {200, 302}
    assert VoiceAnswer.objects.get().said_by == "jo  canary"
    assert "canary" not in left_open.lower(), "an opaque mark"
    marks = {
        mark_of(arrived(invited(cast.teacher, ada_pep, "parent", name=name), "Pat").get("/say/"))
        for name in ("Mother Canary", "mother  canary", "Father Canary", "", "")
    }
    assert len(marks) == 4, "one mark for a new link of the same parent; without a name, by link"


def test_a_carer_whose_link_was_closed_is_told_whom_to_ask(cast, ada_pep):
    made = invited(cast.teacher, ada_pep, "carer")
    carer = arrived(made)
    revoke_link(actor=cast.teacher, link=made.link, reason="A mistake.")
    words = {"going_well": "Reads at night", "going_well_version": "0", "version": "0"}
    line = carer.post("/say/", words, headers=SCRIPT).content.decode()
    assert "your link was closed, or its time is over" in line
    assert "ask the person who gave you the link" in line
    emptied = carer.post("/say/", words | {"going_well": ""}, headers=SCRIPT)
    assert (emptied.status_code, emptied.content.decode()) == (404, line), "to be tried again"
    body = carer.post("/say/", words).content.decode()
    assert "Going well</h3>" in body
    assert "Reads at night" in body
    assert "ask the person who gave you the link" in body
    assert "nothing wrong" not in body
    assert (
        "What was saved and not sent is kept. It goes into the plan only if it is sent"
        in carer.get("/say/").content.decode()
    )
