"""What a rubric is made of: marks with examples, and the rule that rolls them up."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

RED, AMBER, GREEN = "red", "amber", "green"
LEVELS = (RED, AMBER, GREEN)

Ratings = Mapping[str, str]  # key of the mark → level


@dataclass(frozen=True, kw_only=True)
class Mark:
    """One mark of a good PEP: the guidance's words, what each level looks like, where to look.

    One that does not count is rated and told to the writers, and left out of the whole.
    """

    key: str
    title: str
    guidance: str
    red: str
    amber: str
    green: str
    sections: tuple[str, ...]
    counts: bool = True


class RollUpForm(StrEnum):
    """The ways in which the ratings make one judgement; `peps.rules.quality` has their rules."""

    NUMBERS = "numbers"
    DECISIVE = "decisive"
    LOWEST = "lowest"
    MOST = "most"

    @property
    def label(self) -> str:
        """What the form is called where one is chosen."""
        return {
            "numbers": "By numbers",
            "decisive": "By the decisive marks",
            "lowest": "By the lowest mark",
            "most": "By most of the marks",
        }[self.value]

    @property
    def words(self) -> str:
        """The form in one sentence."""
        return {
            "numbers": "Red if a decisive mark is red or so many marks are red; green if so many "
            "marks are green and none is red; amber otherwise.",
            "decisive": "Red if a decisive mark is red; green if every decisive mark is green; "
            "amber otherwise.",
            "lowest": "Red if any mark is red, amber if any is amber, green if all are green.",
            "most": "The level that most marks have; where two levels are level, the lower.",
        }[self.value]


@dataclass(frozen=True, kw_only=True)
class RollUp:
    """How the ratings make one judgement: a form, and the numbers and marks that it reads.

    By numbers: red from `red_from` red marks or one red among `decisive`; green from
    `green_from` green marks without any red; amber otherwise.
    """

    form: RollUpForm = RollUpForm.NUMBERS
    red_from: int
    decisive: frozenset[str]
    green_from: int


@dataclass(frozen=True, kw_only=True)
class Rubric:
    """A version of the rubric; a judgement keeps the version under which it was made."""

    version: str
    marks: tuple[Mark, ...]
    roll_up: RollUp

    @property
    def counting(self) -> tuple[Mark, ...]:
        """The marks that count towards the whole."""
        return tuple(mark for mark in self.marks if mark.counts)
