"""A carer's or parent's part: shared by name, saved as typed, sent, and sent again."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from peps.models import Pep, SentAnswer, Voice, VoiceAnswer
from peps.schema.voices import questions
from tests.peps.by_link import arrived, invited
from tests.peps.views.pages import page
from tests.reporting.page_requests import MOST_QUERIES, queries_of

START = "/say/"


AUTOSAVE = {"HX-Request": "true"}


def fields(**texts: str) -> dict[str, str]:
    """Every question as the page sends it."""
    return {question.key: texts.get(question.key, "") for question in questions("carer")}


@pytest.fixture
def shared(cast, ada_pep) -> tuple[Client, Client]:
    made = invited(cast.teacher, ada_pep, "carer", name="Beech House")
    return arrived(made, "Jo"), arrived(made, "Kim")


def texts_now() -> dict[str, str]:
    return dict(VoiceAnswer.objects.values_list("key", "text"))


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


@pytest.mark.parametrize(
    ("choice", "stands", "named"),
    [
        ("mine", "Sings.", "Kim"),
        ("theirs", "Reads.", "Jo"),
        ("both", "Reads.\n\nSings.", "Jo and Kim"),
    ],
)
def test_what_both_wrote_is_kept_whole_until_one_is_chosen(shared, choice, stands, named):
    jo, kim = shared
    jo.post(START, fields(going_well="Reads.", next="More time.") | {"version": "0"})
    typed = fields(going_well="Si", leisure="Swims.") | {"version": "0", "page": "kims"}
    assert kim.post(START, typed, headers=AUTOSAVE).status_code == 409
    typed["going_well"] = "Sings."
    for headers in ({}, AUTOSAVE):  # it goes on being typed, and is tried again
        answer = kim.post(START, typed, headers=headers)
        body = answer.content.decode()
        assert answer.status_code == 409
        assert all(words in body for words in ("Sings.", "Reads.", "Jo saved this", "Both, theirs"))
        assert "More time." in body, "what Jo alone wrote"
    # The page is closed, and nobody chose: no word is lost, and nothing stands there twice.
    now = {"going_well": "Reads.\n\nSings.", "leisure": "Swims.", "next": "More time."}
    assert texts_now() == now
    assert VoiceAnswer.objects.get(key="going_well").said_by == "Jo and Kim", "words of both"
    marks = marks_of(answer)
    picked = {**typed, "next": "More time.", "choice_going_well": choice, **marks}
    picked["version"] = ["0", marks["version"]]
    answer = kim.post(START, picked, headers=AUTOSAVE)
    assert "data-autosaved" in answer.content.decode()
    assert texts_now() == now | {"going_well": stands}
    assert VoiceAnswer.objects.get(key="going_well").said_by == named
    typed = {**fields(**texts_now()), "version": "9", "going_well": f"{stands} Late."}
    jo.get(START)
    jo.post(START, typed | {"send": "yes"})
    others = [name for name in named.split(" and ") if name != "Jo"]
    assert SentAnswer.objects.get(key="going_well").said_by == " and ".join([*others, "Jo"])


def test_who_leaves_it_to_theirs_takes_their_own_words_out_though_they_are_too_long_now(shared):
    jo, kim = shared
    jo.post(START, fields(worries="Sleeps badly.") | {"version": "0"}, headers=AUTOSAVE)
    typed = fields(worries="Sleeps.") | {"version": "0"}
    answer = kim.post(START, typed, headers=AUTOSAVE)
    assert answer.status_code == 409
    picked = fields(worries="x" * 5001) | {**marks_of(answer), "choice_worries": "theirs"}
    picked["version"] = ["2", "2"]
    assert "data-autosaved" in kim.post(START, picked, headers=AUTOSAVE).content.decode()
    assert texts_now() == {"worries": "Sleeps badly."}


def test_while_a_choice_waits_all_else_is_saved_and_the_choice_is_of_what_was_shown(shared):
    jo, kim = shared
    jo.post(START, fields(worries="Sleeps badly.") | {"version": "0"}, headers=AUTOSAVE)
    kim.post(START, fields(worries="Sleeps.") | {"version": "0"}, headers=AUTOSAVE)
    rest = fields(leisure="Swims.") | {"version": "2", "seen_worries": "0"}
    del rest["worries"]
    assert kim.post(START, rest, headers=AUTOSAVE).status_code == 200
    both = {"worries": "Sleeps badly.\n\nSleeps.", "leisure": "Swims."}
    assert texts_now() == both
    jo.post(START, fields(**both) | {"worries": "Sleeps better.", "version": "3"})
    picked = {**rest, "worries": "Sleeps.", "leisure": "Swims far.", "choice_worries": "mine"}
    answer = kim.post(START, picked | {"version": ["3", "2"]}, headers=AUTOSAVE)
    assert answer.status_code == 409, "another text than the one that was shown"
    assert texts_now() == {"worries": "Sleeps better.\n\nSleeps.", "leisure": "Swims far."}


def marks_of(answer) -> dict[str, str]:
    """What the page with both texts sends along, as a browser does."""
    body = answer.content.decode()
    found = re.findall(r'name="((?:seen|shown|beside)_\w+)" value="(-?\d+)"', body)
    return {**dict(found), "version": str(answer.context["version"])}


@pytest.mark.parametrize("headers", [AUTOSAVE, {}])
def test_who_goes_on_writing_while_both_texts_stand_is_there_once(shared, headers):
    jo, kim = shared
    kim.post(START, fields(going_well="Sings.") | {"version": "0"}, headers=AUTOSAVE)
    answer = jo.post(START, fields(going_well="Reads.") | {"version": "0"}, headers=headers)
    for text, stands in (
        ("Draws, and reads.", "Sings.\n\nDraws, and reads."),
        ("", "Sings."),
        ("Draws.", "Sings.\n\nDraws."),
    ):
        typed = fields(going_well=text, leisure="Swims.") | marks_of(answer)
        answer = jo.post(START, typed | {"send": "yes"}, headers=headers)
        assert answer.status_code == 409
        assert texts_now() == {"going_well": stands, "leisure": "Swims."}
        assert not Voice.objects.get().sent_at
    # What somebody else changed since stands, beside what is typed now.
    kim.post(START, fields(**texts_now()) | {"version": "9", "going_well": "Sings loud."})
    typed = fields(going_well="Paints.", leisure="Swims.") | marks_of(answer)
    long = typed | {"leisure": "x" * 5001}
    told = jo.post(START, long, headers=headers)
    assert told.status_code == 409
    assert "That is very long" in str(told.context["stands" if headers else "conflict"])
    assert texts_now()["going_well"] == "Sings loud.\n\nPaints."


@pytest.mark.parametrize("choice", ["mine", "theirs", "both"])
@pytest.mark.parametrize("headers", [AUTOSAVE, {}])
def test_two_pages_under_one_name_are_two_writers(cast, ada_pep, shared, headers, choice):
    """Two tabs of one person, or two of a home's staff who both say "Pat"."""
    jo = shared[0]
    made = invited(cast.teacher, ada_pep, "carer", name="Beech House")
    here, there = arrived(made, "Pat"), arrived(made, "Pat")
    jo.post(START, fields(worries="Sleeps badly.") | {"version": "0"})
    here.post(START, fields(worries="Sleeps badly.\n\nEats little.") | {"version": "1"})
    typed = fields(worries="Sleeps badly.\n\nHas no friend.") | {"version": "1"}
    answer = there.post(START, typed, headers=headers)
    assert answer.status_code == 409
    assert "Eats little." in answer.content.decode(), "what stands there is shown as theirs"
    typed["worries"] += " Not one."
    answer = there.post(START, typed | marks_of(answer), headers=headers)
    both = "Sleeps badly.\n\nEats little.\n\nSleeps badly.\n\nHas no friend. Not one."
    assert answer.status_code == 409
    assert texts_now() == {"worries": both}
    marks = marks_of(answer)
    picked = {"choice_worries": choice, "version": [marks["version"]] * 2}
    assert there.post(START, typed | marks | picked, headers=AUTOSAVE).status_code == 200
    theirs = "Sleeps badly.\n\nEats little."
    stands = {"mine": typed["worries"], "theirs": theirs, "both": both}[choice]
    assert texts_now() == {"worries": stands}


