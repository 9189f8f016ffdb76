"""One row of results as values, with every problem named; pure."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from vsh.tables.cells import CellError, Cells, iso_date, text, upn
from vsh.tables.findings import Level, Problem
from vsh.tables.reading import Row

from ...models import AttainmentResult
from ...rules.ages import year_groups_on
from ...rules.attainment import MEASURES
from ...rules.stage_ages import impossible, is_of_another_age
from ...rules.subjects import subject_key, subject_name

LONGEST = 60
Key = tuple[int, str, str, str, date]


@dataclass(frozen=True, kw_only=True)
class Child:
    """A child of the authority as a row of the file needs them."""

    id: int
    born_on: date
    nc_year: int | None = None

    def year_groups(self, day: date, *, known_on: date) -> tuple[int, int]:
        """Those that count on `day`: as recorded, of which is known today, and by age."""
        return year_groups_on(
            day, date_of_birth=self.born_on, nc_year=self.nc_year, known_on=known_on
        )


@dataclass(frozen=True, kw_only=True)
class SaidResult:
    """What a row says."""

    row: Row
    pupil_id: int
    stage: str
    subject: str
    measure: str
    kind: str
    value: str
    achieved_on: date
    status: str
    target: str
    doubts: tuple[Problem, ...] = ()

    @property
    def key(self) -> Key:
        """By which the same result is known again, in the file and on record."""
        return self.pupil_id, subject_key(self.subject), self.measure, self.kind, self.achieved_on


def read_result(row: Row, *, children: Mapping[str, Child], on: date) -> SaidResult | list[Problem]:
    """The result, or what is wrong with the row."""
    cells = Cells(row)
    child = child_of(cells, children)
    stage = cells.read("stage", _one_of(AttainmentResult.Stage.choices), required=True)
    subject = cells.read("subject", text(longest=LONGEST), required=True)
    name = cells.read(
        "measure", _one_of((key, one.label) for key, one in MEASURES.items()), required=True
    )
    is_of_stage = not (stage and name) or MEASURES[name].is_of(stage)
    if stage and name and not is_of_stage:
        cells.refuse("stage", "other_stage", _other_stage(stage, name))
    kind = cells.read("kind", _one_of(AttainmentResult.Kind.choices)) or "teacher"
    status = cells.read("status", _one_of(AttainmentResult.Status.choices)) or "provisional"
    achieved_on = cells.read("achieved_on", iso_date, required=True)
    if achieved_on and achieved_on > on:
        cells.refuse("achieved_on", "future", "The day is in the future. Correct it.")
    if achieved_on and child and achieved_on < child.born_on:
        cells.refuse("achieved_on", "before_birth", "The child was not born yet. Correct the day.")
    value = _on_scale(cells, "value", name, required=True)
    target = _on_scale(cells, "target", name)
    years = child.year_groups(achieved_on, known_on=on) if child and achieved_on else None
    if is_of_stage:
        refuse_other_age(cells, "measure", name, kind, years)
    if cells.is_refused or not (child and stage and subject and name and achieved_on and value):
        return cells.problems
    return SaidResult(
        row=row,
        pupil_id=child.id,
        stage=stage,
        subject=subject_name(subject),
        measure=name,
        kind=kind,
        value=value,
        achieved_on=achieved_on,
        status=status,
        target=target or "",
        doubts=doubts_of_age("stage", stage, years),
    )


def refuse_other_age(
    cells: Cells, column: str, measure: str | None, kind: str, years: tuple[int, int] | None
) -> None:
    """A result that nobody of the child's year groups has."""
    if measure and years and (why := impossible(measure=measure, kind=kind, year_groups=years)):
        cells.refuse(column, "other_age", f"{why}. Correct it, or the child.")


def doubts_of_age(column: str, stage: str, years: tuple[int, int] | None) -> tuple[Problem, ...]:
    """A stage of another age than the child's: it is loaded, and named."""
    if not years or not is_of_another_age(stage=stage, year_groups=years):
        return ()
    words = (
        f"{AttainmentResult.Stage(stage).label} is for children of another age than this child on "
        "that day. It is kept: correct it on the page if it is wrong."
    )
    return (Problem(column=column, code="unusual_age", message=words, level=Level.WARNING),)


def child_of(cells: Cells, children: Mapping[str, Child], *, column: str = "upn") -> Child | None:
    """Another authority's child is as unknown as one whom nobody knows."""
    number = cells.read(column, upn, required=True)
    if number and number not in children:
        cells.refuse(
            column,
            "unknown_upn",
            "No child of this authority has this UPN. Check the number, or load the roll.",
        )
    return children.get(number) if number else None


def _on_scale(
    cells: Cells, column: str, measure: str | None, *, required: bool = False
) -> str | None:
    found = cells.read(column, text(longest=LONGEST), required=required)
    if not found or not measure:
        return None
    scale = MEASURES[measure]
    if (kept := scale.kept(found)) is None:
        said = f"“{found[:30]}” is not on the scale of {scale.label}. Give: {scale.says}."
        cells.refuse(column, "off_the_scale", said)
    return kept


def _other_stage(stage: str, measure: str) -> str:
    known, scale = dict(AttainmentResult.Stage.choices), MEASURES[measure]
    right = " or ".join(known[one] for one in scale.stages)
    return f"{scale.label} is of {right}, not of {known[stage]}. Correct the stage or the measure."


def _one_of(choices: Iterable[tuple[str, str]]) -> Callable[[str], str]:
    """A choice by its stored name or its words, whatever the case."""
    known = dict(choices)
    found = {key.casefold(): key for key in known}
    found |= {label.casefold(): key for key, label in known.items()}

    def read(cell: str) -> str:
        if cell.casefold() not in found:
            raise CellError(
                "unknown_choice", f"“{cell[:30]}” is not known. Use one of: {', '.join(known)}."
            )
        return found[cell.casefold()]

    return read
