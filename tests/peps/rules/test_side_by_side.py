"""Two people in one section: what nobody touched is nobody's, what both wrote is a conflict."""

import pytest

from peps.rules.side_by_side import changed_by_others, chosen, what_was_written

A, B, C = "old", "theirs", "mine"


@pytest.mark.parametrize(
    ("sent", "seen", "now", "offered", "mine", "by_both"),
    [
        # nobody else changed it
        ({"a": C}, {"a": A}, {"a": A}, {}, {"a": C}, {}),
        # somebody else did, and this person did not touch it
        ({"a": A}, {"a": A}, {"a": B}, {}, {}, {}),
        # each another one
        ({"a": A, "b": C}, {"a": A}, {"a": B}, {}, {"b": C}, {}),
        # both the same one
        ({"a": C}, {"a": A}, {"a": B}, {}, {"a": C}, {"a": C}),
        # both the same one to the same words
        ({"a": B}, {"a": A}, {"a": B}, {}, {"a": B}, {}),
        # this person emptied what the other changed
        ({"a": ""}, {"a": A}, {"a": B}, {}, {"a": ""}, {"a": ""}),
        # the other emptied what this person changed
        ({"a": C}, {"a": A}, {"a": ""}, {}, {"a": C}, {"a": C}),
        # only the ends of lines are another browser's
        ({"a": "x\r\ny"}, {"a": "x\ny"}, {"a": B}, {}, {}, {}),
        # nobody had written, and the page offered what is on record
        ({"a": C}, {}, {"a": B}, {"a": C}, {}, {}),
        ({"a": C}, {}, {"a": B}, {"a": A}, {"a": C}, {"a": C}),
        # the other's page has saved what it offered, as nobody had changed it
        ({"a": C}, {}, {"a": A}, {"a": A}, {"a": C}, {}),
        # the other has emptied what the page offered
        ({"a": C}, {}, {"a": ""}, {"a": A}, {"a": C}, {"a": C}),
        # the other has said nothing of what the page offered
        ({"a": C}, {}, {"b": B}, {"a": A}, {"a": C}, {}),
        # a version that was never on record
        ({"a": A, "b": B}, {"a": None, "b": None}, {"a": A, "b": A}, {}, {"b": B}, {"b": B}),
        # one answer at such a version, the other at one that was
        ({"a": C, "b": C}, {"a": None, "b": A}, {"b": A}, {"a": C}, {"a": C, "b": C}, {"a": C}),
    ],
)
def test_what_was_written(sent, seen, now, offered, mine, by_both):
    found = what_was_written(sent, seen=seen, offered=offered, now=now)
    assert (found.mine, found.by_both) == (mine, by_both)


@pytest.mark.parametrize(
    ("choice", "kept"),
    [
        ({}, {"a": C}),
        ({"a": "mine"}, {"a": C}),
        ({"a": "theirs"}, {}),
        ({"a": "both"}, {"a": "theirs\n\nmine"}),
        ({"b": "theirs"}, {"a": C}),
    ],
)
def test_the_choice_belongs_to_each_answer(choice, kept):
    assert chosen({"a": C}, choices=choice, theirs={"a": B}) == kept


@pytest.mark.parametrize("text", ["theirs", "theirs\n\nmine"])
def test_what_holds_both_already_is_not_joined_again(text):
    assert chosen({"a": text}, choices={"a": "both"}, theirs={"a": B}) == {"a": text}


@pytest.mark.parametrize(
    ("theirs", "mine", "kept"),
    [
        ("theirs\n\nmine", "mine", "theirs\n\nmine"),  # sent again, since no answer came
        ("theirs\r\n\r\nmi\r\nne", "mi\nne", "theirs\r\n\r\nmi\r\nne"),
        ("theirs", "", "theirs"),
        ("Not yet", "No", "Not yet\n\nNo"),  # other words, not the same
        ("No", "Not yet", "No\n\nNot yet"),
    ],
)
def test_neither_is_left_out_nor_said_twice(theirs, mine, kept):
    assert chosen({"a": mine}, choices={"a": "both"}, theirs={"a": theirs}) == {"a": kept}


def test_what_others_changed_is_what_the_page_does_not_hold():
    sent = {"a": A, "b": "x\r\ny", "c": "offered, and nobody's yet"}
    assert changed_by_others(sent, now={"a": B, "b": "x\ny", "d": "new"}) == {"a": B}
