"""Loads outcomes of inspections: each inspection whole, or nothing of it.

A row left out could be the grave one, and the school would look better than it was found.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date

from vsh.tables.findings import Level, Problem
from vsh.tables.job import Job, Outcome
from vsh.tables.reading import Row

from ... import rules
from ...models import EducationSetting, InspectionOutcome
from .file import INSPECTIONS
from .row import Inspection, OutcomeRow, inspection_meant, read_outcome

Key = tuple[str, str, str, date]  # URN, framework, area, day
_AT_ONCE = 2000


@dataclass
class _File:
    """The sound rows, and the inspections of which a row was refused."""

    rows: list[tuple[Row, OutcomeRow]] = field(default_factory=list)
    broken: set[Inspection] = field(default_factory=set)


def load_inspections(job: Job, *, on: date) -> None:
    """Load what inspections found, as known on a day.

    1. Rows are read; unknown schools, a framework that was not in force, rows twice are refused.
    2. The other rows of an inspection of which one was refused are refused too.
    3. The rest is compared with what is on record and written where it differs.
    """
    schools = {
        urn: (pk, rules.is_state_funded(type_group))
        for urn, pk, type_group in EducationSetting.objects.filter(urn__isnull=False)
        .order_by()
        .values_list("urn", "pk", "type_group")
    }
    file = _File()
    seen: set[Key] = set()
    for row in job.rows(INSPECTIONS):
        outcome, problems = read_outcome(row, on=on)
        if outcome is not None:
            problems = [*problems, *_refusals(outcome, schools, seen)]
            seen.add(_key(outcome))
        if outcome is None or problems:
            job.refuse(row, *problems)
            if meant := inspection_meant(row):
                file.broken.add(meant)
            continue
        file.rows.append((row, outcome))
    whole = []
    for row, outcome in file.rows:
        if outcome.inspection in file.broken:
            job.refuse(row, _incomplete())
        else:
            whole.append((row, outcome))
    ids = {urn: pk for urn, (pk, _) in schools.items()}
    for first in range(0, len(whole), _AT_ONCE):
        _load(job, whole[first : first + _AT_ONCE], ids)


def _key(outcome: OutcomeRow) -> Key:
    return outcome.urn, outcome.framework, outcome.area, outcome.inspected_on


def _refusals(
    outcome: OutcomeRow, schools: dict[str | None, tuple[int, bool]], seen: Collection[Key]
) -> list[Problem]:
    if outcome.urn not in schools:
        return [
            Problem(
                column="urn",
                code="unknown_urn",
                message="No school has this URN. Correct it, or load the register of schools "
                "first.",
            )
        ]
    found = []
    _, is_state_funded = schools[outcome.urn]
    if outcome.grade and not rules.in_force(
        outcome.framework, on=outcome.inspected_on, is_state_funded=is_state_funded
    ):
        found.append(
            Problem(
                column="framework",
                code="not_in_force",
                message=f"On {outcome.inspected_on} this school was not graded under the framework "
                f"{outcome.framework}. {rules.WHEN_IN_FORCE} Correct the framework or the day.",
            )
        )
    if _key(outcome) in seen:
        found.append(
            Problem(
                column="area",
                code="duplicate_row",
                message="This area of the same inspection stands in the file before. Keep one of "
                "the rows.",
            )
        )
    return found


def _incomplete() -> Problem:
    return Problem(
        column="",
        code="inspection_incomplete",
        message="Another row of this inspection is refused, and an inspection is loaded whole or "
        "not at all. Correct that row and load the file again.",
    )


def _load(job: Job, rows: list[tuple[Row, OutcomeRow]], ids: dict[str | None, int]) -> None:
    """Compare and write some rows: three queries whatever their number."""
    known = {
        (row.setting_id, row.framework, row.area, row.inspected_on): row
        for row in InspectionOutcome.objects.filter(
            setting__in={ids[outcome.urn] for _, outcome in rows}
        )
    }
    written, gone = [], []
    for row, outcome in rows:
        setting = ids[outcome.urn]
        old = known.get((setting, outcome.framework, outcome.area, outcome.inspected_on))
        if old is not None and _is_older(outcome, old):
            job.name(row, [_older(old)])
            job.settle(row.file, row.line, Outcome.SAME)
        elif not outcome.grade:
            if old is not None:
                gone.append(old.pk)
            became = Outcome.SAME if old is None else Outcome.CHANGED
            job.settle(row.file, row.line, became)
        elif old is not None and _is_same(outcome, old):
            job.settle(row.file, row.line, Outcome.SAME)
        else:
            published_on = outcome.published_on or (old.published_on if old else None)
            written.append(
                InspectionOutcome(
                    setting_id=setting,
                    framework=outcome.framework,
                    area=outcome.area,
                    inspected_on=outcome.inspected_on,
                    grade=outcome.grade,
                    source=outcome.source,
                    published_on=published_on,
                )
            )
            job.settle(row.file, row.line, Outcome.NEW if old is None else Outcome.CHANGED)
    InspectionOutcome.objects.filter(pk__in=gone).delete()
    InspectionOutcome.objects.bulk_create(
        written,
        update_conflicts=True,
        unique_fields=["setting", "framework", "area", "inspected_on"],
        update_fields=["grade", "source", "published_on"],
    )


def _is_older(outcome: OutcomeRow, old: InspectionOutcome) -> bool:
    """Whether the record knows a report that was published later."""
    told, known = outcome.published_on, old.published_on
    return told is not None and known is not None and told < known


def _older(old: InspectionOutcome) -> Problem:
    return Problem(
        column="published_on",
        code="older_report",
        message=f"On record is what was published on {old.published_on}; it stays.",
        level=Level.WARNING,
    )


def _is_same(outcome: OutcomeRow, old: InspectionOutcome) -> bool:
    return (
        outcome.grade.casefold() == old.grade.casefold()
        and outcome.source == old.source
        and outcome.published_on in (None, old.published_on)
    )
