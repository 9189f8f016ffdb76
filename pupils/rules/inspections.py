"""What a school's inspections say to those who choose it for a child, each framework in its own
words.

Source: statutory guidance (2018), "Securing appropriate education": good and outstanding schools
come first; evidence is needed of one that requires improvement; never an inadequate one without
exceptional evidence-based reasons. Headline grades of state-funded schools ended in September 2024
and report cards began on 10 November 2025: grades of two frameworks are never equated.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from vsh.calendars.rules import in_words

OVERALL, KEY_JUDGEMENTS, REPORT_CARD = "overall", "key_judgements", "report_card"

# In lower case; special measures and serious weaknesses are the two kinds of "inadequate".
GOOD = frozenset({"outstanding", "good"})
INADEQUATE = frozenset({"inadequate", "special measures", "serious weaknesses"})
# Our convention where a framework gives no overall grade: these call for the same care.
GRAVE = INADEQUATE | {"urgent improvement", "not met"}
WEAK = frozenset({"requires improvement", "needs attention"})

_OTHER_FRAMEWORK = {
    KEY_JUDGEMENTS: "Key judgements have no overall grade: they do not compare with one.",
    REPORT_CARD: "A report card has no overall grade: it does not compare with earlier ones.",
}


class Standing(StrEnum):
    """What the latest inspection means for the choice."""

    NONE = "none"
    GOOD = "good"
    BELOW_GOOD = "below_good"
    INADEQUATE = "inadequate"
    NOT_COMPARABLE = "not_comparable"
    GRAVE = "grave"  # urgent improvement, safeguarding not met, an inadequate key judgement


NEED_A_REASON = frozenset({Standing.INADEQUATE, Standing.GRAVE})


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """One graded outcome under the framework of its time."""

    framework: str
    area: str
    grade: str
    inspected_on: date
    source: str = ""
    published_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Inspected:
    """The latest inspection in words, where it was read and when that was published, and what the
    choice of the school needs because of it."""

    standing: Standing
    words: str
    source: str = ""
    published_on: date | None = None
    caution: str = ""
    needs_evidence: bool = False
    needs_exceptional_reason: bool = False


def inspected(outcomes: Collection[Outcome], *, on: date) -> Inspected:
    """What the latest inspection by `on` says; of one day under two frameworks the later one."""
    known = [one for one in outcomes if one.inspected_on <= on]
    if not known:
        return Inspected(
            standing=Standing.NONE,
            words="No inspection on record",
            caution="Look up the school’s reports, and write down what they say.",
            needs_evidence=True,
        )
    order = [OVERALL, KEY_JUDGEMENTS, REPORT_CARD]
    latest = max(known, key=lambda one: (one.inspected_on, _place(order, one.framework)))
    same = [
        one
        for one in known
        if (one.inspected_on, one.framework) == (latest.inspected_on, latest.framework)
    ]
    day = in_words(latest.inspected_on)
    if latest.framework == OVERALL:
        found = _overall(latest, day)
    else:
        found = _by_area(sorted(same, key=lambda one: one.area), latest.framework, day)
    return replace(found, source=latest.source, published_on=latest.published_on)


def _place(order: list[str], framework: str) -> int:
    return order.index(framework) if framework in order else -1


def _overall(one: Outcome, day: str) -> Inspected:
    grade = one.grade.strip().casefold()
    words = f"Overall grade {grade} ({day})"
    if grade in GOOD:
        return Inspected(standing=Standing.GOOD, words=words)
    if grade in INADEQUATE:
        return Inspected(
            standing=Standing.INADEQUATE,
            words=words,
            caution="Never without an exceptional reason, based on evidence and on record.",
            needs_evidence=True,
            needs_exceptional_reason=True,
        )
    if grade in WEAK:
        return Inspected(
            standing=Standing.BELOW_GOOD,
            words=words,
            caution="Evidence is needed that it supports its vulnerable pupils well.",
            needs_evidence=True,
        )
    return Inspected(standing=Standing.NOT_COMPARABLE, words=words, needs_evidence=True)


def _by_area(areas: list[Outcome], framework: str, day: str) -> Inspected:
    name = "Report card" if framework == REPORT_CARD else "Key judgements"
    listed = "; ".join(f"{one.area}: {one.grade.strip().casefold()}" for one in areas)
    grades = {one.grade.strip().casefold() for one in areas}
    caution = _OTHER_FRAMEWORK.get(framework, "")
    is_grave = bool(grades & GRAVE)
    if is_grave:
        caution += " What is grave in it calls for an exceptional reason on record."
    return Inspected(
        standing=Standing.GRAVE if is_grave else Standing.NOT_COMPARABLE,
        words=f"{name} of {day}: {listed}",
        caution=caution.strip(),
        needs_evidence=is_grave or bool(grades & WEAK),
        needs_exceptional_reason=is_grave,
    )