def test_who_goes_on_after_a_lost_answer_is_there_once_and_takes_no_other_page_along(
    cast, ada_pep, shared
):
    jo, kim = shared
    made = invited(cast.teacher, ada_pep, "carer", name="Beech House")
    also_kim = arrived(made, "Kim")
    jo.post(START, fields(worries="Sleeps badly.") | {"version": "0", "page": "jos"})
    kim.post(START, fields(worries="Likes art.") | {"version": "0", "page": "kims"})
    again = fields(worries="Likes art. And maths.") | {"version": "0", "page": "other"}
    answer = also_kim.post(START, again, headers=AUTOSAVE)
    typed = fields(worries="Loves both.") | marks_of(answer) | {"page": "other"}
    also_kim.post(START, typed, headers=AUTOSAVE)
    assert texts_now() == {"worries": "Sleeps badly.\n\nLikes art.\n\nLoves both."}
    # Nobody else wrote since: no conflict with oneself, only an answer that was lost.
    for text in ("Rea", "Reads."):
        typed = fields(leisure=text) | {"version": "0", "page": "jos"}
        assert jo.post(START, typed, headers=AUTOSAVE).status_code == 200
    assert texts_now()["leisure"] == "Reads."


def test_what_is_typed_on_two_pages_of_one_person_stands_there_once(cast, ada_pep):
    made = invited(cast.teacher, ada_pep, "parent")
    phone, laptop = arrived(made), arrived(made)
    phone.post(START, fields(worries="Sleeps badly.") | {"version": "0"}, headers=AUTOSAVE)
    marks = {"version": "0"}
    for text in ("Eats", "Eats litt", "Eats little."):
        answer = laptop.post(START, fields(worries=text) | marks, headers=AUTOSAVE)
        marks = marks_of(answer)
        assert [each["theirs"] for each in answer.context["fields"]] == ["Sleeps badly."]
    assert texts_now() == {"worries": "Sleeps badly.\n\nEats little."}


