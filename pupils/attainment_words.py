"""A child's results by subject, newest first, with their course; and what each stage ended with."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from vsh.calendars import today

from .line_chart import Line, LineChart, Step, line_chart
from .models import AttainmentResult, Pupil
from .national import GROUPS, national_attainment
from .rules.ages import year_groups_on
from .rules.attainment import MEASURES, Result, Trend, trends
from .rules.stage_results import Outcome, StageResult, Trajectory, stage_outcomes, trajectory
from .rules.subjects import subject_key, subject_name

_MOST_STEPS = 10


@dataclass(frozen=True, kw_only=True)
class ResultWithTrend:
    """A result, a row of the model or of JSON, how it compares with the one before, and with its
    target."""

    row: Any
    trend: Trend | None
    trajectory: Trajectory | None

    @property
    def meaning(self) -> str:
        """What a code says that stands nowhere on the scale."""
        return MEASURES[self.row.measure].beside.get(self.row.value, "")


@dataclass(frozen=True, kw_only=True)
class Subject:
    """One subject's history, and its picture where two results stand on one scale."""

    name: str
    results: list[ResultWithTrend]
    chart: LineChart | None


@dataclass(frozen=True, kw_only=True)
class OutcomeShown:
    """What a stage ended with, beside the shares of England's children who met it."""

    outcome: Outcome
    stage: str
    national: list[tuple[str, str]]


def by_subject(rows: Iterable[Any]) -> list[Subject]:
    """The results by subject in the alphabet's order; rows have the columns of the model."""
    found = list(rows)
    compared = trends(
        Result(
            id=row.pk,
            subject=row.subject,
            measure=row.measure,
            value=row.value,
            achieved_on=row.achieved_on,
        )
        for row in found
    )
    newest = sorted(found, key=lambda row: (row.achieved_on, row.pk), reverse=True)
    subjects: dict[str, list[ResultWithTrend]] = {}
    for row in newest:
        subjects.setdefault(subject_key(row.subject), []).append(
            ResultWithTrend(
                row=row,
                trend=compared.get(row.pk),
                trajectory=trajectory(measure=row.measure, value=row.value, target=row.target),
            )
        )
    return [
        Subject(
            name=subject_name(subjects[key][0].row.subject),
            results=subjects[key],
            chart=_chart(subjects[key]),
        )
        for key in sorted(subjects)
    ]


def _chart(results: Sequence[ResultWithTrend]) -> LineChart | None:
    """The results on the scale of the newest one that can be compared, and the targets."""
    rows = [one.row for one in results if MEASURES[one.row.measure].is_comparable]
    if not rows:
        return None
    measure, name = MEASURES[rows[0].measure], subject_name(rows[0].subject)
    rows = [row for row in rows if row.measure == rows[0].measure]

    def points(field: str) -> list[tuple[Any, float]]:
        placed = [(row.achieved_on, measure.position(getattr(row, field))) for row in rows]
        return [(day, float(at)) for day, at in placed if at is not None]

    lines = [Line(label="Result", points=points("value"))]
    if wanted := points("target"):
        lines.append(Line(label="Target", points=wanted))
    if measure.steps:
        named = dict(enumerate(measure.steps))
        apart = -(-len(named) // _MOST_STEPS)
        steps = [
            Step(label=named.get(at, ""), at=at) for at in range(0, len(named) - 1 + apart, apart)
        ]
    else:
        lowest, highest = measure.lowest or 0, measure.highest or 0
        width = max(1, -(-(highest - lowest) // 4))
        steps = [Step(label=str(at), at=at) for at in range(lowest, highest + width, width)]
    return line_chart(lines, steps=steps, says=f"results in {name} over time")


def at_the_end_of_stages(rows: Iterable[Any], pupil: Pupil) -> list[OutcomeShown]:
    """The measures of each stage, with the national figures."""
    on = today()
    outcomes = stage_outcomes(
        StageResult(
            stage=row.stage,
            subject=row.subject,
            measure=row.measure,
            kind=row.kind,
            value=row.value,
            achieved_on=row.achieved_on,
            status=row.status,
            year_groups=year_groups_on(
                row.achieved_on,
                date_of_birth=pupil.date_of_birth,
                nc_year=pupil.nc_year,
                known_on=on,
            ),
        )
        for row in rows
    )
    figures = national_attainment()
    return [
        OutcomeShown(
            outcome=one,
            stage=AttainmentResult.Stage(one.stage).label,
            national=[figures.get((one.national, group), ("", "")) for group in GROUPS],
        )
        for one in outcomes
    ]
