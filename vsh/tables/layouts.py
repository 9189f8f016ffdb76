"""Kinds of file, each known by what stands in it and never by its name.

A CSV file is known by the columns of its header, an XML file by its outermost element.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .findings import UnreadableFile

_NAMED = 10  # columns in a message


@dataclass(frozen=True, kw_only=True)
class Layout:
    """The columns by which one kind of file is known, and those it may have besides.

    `elements` makes it a kind of XML file: the outermost element, and those that lead to a record,
    whose columns are then the names of elements too. `not_kept` says of which of its contents
    nothing is kept here; `parts` are other records that stand in the same XML file. `day_first`
    are the columns whose days are written as 13/04/2026.
    """

    name: str
    title: str
    required: tuple[str, ...]
    optional: tuple[str, ...] = ()
    is_used: bool = True  # a file that we know and check, but take nothing from
    elements: tuple[str, ...] = ()
    not_kept: str = ""
    parts: tuple["Layout", ...] = ()
    day_first: tuple[str, ...] = ()

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
    layouts = tuple(layout for layout in layouts if not layout.elements)
    if not layouts:
        raise UnreadableFile(
            "not_xml", "This is not an XML file. Check that this is the right file.", line=1
        )
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


def recognise_root(root: str, layouts: Iterable[Layout]) -> Layout:
    """The layout of an XML file by its outermost element; raises `UnreadableFile`."""
    known = {one.elements[0]: one for one in layouts if one.elements}
    if root in known:
        return known[root]
    wanted = " or ".join(f"{one.title}, which starts with {name}" for name, one in known.items())
    raise UnreadableFile(
        "unknown_root",
        f"This is an XML file that cannot be loaded here: it starts with {root[:40] or 'nothing'}. "
        f"Choose {wanted or 'a CSV file'}.",
        line=1,
    )


def header_of(layout: Layout, unused: tuple[str, ...] = ()) -> Header:
    """The columns of an XML file's records, in the order in which they are read."""
    index = {name: number for number, name in enumerate(layout.columns)}
    return Header(layout=layout, index=index, width=len(index), unknown=unused)


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
    nearest = max(layouts, key=lambda one: _nearness(one, positions), default=None)
    if nearest is None or len(missing := _missing(nearest, positions)) == len(nearest.required):
        return UnreadableFile(
            "unknown_header",
            "This is not a file that can be loaded here: none of the columns is known. Check that "
            "this is the right file and that its first line holds the names of the columns.",
            line=1,
        )
    named = ", ".join(missing[:_NAMED])
    more = f" and {len(missing) - _NAMED} more" if len(missing) > _NAMED else ""
    if 2 * len(missing) > len(nearest.required):
        return UnreadableFile(
            "unknown_header",
            f"This is no file that can be loaded here. The nearest kind is {nearest.title}, "
            f"but these columns are missing: {named}{more}. Check that this is the right file "
            "and that its first line holds the names of the columns.",
            line=1,
        )
    return UnreadableFile(
        "missing_column",
        f"This looks like {nearest.title}, but these columns are missing: {named}{more}. Add them, "
        "or choose the right file.",
        line=1,
        column=missing[0],
    )


def _nearness(layout: Layout, positions: dict[str, int]) -> tuple[int, float]:
    """How many of the columns that it must have are there, and how great a part of them."""
    known = len(layout.required) - len(_missing(layout, positions))
    return known, known / len(layout.required)