def test_a_choice_is_between_the_texts_that_its_own_answer_showed(shared):
    """One answer came into the box before the other."""
    jo, kim = shared
    kim.post(START, fields(going_well="Sings.", leisure="Swims.") | {"version": "0"})
    first = jo.post(START, fields(going_well="Reads.") | {"version": "0"}, headers=AUTOSAVE)
    behind = marks_of(first) | {"seen_leisure": "0"}
    typed = fields(going_well="Reads.", leisure="Climbs.")
    second = jo.post(START, typed | behind, headers=AUTOSAVE)
    assert texts_now() == {"going_well": "Sings.\n\nReads.", "leisure": "Swims.\n\nClimbs."}
    picked = {"choice_going_well": "theirs", "choice_leisure": "theirs"}
    marks = marks_of(second) | {"version": [marks_of(second)["version"], behind["version"]]}
    answer = jo.post(START, typed | picked | marks, headers=AUTOSAVE)
    assert answer.status_code == 200
    assert texts_now() == {"going_well": "Sings.", "leisure": "Swims."}


def test_who_typed_on_in_what_another_just_changed_chooses_there_and_nowhere_else(shared):
    jo, kim = shared
    jo.post(START, fields(worries="Sleeps badly.") | {"version": "0"}, headers=AUTOSAVE)
    kim.post(START, fields(leisure="Swims.") | {"version": "0"}, headers=AUTOSAVE)
    typed = fields(worries="Sleeps well.", leisure="Swims far.")
    behind = typed | {"version": "2", "seen_worries": "0"}
    answer = kim.post(START, behind, headers=AUTOSAVE)
    assert answer.status_code == 409
    assert [field["key"] for field in answer.context["fields"]] == ["worries"]
    both = {"worries": "Sleeps badly.\n\nSleeps well.", "leisure": "Swims far."}
    assert texts_now() == both


