"""How the ratings of a rubric's marks become one judgement."""

from collections import Counter
from collections.abc import Callable, Mapping

from peps.rubric import AMBER, GREEN, LEVELS, RED, Ratings, RollUp, RollUpForm, Rubric


def unrated(rubric: Rubric, ratings: Ratings) -> list[str]:
    """Keys of the marks that have no rating yet."""
    return [mark.key for mark in rubric.marks if ratings.get(mark.key) not in LEVELS]


def unexplained(rubric: Rubric, ratings: Ratings, comments: Mapping[str, str]) -> list[str]:
    """Keys of the red marks of which nobody said what is missing."""
    red = (mark.key for mark in rubric.marks if ratings.get(mark.key) == RED)
    return [key for key in red if not comments.get(key, "").strip()]


def judgement(rubric: Rubric, ratings: Ratings) -> str:
    """Red, amber or green for the whole PEP, by the rubric's own roll-up rule."""
    given = {mark.key: ratings[mark.key] for mark in rubric.counting}
    return _FORMS[rubric.roll_up.form](rubric.roll_up, given)


def _by_numbers(rule: RollUp, given: Ratings) -> str:
    red = {key for key, level in given.items() if level == RED}
    if len(red) >= rule.red_from or red & rule.decisive:
        return RED
    green = sum(level == GREEN for level in given.values())
    return GREEN if green >= rule.green_from and not red else AMBER


def _by_decisive_marks(rule: RollUp, given: Ratings) -> str:
    return _by_lowest(rule, {key: given[key] for key in rule.decisive})


def _by_lowest(rule: RollUp, given: Ratings) -> str:
    return min(given.values(), key=LEVELS.index)


def _by_most(rule: RollUp, given: Ratings) -> str:
    """Of levels that as many marks have, the lower, since it comes first."""
    counted = Counter(given.values())
    return max(LEVELS, key=lambda level: counted[level])


_FORMS: Mapping[RollUpForm, Callable[[RollUp, Ratings], str]] = {
    RollUpForm.NUMBERS: _by_numbers,
    RollUpForm.DECISIVE: _by_decisive_marks,
    RollUpForm.LOWEST: _by_lowest,
    RollUpForm.MOST: _by_most,
}
