"""The sentence to the child on who else gets a copy: by where they live and how they are asked."""

import pytest

from peps.voice.copies_told import told_of_copies


@pytest.mark.parametrize(
    ("home", "begins"),
    [
        ("U4", "When the plan is finished, the people you live with get a copy."),
        ("A5", "When the plan is finished, the people you live with get a copy."),
        (None, "When the plan is finished, the people you live with get a copy."),
        ("K2", "When the plan is finished, the people who look after you get a copy."),
        ("R5", "When the plan is finished, the people who look after you get a copy."),
        ("K3", "When the plan is finished, the people who help you where you live get a copy."),
        ("P1", "When the plan is finished, the parent you live with gets a copy only if"),
    ],
)
def test_an_older_child_is_told_who_gets_it_and_that_private_words_stay_private(home, begins):
    words = told_of_copies(home, is_young=False)
    assert words.startswith(begins)
    assert "never what you keep private" in words
    told_of_parents = words.count("only if your social worker, your school or the virtual school")
    assert told_of_parents == (home != "A5"), "a child who is placed for adoption"


@pytest.mark.parametrize(
    ("home", "words"),
    [
        ("U4", "Later, the people you live with read it too."),
        ("K2", "Later, the people who look after you read it too."),
        ("P1", "Later, the people you live with may read it too."),
    ],
)
def test_the_youngest_are_told_in_a_short_sentence(home, words):
    assert told_of_copies(home, is_young=True) == words
    assert len(words.split()) <= 10


def test_what_is_left_out_of_copies_is_said_to_be():
    young = told_of_copies("U4", is_young=True, is_in_copies=False)
    assert young == "The people you live with do not get this."
    assert told_of_copies("U4", is_young=False, is_in_copies=False).startswith("It is left out")
