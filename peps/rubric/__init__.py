"""The rubrics of quality assurance by version: marks, examples and roll-up rule as data."""

from .parts import AMBER, GREEN, LEVELS, RED, Mark, Ratings, RollUp, Rubric
from .v2026_1 import RUBRIC as _V2026_1

CURRENT_RUBRIC = "2026.1"
_RUBRICS = {rubric.version: rubric for rubric in (_V2026_1,)}


def rubric(version: str) -> Rubric:
    """The rubric of that version."""
    return _RUBRICS[version]


__all__ = [
    "AMBER",
    "CURRENT_RUBRIC",
    "GREEN",
    "LEVELS",
    "RED",
    "Mark",
    "Ratings",
    "RollUp",
    "Rubric",
    "rubric",
]
