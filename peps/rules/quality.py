"""How the ratings of a rubric's marks become one judgement."""

from collections.abc import Mapping

from peps.rubric import AMBER, GREEN, LEVELS, RED, Ratings, Rubric


def unrated(rubric: Rubric, ratings: Ratings) -> list[str]:
    """Keys of the marks that have no rating yet."""
    return [mark.key for mark in rubric.marks if ratings.get(mark.key) not in LEVELS]


def unexplained(rubric: Rubric, ratings: Ratings, comments: Mapping[str, str]) -> list[str]:
    """Keys of the red marks of which nobody said what is missing."""
    red = (mark.key for mark in rubric.marks if ratings.get(mark.key) == RED)
    return [key for key in red if not comments.get(key, "").strip()]


def judgement(rubric: Rubric, ratings: Ratings) -> str:
    """Red, amber or green for the whole PEP, by the rubric's own roll-up rule."""
    rule = rubric.roll_up
    given = {mark.key: ratings[mark.key] for mark in rubric.marks}
    red = {key for key, level in given.items() if level == RED}
    if len(red) >= rule.red_from or red & rule.decisive:
        return RED
    green = sum(level == GREEN for level in given.values())
    return GREEN if green >= rule.green_from and not red else AMBER
