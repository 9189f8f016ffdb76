"""An XML file read element by element: whatever its size, one record is held at a time.

Nothing outside the file is ever opened, and a file that defines anything of its own (a document
type, an entity) is refused before it is expanded.
"""

import codecs
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO
from xml.sax import SAXParseException
from xml.sax.handler import ContentHandler

from defusedxml.common import DefusedXmlException
from defusedxml.expatreader import create_parser

from .findings import UnreadableFile
from .layouts import Layout

Opener = Callable[[], BinaryIO]
DEEPEST = 60
LONGEST_TEXT = 100_000  # no reader of cells takes more
MOST_PARTS = 40
MOST_TOLD = 100  # more says no more of a cell that is told again and again
_CHUNK = 64 * 1024


def is_xml(start: bytes) -> bool:
    """Whether a file that starts so is XML."""
    return start.removeprefix(codecs.BOM_UTF8).lstrip().startswith(b"<")


def root_of(start: bytes) -> str:
    """The name of the outermost element by a file's first bytes; raises `UnreadableFile`."""
    handler = _Root()
    text = start.decode("utf-8-sig", errors="replace")
    try:
        for _ in _parsed(lambda: io.BytesIO(text.encode()), "utf-8", handler, is_whole=False):
            pass
    except _RootFound:
        pass
    return handler.name


def unused_parts(open_file: Opener, encoding: str, layout: Layout) -> tuple[str, ...]:
    """Read the whole file once, so that a broken one is refused before a record of it is used.

    Gives the names of what stands beside the records and is not read, those that hold something
    of their own first.
    """
    handler = _Records(layout)
    for _ in _parsed(open_file, encoding, handler):
        handler.found.clear()
    return tuple(sorted(handler.parts, key=lambda name: not handler.parts[name]))


def records(open_file: Opener, encoding: str, layout: Layout) -> Iterator[tuple[int, list[str]]]:
    """Each record as cells in the order of the layout's columns, with the line on which it starts.

    A cell may stand in the record or in one of the elements that lead to it.
    """
    handler = _Records(layout)
    for _ in _parsed(open_file, encoding, handler):
        yield from handler.found
        handler.found.clear()


class _Handler(ContentHandler):
    """Learns on which line the parser is."""

    def __init__(self) -> None:
        super().__init__()
        self.line: Callable[[], int] = lambda: 0


class _RootFound(Exception):  # noqa: N818  (not a fault: nothing more need be read)
    """The first element has begun."""


class _Root(_Handler):
    name = ""

    def startElement(self, name: str, attrs: object) -> None:  # noqa: N802
        """The first is enough."""
        self.name = _local(name)
        raise _RootFound


@dataclass
class _Element:
    name: str
    line: int
    told: dict[str, list[str]] = field(default_factory=dict)
    is_parent: bool = False


class _Records(_Handler):
    """Gathers records and forgets them as soon as they are taken."""

    def __init__(self, layout: Layout) -> None:
        super().__init__()
        self.found: list[tuple[int, list[str]]] = []
        self.parts: dict[str, bool] = {}
        self._columns = layout.columns
        self._path = layout.elements[1:]
        self._read = {one.elements[2] for one in (layout, *layout.parts)}
        self._open: list[_Element] = []
        self._text: list[str] = []
        self._length = 0

    def startElement(self, name: str, attrs: object) -> None:  # noqa: N802
        """One level deeper."""
        if len(self._open) == DEEPEST:
            raise UnreadableFile(
                "too_deep",
                "The elements of this file stand within one another too deeply. Ask for the file "
                "again, as the school's system makes it.",
                line=self.line(),
            )
        if self._open:
            self._open[-1].is_parent = True
        self._open.append(_Element(_local(name), self.line()))
        self._text, self._length = [], 0

    def characters(self, content: str) -> None:
        """Text comes in pieces; what is longer than any cell may be is not held."""
        if self._length < LONGEST_TEXT:
            self._text.append(content)
            self._length += len(content)

    def endElement(self, name: str) -> None:  # noqa: N802
        """A record is whole, or a cell of one."""
        path = self._open[-len(self._path) :]
        if tuple(one.name for one in path) == self._path:
            self.found.append((path[-1].line, [_cell(path, name) for name in self._columns]))
        element = self._open.pop()
        if not self._open:
            return
        parent = self._open[-1]
        if element.name in self._columns and not element.is_parent:
            # Told twice, both stand there, so that no reader takes one of them for the answer.
            texts = parent.told.setdefault(element.name, [])
            if len(texts) < MOST_TOLD:
                texts.append("".join(self._text).strip()[:LONGEST_TEXT])
        elif parent.name == self._path[0] and element.name not in self._read:
            self._name_part(element)
        self._text, self._length = [], 0

    def _name_part(self, element: _Element) -> None:
        if element.name in self.parts or len(self.parts) < MOST_PARTS:
            self.parts[element.name] = self.parts.get(element.name, False) or element.is_parent


def _cell(path: list[_Element], column: str) -> str:
    texts = next((one.told[column] for one in reversed(path) if column in one.told), [])
    return " ".join(texts)[:LONGEST_TEXT]


def _local(name: str) -> str:
    """Without the prefix of a namespace: some systems write one, some none."""
    return name.rpartition(":")[2]


def _parsed(
    open_file: Opener, encoding: str, handler: _Handler, *, is_whole: bool = True
) -> Iterator[None]:
    """Feed the file to the handler in pieces; raises `UnreadableFile` by line.

    The text is decoded before it is parsed, so that an encoding which the file declares and does
    not have does no harm.
    """
    parser = create_parser(forbid_dtd=True)
    parser.setContentHandler(handler)
    handler.line = parser.getLineNumber
    try:
        with io.TextIOWrapper(open_file(), encoding=encoding) as text:
            while chunk := text.read(_CHUNK):
                parser.feed(chunk)
                yield
        if is_whole:
            parser.close()
            yield
    except DefusedXmlException:
        raise UnreadableFile(
            "document_type",
            "The file holds a document type or entities of its own, which may do harm and which "
            "no file of this kind needs. Ask for the file again without them.",
            line=handler.line(),
        ) from None
    except SAXParseException as error:
        line = error.getLineNumber() or 0
        raise UnreadableFile(
            "broken_xml",
            f"The file is not whole: it cannot be read from line {line} on, so nothing of it is "
            "loaded. Perhaps it was cut off. Ask for it again.",
            line=line,
        ) from None
