"""What child, carer and parent said is told under its question, in complete plans too: what was
asked once keeps its key, its words for the reader and its pictures."""

from hashlib import sha256

import pytest

from peps.schema.speakers import Purpose
from peps.schema.voice_parts import Question
from peps.schema.voices import ALL, question

RELEASED = {
    Purpose.CHILD: {
        "school": "84160e6e",
        "going_well": "aa53e480",
        "should_change": "3ec5d06e",
        "likes": "41c5a5f3",
        "proud": "902efa2d",
        "helps": "f410dba5",
        "hopes": "44b617e7",
        "meeting": "01471f49",
        "changed": "af06be83",
        "more": "d2753b2f",
    },
    Purpose.CARER: {
        "going_well": "5db08fd7",
        "worries": "e0ed98bc",
        "at_home": "517dfe8b",
        "leisure": "328531c5",
        "next": "66e21f79",
    },
    Purpose.PARENT: {
        "going_well": "8560d336",
        "know": "3d772b21",
        "worries": "d7cb6467",
        "hopes": "f314b44a",
    },
}


def digest(asked: Question) -> str:
    """One figure for what a reader of the answer sees; how it is asked may be put better."""
    options = [(option.key, option.words) for option in asked.options]
    return sha256(repr((asked.label, asked.section, options)).encode()).hexdigest()[:8]


ASKED = [(purpose, key) for purpose, known in RELEASED.items() for key in known]


@pytest.mark.parametrize(("purpose", "key"), ASKED)
def test_an_answer_of_once_is_told_as_it_was(purpose: Purpose, key: str) -> None:
    known = question(purpose, key)
    assert known, "it is not asked any more: leave it, without `titles`, for the answers there are"
    assert digest(known) == RELEASED[purpose][key], "ask another question under another key"


@pytest.mark.parametrize("purpose", Purpose)
def test_a_new_question_is_added_to_those_that_are_kept(purpose: Purpose) -> None:
    keys = [asked.key for asked in ALL[purpose]]
    assert len(keys) == len(set(keys))
    assert set(keys) == set(RELEASED[purpose])
