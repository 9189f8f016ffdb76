"""What a child's results say at the end of each stage, and against their own targets.

Sources: early years foundation stage profile handbook (17 goals, 12 of them for a good level of
development); Department for Education's measures of key stages 1, 2 and 4. The phonics threshold is
published anew each June: 32 is to be confirmed each year.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from .attainment import MEASURES, NOT_ASSESSED
from .subjects import FOR_GOOD_LEVEL, subject_key

PHONICS_THRESHOLD = 32  # to be confirmed, see above
EXPECTED_SCALED_SCORE = 100
EXPECTED_OR_MORE = ("EXS", "GDS")
GRADE_4 = "4"
STANDARD_AND_STRONG = (GRADE_4, "5")
VALIDATED, TEACHER, MOCK = "validated", "teacher", "mock"
# Where the teacher's assessment is the statutory one: stage and measure, and the year at whose end.
_STATUTORY = {("early_years", "goal"): 0, ("ks1", "judgement"): 2, ("ks2", "judgement"): 6}
SUMMER = range(6, 9)


class Trajectory(StrEnum):
    """A termly assessment against the child's own target for that day."""

    BELOW = "below"
    ON = "on"
    ABOVE = "above"

    @property
    def label(self) -> str:
        """As people read it."""
        return {"below": "Below target", "on": "On target", "above": "Above target"}[self.value]


def trajectory(*, measure: str, value: str, target: str) -> Trajectory | None:
    """Where a result stands against its target, on one scale; nothing without a target."""
    scale = MEASURES.get(measure)
    if scale is None or not target:
        return None
    found, wanted = scale.position(value), scale.position(target)
    if found is None or wanted is None:
        return None
    if found == wanted:
        return Trajectory.ON
    return Trajectory.ABOVE if found > wanted else Trajectory.BELOW


@dataclass(frozen=True, kw_only=True)
class StageResult:
    """One result as the measures of a stage read it; `year_groups` are those of the child on its
    day, as recorded and by age."""

    stage: str
    subject: str
    measure: str
    kind: str
    value: str
    achieved_on: date
    status: str
    year_groups: tuple[int, ...] = ()

    @property
    def position(self) -> Decimal | None:
        """Where it stands on its scale."""
        return MEASURES[self.measure].position(self.value)

    @property
    def is_assessed(self) -> bool:
        """Whether it is a result, and not the word that there was none."""
        return not (self.value in NOT_ASSESSED and self.value in MEASURES[self.measure].beside)

    @property
    def is_final(self) -> bool:
        """Whether it is one that ends a stage and no term's: a test's, a validated one, or the
        teacher's statutory assessment, which is of the summer of the stage's last year (convention:
        from June on)."""
        if self.kind != TEACHER or self.status == VALIDATED:
            return self.kind != MOCK
        last_year = _STATUTORY.get((self.stage, self.measure))
        return last_year in self.year_groups and self.achieved_on.month in SUMMER


