"""What a rubric is made of: marks with examples, and the rule that rolls them up."""

from collections.abc import Mapping
from dataclasses import dataclass

RED, AMBER, GREEN = "red", "amber", "green"
LEVELS = (RED, AMBER, GREEN)

Ratings = Mapping[str, str]  # key of the mark → level


@dataclass(frozen=True, kw_only=True)
class Mark:
    """One mark of a good PEP: the guidance's words, what each level looks like, where to look."""

    key: str
    title: str
    guidance: str
    red: str
    amber: str
    green: str
    sections: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class RollUp:
    """How the ratings make one judgement.

    Red from `red_from` red marks or one red among `decisive`; green from `green_from` green
    marks without any red; amber otherwise.
    """

    red_from: int
    decisive: frozenset[str]
    green_from: int


@dataclass(frozen=True, kw_only=True)
class Rubric:
    """A version of the rubric; a judgement keeps the version under which it was made."""

    version: str
    marks: tuple[Mark, ...]
    roll_up: RollUp
