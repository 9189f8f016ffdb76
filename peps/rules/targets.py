"""Targets as a plan's answers say them, and in which place a plan reviews which of them.

Source: statutory guidance (2018), the PEP should "include SMART short-term targets, including
progress monitoring of each of the areas identified".
"""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date

from peps.schema import Answers
from peps.schema.parts import says_something

MOST = 12  # places of any form: new targets and reviewed ones
FIRST_IS_OF = "learning"  # in the form that asks for areas, the first target's is given


@dataclass(frozen=True, kw_only=True)
class TargetWords:
    """A new target in a plan, by its place there."""

    position: int
    area: str
    what: str
    measure: str
    baseline: str
    by_whom: str
    by_when: date | None
    resource: str


@dataclass(frozen=True, kw_only=True)
class ReviewWords:
    """What a plan says of the target in one place of its review."""

    position: int
    outcome: str
    evidence: str


def targets_in(answers: Answers, *, has_areas: bool) -> list[TargetWords]:
    """The new targets that the section's answers set, in their order; `has_areas`: it asks them."""
    return [
        TargetWords(
            position=number,
            area=(FIRST_IS_OF if number == 1 else words["area"]) if has_areas else "",
            what=words["what"],
            measure=words["measure"],
            baseline=words["baseline"],
            by_whom=words["by_whom"],
            by_when=day_in(words["by_when"]),
            resource=words["resource"],
        )
        for number in range(1, MOST + 1)
        if says_something((words := _Group(answers, f"target_{number}_"))["what"])
    ]


def reviews_in(answers: Answers) -> list[ReviewWords]:
    """What the section's answers say of targets of earlier plans; none where there was none."""
    found = (
        ReviewWords(
            position=number,
            outcome=answers.get(f"target_{number}_outcome", ""),
            evidence=answers.get(f"target_{number}_evidence", ""),
        )
        for number in range(1, MOST + 1)
    )
    return [words for words in found if words.outcome not in {"", "no_target"}]


def places_of(
    open_targets: Sequence[int], *, kept: Mapping[int, int], written: Set[int], most: int
) -> dict[int, int]:
    """Which target a plan reviews in which place: target → place.

    Whoever has a place keeps it while the target is open or somebody has written there; the other
    open targets take the free places in their order. What finds none waits for the next plan.
    """
    places = {
        target: place
        for target, place in kept.items()
        if target in open_targets or place in written
    }
    taken = set(places.values())
    free = iter([place for place in range(1, most + 1) if place not in taken])
    for target in open_targets:
        if target not in places and (place := next(free, 0)):
            places[target] = place
    return places


def written_places(answers: Answers) -> set[int]:
    """The places in which somebody has written something of a target."""
    return {
        number
        for number in range(1, MOST + 1)
        if any(answers.get(f"target_{number}_{part}", "") for part in ("outcome", "evidence"))
    }


def day_in(text: str) -> date | None:
    """The day that an answer names, if it is one."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


class _Group:
    """The answers of one group by the last word of their key."""

    def __init__(self, answers: Answers, start: str) -> None:
        self.answers, self.start = answers, start

    def __getitem__(self, part: str) -> str:
        return self.answers.get(self.start + part, "")