def of_the_stage(results: Iterable[StageResult]) -> list[StageResult]:
    """What counts as the end of a stage, the later last, and after them the validated ones.

    A test or examination counts also while it is provisional, and so does a teacher's statutory
    assessment; any other of a teacher once it is validated: each term's is none of the stage. A
    mock never counts, nor does the word that nothing was assessed.
    """
    there = [one for one in results if one.is_final and one.is_assessed]
    return sorted(there, key=lambda one: (one.status == VALIDATED, one.achieved_on))


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What one measure of a stage says of a child; `national` names the published figure.

    `is_met` is None where no threshold is on record: the result speaks alone.
    """

    stage: str
    label: str
    is_met: bool | None
    says: str
    achieved_on: date
    is_provisional: bool
    national: str = ""


def stage_outcomes(results: Iterable[StageResult]) -> list[Outcome]:
    """The measures of each stage of which enough is on record, in the order of the stages."""
    by_stage: dict[str, list[StageResult]] = {}
    for one in of_the_stage(results):
        by_stage.setdefault(one.stage, []).append(one)
    return [
        outcome for stage, read in _READERS.items() for outcome in read(by_stage.get(stage, []))
    ]


def _early_years(results: list[StageResult]) -> list[Outcome]:
    goals = _newest(results, measure="goal")
    named = {name.casefold(): goals.get(name.casefold()) for name in FOR_GOOD_LEVEL}
    there = [one for one in named.values() if one is not None]
    if len(there) < len(FOR_GOOD_LEVEL):
        return []
    expected = [one for one in there if one.value == "Expected"]
    return [
        _outcome(
            there,
            label="Good level of development",
            is_met=len(expected) == len(there),
            says=f"{len(expected)} of the {len(there)} goals that count for it",
            national="good_level",
        )
    ]


def _key_stage_1(results: list[StageResult]) -> list[Outcome]:
    outcomes = [
        _outcome(
            [one],
            label="Phonics screening check",
            is_met=one.position is not None and one.position >= PHONICS_THRESHOLD,
            says=f"{one.value} of 40; the threshold is {PHONICS_THRESHOLD}",
        )
        for one in list(_newest(results, measure="phonics").values())[:1]
    ]
    judged = _newest(results, measure="judgement")
    return outcomes + [
        _outcome(
            [one],
            label=f"{name.capitalize()}: the expected standard",
            is_met=one.value in EXPECTED_OR_MORE,
            says=one.value,
        )
        for name in ("reading", "writing", "mathematics")
        if (one := judged.get(name))
    ]


def _key_stage_2(results: list[StageResult]) -> list[Outcome]:
    tests = _newest(results, measure="scaled_score")
    judged = _newest(results, measure="judgement")
    found: dict[str, tuple[StageResult, bool]] = {}
    for name in ("reading", "mathematics"):
        if one := tests.get(name):
            found[name] = one, (one.position or 0) >= EXPECTED_SCALED_SCORE
    if one := judged.get("writing"):
        found["writing"] = one, one.value in EXPECTED_OR_MORE
    outcomes = [
        _outcome(
            [one],
            label=f"{name.capitalize()}: the expected standard",
            is_met=is_met,
            says=one.value,
            national=f"ks2_{name}",
        )
        for name, (one, is_met) in found.items()
    ]
    if len(found) == 3:
        outcomes.append(
            _outcome(
                [one for one, _ in found.values()],
                label="Reading, writing and mathematics: the expected standard",
                is_met=all(is_met for _, is_met in found.values()),
                says=f"{sum(is_met for _, is_met in found.values())} of 3",
                national="ks2_rwm",
            )
        )
    outcomes += [
        _outcome(
            [one],
            label="Multiplication tables check",
            is_met=None,
            says=f"{one.value} of 25",
        )
        for one in list(_newest(results, measure="tables_check").values())[:1]
    ]
    return outcomes


def _key_stage_4(results: list[StageResult]) -> list[Outcome]:
    """English and mathematics at grade 4 and at grade 5, and the averages over all subjects."""
    return [*_english_and_mathematics(results), *_averages(results)]


def _averages(results: list[StageResult]) -> list[Outcome]:
    """Attainment 8 and the EBacc average point score: national averages, no threshold. The later
    in order counts, whatever it was filed under."""
    outcomes = []
    for measure, of in (("attainment_8", " of 90"), ("ebacc_aps", "")):
        label = MEASURES[measure].label
        for one in [one for one in results if one.measure == measure][-1:]:
            says = one.value + of
            national = f"ks4_{measure}"
            outcomes.append(_outcome([one], label=label, is_met=None, says=says, national=national))
    return outcomes


def _english_and_mathematics(results: list[StageResult]) -> list[Outcome]:
    grades = _newest(results, measure="gcse", kind="test")
    english = [
        one for name in ("english language", "english literature", "english")
        if (one := grades.get(name))
    ]  # fmt: skip
    mathematics = grades.get("mathematics")
    if not english or mathematics is None:
        return []
    best = max(english, key=lambda one: one.position or 0)
    pair, scale = (best, mathematics), MEASURES["gcse"]
    return [
        _outcome(
            pair,
            label=f"English and mathematics: grade {grade} or above",
            is_met=all(one.position is not None and one.position >= wanted for one in pair),
            says=f"English {best.value}, mathematics {mathematics.value}",
            national=f"ks4_english_maths_{grade}",
        )
        for grade, wanted in ((at, scale.position(at) or 0) for at in STANDARD_AND_STRONG)
    ]


def _post_16(results: list[StageResult]) -> list[Outcome]:
    """A levels and the highest level of a vocational qualification, of which no threshold is on
    record, and GCSEs that were taken again."""
    grades = _newest(results, measure="gcse", kind="test")
    wanted = MEASURES["gcse"].position(GRADE_4) or 0
    outcomes = [
        _outcome(
            [one],
            label=f"{one.subject} taken again: grade 4 or above",
            is_met=(one.position or 0) >= wanted,
            says=one.value,
        )
        for name in ("english", "english language", "mathematics")
        if (one := grades.get(name))
    ]
    levels = _newest(results, measure="a_level", kind="test")
    if taken := [levels[subject] for subject in sorted(levels)]:
        passed = sum(one.value != "U" for one in taken)
        named = ", ".join(f"{one.subject} {one.value}" for one in taken)
        says = f"{passed} of {len(taken)} passed: {named}"
        outcomes.append(_outcome(taken, label="A levels", is_met=None, says=says))
    if gained := list(_newest(results, measure="level").values()):
        best = max(gained, key=lambda one: one.position or 0)
        says = f"{best.value}: {best.subject}"
        label = "Highest level of a vocational qualification"
        outcomes.append(_outcome([best], label=label, is_met=None, says=says))
    return outcomes


def _newest(
    results: Iterable[StageResult], *, measure: str, kind: str = ""
) -> dict[str, StageResult]:
    """The one that counts of each subject on one scale, by the subject's key: the last in order."""
    return {
        subject_key(one.subject): one
        for one in results
        if one.measure == measure and kind in ("", one.kind)
    }


def _outcome(
    of: Iterable[StageResult], *, label: str, is_met: bool | None, says: str, national: str = ""
) -> Outcome:
    of = list(of)
    return Outcome(
        stage=of[0].stage,
        label=label,
        is_met=is_met,
        says=says,
        achieved_on=max(one.achieved_on for one in of),
        is_provisional=any(one.status != VALIDATED for one in of),
        national=national,
    )


_READERS: Mapping[str, Callable[[list[StageResult]], list[Outcome]]] = {
    "early_years": _early_years,
    "ks1": _key_stage_1,
    "ks2": _key_stage_2,
    "ks4": _key_stage_4,
    "post_16": _post_16,
}
