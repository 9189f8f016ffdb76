"""The roll-up of nine ratings into one judgement, at its boundaries."""

from dataclasses import replace

import pytest

from peps.rubric import CURRENT_RUBRIC, RollUp, RollUpForm, rubric
from peps.rubric.own import content_of, problems, rubric_from
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


def by(form, *, decisive=(), counting=tuple(KEYS), red_from=3, green_from=7):
    rule = RollUp(
        form=RollUpForm(form),
        red_from=red_from,
        green_from=green_from,
        decisive=frozenset(decisive),
    )
    marks = tuple(replace(mark, counts=mark.key in counting) for mark in RUBRIC.marks)
    return replace(RUBRIC, marks=marks, roll_up=rule)


@pytest.mark.parametrize(
    ("rubric", "given", "expected"),
    [
        (by("lowest"), {}, "green"),
        (by("lowest"), {"needs": "amber"}, "amber"),
        (by("lowest"), {"needs": "amber", "actions": "red"}, "red"),
        (by("most"), dict.fromkeys(KEYS[:4], "red"), "green"),
        (by("most"), dict.fromkeys(KEYS[:5], "red"), "red"),
        (by("most", counting=KEYS[:4]), dict.fromkeys(KEYS[:2], "amber"), "amber"),
        (by("most", counting=KEYS[:3]), dict(zip(KEYS, ["red", "amber"], strict=False)), "red"),
        (by("decisive", decisive=["needs"]), {"actions": "red"}, "green"),
        (by("decisive", decisive=["needs"]), {"needs": "amber"}, "amber"),
        (by("decisive", decisive=["needs", "actions"]), {"actions": "red"}, "red"),
        # What does not count is rated and left out of the whole.
        (by("lowest", counting=KEYS[1:]), {KEYS[0]: "red"}, "green"),
        (by("numbers", counting=KEYS[:3], red_from=2, green_from=3), {KEYS[3]: "red"}, "green"),
        (by("numbers", counting=KEYS[:3], red_from=2, green_from=3), {KEYS[0]: "red"}, "amber"),
    ],
)
def test_each_form_of_the_rule_for_the_whole(rubric, given, expected):
    assert judgement(rubric, dict.fromkeys(KEYS, "green") | given) == expected


def test_a_rubric_is_kept_as_json_and_read_back_the_same():
    own = by("most", counting=KEYS[:5])
    assert rubric_from(content_of(own), version="2026.1", shipped=RUBRIC) == own
    assert problems(RUBRIC) == {}


@pytest.mark.parametrize(
    ("rubric", "field"),
    [
        (by("numbers", counting=()), "counting"),
        (by("numbers", counting=KEYS[:2], green_from=3), "red_from"),
        (by("numbers", counting=KEYS[:4], green_from=5), "green_from"),
        (by("decisive"), "decisive"),
        (by("lowest", counting=KEYS[1:], decisive=[KEYS[0]]), "decisive"),
    ],
)
def test_a_rubric_that_cannot_be_used_says_why(rubric, field):
    assert field in problems(rubric)
