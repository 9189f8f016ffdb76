"""Which kinds of file can come in, and who loads them."""

from collections.abc import Callable
from dataclasses import dataclass

from vsh.tables.findings import UnreadableFile
from vsh.tables.job import Job
from vsh.tables.layouts import Layout
from vsh.tables.reading import recognise_header


@dataclass(frozen=True, kw_only=True)
class Importer:
    """One kind of import: its files' layouts, and the function that loads them from a `Job`.

    `left_to_do` says what still follows from loaded files of an authority, if anything.
    """

    kind: str
    title: str
    layouts: tuple[Layout, ...]
    load: Callable[[Job], None]
    hint: str = ""
    needs_authority: bool = True
    takes_folder: bool = False
    left_to_do: Callable[[int | None], str] = lambda authority_id: ""


_importers: dict[str, Importer] = {}


def register(importer: Importer) -> None:
    """Make a kind of file known; an app calls this when it starts."""
    _importers[importer.kind] = importer


def importer_of(kind: str) -> Importer:
    """The importer of a kind."""
    return _importers[kind]


def importers() -> list[Importer]:
    """Every importer, in the order in which they were registered."""
    return list(_importers.values())


@dataclass(frozen=True)
class Recognised:
    """What an uploaded file is taken for."""

    importer: Importer
    layout: Layout


def recognise(start: bytes) -> Recognised:
    """What a file is, by the bytes with which it starts; raises `UnreadableFile`."""
    layouts = {layout: one for one in importers() for layout in one.layouts}
    header = recognise_header(start, layouts)
    return Recognised(layouts[header.layout], header.layout)


def one_importer(found: list[Recognised]) -> Importer:
    """The importer that takes all these files together; raises `UnreadableFile` if none does."""
    titles = {one.importer.kind: one.importer for one in found}
    if len(titles) != 1:
        named = ", ".join(importer.title for importer in titles.values())
        raise UnreadableFile(
            "several_kinds", f"These files belong to different imports ({named}). Send each alone."
        )
    return found[0].importer
