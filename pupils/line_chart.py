"""A line chart as the template `components/line_chart.html` draws it: SVG made on the server.

Each line has its own mark and stands in the key by its name, so that colour alone says nothing;
a page always shows the same numbers in a table below.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

WIDTH, HEIGHT = 360, 200
RIGHT, TOP, BOTTOM = 10, 10, 24
LETTER = 6  # the width of one, about
MARKS = ("circle", "square", "triangle", "diamond")


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line: its name, and what was found on which day."""

    label: str
    points: Sequence[tuple[date, float]]


@dataclass(frozen=True, kw_only=True)
class Step:
    """A line across the chart: a number or a word on the scale."""

    label: str
    at: float


@dataclass(frozen=True, kw_only=True)
class DrawnLine:
    """A line in the picture's own units; `mark` is the shape of its points."""

    label: str
    mark: str
    path: str
    points: list[tuple[float, float]]


@dataclass(frozen=True, kw_only=True)
class LineChart:
    """What the template needs; `words` say the same as the picture."""

    width: int
    height: int
    left: float
    labels_end: float
    lines: list[DrawnLine]
    steps: list[tuple[float, str]]
    years: list[tuple[float, str]]
    words: str


def line_chart(lines: Sequence[Line], *, steps: Sequence[Step], says: str) -> LineChart | None:
    """The chart between the lowest and the highest step; nothing where no line has two points."""
    drawn = [line for line in lines if line.points]
    if not any(len(line.points) > 1 for line in drawn) or len(steps) < 2:
        return None
    days = [day for line in drawn for day, _ in line.points]
    first, last = min(days), max(days)
    span = max((last - first).days, 1)
    left = 12 + LETTER * max(len(step.label) for step in steps)
    lowest, highest = min(step.at for step in steps), max(step.at for step in steps)

    def x(day: date) -> float:
        return round(left + (day - first).days / span * (WIDTH - left - RIGHT), 1)

    def y(value: float) -> float:
        share = (value - lowest) / (highest - lowest)
        return round(HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM), 1)

    found = []
    for mark, line in zip(MARKS * len(drawn), drawn, strict=False):
        points = [(x(day), y(float(value))) for day, value in sorted(line.points)]
        path = " ".join(f"{at_x},{at_y}" for at_x, at_y in points)
        found.append(DrawnLine(label=line.label, mark=mark, path=path, points=points))
    years = [
        (x(day), str(day.year))
        for year in range(first.year, last.year + 1)
        if first <= (day := date(year, 1, 1)) <= last
    ]
    return LineChart(
        width=WIDTH,
        height=HEIGHT,
        left=left,
        labels_end=left - 6,
        lines=found,
        steps=[(y(step.at), step.label) for step in steps],
        years=years[:: 1 + len(years) // 7],
        words=f"Line chart: {says}. The table below says the same.",
    )
