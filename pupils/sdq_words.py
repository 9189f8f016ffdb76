"""A child's SDQ scores as the page shows them: bands, changes, the picture, what is asked for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from .codes import REASONS_WITHOUT_SDQ
from .line_chart import Line, LineChart, Step, line_chart
from .models import SdqScore
from .rules.sdq import CHILD, TEACHER, Answer, asked_of_the_school, sdq_band

COLOURS = {"normal": "green", "borderline": "yellow", "cause for concern": "orange"}
SCALE = [Step(label=str(at), at=at) for at in range(0, 41, 10)]
_ASKED = {
    TEACHER: "its own questionnaire",
    CHILD: "the child’s own",
}


@dataclass(frozen=True, kw_only=True)
class ScoreShown:
    """One entry with its band and how it compares with the same person's before."""

    row: SdqScore
    band: str
    colour: str
    change: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class SdqPicture:
    """Everything about the scores, newest first; `newest` has one of each person."""

    scores: list[ScoreShown]
    newest: list[ScoreShown]
    chart: LineChart | None
    asked: str


def sdq_picture(
    rows: Sequence[SdqScore], *, date_of_birth: date, is_in_care: bool, on: date
) -> SdqPicture:
    """The scores as shown; `rows` are newest first."""
    scores = [_shown(row, rows[at:]) for at, row in enumerate(rows, start=1)]
    newest: dict[str, ScoreShown] = {}
    for one in scores:
        newest.setdefault(one.row.respondent, one)
    answers = [
        Answer(respondent=row.respondent, completed_on=row.completed_on, score=row.score)
        for row in rows
    ]
    asked = asked_of_the_school(answers, date_of_birth=date_of_birth, is_in_care=is_in_care, on=on)
    order = SdqScore.Respondent
    return SdqPicture(
        scores=scores,
        newest=[newest[one] for one in order.values if one in newest],
        chart=line_chart(
            [
                Line(
                    label=label,
                    points=[
                        (row.completed_on, row.score)
                        for row in rows
                        if row.respondent == value and row.score is not None
                    ],
                )
                for value, label in order.choices
            ],
            steps=SCALE,
            says="total difficulties scores of 0 to 40 over time, a line for each person",
        ),
        asked=" and ".join(_ASKED[one] for one in asked),
    )


def _shown(row: SdqScore, earlier: Sequence[SdqScore]) -> ScoreShown:
    if row.score is None:
        reason = REASONS_WITHOUT_SDQ.label(row.reason_none)
        return ScoreShown(row=row, band="", colour="", change="", reason=reason)
    band = sdq_band(score=row.score, respondent=row.respondent)
    return ScoreShown(
        row=row, band=band, colour=COLOURS[band], change=_change(row, earlier), reason=""
    )


def _change(row: SdqScore, earlier: Sequence[SdqScore]) -> str:
    """A higher score means more difficulties."""
    before = [
        one.score for one in earlier if one.respondent == row.respondent and one.score is not None
    ]
    if not before or row.score is None:
        return ""
    points = row.score - before[0]
    if not points:
        return "The same"
    return f"{abs(points)} {'more' if points > 0 else 'fewer'}"
