"""The pages by which links are made and closed, and the doors that they open."""

import re

import pytest
from django.core import signing
from django.test import Client
from django.urls import reverse

from peps.models import PersonalLink, VoiceAnswer
from peps.services.closed_links import close_by_court_order, revoke_link
from pupils.models import CarePlacement
from tests.cast import PASSWORD
from tests.peps.by_link import address_of, arrived, invited
from tests.peps.views.pages import body_of, page
from tests.reporting.page_requests import MOST_QUERIES, queries_of
from vsh.audit.models import ReadLog

CLOSED = "This link does not open"


def for_purpose(name, pep, purpose):
    return reverse(name, kwargs={"ref": pep.ref, "purpose": purpose})


def test_a_link_is_made_and_shown_once(client, cast, ada_pep):
    client.force_login(cast.teacher)
    url = for_purpose("peps:make_link", ada_pep, "carer")
    assert client.get(url).status_code == 200
    answer = client.post(url, {"name": "Beech House", "days": "7", "email": ""})
    body = answer.content.decode()
    link = PersonalLink.objects.get()
    assert link.name == "Beech House"
    assert "/say/link/" in body
    assert "tell the code another way" in body
    assert "no-store" in answer.headers["Cache-Control"]
    listed = client.get(page("peps:voices", ada_pep)).content.decode()
    assert "Beech House" in listed
    assert "/say/link/" not in listed
    assert client.get(for_purpose("peps:make_link", ada_pep, "neighbour")).status_code == 404


def test_what_is_missing_or_wrong_is_said(client, cast, ada_pep):
    client.force_login(cast.teacher)
    body = client.post(
        for_purpose("peps:make_link", ada_pep, "child"), {"email": "not an address"}
    ).content.decode()
    assert "How shall the child be asked?" in body
    assert "Enter an email address in the correct format" in body
    assert not PersonalLink.objects.exists()


def test_a_link_and_its_code_open_the_own_part_and_nothing_else(cast, ada_pep):
    made = invited(cast.teacher, ada_pep, "child")
    client = Client()
    asked = client.get(address_of(made))
    assert "Type your code" in asked.content.decode()
    assert "Ada" not in asked.content.decode()
    assert client.get(reverse("say:start")).status_code == 404
    client = arrived(made)
    answer = client.get(reverse("say:start"))
    assert answer.status_code == 200
    assert "no-store" in answer.headers["Cache-Control"]
    cookie = client.cookies["say"]
    assert (cookie["path"], bool(cookie["httponly"])) == ("/say/", True)
    for closed in (page("peps:pep", ada_pep), page("peps:voices", ada_pep), "/"):
        assert client.get(closed).status_code == 302
    read = ReadLog.objects.filter(page="say:start").get()
    assert (read.user, read.reader, read.pupil_ref) == (None, "The child, by link", cast.ada.ref)
    assert PersonalLink.objects.get().last_used_at


def test_a_wrong_code_says_so_and_many_bring_a_pause(cast, ada_pep):
    made = invited(cast.teacher, ada_pep, "parent")
    wrong = {"code": "000000" if made.code != "000000" else "111111", "said_by": "Mum"}
    client = Client()
    bodies = [client.post(address_of(made), wrong).content.decode() for _ in range(5)]
    assert "That code is not right" in bodies[0]
    assert bodies[0].count("<title>Error: ") == 1
    assert "Wait 15 minutes" in bodies[4]
    right = {"code": made.code, "said_by": "Mum"}
    assert "Wait 15 minutes" in client.post(address_of(made), right).content.decode()
    assert PersonalLink.objects.get().wrong_codes == 5


def test_a_carer_says_who_they_are(cast, ada_pep):
    made = invited(cast.teacher, ada_pep, "carer")
    for name in ("", " . "):
        answer = Client().post(address_of(made), {"code": made.code, "said_by": name})
        assert "Type your name" in answer.content.decode()


def without_token(answer) -> str:
    """The page but for the token against forgery, which is another each time."""
    return re.sub(r"X-CSRFToken[^}]*}", "", answer.content.decode())


