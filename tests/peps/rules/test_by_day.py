"""Where a child spends the day, and that no question says "school" to a child without one."""

import pytest

from peps.schema import Circumstance, Variant
from peps.schema.by_day import ByDay, by_day_of
from peps.schema.speakers import Manner
from peps.schema.voices import questions

SOMEWHERE, NOWHERE = {"has_setting": True}, {"has_setting": False}
BELOW, RECEPTION = [Circumstance.BEFORE_RECEPTION], [Circumstance.IN_RECEPTION]
CASES = [
    (Variant.EARLY_YEARS, BELOW, SOMEWHERE, "nursery"),
    (Variant.EARLY_YEARS, BELOW, NOWHERE, "your days"),
    (Variant.EARLY_YEARS, RECEPTION, SOMEWHERE, "school"),
    (Variant.EARLY_YEARS, RECEPTION, NOWHERE, "your days"),
    (Variant.PRIMARY, [], SOMEWHERE, "school"),
    (Variant.SECONDARY, [], SOMEWHERE, "school"),
    (Variant.POST_16, [], SOMEWHERE, "learning"),
    (Variant.POST_16_AT_WORK, [], SOMEWHERE, "work"),
    (Variant.POST_16_IN_NEITHER, [], NOWHERE, "your days"),
    (Variant.CUSTODY, [], SOMEWHERE, "learning"),
    (Variant.INTERIM, [], NOWHERE, "your days"),
    ("", [], SOMEWHERE, "your days"),  # a form of before there were variants
]


def test_every_form_has_a_row():
    assert {row[0] for row in CASES} == {*Variant, ""}


@pytest.mark.parametrize(("variant", "circumstances", "place", "words"), CASES)
def test_a_child_is_asked_about_where_they_spend_the_day(variant, circumstances, place, words):
    by_day = by_day_of(variant, circumstances, **place)
    assert by_day == words
    for manner in (Manner.PICTURES, Manner.SIMPLE):
        asked = [q.title(manner) for q in questions("child", manner, by_day=by_day)]
        hints = [q.hint(manner) for q in questions("child", manner, by_day=by_day)]
        said = " ".join([*asked, *hints])
        assert ("school" in said) is (words == "school")
        assert not set("{}") & set(said)


@pytest.mark.parametrize(
    ("by_day", "asked"),
    [
        (ByDay.SCHOOL, ("How is school?", "What is good at school?", "What is hard at school?")),
        (
            ByDay.NURSERY,
            ("How is nursery?", "What is good at nursery?", "What is hard at nursery?"),
        ),
        (
            ByDay.LEARNING,
            ("How is learning?", "What is good where you learn?", "What is hard where you learn?"),
        ),
        (ByDay.WORK, ("How is work?", "What is good at work?", "What is hard at work?")),
        (ByDay.DAYS, ("How are your days?", "What is good?", "What is hard?")),
    ],
)
def test_the_questions_for_the_youngest_are_english(by_day, asked):
    found = {q.key: q.title("pictures") for q in questions("child", "pictures", by_day=by_day)}
    assert (found["school"], found["going_well"], found["should_change"]) == asked
