"""Kinds of file, each known by the columns of its header and never by the file's name."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .findings import UnreadableFile


@dataclass(frozen=True, kw_only=True)
class Layout:
    """The columns by which one kind of file is known, and those it may have besides."""

    name: str
    title: str
    required: tuple[str, ...]
    optional: tuple[str, ...] = ()
    is_used: bool = True  # a file that we know but take nothing from

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column that is read."""
        return self.required + self.optional


@dataclass(frozen=True, kw_only=True)
class Header:
    """Which cell of a row holds which column."""

    layout: Layout
    index: dict[str, int]
    width: int
    unknown: tuple[str, ...]


def folded(column: str) -> str:
    """A column's name without outer blanks, doubled blanks and case."""
    return " ".join(column.split()).casefold()


def recognise(cells: Sequence[str], layouts: Iterable[Layout]) -> Header:
    """The layout whose required columns are all there; of several, the one that knows most.

    Raises `UnreadableFile` naming duplicated or missing columns.
    """
    layouts = tuple(layouts)
    positions = {folded(cell): number for number, cell in enumerate(cells)}
    whole = [one for one in layouts if _missing(one, positions) == ()]
    if not whole:
        raise _not_recognised(cells, layouts, positions)
    layout = max(whole, key=lambda one: len(_known(one, positions)))
    twice = [name for name, times in Counter(map(folded, cells)).items() if name and times > 1]
    if twice:
        named = ", ".join(cell.strip() for cell in cells if folded(cell) in twice)
        raise UnreadableFile(
            "duplicate_column",
            f"These columns stand in the header more than once: {named}. Keep one of each.",
            line=1,
        )
    read = {folded(name) for name in layout.columns}
    return Header(
        layout=layout,
        index={name: positions[folded(name)] for name in _known(layout, positions)},
        width=len(cells),
        unknown=tuple(cell.strip() for cell in cells if cell.strip() and folded(cell) not in read),
    )


def _known(layout: Layout, positions: dict[str, int]) -> tuple[str, ...]:
    return tuple(name for name in layout.columns if folded(name) in positions)


def _missing(layout: Layout, positions: dict[str, int]) -> tuple[str, ...]:
    return tuple(name for name in layout.required if folded(name) not in positions)


def _not_recognised(
    cells: Sequence[str], layouts: tuple[Layout, ...], positions: dict[str, int]
) -> UnreadableFile:
    for separator, name in ((";", "semicolons"), ("\t", "tabs"), ("|", "bars")):
        if len(cells) == 1 and separator in cells[0]:
            return UnreadableFile(
                "separator",
                f"The columns are separated by {name}. Save the file as CSV with commas.",
                line=1,
            )
    nearest = max(layouts, key=lambda one: len(_known(one, positions)), default=None)
    if nearest is None or 2 * len(_known(nearest, positions)) < len(nearest.required):
        wanted = " or ".join(one.title for one in layouts) or "any file that we know"
        return UnreadableFile(
            "unknown_header",
            f"The header (the first line) is not that of {wanted}. Check that this is the right "
            "file and that its first line holds the names of the columns.",
            line=1,
        )
    missing = _missing(nearest, positions)
    return UnreadableFile(
        "missing_column",
        f"This looks like {nearest.title}, but these columns are missing: {', '.join(missing)}.",
        line=1,
        column=missing[0],
    )
