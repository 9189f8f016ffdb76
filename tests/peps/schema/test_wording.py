"""A question speaks of the place where its child is: nobody in no school is asked of school."""

import pytest

from peps.schema import Circumstance, Variant, form
from peps.schema.v2026_3.section_words import SECTIONS
from peps.schema.v2026_3.wording import WORDS

AFTER_YEAR_11 = (Variant.POST_16, Variant.POST_16_AT_WORK, Variant.POST_16_IN_NEITHER)
OUTSIDE_SCHOOL = (
    Variant.EARLY_YEARS,
    Variant.POST_16_AT_WORK,
    Variant.POST_16_IN_NEITHER,
    Variant.CUSTODY,
    Variant.INTERIM,
)
OF_A_SCHOOL = (
    "at school",
    "school reaches",
    "that school",
    "homework",
    "ask of school",
    "outside school",
    "out of school",
    "keeps school",
    "change of school,",
    "school events",
    "school reports",
    "staying at the school",
)


@pytest.mark.parametrize("variant", OUTSIDE_SCHOOL)
def test_no_question_takes_the_child_to_be_at_school(variant: Variant) -> None:
    asked = form("2026.3", variant, list(Circumstance)).fields()
    said = {address: f"{field.label} {field.hint}".lower() for address, field in asked.items()}
    assert [a for a, words in said.items() if any(one in words for one in OF_A_SCHOOL)] == []


@pytest.mark.parametrize("variant", sorted(AFTER_YEAR_11))
def test_after_year_11_nobody_is_called_a_child(variant: Variant) -> None:
    asked = form("2026.3", variant, list(Circumstance))
    said = [section.title + section.intro for section in asked.sections] + [
        " ".join((field.label, field.hint, *(words for _, words in field.choices)))
        for field in asked.fields().values()
    ]
    assert [words for words in said if "the child" in words.lower()] == []
    views = asked.section("childs_views")
    assert views
    assert views.title == "The young person's views"
    assert "out of school" not in " ".join(section.title for section in asked.sections)


NOT_OF_ITS_PLACE = (
    "the school ",
    "school photograph",
    "at school",
    "inside school",
    "SENCO",
    "Mr Day",
    "Ms Lee",
    "Ms Quick",
    "Amira",
    "Elm School",
    "Oak School",
    "sings",
    "singing",
    "in class",
    "before PE",
    "her class",
    "Reception",
    "Year 1,",
    "by Year 6",
    "School and home",
)
WITHOUT_A_SCHOOL = (Variant.POST_16_AT_WORK, Variant.POST_16_IN_NEITHER, Variant.CUSTODY)


@pytest.mark.parametrize("variant", [*WITHOUT_A_SCHOOL, Variant.POST_16])
def test_no_example_is_of_a_school_where_there_is_none_nor_of_a_younger_child(
    variant: Variant,
) -> None:
    asked = form("2026.3", variant, list(Circumstance)).fields()
    history = "school_and_key_people.education_history"
    said = {address: field.example for address, field in asked.items() if address != history}
    assert [
        (address, words)
        for address, words in said.items()
        if any(one in words for one in NOT_OF_ITS_PLACE)
    ] == []


@pytest.mark.parametrize("variant", WORDS)
def test_every_word_of_a_variant_belongs_to_one_of_its_questions(variant: Variant) -> None:
    asked = form("2026.3", variant, list(Circumstance))
    assert set(WORDS[variant]) <= set(asked.fields())
    assert set(SECTIONS[variant]) <= {section.key for section in asked.sections}


@pytest.mark.parametrize("variant", [Variant.EARLY_YEARS, *sorted(AFTER_YEAR_11)])
def test_before_school_and_after_year_11_the_funding_may_be_of_any_name_or_none(
    variant: Variant,
) -> None:
    section = form("2026.3", variant, list(Circumstance)).section("pupil_premium_plus")
    assert section
    assert section.title == "Additional funding"
    assert all("“N" in f.hint and "premium" not in f.label.lower() for f in section.fields)


@pytest.mark.parametrize(
    ("when", "is_named"),
    [(Circumstance.BEFORE_RECEPTION, False), (Circumstance.IN_RECEPTION, True)],
)
def test_pupil_premium_plus_is_asked_about_from_reception_on(when: str, is_named: bool) -> None:
    asked = form("2026.3", Variant.EARLY_YEARS, [when, Circumstance.EARLIER_PLAN]).fields()
    hints = [asked[f"pupil_premium_plus.{key}"].hint for key in ("used", "planned")]
    assert [hint.startswith("Pupil premium plus") for hint in hints] == [is_named, is_named]


def test_in_neither_attendance_is_what_was_taken_part_in_and_strategies_may_be_left() -> None:
    asked = form("2026.3", Variant.POST_16_IN_NEITHER, list(Circumstance)).fields()
    record = asked["attendance_and_behaviour.attendance_record"]
    assert record.needed
    assert record.head
    assert "attendance" not in record.label.lower()
    assert not asked["attendance_and_behaviour.behaviour_strategies"].needed
    of_a_school = form("2026.3", Variant.SECONDARY, list(Circumstance)).fields()
    assert of_a_school["attendance_and_behaviour.behaviour_strategies"].needed
