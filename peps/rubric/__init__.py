"""The shipped rubrics of quality assurance by version: marks, examples and roll-up rule as data.

An authority can make versions of its own (`peps.models.AuthorityRubric`); `peps.quality.rubrics`
finds either kind.
"""

from .parts import AMBER, GREEN, LEVELS, RED, Mark, Ratings, RollUp, RollUpForm, Rubric
from .v2026_1 import RUBRIC as _V2026_1

CURRENT_RUBRIC = "2026.1"
_RUBRICS = {rubric.version: rubric for rubric in (_V2026_1,)}


def rubric(version: str) -> Rubric:
    """The shipped rubric of that version."""
    return _RUBRICS[version]


def is_shipped(version: str) -> bool:
    """Whether the version came with the software."""
    return version in _RUBRICS


__all__ = [
    "AMBER",
    "CURRENT_RUBRIC",
    "GREEN",
    "LEVELS",
    "RED",
    "Mark",
    "Ratings",
    "RollUp",
    "RollUpForm",
    "Rubric",
    "is_shipped",
    "rubric",
]
