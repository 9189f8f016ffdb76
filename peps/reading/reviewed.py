"""The targets that a plan reviews, in words, by the place in which its form asks about them."""

from collections import defaultdict

from peps.models import Pep, Target, TargetReview
from peps.reading.reader import Fact
from vsh.govuk.dates import long_date


def targets_reviewed(pep: Pep) -> dict[int, list[Fact]]:
    """Each target's words and what the plans that stand said of it; one query."""
    rows = TargetReview.objects.filter(target__reviews__pep=pep)
    here: dict[int, TargetReview] = {}
    said: dict[int, list[TargetReview]] = defaultdict(list)
    for row in rows.select_related("pep", "target__set_in"):
        if row.pep_id == pep.pk:
            here[row.position] = row
        elif row.outcome and row.pep.submitted_on and row.pep.state != Pep.State.NOT_REQUIRED:
            said[row.target_id].append(row)
    return {
        place: _in_words(row.target, said[row.target_id]) for place, row in sorted(here.items())
    }


def open_targets_besides(pep: Pep) -> list[Fact]:
    """The open targets of earlier plans in a line each, beside the new ones."""
    rows = TargetReview.objects.filter(pep=pep).select_related("target")
    return [
        Fact(label=f"Open target {row.position}", value=_with_day(row.target)) for row in rows
    ] or [Fact(label="Open targets", value="None of earlier plans")]


def _with_day(target: Target) -> str:
    until = f" By {long_date(target.by_when)}." if target.by_when else ""
    return f"{target.what.rstrip('.')}.{until}"


def _in_words(target: Target, said: list[TargetReview]) -> list[Fact]:
    facts = [
        Fact(label="Target", value=target.what),
        Fact(label="Area", value=target.get_area_display() if target.area else "", is_short=True),
        Fact(label="Measured by", value=target.measure, is_short=True),
        Fact(label="Baseline", value=target.baseline, is_short=True),
        Fact(label="By whom", value=target.by_whom, is_short=True),
        Fact(
            label="By when",
            value=long_date(target.by_when) if target.by_when else "",
            is_short=True,
        ),
        Fact(label="Set in", value=f"PEP of the {target.set_in.term_name.lower()}", is_short=True),
        *(Fact(label=review.pep.term_name, value=_progress(review)) for review in said),
    ]
    return [fact for fact in facts if fact.value]


def _progress(review: TargetReview) -> str:
    return f"{review.get_outcome_display()}. {review.evidence}"
