"""Which encoding a file is in: UTF-8 or, failing that, Windows-1252; anything else is refused."""

import codecs
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO

from .findings import UnreadableFile

Opener = Callable[[], BinaryIO]
_CHUNK = 1024 * 1024
_NOT_IN_CP1252 = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")
_SAVE_AS_CSV = (
    "Open it in the spreadsheet program, choose “Save as” and “CSV UTF-8”, and send that."
)
_PICTURE = "This is a picture, not a CSV file. Choose the file that was saved as “CSV UTF-8”."
_OTHER_KINDS = (
    (
        b"PK\x03\x04",
        "excel",
        f"This is an Excel workbook or a zip file. Unpack a zip file; a workbook: {_SAVE_AS_CSV}",
    ),
    (b"\xd0\xcf\x11\xe0", "excel", f"This is an old Excel workbook, not a CSV. {_SAVE_AS_CSV}"),
    (b"%PDF", "not_text", f"This is a PDF, not a CSV file. {_SAVE_AS_CSV}"),
    (b"\x89PNG", "not_text", _PICTURE),
    (b"\xff\xd8\xff", "not_text", _PICTURE),
    (b"GIF8", "not_text", _PICTURE),
    (b"\xff\xfe", "utf_16", f"The file is in UTF-16 (“Unicode text”). {_SAVE_AS_CSV}"),
    (b"\xfe\xff", "utf_16", f"The file is in UTF-16 (“Unicode text”). {_SAVE_AS_CSV}"),
)


@dataclass(frozen=True)
class Encoding:
    """How to decode a file, how many lines it has, and whether the last one ends."""

    name: str
    lines: int
    is_ended: bool = True
    has_quotes: bool = False


def detect(open_file: Opener) -> Encoding:
    """Read the whole file once, in chunks, and say how it is encoded.

    1. A signature of another kind of file, or a zero byte: refused.
    2. Valid UTF-8, with or without a byte-order mark: UTF-8.
    3. Else Windows-1252, unless a byte is not in it or the file is partly real UTF-8.
    """
    decoder = codecs.getincrementaldecoder("utf-8")()
    is_utf8, has_accents, lines, broken_line = True, False, 0, 0
    has_mark, is_empty, has_quotes, last = False, True, False, b"\n"
    with open_file() as file:
        while chunk := file.read(_CHUNK):
            if is_empty:
                refuse_other_kinds(chunk)
                has_mark = chunk.startswith(codecs.BOM_UTF8)
                is_empty = False
            _refuse_zero_bytes(chunk)
            if is_utf8 and not chunk.isascii():
                try:
                    text = decoder.decode(chunk)
                    has_accents = has_accents or not text.removeprefix("\ufeff").isascii()
                except UnicodeDecodeError as error:
                    is_utf8 = False
                    before = chunk[: error.start]
                    has_accents = has_accents or not before.removeprefix(codecs.BOM_UTF8).isascii()
                    broken_line = lines + before.count(b"\n") + 1
            elif is_utf8 and decoder.getstate()[0]:  # a character was cut by the chunk's end
                is_utf8, broken_line = False, lines + 1
            lines += chunk.count(b"\n")
            has_quotes = has_quotes or b'"' in chunk
            last = chunk[-1:]
    if is_utf8 and decoder.getstate()[0]:
        is_utf8, broken_line = False, lines + 1
    lines += last != b"\n"
    if is_empty:
        raise UnreadableFile("empty", "The file is empty. Choose another one.")
    if is_utf8:
        return Encoding("utf-8-sig", lines, last in b"\r\n", has_quotes)
    if has_mark or has_accents:
        raise UnreadableFile(
            "mixed_encoding",
            f"The file is in UTF-8 up to line {broken_line} and in another encoding there. "
            f"{_SAVE_AS_CSV}",
            line=broken_line,
        )
    _refuse_not_cp1252(open_file)
    return Encoding("cp1252", lines, last in b"\r\n", has_quotes)


def refuse_other_kinds(start_of_file: bytes) -> None:
    """Refuse what is another kind of file by the bytes with which it starts."""
    for start, code, message in _OTHER_KINDS:
        if start_of_file.startswith(start):
            raise UnreadableFile(code, message)
    _refuse_zero_bytes(start_of_file)


def _refuse_zero_bytes(chunk: bytes) -> None:
    if b"\0" in chunk:
        raise UnreadableFile(
            "not_text", f"This is not text. Ask for it again; if it is a workbook: {_SAVE_AS_CSV}"
        )


def _refuse_not_cp1252(open_file: Opener) -> None:
    lines = 0
    with open_file() as file:
        while chunk := file.read(_CHUNK):
            if found := _NOT_IN_CP1252.search(chunk):
                line = lines + chunk.count(b"\n", 0, found.start()) + 1
                raise UnreadableFile(
                    "unknown_encoding",
                    f"Line {line} is neither in UTF-8 nor in Windows-1252. {_SAVE_AS_CSV}",
                    line=line,
                )
            lines += chunk.count(b"\n")