def close(cast, pep, made, how):
    if how == "revoked":
        revoke_link(actor=cast.officer, link=made.link, reason="A mistake.")
    elif how == "court":
        close_by_court_order(actor=cast.officer, pep=pep, purpose="parent", reason="An order.")
    elif how == "expired":
        PersonalLink.objects.update(expires_on="2026-11-03")
    elif how == "unknown":
        PersonalLink.objects.filter(pk=made.link.pk).update(token_hash="another")


@pytest.mark.parametrize("how", ["revoked", "court", "expired", "unknown"])
def test_whatever_closed_it_the_page_is_the_same_and_a_session_ends(cast, ada_pep, how):
    made = invited(cast.teacher, ada_pep, "parent")
    client = arrived(made)
    old = invited(cast.teacher, ada_pep, "child")
    close(cast, ada_pep, made, how)
    PersonalLink.objects.filter(pk=old.link.pk).update(expires_on="2026-11-03")
    answer = Client().get(address_of(made))
    if how == "unknown":
        other = Client().get(reverse("say:open", kwargs={"token": "nobody-was-given-this"}))
    else:
        other = Client().get(address_of(old))
        assert "ask the virtual school" in other.content.decode()
    assert answer.status_code == other.status_code == 404
    assert without_token(answer) == without_token(other)
    assert CLOSED in answer.content.decode()
    if how != "unknown":
        assert client.get(reverse("say:start")).status_code == 404


def test_a_forged_or_stale_cookie_opens_nothing(cast, ada_pep, monkeypatch):
    client = arrived(invited(cast.teacher, ada_pep, "parent"))
    monkeypatch.setattr("peps.views.link_session.IDLE_SECONDS", -1)
    assert client.get(reverse("say:start")).status_code == 404
    client.cookies["say"] = "eyJsaW5rIjoxfQ:1aaaaa:forged"
    assert client.get(reverse("say:start")).status_code == 404


@pytest.mark.parametrize("told", [{}, {"session": ""}])
def test_a_cookie_from_before_sessions_had_names_is_asked_for_the_code_again(cast, ada_pep, told):
    made = invited(cast.teacher, ada_pep, "child")
    client = Client()
    old = {"link": made.link.pk, "by": ""} | told
    client.cookies["say"] = signing.dumps(old, salt="peps.links", compress=True)
    question = reverse("say:question", kwargs={"key": "should_change"})
    assert client.get(question).status_code == 404
    client.cookies["say"] = signing.dumps(old, salt="peps.links", compress=True)
    words = {"text": "zqwords", "is_private": "on", "version": "0"}
    answer = client.post(question, words, headers={"HX-Request": "true"})
    assert "Open your link again" in answer.content.decode()
    assert not VoiceAnswer.objects.exists()


def test_every_form_of_a_link_asks_for_its_token_of_the_page(cast, ada_pep):
    made = invited(cast.teacher, ada_pep, "parent")
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post(address_of(made), {"code": made.code, "said_by": "Mum"})
    assert answer.status_code == 403


def test_a_device_that_is_handed_over_shows_nothing_else_until_the_adult_signs_in(cast, ada_pep):
    device = Client()
    device.force_login(cast.teacher)
    device.get(page("peps:pep", ada_pep))
    answer = device.post(page("peps:hand_over", ada_pep), {"manner": "pictures"})
    assert answer.url == reverse("say:start")
    assert device.get(reverse("say:start")).status_code == 200
    for other in (page("peps:pep", ada_pep), page("peps:voices", ada_pep), "/"):
        assert device.get(other).url.startswith(reverse("account_login"))
    answer = device.post(reverse("say:leave"))
    assert answer.url == f"{reverse('account_login')}?next={page('peps:voices', ada_pep)}"
    assert device.get(reverse("say:start")).status_code == 404
    signed_in = device.post(answer.url, {"login": cast.teacher.email, "password": PASSWORD})
    assert signed_in.url == page("peps:voices", ada_pep)
    voices = device.get(signed_in.url).content.decode()
    assert "The device was given back" in voices
    assert 'data-label="Last opened">Not yet' not in voices


