"""Beside a question stand an example of a good answer and the guidance in its own words."""

import re

import pytest

from peps.schema import CURRENT_VERSION, Circumstance, Form, Kind, Variant, form
from peps.schema.guidance_words import GUIDANCE, guidance_on
from peps.schema.v2026_3.examples import _OWN, everyone

LATER_IN_A_SERIES = re.compile(r"_([2-9]|1\d)_")  # the second target, action or review
OF_AN_OTHER_AGE = {
    Variant.EARLY_YEARS: r"GCSE|Year [2-9]|homework|apprentice|bursary",
    Variant.PRIMARY: r"GCSE|apprentice|bursary|college",
    Variant.POST_16_AT_WORK: r"GCSE again|nursing",
}


@pytest.fixture(params=Variant)
def whole(request) -> Form:
    return form(CURRENT_VERSION, request.param, list(Circumstance))


def answered_in_words(asked: Form) -> dict[str, str]:
    return {
        address: field.example
        for address, field in asked.fields().items()
        if field.kind in {Kind.LONG, Kind.TEXT} and not LATER_IN_A_SERIES.search(address)
    }


def test_every_question_answered_in_words_has_an_example_of_its_own(whole):
    examples = answered_in_words(whole)
    assert [address for address, words in examples.items() if not words] == []
    assert len(set(examples.values())) == len(examples)
    fields = whole.fields()
    for address, words in examples.items():
        assert 6 <= len(words) <= min(330, fields[address].max_length), address
        assert words not in fields[address].hint
    strange = OF_AN_OTHER_AGE.get(whole.variant, "(?!)")
    assert [a for a, words in examples.items() if re.search(strange, words)] == []


def test_no_example_is_of_a_question_that_nobody_asks(whole):
    assert set(_OWN[whole.variant]) <= set(whole.fields())
    asked = {
        address
        for variant in Variant
        for address in form(CURRENT_VERSION, variant, list(Circumstance)).fields()
    }
    assert set(everyone.EXAMPLES) <= asked


def test_what_is_chosen_from_a_list_or_is_a_day_needs_no_example(whole):
    plain = [f for f in whole.fields().values() if f.kind not in {Kind.LONG, Kind.TEXT}]
    assert plain
    assert not any(field.example for field in plain)


def test_each_line_that_a_question_cites_stands_beside_it_in_the_guidance_s_words(whole):
    cited = {line for field in whole.fields().values() for line in field.guidance}
    assert cited <= set(GUIDANCE)
    field = whole.fields()["health_and_wellbeing.mental_health"]
    assert [line.words[:34] for line in guidance_on(field)] == [
        "say what will happen or is already",
        "ensure, with the support of others",
    ]


def test_a_sentence_that_answers_to_two_lines_is_said_once():
    both = form(CURRENT_VERSION, Variant.PRIMARY).fields()["meeting.attendees"]
    assert both.guidance == ("SG-PEP-06", "SG-PEP-08")
    assert len(guidance_on(both)) == 2
    voice = form(CURRENT_VERSION, Variant.PRIMARY).fields()["childs_views.how_involved"]
    assert len(guidance_on(voice)) == 1
