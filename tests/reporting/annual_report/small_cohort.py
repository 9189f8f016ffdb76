"""Children of a few lines each, and what an indicator counts among them."""

from datetime import date

from reporting.annual_report.facts import (
    Care,
    Child,
    Clock,
    Cohort,
    Place,
    Placement,
    Plan,
    School,
)
from reporting.annual_report.registry import REGISTRY
from reporting.annual_report.rules import AcademicYear

YEAR = AcademicYear.named("2025-26")
LAST_DAY = date(2026, 8, 31)
LONG_AGO = date(2022, 1, 10)
YEAR_9 = date(2012, 3, 1)  # thirteen on 31 August 2025
SUBMITTED = date(2026, 3, 1)

OAKFIELD = School(key=1, urn="100001", phase="secondary", la_code="999")
ELM = School(key=2, urn="100002", phase="primary", la_code="998")


def child(ref: str, **facts) -> Child:
    """A thirteen-year-old in long-term care, unless said otherwise."""
    return Child(
        ref=ref,
        **{"born_on": YEAR_9, "care": (Care(started_on=LONG_AGO),), **facts},
    )


def cohort(*children: Child, day: date = LAST_DAY) -> Cohort:
    return Cohort(authority_code="999", year=YEAR, day=day, children=children)


def counted(key: str, *children: Child, day: date = LAST_DAY) -> dict[str, str]:
    """The references behind each row, rows of nobody left out."""
    figures = REGISTRY[key].compute(cohort(*children, day=day))
    return {figure.label: " ".join(figure.counted) for figure in figures if figure.counted}


def sides(key: str, *children: Child, day: date = LAST_DAY) -> list[tuple[str, str]]:
    """Counted and not counted, row by row."""
    figures = REGISTRY[key].compute(cohort(*children, day=day))
    return [(" ".join(f.counted), " ".join(f.others)) for f in figures]


def in_care(started_on: date, ended_on: date | None = None, **options) -> tuple[Care, ...]:
    return (Care(started_on=started_on, ended_on=ended_on, **options),)


def placed(ref: str, **placement) -> Child:
    return child(ref, placements=(Placement(**{"started_on": LONG_AGO, **placement}),))


def at(school: School | None, ref: str = "x", **options) -> Child:
    facts = {name: options.pop(name) for name in ("born_on", "care") if name in options}
    place = {"kind": "main", "started_on": date(2024, 9, 1), "school": school, **options}
    return child(ref, places=(Place(**place),), **facts)


def with_clock(ref: str, kind: str, due_on: date | None, status: str, **facts) -> Child:
    clock = Clock(kind=kind, started_on=date(2025, 9, 10), due_on=due_on, status=status)
    return child(ref, clocks=(clock,), **facts)


def with_plans(ref: str, *plans: Plan, **facts) -> Child:
    return child(ref, plans=plans, **facts)