def test_closing_and_court_orders_over_http(client, cast, ada_pep):
    made = invited(cast.teacher, ada_pep, "parent", name="Dad")
    client.force_login(cast.social_worker)
    voices = page("peps:voices", ada_pep)
    url = reverse("peps:revoke_link", kwargs={"ref": ada_pep.ref, "link": made.link.ref})
    assert "Enter why" in client.post(url, {"reason": ""}).content.decode()
    body = client.post(url, {"reason": "Not needed."}, follow=True).content.decode()
    assert "Not needed." in body
    order = for_purpose("peps:court_order", ada_pep, "parent")
    body = client.post(order, {"reason": "By order.", "close": "yes"}, follow=True)
    assert "Closed by court order since" in body.content.decode()
    assert for_purpose("peps:make_link", ada_pep, "parent") not in body.content.decode()
    for person, is_told in (("iro", True), ("officer", True), ("teacher", False)):
        shown = body_of(client, cast.people[person], voices)
        assert "Closed" in shown
        for words in ("By order.", "court order"):
            assert (words in shown) is is_told, (person, words)
    copy = reverse("peps:copy", kwargs={"ref": ada_pep.ref, "reader": "parent"})
    assert "Do not give this copy. This way is closed" in body_of(client, cast.teacher, copy)
    client.force_login(cast.social_worker)
    body = client.post(order, {"reason": "Over.", "lift": "yes"}, follow=True).content.decode()
    assert for_purpose("peps:make_link", ada_pep, "parent") in body
    client.force_login(cast.teacher)
    assert order not in client.get(voices).content.decode()


def test_what_would_be_refused_is_not_offered(client, cast, ada_pep):
    CarePlacement.objects.filter(pupil=cast.ada).update(placement_type="A5")
    make = for_purpose("peps:make_link", ada_pep, "parent")
    for person, is_told in ((cast.social_worker, True), (cast.teacher, False)):
        body = body_of(client, person, page("peps:voices", ada_pep))
        assert make not in body
        assert ("placed for adoption" in body) is is_told
        assert for_purpose("peps:make_link", ada_pep, "carer") in body


def test_who_opens_a_form_that_would_be_refused_is_told_why_at_once(client, cast, ada_pep):
    for purpose in ("parent", "child"):
        close_by_court_order(
            actor=cast.social_worker, pep=ada_pep, purpose=purpose, reason="Zebra of 2 November."
        )
    told = {cast.social_worker: "A court order is on record", cast.teacher: "closed at present"}
    forms = (for_purpose("peps:make_link", ada_pep, "parent"), page("peps:hand_over", ada_pep))
    for person, words in told.items():
        client.force_login(person)
        for address in forms:
            answer = client.get(address, follow=True)
            assert answer.redirect_chain == [(page("peps:voices", ada_pep), 302)]
            (message,) = answer.context["messages"]
            assert words in message.message
    assert client.get(for_purpose("peps:make_link", ada_pep, "carer")).status_code == 200


def test_the_page_takes_few_queries_however_many_links_there_are(client, cast, ada_pep):
    client.force_login(cast.officer)
    invited(cast.officer, ada_pep, "carer")
    few = queries_of(client, page("peps:voices", ada_pep))
    for name in ("Di", "Jo", "Kim", "Pat"):
        invited(cast.officer, ada_pep, "carer", name=name)
    assert queries_of(client, page("peps:voices", ada_pep)) == few <= MOST_QUERIES


def test_who_is_signed_in_is_not_let_in_by_a_link(client, cast, ada_pep):
    made = invited(cast.teacher, ada_pep, "child", manner="own_words")
    client.force_login(cast.teacher)
    code = {"code": made.code_in_groups}
    for answer in (client.get(address_of(made)), client.post(address_of(made), code)):
        body = answer.content.decode()
        assert f"You are signed in as {cast.teacher}" in body
        assert "Hand this device to the child" in body
        assert "say" not in client.cookies
    assert client.get(reverse("say:check")).status_code == 404
    answer = client.post(address_of(made), {"sign_out": "yes"}, follow=True)
    assert "Type your code" in answer.content.decode()
    assert client.get(page("peps:voices", ada_pep)).status_code == 302, "signed out"
    assert client.post(address_of(made), code).url == reverse("say:start")
