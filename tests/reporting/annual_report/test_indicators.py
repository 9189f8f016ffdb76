"""What holds for every indicator: definition, adding up, purity."""

import ast
from datetime import date
from pathlib import Path

import pytest

from reporting import annual_report
from reporting.annual_report.facts import Plan
from reporting.annual_report.indicators import compute_all, frozen_children, frozen_figures
from reporting.annual_report.registry import REGISTRY, Shape, read_definition
from tests.reporting.annual_report.small_cohort import (
    ELM,
    OAKFIELD,
    SUBMITTED,
    at,
    child,
    cohort,
    placed,
    with_clock,
    with_plans,
)


@pytest.mark.parametrize("key", REGISTRY)
def test_every_indicator_counts_nobody_among_nobody(key):
    assert all(f.denominator == 0 for f in REGISTRY[key].compute(cohort()))


@pytest.mark.parametrize("key", [k for k, i in REGISTRY.items() if i.shape is Shape.PARTITION])
def test_rows_of_a_partition_add_up(key):
    pupils = [
        at(OAKFIELD, "a"),
        placed("b", code="U6"),
        with_clock("c", "pep_initiated", date(2025, 10, 1), "met"),
        with_plans("d", Plan(season="spring", submitted_on=SUBMITTED)),
    ]
    figures = REGISTRY[key].compute(cohort(*pupils))
    assert {figure.denominator for figure in figures} == {sum(f.numerator for f in figures)}


@pytest.mark.parametrize("key", REGISTRY)
def test_every_indicator_states_its_definition(key):
    definition = REGISTRY[key].definition
    assert all(
        len(part) > 10
        for part in (
            definition.inclusion,
            definition.numerator,
            definition.denominator,
            definition.source,
        )
    )


@pytest.mark.parametrize("part", ["Inclusion", "Numerator", "Denominator", "Source"])
def test_a_docstring_without_a_part_of_the_definition_is_refused(part):
    parts = ["Inclusion: a.", "Numerator: b.", "Denominator: c.", "Source: d."]
    text = "\n".join(["A title.", "", *(line for line in parts if not line.startswith(part))])
    with pytest.raises(ValueError, match=part):
        read_definition(text)


def test_table_within_another_names_a_row_of_it():
    frozen = {table["key"]: table for table in frozen_figures(compute_all(cohort(at(OAKFIELD))))}
    for table in frozen.values():
        if table["within"]:
            key, label = table["within"]
            assert label in [row["label"] for row in frozen[key]["rows"]]


def test_frozen_children_are_as_many_as_the_numbers():
    computed = compute_all(cohort(at(OAKFIELD, "a"), at(ELM, "b"), child("c")))
    children = frozen_children(computed)
    for table in frozen_figures(computed):
        for row, behind in zip(table["rows"], children[table["key"]], strict=True):
            assert row["numerator"] == len(behind["counted"])


PURE = ["facts.py", "rules.py", "registry.py", "presentation.py", "narrative.py", "indicators/*.py"]


@pytest.mark.parametrize("pattern", PURE)
def test_figures_are_computed_without_database_or_clock(pattern):
    folder = Path(annual_report.__file__).parent
    for path in folder.glob(pattern):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
            assert not any(
                name.split(".")[0] in ("django", "pupils", "peps") or name == "vsh.calendars"
                for name in names
            ), path
