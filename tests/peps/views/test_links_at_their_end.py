"""What a link says that opens no more or whose session rested; what stays open at eighteen."""

import html
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from peps.models import Pep, PersonalLink, VoiceAnswer, VoiceCall
from peps.services.closed_links import revoke_link
from peps.views import link_session
from pupils.models import CarePeriod, Pupil
from tests.cast import TODAY
from tests.peps.by_link import address_of, arrived, invited
from tests.peps.views.pages import page
from vsh.organisations.models import Authority

START, PLAN = "/say/", reverse("say:plan")
RESTED = "This page was quiet for a long time"
MARK = re.compile(r'name="of_plan" value="([^"]+)"')


def words(answer) -> str:
    return html.unescape(answer.content.decode())


@pytest.mark.parametrize("address", [START, reverse("say:check"), PLAN, reverse("say:so_far")])
def test_a_session_that_rested_is_told_to_open_the_link_again(cast, ada_pep, monkeypatch, address):
    child = arrived(invited(cast.teacher, ada_pep, "child"))
    monkeypatch.setattr(link_session, "IDLE_SECONDS", -1)
    for _ in range(2):  # and when the page is loaded once more
        answer = child.get(address)
        assert answer.status_code == 404
        for said in (RESTED, "type your code", "What you wrote is kept."):
            assert said in words(answer)
    assert RESTED not in words(Client().get(address)), "a stranger"
    PersonalLink.objects.update(expires_on="2026-11-03")
    assert RESTED not in words(child.get(address)), "it would not open again"


@pytest.mark.parametrize("name", ["say:worried", "say:help"])
def test_a_child_who_hesitated_for_long_is_heard_all_the_same(cast, ada_pep, monkeypatch, name):
    child = arrived(invited(cast.teacher, ada_pep, "child"))
    mark = MARK.search(words(child.get(reverse(name))))[1]
    monkeypatch.setattr(link_session, "IDLE_SECONDS", -1)
    answer = child.post(reverse(name), {"text": "", "of_plan": mark})
    assert "We told them" in words(answer)
    assert VoiceCall.objects.get().told.exists()
    assert RESTED in words(child.get(START)), "the session goes on resting"


@pytest.mark.parametrize("text", ["", "I am scared"])
@pytest.mark.parametrize("name", ["say:worried", "say:help"])
@pytest.mark.parametrize("end", ["closed", "another child's", "somebody else's"])
def test_who_calls_for_help_where_the_link_is_over_is_told_that_nobody_knows(
    cast, ada_pep, end, name, text
):
    made = invited(cast.teacher, ada_pep, "child")
    child = arrived(made)
    sent = {"text": text, "of_plan": MARK.search(words(child.get(reverse(name))))[1]}
    if end == "closed":
        revoke_link(actor=cast.teacher, link=made.link, reason="A mistake.")
    elif end == "another child's":
        sent["of_plan"] = "another"
    else:
        parent = invited(cast.teacher, ada_pep, "parent")
        child.post(address_of(parent), {"code": parent.code, "said_by": "Pat"})
    answer = child.post(reverse(name), sent)
    said = words(answer)
    assert answer.status_code == 404
    assert "Nobody has been told yet" in said
    assert "call 999" in said
    assert text in said
    assert not VoiceCall.objects.exists()


def test_who_presses_send_after_a_rest_is_told_that_it_did_nothing(cast, ada_pep, monkeypatch):
    child = arrived(invited(cast.teacher, ada_pep, "child"))
    monkeypatch.setattr(link_session, "IDLE_SECONDS", -1)
    assert "did nothing: press it again" in words(child.post(reverse("say:check")))


def test_a_device_that_was_handed_over_and_rested_goes_back_to_the_adult(
    cast, ada_pep, monkeypatch
):
    client = Client()
    client.force_login(cast.teacher)
    client.post(page("peps:hand_over", ada_pep), {"manner": "simple"})
    monkeypatch.setattr(link_session, "IDLE_SECONDS", -1)
    said = words(client.get(START))
    assert "They can hand it to you again." in said
    assert "type your code" not in said


def test_a_dead_link_ends_no_session_of_another(cast, ada_pep):
    dead = invited(cast.teacher, ada_pep, "carer")
    revoke_link(actor=cast.teacher, link=dead.link, reason="Lost.")
    parent = arrived(invited(cast.teacher, ada_pep, "parent"))
    assert parent.get(address_of(dead)).status_code == 404
    assert parent.get(START).status_code == 200
    other = parent.get(reverse("say:check"))  # a page of the child's, from before
    assert other.status_code == 404
    assert "another link was opened" in words(other)
    assert parent.get(START).status_code == 200


@pytest.fixture
def finished(cast, ada_pep) -> Pep:
    Authority.objects.filter(pk=cast.ada.authority_id).update(
        virtual_school_email="vs@example.org", virtual_school_phone="01234 567890"
    )
    Pep.objects.update(state="complete")
    return ada_pep


def test_who_comes_of_age_reads_their_finished_plan_until_the_links_own_end(cast, finished):
    child = arrived(invited(cast.social_worker, finished, "child"))
    carer = arrived(invited(cast.social_worker, finished, "carer"))
    Pupil.objects.filter(pk=cast.ada.pk).update(date_of_birth="2008-11-04")
    assert child.get(START).status_code == 200
    assert child.get(PLAN).status_code == 200
    assert carer.get(PLAN).status_code == 404
    PersonalLink.objects.update(expires_on=TODAY - timedelta(days=1), reads_until=None)
    answer = child.get(PLAN)
    assert answer.status_code == 404
    for said in ("ask the virtual school", "vs@example.org", "01234 567890"):
        assert said in words(answer)


def test_whose_care_ends_earlier_reads_on_no_link_and_is_told_whom_to_ask(cast, finished):
    made = invited(cast.social_worker, finished, "child")
    child = arrived(made)
    CarePeriod.objects.filter(pupil=cast.ada).update(ended_on=TODAY)
    for answer in (child.get(PLAN), Client().get(address_of(made))):
        assert answer.status_code == 404
        assert "vs@example.org" in words(answer)
        assert "new one" not in words(answer)


@pytest.mark.parametrize("purpose", ["child", "carer"])
def test_a_link_that_is_closed_while_a_save_waits_shows_its_own_words_alone(cast, ada_pep, purpose):
    made = invited(cast.social_worker, ada_pep, purpose)
    person, other = arrived(made), arrived(made)
    asked = {"child": (reverse("say:question", args=["likes"]), "text")}
    at, key = asked.get(purpose, (START, "going_well"))
    other.post(at, {key: "Zqother", "version": "0"})
    asked_of_link, closed = [], []

    def another_closes(execute, sql, params, many, context):
        if 'FROM "peps_personallink"' in sql:
            asked_of_link.append(sql)
        elif asked_of_link and sql.startswith("SAVEPOINT") and not closed:
            closed.append(sql)  # the save begins, and waits for the child's row
            revoke_link(actor=cast.social_worker, link=made.link, reason="A mistake.")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(another_closes):
        answer = person.post(at, {key: "Zqmine", "version": "1"})
    assert closed
    assert answer.status_code == 404
    assert "Zqmine" in words(answer)
    assert "Zqother" not in words(answer)
    assert not VoiceAnswer.objects.filter(text="Zqmine").exists()
