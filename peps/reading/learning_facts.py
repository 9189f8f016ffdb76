"""What is known of attendance, attainment and wellbeing, each against the time before."""

from collections.abc import Sequence
from datetime import date

from peps.reading.known import Row
from peps.reading.reader import Fact, Reader
from peps.schema import Variant
from placements.attendance_words import (
    DAY_ONE,
    GROUPS,
    Line,
    attendance_lines,
    by_term,
    national_suspension_lines,
    suspension_lines,
)
from placements.sessions import sessions_in
from placements.suspensions_by_term import out_of
from pupils.models import SdqScore
from pupils.rules.attainment import Result, Trend, trends
from pupils.rules.sdq import sdq_band
from pupils.rules.subjects import subject_key, subject_name
from vsh.calendars.rules import Season
from vsh.govuk.dates import long_date

NOT_COMPARED = {  # England's figures are of schools, up to the age of 15
    Variant.EARLY_YEARS,
    Variant.POST_16,
    Variant.POST_16_AT_WORK,
    Variant.POST_16_IN_NEITHER,
    Variant.CUSTODY,
}
MOST_SCORES = 6
OWN_SCORE = f"SDQ, {SdqScore.Respondent.CHILD.label.lower()}"
MOST_SUBJECTS = 14
OF_THE_YEAR = {"Suspensions this year", "Permanent exclusion", DAY_ONE}  # labels of lines


def attendance(reader: Reader) -> list[Fact]:
    """The plan's term against the one before and England; suspensions of the year so far."""
    pep, known = reader.pep, reader.known
    terms = by_term(sessions_in(row) for row in [*known.attendance, *known.marks])
    lines = [
        *attendance_lines(terms, term=(pep.academic_year, pep.season)),
        *_suspensions(reader),
        *national_suspension_lines(),
    ]
    if pep.variant in NOT_COMPARED:
        lines = [line for line in lines if not any(group in line[0] for group in GROUPS.values())]
    return [Fact(label=label, value=value) for label, value in lines]


def suspensions(reader: Reader) -> list[Fact]:
    """The suspensions and permanent exclusions of this year, or that none is on record."""
    lines = _suspensions(reader)
    return [Fact(label=label, value=value) for label, value in lines if label in OF_THE_YEAR]


def _suspensions(reader: Reader) -> list[Line]:
    out, _ = out_of(reader.known.exclusions, on=reader.day)
    pep = reader.pep
    return suspension_lines(out, year=pep.academic_year, season=Season(pep.season), on=reader.day)


def attainment(reader: Reader) -> list[Fact]:
    """The newest result of each subject in the last two years, against the one before."""
    results = [
        Result(
            id=row["id"],
            subject=row["subject"],
            measure=row["measure"],
            value=row["value"],
            achieved_on=date.fromisoformat(row["achieved_on"]),
        )
        for row in reader.known.results
    ]
    compared = trends(results)
    newest = {
        subject_key(result.subject): result
        for result in sorted(results, key=lambda one: (one.achieved_on, one.id))
    }
    facts = [
        Fact(
            label=subject_name(result.subject),
            value=f"{result.value} ({long_date(result.achieved_on)})"
            + _since(compared.get(result.id)),
        )
        for result in sorted(newest.values(), key=lambda one: subject_key(one.subject))
    ]
    return facts[:MOST_SUBJECTS] or [Fact(label="Results", value="None on record")]


def _since(trend: Trend | None) -> str:
    words = {Trend.UP: "up", Trend.SAME: "the same", Trend.DOWN: "down"}
    return f", {words[trend]} since the one before" if trend else ""


def wellbeing(reader: Reader) -> list[Fact]:
    """The SDQ scores of the last two years, each with its band and the change since the last."""
    rows = reader.known.scores
    return [
        Fact(
            label=f"SDQ, {SdqScore.Respondent(row['respondent']).label.lower()}",
            value=f"{row['score']} of 40, "
            f"{sdq_band(score=row['score'], respondent=row['respondent'])}"
            f" ({long_date(date.fromisoformat(row['completed_on']))})" + _points(row, rows[at:]),
        )
        for at, row in enumerate(rows[:MOST_SCORES], start=1)
    ]


def _points(row: Row, earlier: Sequence[Row]) -> str:
    """Against the same person's score before; a higher score means more difficulties."""
    before = [one["score"] for one in earlier if one["respondent"] == row["respondent"]]
    if not before:
        return ""
    points = row["score"] - before[0]
    if not points:
        return "; the same as before"
    worse = "more" if points > 0 else "fewer"
    return f"; {abs(points)} point{'' if abs(points) == 1 else 's'} {worse} than before"
