"""A carer's or parent's part: shared by name, saved as typed, sent, and sent again."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from peps.models import Pep, Voice, VoiceAnswer
from peps.schema.voices import questions
from tests.peps.by_link import arrived, invited
from tests.peps.views.pages import page
from tests.peps.views.part_pages import AUTOSAVE, START, fields, texts_now
from tests.reporting.page_requests import MOST_QUERIES, queries_of


def test_staff_of_a_home_share_the_part_by_name(shared):
    jo, kim = shared
    jo.post(START, fields(going_well="Reads at night.") | {"version": "0"})
    body = kim.get(START).content.decode()
    assert "Reads at night." in body
    assert re.search(r"data-autosaved[^>]*>Saved \d", body), "told without scripts too"
    assert "Written by Jo" in body
    assert 'name="version" value="1"' in body
    assert "Canaryada" not in body
    kim.post(START, fields(going_well="Reads and sings.") | {"version": "1"})
    assert VoiceAnswer.objects.get().said_by == "Kim"
    assert queries_of(kim, START) <= MOST_QUERIES


def test_two_in_different_questions_are_no_conflict_and_take_nothing_from_each_other(shared):
    jo, kim = shared
    jo.post(START, fields(worries="Sleeps badly.") | {"version": "0"}, headers=AUTOSAVE)
    answer = kim.post(START, fields(leisure="Swims.") | {"version": "0"}, headers=AUTOSAVE)
    body = answer.content.decode()
    assert answer.status_code == 200
    assert '<input type="hidden" data-now="worries" value="Sleeps badly.">' in body
    assert "Somebody else wrote meanwhile, and it is shown: “What worries you" in body
    assert 'data-version="2"' in body
    assert texts_now() == {"worries": "Sleeps badly.", "leisure": "Swims."}
    # A page from before, sent without scripts, takes nothing back either, and sends nothing unseen.
    body = jo.post(START, fields(going_well="Sings.") | {"version": "0", "send": "yes"})
    assert "Your part is not sent yet." in body.content.decode()
    assert "Swims." in body.content.decode()
    assert texts_now()["going_well"] == "Sings."
    assert not Voice.objects.get().sent_at
    kept = fields(going_well="Sings.", leisure="Swims.", worries="Sleeps badly.")
    jo.post(START, {**kept, "version": "3", "send": "yes"})
    assert Voice.objects.get().sent_at
    # Words that are emptied are written over, and what nobody touched is not.
    assert texts_now() == {key: text for key, text in kept.items() if text}


def test_a_save_reads_one_save_of_each_question_of_the_others(shared):
    jo, kim = shared
    for at, text in enumerate(("Sleeps.", "Sleeps badly.", "Sleeps badly now.")):
        jo.post(START, fields(worries=text) | {"version": str(at)}, headers=AUTOSAVE)
    both = f"Sleeps badly now.\n\n{'b' * 5000}"
    VoiceAnswer.objects.update(text=both)
    kim.post(START, fields(worries=both, leisure="Swi") | {"version": "3"}, headers=AUTOSAVE)
    with CaptureQueriesContext(connection) as captured:
        sent = fields(worries=both, leisure="Swims.") | {"version": "4"}
        assert kim.post(START, sent, headers=AUTOSAVE).status_code == 200
    of_texts = [q["sql"] for q in captured if 'FROM "peps_personallink"' not in q["sql"]]
    reads = [sql for sql in of_texts if 'FROM "peps_voiceanswerevent"' in sql]
    assert len(reads) == 2, "whether the long text was on record, and what the others wrote"
    assert all("LIMIT 1" in sql or "DISTINCT ON" in sql for sql in reads)
    assert texts_now() == {"worries": both, "leisure": "Swims."}


def test_what_is_sent_stands_as_theirs_until_it_is_sent_again_or_handed_in(cast, ada_pep):
    mother = arrived(invited(cast.teacher, ada_pep, "parent"), "Mum")
    empty = mother.post(START, {"send": "yes"})
    assert "Say something first" in empty.content.decode()
    too_long = mother.post(START, {"send": "yes", "hopes": "x" * 5001})
    assert "That is very long" in too_long.content.decode()
    for _ in range(2):  # a double press
        mother.post(START, {"hopes": "<i>A job</i>", "version": "0", "send": "yes"})
    body = mother.get(START).content.decode()
    assert re.search(r"This part was sent on [^<]* at [^<]* by Mum\. +You can change it", body)
    assert "Send my part again" in body
    assert "&lt;i&gt;A job" in body
    mother.post(START, {"hopes": "<i>A garden</i>", "version": "1"})
    assert "What was changed since is not sent yet." in mother.get(START).content.decode()
    teacher = signed_in(cast.teacher)
    seen = teacher.get(page("peps:voices", ada_pep)).content.decode()
    assert "&lt;i&gt;A job" in seen
    assert "Mum" in seen
    assert "A garden" not in seen, "not sent yet"
    mother.post(START, {"hopes": "<i>A garden</i>", "version": "2", "send": "yes"})
    assert "A garden" in teacher.get(page("peps:voices", ada_pep)).content.decode()
    mother.post(START, {"hopes": "Unsent", "version": "2"})
    Pep.objects.update(state="submitted")
    late = mother.post(START, {"hopes": "Too late", "version": "3"})
    assert late.status_code == 423
    assert "Too late" in late.content.decode()
    assert VoiceAnswer.objects.get().text == "Unsent"
    body = mother.get(START).content.decode()
    for words in (
        "It stands in the plan as your words.",
        "It cannot be changed",
        "nobody else reads",
    ):
        assert words in body
    stands = re.search(r"A garden&lt;/i&gt;.*?</dd>", body, re.DOTALL)[0]
    assert "(not sent)" not in stands, "what was sent, beside what was not"
    assert "Unsent <strong>(not sent)</strong>" in body
    VoiceAnswer.objects.update(text="<i>A garden</i>")
    changed_back = mother.get(START).content.decode()
    assert not any(words in changed_back for words in ("(not sent)", "did not go into the plan"))
    assert changed_back.count("A garden") == 1
    assert not any(words in body for words in ("You can change it", "Send my part"))


def test_nobodys_typing_is_refused_because_another_pressed_send(shared):
    night, day = shared
    night.post(START, fields(going_well="Sleeps.") | {"version": "0", "send": "yes"})
    typed = fields(leisure="Swims.") | {"version": "0"}
    answer = day.post(START, typed, headers=AUTOSAVE)
    assert answer.status_code == 200, "typed on a page that was opened before"
    body = day.get(START).content.decode()
    assert "by Jo" in body
    assert "Swims.</textarea>" in body
    day.post(START, fields(going_well="Sleeps.", leisure="Swims.") | {"version": "2", "send": "1"})
    assert Voice.objects.get().sent_by == "Kim"


@pytest.mark.parametrize("wrote", [True, False])
def test_where_the_plan_was_handed_in_first_the_part_says_what_is_so(cast, ada_pep, wrote):
    carer = arrived(invited(cast.teacher, ada_pep, "carer"), "Jo")
    if wrote:
        carer.post(START, fields(worries="Sleeps badly.") | {"version": "0"})
    Pep.objects.update(state="submitted")
    body = carer.get(START).content.decode()
    assert "This plan has been handed in" in body
    assert ("What was written here is kept" in body) is wrote
    assert ("Nothing was written in this part." in body) is not wrote
    assert "What do they enjoy" not in body, "no question that nobody can answer"


def test_a_child_writes_nothing_there(cast, ada_pep):
    child = arrived(invited(cast.teacher, ada_pep, "child"))
    assert child.post(START, {"going_well": "x"}).status_code == 405
    assert reverse("say:start") == START


def test_what_was_sent_stands_in_the_plan_the_childs_words_first_and_no_private_one(cast, ada_pep):
    child = arrived(invited(cast.teacher, ada_pep, "child", manner="simple"))
    child.post("/say/questions/school/", {"text": "Maps & <b>stars</b>."})
    child.post("/say/questions/likes/", {"text": "Nobody's business.", "is_private": "on"})
    carer = arrived(invited(cast.teacher, ada_pep, "carer"), "Jo")
    carer.post(START, {"worries": "Sleeps badly.", "version": "0", "send": "yes"})
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
        url, given = START, dict.fromkeys(keys, "x") | {"version": "0"}
        later = given | {"version": "1", keys[0]: "Sings."}
    browser.post(url, given)
    before = VoiceAnswer.pgh_event_model.objects.count()
    with CaptureQueriesContext(connection) as captured:
        answer = browser.post(url, later, headers={"HX-Request": "true"})
    assert "data-autosaved" in answer.content.decode()
    asked = [query["sql"] for query in captured if "SAVEPOINT" not in query["sql"]]
    assert len(asked) <= MOST_QUERIES, "\n".join(asked)
    assert VoiceAnswer.pgh_event_model.objects.count() == before + 1
    assert sum(sql.startswith("UPDATE") for sql in asked) == 1
