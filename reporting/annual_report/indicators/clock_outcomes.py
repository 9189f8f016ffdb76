"""What became of the clocks of one kind in the year of the report."""

from collections.abc import Iterable

from reporting.annual_report.facts import Child, Clock, Cohort
from reporting.annual_report.registry import Figure, split_items

_OUTCOMES = {
    "in_time": "In time",
    "late": "Late",
    "not_done": "Not done by the day of the report",
    "unknown": "Cannot be judged: a date is missing",
}


def due(cohort: Cohort, kind: str) -> list[tuple[Child, Clock]]:
    """Clocks of this kind that ran out in the year by the day, or were met; not those closed.

    A clock that is due on the day itself and not met is still open and left out.
    """
    first, day = cohort.year.first_day, cohort.day
    return [
        (child, clock)
        for child, clock in _clocks(cohort.children, kind)
        if clock.due_on is not None
        and first <= clock.due_on <= day
        and clock.status in ("met", "met_late", "overdue")
    ]


def _without_date(cohort: Cohort, kind: str) -> list[tuple[Child, Clock]]:
    first, day = cohort.year.first_day, cohort.day
    return [
        (child, clock)
        for child, clock in _clocks(cohort.children, kind)
        if clock.status == "not_enough_information" and first <= clock.started_on <= day
    ]


def _clocks(children: Iterable[Child], kind: str) -> list[tuple[Child, Clock]]:
    return [(child, clock) for child in children for clock in child.clocks if clock.kind == kind]


def outcomes(cohort: Cohort, kind: str) -> tuple[Figure, ...]:
    """In time, late, not done, or without the date that is needed."""
    outcome = {"met": "in_time", "met_late": "late", "overdue": "not_done"}
    items = [(child.ref, outcome[clock.status]) for child, clock in due(cohort, kind)]
    items += [(child.ref, "unknown") for child, _ in _without_date(cohort, kind)]
    return split_items(items, groups=_OUTCOMES)
