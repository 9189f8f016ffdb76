"""The boundary between a PEP that may be submitted and one that may not."""

import pytest

from peps.rules.completeness import Progress, heads_missing, missing, progress
from peps.schema import Head
from tests.peps.answers import SECONDARY as FORM
from tests.peps.answers import full_answers

STATUTORY = [a for a, f in FORM.fields().items() if f.head and f.needed is True]
NEEDED = [a for a, f in FORM.fields().items() if f.needed is True]
BLANK = ["", " ", "\n\t", "-", ".", "…", "–"]


def without(address: str, answer: str | None = None) -> dict[str, dict[str, str]]:
    answers = full_answers()
    section, field = address.split(".")
    if answer is None:
        del answers[section][field]
    else:
        answers[section][field] = answer
    return answers


def test_a_whole_pep_lacks_nothing():
    assert missing(FORM, full_answers()) == []
    assert heads_missing(FORM, full_answers()) == []


def test_an_empty_pep_lacks_all_five_heads():
    assert heads_missing(FORM, {}) == list(Head)


@pytest.mark.parametrize("address", STATUTORY)
def test_one_missing_statutory_answer_leaves_its_head_uncovered(address):
    assert heads_missing(FORM, without(address)) == [FORM.fields()[address].head]


@pytest.mark.parametrize("address", NEEDED)
def test_one_missing_needed_answer_is_named(address):
    [item] = missing(FORM, without(address))
    assert f"{item.section.key}.{item.field.key}" == address


@pytest.mark.parametrize("blank", BLANK)
def test_a_dash_is_no_answer(blank):
    answers = without("leisure_and_learning.leisure_interests", blank)
    assert heads_missing(FORM, answers) == [Head.LEISURE]


def test_one_word_is_an_answer():
    assert missing(FORM, without("leisure_and_learning.leisure_interests", "None")) == []


def test_a_planned_change_needs_what_will_be_done_to_limit_disruption():
    answers = full_answers()
    answers["transition_and_stability"] = {
        "is_change_planned": "yes",
        "what_changes": "school",
        "planned_changes": "A new school in January.",
        "transition_support": "Two visits.",
    }
    [item] = missing(FORM, answers)
    assert (item.field.key, item.is_statutory) == ("limit_disruption", True)
    answers["transition_and_stability"]["limit_disruption"] = "The same taxi and tutor."
    assert missing(FORM, answers) == []


def test_a_second_action_needs_a_person_and_a_day():
    answers = full_answers()
    answers["actions"] = {
        k: v for k, v in answers["actions"].items() if k[:8] in {"action_1", "action_2", "taken_fo"}
    }
    del answers["actions"]["action_2_owner"]
    assert [item.field.key for item in missing(FORM, answers)] == ["action_2_owner"]


def test_catch_up_support_is_needed_by_a_child_who_has_fallen_behind():
    answers = full_answers()
    del answers["attainment_and_progress"]["catch_up_support"]
    assert missing(FORM, answers) == []
    answers["attainment_and_progress"]["progress"] = "below"
    assert [item.field.key for item in missing(FORM, answers)] == ["catch_up_support"]


def test_progress_counts_what_is_needed():
    section = FORM.section("leisure_and_learning")
    assert progress(section, {}) == Progress(answered=0, needed=2)
    half = {"leisure_interests": "Chess", "what_would_help": "A lift"}
    assert progress(section, half) == Progress(answered=1, needed=2)
    assert not progress(section, half).is_whole
    assert progress(section, half | {"out_of_school_learning": "Club"}).is_whole


@pytest.mark.parametrize(
    ("planned", "what", "is_needed"),
    [("yes", "school", True), ("yes", "both", True), ("yes", "home", False), ("no", "both", False)],
)
def test_support_for_a_new_school_is_needed_only_where_the_school_changes(planned, what, is_needed):
    answers = full_answers()
    answers["transition_and_stability"] = {
        "is_change_planned": planned,
        "what_changes": what,
        "planned_changes": "To an aunt in January.",
        "limit_disruption": "The taxi comes to the new home.",
    }
    lacking = [item.field.key for item in missing(FORM, answers)]
    assert lacking == (["transition_support"] if is_needed else [])


def test_a_planned_change_says_what_moves():
    answers = full_answers()
    answers["transition_and_stability"] = {
        "is_change_planned": "yes",
        "planned_changes": "To an aunt in January.",
        "limit_disruption": "The taxi comes to the new home.",
    }
    assert [item.field.key for item in missing(FORM, answers)] == ["what_changes"]
