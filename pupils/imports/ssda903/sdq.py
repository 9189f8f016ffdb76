"""The SDQ score of the return, or why there is none, beside what is on record."""

from datetime import date

from vsh.tables.findings import Level, Problem
from vsh.tables.job import Outcome
from vsh.tables.reading import Row

from ...copying import new_row
from ...models import SdqScore
from ..changes import Changes
from ..record import ChildRecord
from .row import age_on, read_sdq

SDQ_AGES = range(4, 17)


def plan_sdq(record: ChildRecord, row: Row, changes: Changes, *, on: date, year_end: date) -> None:
    """The return does not say on which day: the score is kept under its 31 March.

    While that lies ahead, under the day of loading; a later load of the same year moves it.
    """
    said, problems = read_sdq(row)
    if said is None:
        changes.refuse(row, *problems)
        return
    if said.score is None and not said.reason_none:
        changes.settle(said.row, Outcome.SAME, said.warnings)
        if _needs_score(record, year_end):
            message = (
                "Neither a score nor a reason, for a child of 4 to 16 looked after for 12 months. "
                "Fill one in."
            )
            changes.note(
                row,
                Problem(column="SDQ_SCORE", code="186", message=message, level=Level.WARNING),
            )
        return
    carer = SdqScore.Respondent.CARER
    completed_on = min(year_end, on)
    first = date(year_end.year - 1, 4, 1)
    found = next(
        (
            one
            for one in reversed(record.sdq_scores)
            if first <= one.completed_on <= year_end and one.respondent == carer
        ),
        None,
    )
    values = {"score": said.score, "reason_none": said.reason_none}
    if found is None and any(
        (respondent, *told) == (carer, said.score, said.reason_none) and first <= day <= year_end
        for respondent, day, *told in record.told.sdq
    ):
        changes.warn(
            row,
            "SDQ_SCORE",
            "sdq_told_by_a_person",
            "A person took this score off the record, or gave it to another day or person. Theirs "
            "stays; record it on the page “Wellbeing and SEN” if the return is right.",
        )
        changes.settle(said.row, Outcome.SAME, said.warnings)
        return
    if found is None:
        score = new_row(
            SdqScore,
            pupil=record.pupil,
            completed_on=completed_on,
            respondent=carer.value,
            **values,
        )
        record.sdq_scores.append(changes.create(score))
        changes.settle(said.row, Outcome.NEW, said.warnings)
        return
    if (found.score, found.reason_none) == (said.score, said.reason_none):
        completed_on = min(found.completed_on, completed_on)
    elif found.recorded_by_id is not None:
        changes.warn(
            row,
            "SDQ_SCORE",
            "sdq_told_by_a_person",
            f"On {found.completed_on} a person recorded something else. Theirs stays; correct it "
            "on the page “Wellbeing and SEN” if the return is right.",
        )
        changes.settle(said.row, Outcome.SAME, said.warnings)
        return
    before = changes.count
    changes.set(found, completed_on=completed_on, **values)
    changes.settle(
        said.row, Outcome.CHANGED if changes.count > before else Outcome.SAME, said.warnings
    )


def _needs_score(record: ChildRecord, end: date) -> bool:
    """Rule 186: aged 4 at the year's start, under 17 at its end, looked after all the year."""
    born = record.pupil.date_of_birth
    start = date(end.year - 1, 4, 1)
    if age_on(born, start) not in SDQ_AGES or age_on(born, end) not in SDQ_AGES:
        return False
    return any(
        period.started_on <= start and (period.ended_on is None or period.ended_on > end)
        for period in record.periods
    )