def test_a_page_behind_reads_of_each_answer_what_stood_at_its_version(shared):
    jo, kim = shared
    for version, text in enumerate(("Sle", "Sleeps", "Sleeps badly.")):
        jo.post(
            START, fields(worries=text, next="More.") | {"version": str(version)}, headers=AUTOSAVE
        )
    typed = fields(worries="Sleeps", next="More.", leisure="Swims.") | {"version": "2"}
    assert kim.post(START, typed, headers=AUTOSAVE).status_code == 200, "nobody else wrote that"
    assert texts_now() == {"worries": "Sleeps badly.", "next": "More.", "leisure": "Swims."}


def test_whether_texts_that_are_too_long_stood_there_is_asked_once(shared):
    typed = fields(worries="a" * 5001, leisure="a" * 5001, next="b" * 5001) | {"version": "0"}
    with CaptureQueriesContext(connection) as captured:
        assert "Not saved" in shared[0].post(START, typed, headers=AUTOSAVE).content.decode()
    assert len([each for each in captured if "voiceanswerevent" in each["sql"]]) == 1


def test_a_last_paragraph_of_another_is_not_swallowed_by_who_begins_alike(shared):
    jo, kim = shared
    jo.post(START, fields(worries="Sleeps badly.\n\nNo") | {"version": "0"}, headers=AUTOSAVE)
    for text in ("No worr", "No worries."):  # it goes on being typed
        typed = fields(worries=text) | {"version": "0", "page": "kims"}
        kim.post(START, typed, headers=AUTOSAVE)
    assert texts_now() == {"worries": "Sleeps badly.\n\nNo\n\nNo worries."}


def test_what_two_wrote_is_kept_however_long_and_keeps_nobody_from_sending(shared):
    jo, kim = shared
    jo.post(START, fields(worries="a" * 3000) | {"version": "0"}, headers=AUTOSAVE)
    answer = kim.post(START, fields(worries="b" * 3000) | {"version": "0"}, headers=AUTOSAVE)
    assert "Both texts are kept, one after the other." in answer.content.decode()
    again = kim.post(START, fields(worries="b" * 3000) | {"version": "0"}).content.decode()
    assert "Not saved" not in again
    both = f"{'a' * 3000}\n\n{'b' * 3000}"
    assert texts_now() == {"worries": both}
    opened = jo.get(START).content.decode()
    assert opened.count("data-maxlength") == len(fields()) - 1, "its letters are not counted"
    longer = fields(worries=both + "c") | {"version": "2"}
    assert "That is very long" in jo.post(START, longer | {"send": "yes"}).content.decode()
    assert texts_now() == {"worries": both}
    kept = fields(worries=both.replace("\n", "\r\n"), leisure="Swims.") | {"version": "2"}
    assert "data-autosaved" in jo.post(START, kept, headers=AUTOSAVE).content.decode()
    jo.post(START, kept | {"version": "3", "send": "yes"})
    assert Voice.objects.get().sent_at
    assert texts_now() == {"worries": both, "leisure": "Swims."}


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
    reads = [q["sql"] for q in captured if 'FROM "peps_voiceanswerevent"' in q["sql"]]
    assert len(reads) == 2, "whether the long text was on record, and what the others wrote"
    assert all("LIMIT 1" in sql or "DISTINCT ON" in sql for sql in reads)
    assert texts_now() == {"worries": both, "leisure": "Swims."}


def test_a_text_too_long_stays_in_its_field_and_what_others_wrote_stands(shared):
    jo, kim = shared
    jo.post(START, fields(worries="Sleeps badly.") | {"version": "0"})
    long = fields(leisure="x" * 5001) | {"version": "0"}
    body = kim.post(START, long | {"send": "yes"}).content.decode()
    assert "That is very long" in body
    assert "Sleeps badly." in body
    assert 'name="version" value="1"' in body
    assert texts_now() == {"worries": "Sleeps badly."}
    unknown = kim.post(START, fields(leisure="Swims."), headers=AUTOSAVE)  # of no version
    assert unknown.status_code == 409
    assert texts_now() == {"worries": "Sleeps badly.", "leisure": "Swims."}


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
    for words in ("It stands in the plan as your words.", "It cannot be changed", "(not sent)"):
        assert words in body
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
