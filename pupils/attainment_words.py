"""A child's results by subject, newest first, each with its trend."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from .rules.attainment import Result, Trend, trends


@dataclass(frozen=True, kw_only=True)
class ResultWithTrend:
    """A result, a row of the model or of JSON, and how it compares with the one before."""

    row: Any
    trend: Trend | None


@dataclass(frozen=True, kw_only=True)
class Subject:
    """One subject's history."""

    name: str
    results: list[ResultWithTrend]


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
    subjects: dict[str, Subject] = {}
    for row in newest:
        subject = subjects.setdefault(row.subject.casefold(), Subject(name=row.subject, results=[]))
        subject.results.append(ResultWithTrend(row=row, trend=compared.get(row.pk)))
    return [subjects[key] for key in sorted(subjects)]
