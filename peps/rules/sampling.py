"""Which plans of an authority that assures a sample are assured, and which two officers mark.

Each plan has a number from 1 to 100, worked out from its reference, its term and a seed that the
authority's system threw once and nobody chose. A share of 25 takes the numbers up to 25. The same
plan has the same number whoever asks, so nobody can choose, and anybody can check.
"""

from collections.abc import Collection
from dataclasses import dataclass
from hashlib import sha256

OF = 100
FOR_ASSURANCE, FOR_TWO = "assurance", "two"
YEARS = frozenset({6, 10, 11})  # the years of national tests and examinations, and the one before
FIRST, EXAM_YEARS, RED_SCHOOL, INTERIM = "first", "exam_years", "red_school", "interim"
SHARE, NOT_DRAWN = "share", "not_drawn"


@dataclass(frozen=True, kw_only=True)
class PlanToDraw:
    """What the rule needs to know of a plan that is handed in."""

    is_first: bool
    is_without_a_place: bool  # by its kind or its form
    year: int  # the year group, on record or by age
    is_school_red: bool  # the last judged plan of the child's school was red


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """Whether the plan is in the sample, why, and its number."""

    is_drawn: bool
    why: str
    number: int


def number_of(*, seed: str, term: str, ref: str, purpose: str) -> int:
    """A plan's number from 1 to 100 for one purpose: SHA-256 of the four, modulo 100, plus one."""
    digest = sha256(f"{seed}:{purpose}:{term}:{ref}".encode()).hexdigest()
    return int(digest, 16) % OF + 1


def is_within(share: int, number: int) -> bool:
    """Whether the share takes the number."""
    return number <= share


def draw(plan: PlanToDraw, *, always: Collection[str], share: int, number: int) -> Drawn:
    """Drawn because its kind always is, else by its number."""
    reasons = {
        FIRST: plan.is_first,
        INTERIM: plan.is_without_a_place,
        EXAM_YEARS: plan.year in YEARS,
        RED_SCHOOL: plan.is_school_red,
    }
    for why, applies in reasons.items():
        if applies and why in always:
            return Drawn(is_drawn=True, why=why, number=number)
    is_drawn = is_within(share, number)
    return Drawn(is_drawn=is_drawn, why=SHARE if is_drawn else NOT_DRAWN, number=number)
