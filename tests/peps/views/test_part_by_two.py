"""Two write one answer of a carer's or parent's part: both texts stand until one is chosen."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from peps.models import SentAnswer, Voice, VoiceAnswer
from tests.peps.by_link import arrived, invited
from tests.peps.views.part_pages import AUTOSAVE, START, fields, marks_of, texts_now


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
    of_texts = [q["sql"] for q in captured if 'FROM "peps_personallink"' not in q["sql"]]
    assert len([sql for sql in of_texts if "voiceanswerevent" in sql]) == 1


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
