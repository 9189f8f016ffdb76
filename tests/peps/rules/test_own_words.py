"""What child, carers and parents said by link is not asked of anybody else: the boundary."""

import pytest

from peps.rules.completeness import heads_missing, missing, missing_in, progress
from peps.rules.own_words import HOW_TOLD, OwnWords, answered_by_themselves
from peps.schema import CURRENT_VERSION, Circumstance, Head, Variant, form
from peps.schema.voices import ALL
from tests.peps.answers import SECONDARY, full_answers

NOBODY = frozenset[str]()
WELL = frozenset({"childs_views.going_well"})
LIKES = frozenset({"about_me.what_i_like", HOW_TOLD})


@pytest.mark.parametrize(
    ("said", "answered"),
    [
        (OwnWords(key="going_well", text="Maps"), WELL),
        (OwnWords(key="going_well", choices=["music"]), WELL),
        (OwnWords(key="going_well", text=" . "), NOBODY),
        (OwnWords(key="going_well"), NOBODY),  # taken back
        (OwnWords(key="going_well", text="Maps", is_sent=False), NOBODY),
        (OwnWords(key="likes", text="Maps"), LIKES),
        (OwnWords(key="school", choices=["great"]), NOBODY),  # a face answers no question
        (OwnWords(key="hopes", text="A vet"), NOBODY),  # aspirations are the plan's to set
        (OwnWords(key="unknown", text="x"), NOBODY),
        (
            OwnWords(key="worries", purpose="carer", text="Sleep"),
            {"carer_and_parent_views.carers_views"},
        ),
        (
            OwnWords(key="worries", purpose="parent", text="Sleep"),
            {"carer_and_parent_views.parents_views"},
        ),
    ],
)
def test_what_is_answered_by_themselves(said, answered):
    assert answered_by_themselves([said]) == answered


def test_meter_finish_and_statutory_content_agree():
    said = answered_by_themselves(
        [OwnWords(key="going_well", text="Maps"), OwnWords(key="should_change", text="Noise")]
    )
    section = SECONDARY.section("childs_views")
    assert [field.key for field in missing_in(section, {}, said)] == ["how_involved"]
    assert (progress(section, {}, said).answered, progress(section, {}, said).needed) == (2, 3)
    assert progress(section, {"how_involved": "At the meeting."}, said).is_whole
    answers = full_answers() | {"childs_views": {"how_involved": "At the meeting."}}
    assert missing(SECONDARY, answers, said) == []
    assert {item.field.key for item in missing(SECONDARY, answers)} == {
        "going_well",
        "should_change",
    }


def test_no_statutory_head_is_answered_by_a_link():
    """Whatever somebody might claim to have said."""
    everything = set(SECONDARY.fields())
    assert heads_missing(SECONDARY, {}, everything) == list(Head)


@pytest.mark.parametrize("variant", Variant)
def test_every_answer_leads_to_a_question_of_every_form(variant):
    fields = form(CURRENT_VERSION, variant, list(Circumstance)).fields()
    asked = [question for questions in ALL.values() for question in questions if question.answers]
    assert len(asked) > 8
    for question in asked:
        field = fields[question.address]
        assert field.head is None
        assert field.is_own_words or question.section == "carer_and_parent_views"
