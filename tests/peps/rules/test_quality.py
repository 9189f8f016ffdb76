"""The roll-up of nine ratings into one judgement, at its boundaries."""

import pytest

from peps.rubric import CURRENT_RUBRIC, rubric
from peps.rules.quality import judgement, unrated

RUBRIC = rubric(CURRENT_RUBRIC)
KEYS = [mark.key for mark in RUBRIC.marks]
PLAIN = [key for key in KEYS if key not in RUBRIC.roll_up.decisive]


def ratings(*, red: int = 0, amber: int = 0) -> dict[str, str]:
    given = dict.fromkeys(KEYS, "green")
    for position, key in enumerate(PLAIN[: red + amber]):
        given[key] = "red" if position < red else "amber"
    return given


def test_the_rubric_has_the_nine_marks_of_the_guidance():
    assert len(KEYS) == len(set(KEYS)) == 9


@pytest.mark.parametrize(
    ("red", "amber", "expected"),
    [
        (0, 0, "green"),
        (0, 2, "green"),
        (0, 3, "amber"),
        (1, 0, "amber"),
        (2, 0, "amber"),
        (2, 5, "amber"),
        (3, 0, "red"),
        (3, 4, "red"),
    ],
)
def test_judgement_at_the_boundaries(red, amber, expected):
    assert judgement(RUBRIC, ratings(red=red, amber=amber)) == expected


@pytest.mark.parametrize("key", sorted(RUBRIC.roll_up.decisive))
def test_one_red_on_a_decisive_mark_is_red(key):
    assert judgement(RUBRIC, dict.fromkeys(KEYS, "green") | {key: "red"}) == "red"


def test_marks_without_a_rating_are_named():
    given = ratings()
    del given["needs"]
    given["actions"] = "blue"
    assert unrated(RUBRIC, given) == ["needs", "actions"]
