"""The report's picture, drawn on the server as SVG: the same for the page and for the PDF.

The letters are drawn as paths in the font of the pages, so that it looks the same everywhere,
and the same figures give the same bytes.
"""

import os
import tempfile
from functools import cache
from io import StringIO
from pathlib import Path

from django.conf import settings

from .fonts import FONT_REGULAR, font_file
from .presentation import Row, Table

os.environ.setdefault("MPLCONFIGDIR", str(Path(settings.DATA_DIR) / "matplotlib"))

BRAND = "#0b4f55"
BOUND = "#9dbfc1"
INK = "#0b0c0c"


@cache
def _letters() -> Path:
    """The pages' font in the format that matplotlib reads, for as long as this process lives."""
    from fontTools.ttLib import TTFont

    font = TTFont(font_file(FONT_REGULAR))
    font.flavor = None
    folder = Path(tempfile.mkdtemp(prefix="vsh-font-"))
    path = folder / "letters.ttf"
    font.save(path)
    return path


def bar_chart(table: Table) -> str:
    """The percentages of a table as bars; a limit instead of a number is drawn lighter, hatched.

    A share that is not shown has no bar, only the words.
    """
    import matplotlib as mpl  # loaded when a picture is drawn, not with every page
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure
    from matplotlib.font_manager import FontProperties

    rows = _drawn(table)
    labels = [row.label for row in rows]
    words = [_words(row) for row in rows]
    font = FontProperties(fname=str(_letters()), size=10)
    with mpl.rc_context({"svg.hashsalt": "annual-report", "svg.fonttype": "path"}):
        figure = Figure(figsize=(6.7, 0.62 * max(len(rows), 1) + 0.55), layout="constrained")
        FigureCanvasSVG(figure)
        axes = figure.add_subplot()
        for position, (row, text) in enumerate(zip(rows, words, strict=True)):
            bound = row.shown.bound or 0
            axes.barh(
                position,
                bound,
                height=0.6,
                color=BOUND if row.shown.is_suppressed else BRAND,
                hatch="//" if row.shown.is_suppressed else None,
                edgecolor=BRAND,
            )
            axes.text(bound + 1.5, position, text, va="center", color=INK, fontproperties=font)
        axes.set_yticks(range(len(rows)), labels, fontproperties=font)
        axes.set_xticks(range(0, 101, 20), [f"{n}%" for n in range(0, 101, 20)])
        for label in axes.get_xticklabels():
            label.set_fontproperties(font)
        axes.set_xlim(0, 118)
        axes.invert_yaxis()
        axes.tick_params(length=0, colors=INK)
        axes.grid(axis="x", color="#cecece", linewidth=0.6)
        axes.set_axisbelow(True)
        for side in ("top", "right", "bottom", "left"):
            axes.spines[side].set_visible(False)
        out = StringIO()
        figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None})
    return out.getvalue()


def chart_words(table: Table) -> str:
    """What the picture says, for those who cannot see it."""
    said = "; ".join(f"{row.label}: {_words(row)}" for row in _drawn(table))
    return f"Bar chart: {table.title}. {said or 'Nothing to show'}."


def _drawn(table: Table) -> list[Row]:
    return [row for row in table.rows if row.shown.out_of != "0"]


def _words(row: Row) -> str:
    return "not shown" if row.shown.bound is None else row.shown.percent
