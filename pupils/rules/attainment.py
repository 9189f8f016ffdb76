"""Results on their scales: which answers a measure allows, and whether two of them compare.

Source: the national measures of each stage (early learning goals 1 and 2; phonics of 40; the
multiplication tables check of 25; scaled scores 80 to 120; GCSE grades 9 to 1; Attainment 8 of 90;
the EBacc average point score, an average of grades 9 to 1; after 16 levels 2 and 3).

To be confirmed against the specifications of the collections: the codes A and D, and EM and PK1 to
PK6 below WTS; that HNM is set beside no other step.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from .subjects import subject_key


class Trend(StrEnum):
    """How a result compares with the one before in the same subject."""

    UP = "up"
    SAME = "same"
    DOWN = "down"

    @property
    def label(self) -> str:
        """As people read it."""
        return {"up": "Up", "same": "The same", "down": "Down"}[self.value]


@dataclass(frozen=True, kw_only=True)
class Measure:
    """A scale: steps in order, lowest first, or numbers between two bounds; neither: words alone.

    `says` is what to enter. `beside` are codes with their meaning that are answers too, but stand
    nowhere on the scale. `stages` are those that alone are measured so; none: any is.
    """

    label: str
    says: str
    steps: tuple[str, ...] = ()
    beside: Mapping[str, str] = field(default_factory=dict)
    lowest: int | None = None
    highest: int | None = None
    stages: tuple[str, ...] = ()

    def is_of(self, stage: str) -> bool:
        """Whether a stage is measured so."""
        return not self.stages or stage in self.stages

    @property
    def is_comparable(self) -> bool:
        """Whether one answer can be more than another."""
        return bool(self.steps) or self.lowest is not None

    def position(self, value: str) -> Decimal | None:
        """Where an answer stands on the scale; nothing for one that it lacks."""
        if self.steps:
            known = {step.casefold(): number for number, step in enumerate(self.steps)}
            at = known.get(value.strip().casefold())
            return None if at is None else Decimal(at)
        if self.lowest is None or self.highest is None:
            return None
        try:
            number = Decimal(value.strip())
        except InvalidOperation:
            return None
        is_there = number.is_finite() and self.lowest <= number <= self.highest
        return number if is_there else None

    def kept(self, value: str) -> str | None:
        """The answer as it is kept; nothing for one that the scale does not allow."""
        value = value.strip()
        if not self.is_comparable:
            return value or None
        named = {one.casefold(): one for one in (*self.steps, *self.beside)}
        if found := named.get(value.casefold()):
            return found
        return None if self.position(value) is None else value


NOT_ASSESSED = {"A": "absent", "D": "disapplied"}
_OR_NOT_ASSESSED = "; A (absent) or D (disapplied)"
# Below the standard of the key stage: the engagement model, then the pre-key stage standards.
_BEFORE_KEY_STAGE = ("EM", *(f"PK{number}" for number in range(1, 7)))
# Two grades, the same or one apart: 1-1, 2-1, 2-2, up to 9-9.
_DOUBLE = tuple(f"{high}-{low}" for low in range(1, 10) for high in (low, low + 1) if high <= 9)

MEASURES = {
    "age_related": Measure(
        label="Against what is expected for the age",
        says="Well below, Below, Expected or Above",
        steps=("Well below", "Below", "Expected", "Above"),
    ),
    "goal": Measure(
        label="Early learning goal",
        says="Emerging or Expected" + _OR_NOT_ASSESSED,
        steps=("Emerging", "Expected"),
        beside=NOT_ASSESSED,
    ),
    "judgement": Measure(
        label="Key stage teacher assessment",
        says="WTS, EXS or GDS; HNM (standard not met); PK1 to PK6 (pre-key stage); EM (engagement "
        "model)" + _OR_NOT_ASSESSED,
        steps=(*_BEFORE_KEY_STAGE, "WTS", "EXS", "GDS"),
        beside={"HNM": "expected standard not met"} | NOT_ASSESSED,
    ),
    "scaled_score": Measure(  # the tests at the end of Key Stage 2
        label="Scaled score",
        says="A number from 80 to 120, of Key Stage 2",
        lowest=80,
        highest=120,
        stages=("ks2",),
    ),
    "standardised_score": Measure(
        label="Standardised score", says="A number from 40 to 160", lowest=40, highest=160
    ),
    "phonics": Measure(
        label="Phonics screening check",
        says="A number from 0 to 40" + _OR_NOT_ASSESSED,
        lowest=0,
        highest=40,
        beside=NOT_ASSESSED,
    ),
    "tables_check": Measure(
        label="Multiplication tables check",
        says="A number from 0 to 25" + _OR_NOT_ASSESSED,
        lowest=0,
        highest=25,
        beside=NOT_ASSESSED,
    ),
    "gcse": Measure(
        label="GCSE grade",
        says="9 to 1, or U",
        steps=("U", "1", "2", "3", "4", "5", "6", "7", "8", "9"),
    ),
    "gcse_double": Measure(
        label="GCSE grades, combined science",
        says="9-9 to 1-1, two grades that are the same or one apart such as 5-4; or U",
        steps=("U", *_DOUBLE),
    ),
    "a_level": Measure(
        label="A level grade",
        says="A* to E, or U",
        steps=("U", "E", "D", "C", "B", "A", "A*"),
    ),
    "attainment_8": Measure(
        label="Attainment 8", says="A number from 0 to 90, such as 17.3", lowest=0, highest=90
    ),
    "ebacc_aps": Measure(
        label="EBacc average point score",
        says="A number from 0 to 9, such as 1.42",
        lowest=0,
        highest=9,
    ),
    "level": Measure(
        label="Level of a qualification that was gained",
        says="Level 3, Level 2 or Below level 2, for a vocational qualification after 16",
        steps=("Below level 2", "Level 2", "Level 3"),
    ),
    "words": Measure(label="Other, in words", says="In a few words; it has no trend"),
}


@dataclass(frozen=True, kw_only=True)
class Result:
    """One result as the comparison needs it."""

    id: int
    subject: str
    measure: str
    value: str
    achieved_on: date


def trends(results: Iterable[Result]) -> dict[int, Trend]:
    """How each result compares with the one before of its subject and measure, by its id.

    The first has none; nor has one on a scale that allows no comparison.
    """
    found: dict[int, Trend] = {}
    last: dict[tuple[str, str], Decimal] = {}
    for result in sorted(results, key=lambda one: (one.achieved_on, one.id)):
        measure = MEASURES.get(result.measure)
        at = measure.position(result.value) if measure else None
        if at is None:
            continue
        key = (subject_key(result.subject), result.measure)
        if key in last:
            found[result.id] = _trend(last[key], at)
        last[key] = at
    return found


def _trend(before: Decimal, now: Decimal) -> Trend:
    if now == before:
        return Trend.SAME
    return Trend.UP if now > before else Trend.DOWN
