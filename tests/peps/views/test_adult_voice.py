"""A carer's or parent's part: shared by name, saved as typed, ended by sending."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from peps.models import VoiceAnswer
from peps.schema.voices import questions
from tests.peps.by_link import arrived, invited
from tests.peps.views.pages import page
from tests.reporting.page_requests import MOST_QUERIES, queries_of

START = "/say/"


def test_staff_of_a_home_share_the_part_by_name(cast, ada_pep):
    made = invited(cast.teacher, ada_pep, "carer", name="Beech House")
    jo, kim = arrived(made, "Jo"), arrived(made, "Kim")
    jo.post(START, {"going_well": "Reads at night.", "going_well_version": "0"})
    body = kim.get(START).content.decode()
    assert "Reads at night." in body
    assert re.search(r"data-autosaved[^>]*>Saved \d", body), "told without scripts too"
    assert "Last written by Jo" in body
    assert "Canaryada" not in body
    answer = kim.post(START, {"going_well": "Sings.", "going_well_version": "0"})
    assert answer.status_code == 409
    assert "Jo wrote here since" in answer.content.decode()
    assert "Sings." in answer.content.decode()
    saved = kim.post(
        START,
        {"going_well": "Sings.", "going_well_version": "0"},
        headers={"HX-Request": "true"},
    )
    assert saved.status_code == 409
    assert 'name="going_well_version" value="1"' in saved.content.decode()
    saved = kim.post(
        START,
        {"going_well": "Reads and sings.", "going_well_version": "1"},
        headers={"HX-Request": "true"},
    )
    assert "data-autosaved" in saved.content.decode()
    assert VoiceAnswer.objects.get().said_by == "Kim"
    assert queries_of(kim, START) <= MOST_QUERIES


def test_sending_ends_it_and_it_stands_as_theirs(cast, ada_pep):
    mother = arrived(invited(cast.teacher, ada_pep, "parent"), "Mum")
    empty = mother.post(START, {"send": "yes"})
    assert "Say something first" in empty.content.decode()
    too_long = mother.post(START, {"send": "yes", "hopes": "x" * 5001})
    assert "That is very long" in too_long.content.decode()
    for _ in range(2):  # a double press
        mother.post(START, {"hopes": "<i>A job</i>", "hopes_version": "0", "send": "yes"})
    body = mother.get(START).content.decode()
    assert "You sent this part on" in body
    assert "&lt;i&gt;A job" in body
    late = mother.post(START, {"hopes": "Too late", "hopes_version": "1"})
    assert late.status_code == 423
    assert "Too late" in late.content.decode()
    assert VoiceAnswer.objects.get().text == "<i>A job</i>"
    teacher = Client()
    teacher.force_login(cast.teacher)
    seen = teacher.get(page("peps:voices", ada_pep)).content.decode()
    assert "&lt;i&gt;A job" in seen
    assert "Mum" in seen


def test_a_child_writes_nothing_there(cast, ada_pep):
    child = arrived(invited(cast.teacher, ada_pep, "child"))
    assert child.post(START, {"going_well": "x"}).status_code == 405
    assert reverse("say:start") == START


def test_what_was_sent_stands_in_the_plan_the_childs_words_first_and_no_private_one(cast, ada_pep):
    child = arrived(invited(cast.teacher, ada_pep, "child", manner="simple"))
    child.post("/say/questions/school/", {"text": "Maps & <b>stars</b>."})
    child.post("/say/questions/likes/", {"text": "Nobody's business.", "is_private": "on"})
    carer = arrived(invited(cast.teacher, ada_pep, "carer"), "Jo")
    carer.post(START, {"worries": "Sleeps badly.", "worries_version": "0", "send": "yes"})
    teacher = Client()
    teacher.force_login(cast.teacher)
    read = page("peps:read", ada_pep)
    section = reverse("peps:section", args=[ada_pep.ref, "childs_views"])
    assert "Maps" not in teacher.get(read).content.decode(), "not sent yet"
    child.post("/say/check/")
    for client in (teacher, signed_in(cast.social_worker)):
        body = client.get(read).content.decode()
        assert "Maps &amp; &lt;b&gt;stars&lt;/b&gt;." in body
        assert body.index("Maps") < body.index("Sleeps badly.")
        assert "Carer: What worries you" in body
        assert "Nobody" not in body
    assert "Maps" in teacher.get(section).content.decode()


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.parametrize("purpose", ["carer", "child"])
def test_an_autosave_asks_few_queries_and_writes_what_changed_alone(cast, ada_pep, purpose):
    """With every question of the part on the page and one of them changed."""
    browser = arrived(invited(cast.teacher, ada_pep, purpose), "Jo")
    if purpose == "child":
        url, given = reverse("say:question", kwargs={"key": "likes"}), {"text": "x", "version": "0"}
        later = {"text": "Maps", "version": "1"}
    else:
        keys = [question.key for question in questions(purpose)]
        url, given = START, dict.fromkeys(keys, "x") | {f"{key}_version": "0" for key in keys}
        later = given | {f"{key}_version": "1" for key in keys} | {keys[0]: "Sings."}
    browser.post(url, given)
    before = VoiceAnswer.pgh_event_model.objects.count()
    with CaptureQueriesContext(connection) as captured:
        answer = browser.post(url, later, headers={"HX-Request": "true"})
    assert "data-autosaved" in answer.content.decode()
    asked = [query["sql"] for query in captured if "SAVEPOINT" not in query["sql"]]
    assert len(asked) <= MOST_QUERIES, "\n".join(asked)
    assert VoiceAnswer.pgh_event_model.objects.count() == before + 1
    assert sum(sql.startswith("UPDATE") for sql in asked) == 1
