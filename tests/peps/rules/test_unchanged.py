"""Which sections say the same as last time, and of which somebody has still to say so."""

import pytest

from peps.rules.unchanged import is_unchanged, still_to_confirm, unchanged_sections
from peps.schema import CURRENT_VERSION, Variant, form

SECONDARY = form(CURRENT_VERSION, Variant.SECONDARY)
LEISURE = SECONDARY.section("leisure_and_learning")
FIRST, SECOND = (field.key for field in LEISURE.fields[:2])


@pytest.mark.parametrize(
    ("answers", "before", "unchanged"),
    [
        ({}, {}, False),
        ({}, {FIRST: "Swims"}, False),
        ({FIRST: "Swims"}, {FIRST: "Swims"}, True),
        ({FIRST: " Swims\r\n on  Tuesdays "}, {FIRST: "Swims\non Tuesdays"}, True),
        ({FIRST: "Swims."}, {FIRST: "Swims"}, False),
        ({FIRST: "Swims"}, {FIRST: "Swims", SECOND: "Reads"}, True),  # one was taken out: no news
        ({FIRST: "Swims", SECOND: "Reads"}, {FIRST: "Swims"}, False),
        ({FIRST: "Swims", SECOND: "-"}, {FIRST: "Swims"}, True),  # a dash says nothing
        ({"gone": "Swims"}, {"gone": "Swims"}, False),  # a question of another form
    ],
)
def test_word_for_word(answers: dict, before: dict, unchanged: bool) -> None:
    assert is_unchanged(LEISURE, answers, before) is unchanged


def test_confirmed_is_a_section_as_it_stands() -> None:
    said = {"leisure_and_learning": {FIRST: "Swims"}, "about_me": {"what_i_like": "Maps"}}
    found = unchanged_sections(SECONDARY, said, said | {"about_me": {"what_i_like": "Boats"}})
    assert found == [LEISURE]
    versions = {"leisure_and_learning": 2}
    assert still_to_confirm(found, versions=versions, confirmed={}) == found
    assert still_to_confirm(found, versions=versions, confirmed={LEISURE.key: 1}) == found
    assert still_to_confirm(found, versions=versions, confirmed={LEISURE.key: 2}) == []


def test_words_that_are_not_asked_for_any_more_are_no_news() -> None:
    section = SECONDARY.section("transition_and_stability")
    before = {"is_change_planned": "no", "stability": "The same tutor."}
    kept = {**before, "planned_changes": "What was thought of in May."}
    assert is_unchanged(section, kept, before) is True
    assert is_unchanged(section, {**kept, "is_change_planned": "yes"}, before) is False
