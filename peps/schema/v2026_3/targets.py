"""Targets: up to six new ones, SMART by form, and a review of each that is still open."""

from collections.abc import Callable
from dataclasses import replace

from ..parts import Field, Kind, Section, When
from ..v2026_2.plan import YEARS_AHEAD

MOST_NEW = 6
MOST_REVIEWED = 12  # of several plans, the oldest first; the others wait for the next one

# In the guidance's words on what a plan is about (statutory guidance, 2018, "PEP content").
AREAS = (
    ("learning", "Learning: skills, knowledge, subject areas and experiences"),
    ("attendance", "Attendance and behaviour"),
    ("wellbeing", "Development, mental health and wellbeing"),
    ("other", "Something else"),
)
OUTCOMES = (
    ("met", "Met"),
    ("partly", "Partly met, and closed"),
    ("not_met", "Not met, and closed"),
    ("goes_on", "It goes on"),
    ("dropped", "No longer needed"),
)
PARTS = ("area", "what", "measure", "baseline", "by_whom", "by_when", "resource")


def _begun(number: int) -> When:
    """A target of which any part is written needs every part."""
    first, *others = (f"target_{number}_{part}" for part in PARTS)
    return When(field=first, or_any=tuple(others))


def _target(number: int) -> tuple[Field, ...]:
    """The first target is of learning; each of the others says what it is about."""
    is_first = number == 1

    def part(name: str, label: str, hint: str = "", kind: Kind = Kind.TEXT) -> Field:
        return Field(
            key=f"target_{number}_{name}",
            label=label,
            hint=hint,
            kind=kind,
            needed=True if is_first else _begun(number),
            guidance=("SG-QUAL-09",) if name == "resource" else ("SG-QUAL-06",),
            group="Target 1 (learning)" if is_first else f"Target {number}",
            carries_forward=False,
        )

    by_when = part("by_when", "By when", "Time bound: a day after the meeting.", Kind.DATE)
    return (
        *(() if is_first else (_area(part("area", "What it is about", kind=Kind.CHOICE)),)),
        part(
            "what",
            "What the child will achieve",
            "Specific, significant, stretching; achievable for this child; agreed with them.",
            Kind.LONG,
        ),
        part("measure", "How it is measured", "Measurable and trackable: what shows it."),
        part("baseline", "Where the child is now", "The baseline in the same measure."),
        part("by_whom", "Who makes it happen", "Action-orientated: name and role."),
        replace(by_when, after="meeting.held_on", within_years=YEARS_AHEAD),
        part(
            "resource",
            "What it needs",
            "Realistic: time, people, money such as pupil premium plus.",
        ),
    )


def _area(field: Field) -> Field:
    return replace(field, choices=AREAS, guidance=())


def _new_targets(before: Section) -> Section:
    return replace(
        before,
        intro=(
            "One to six targets until the next review, the first of them about learning. A target "
            "that goes on is not written again: it stands under the review of targets."
        ),
        fields=(
            *(field for number in range(1, MOST_NEW + 1) for field in _target(number)),
            before.field("monitoring"),
        ),
    )


def _review(number: int) -> tuple[Field, ...]:
    def part(name: str, label: str, hint: str, guidance: tuple[str, ...], kind: Kind) -> Field:
        return Field(
            key=f"target_{number}_{name}",
            label=label,
            hint=hint,
            kind=kind,
            needed=True,
            guidance=guidance,
            group=f"Open target {number}",
            carries_forward=False,
            reviews=number,
            shows_last=False,
        )

    outcome = part("outcome", "What became of it?", "", ("SG-QUAL-06",), Kind.CHOICE)
    return (
        replace(outcome, choices=OUTCOMES),
        part(
            "evidence",
            "Progress this term: what shows it, and what follows from it",
            "In the target's own measure. Where it is no longer needed, why.",
            ("SG-QUAL-06", "SG-QUAL-11"),
            Kind.LONG,
        ),
    )


def _review_of_targets(before: Section) -> Section:
    return replace(
        before,
        title="Review of open targets",
        intro="Every target of earlier plans that is still open, with its words and its progress.",
        fields=tuple(f for number in range(1, MOST_REVIEWED + 1) for f in _review(number)),
    )


CHANGED: dict[str, Callable[[Section], Section]] = {  # section key → how it is asked now
    "new_targets": _new_targets,
    "review_of_targets": _review_of_targets,
}
