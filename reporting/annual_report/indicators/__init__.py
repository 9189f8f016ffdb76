"""The indicators of the first edition, in the order in which the report prints them."""

from typing import Any

from reporting.annual_report.facts import Cohort
from reporting.annual_report.registry import REGISTRY, Figure, Indicator, Shape

# Importing registers; the order of these lines is the order of the chapters.
from . import children, placements, schools, inspections, plans  # noqa: F401  # isort: skip


def compute_all(cohort: Cohort) -> list[tuple[Indicator, tuple[Figure, ...]]]:
    """Every indicator over this cohort."""
    return [(indicator, indicator.compute(cohort)) for indicator in REGISTRY.values()]


def frozen_figures(computed: list[tuple[Indicator, tuple[Figure, ...]]]) -> list[dict[str, Any]]:
    """The figures with their definitions, as kept in the report."""
    return [indicator.frozen(figures) for indicator, figures in computed]


def frozen_children(
    computed: list[tuple[Indicator, tuple[Figure, ...]]],
) -> dict[str, list[dict[str, list[str]]]]:
    """The references behind each figure; in a partition the others are in the other groups."""
    return {
        indicator.key: [
            {
                "counted": list(f.counted),
                "others": [] if indicator.shape is Shape.PARTITION else list(f.others),
            }
            for f in figures
        ]
        for indicator, figures in computed
    }
