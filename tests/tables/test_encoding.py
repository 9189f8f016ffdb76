"""Which encoding a file is in, and which files are refused with a word about what to do."""

import io

import pytest

from vsh.tables import encoding
from vsh.tables.encoding import detect
from vsh.tables.findings import UnreadableFile

NAMES = "name,town\r\nZoë O’Neill,Málaga\r\n"


def found_in(content: bytes):
    return detect(lambda: io.BytesIO(content))


@pytest.mark.parametrize(
    ("content", "name", "is_ended"),
    [
        (b"a,b\n1,2\n", "utf-8-sig", True),
        (b"a,b\n1,2", "utf-8-sig", False),
        (NAMES.encode(), "utf-8-sig", True),
        (NAMES.encode("utf-8-sig"), "utf-8-sig", True),
        (NAMES.encode("cp1252"), "cp1252", True),
    ],
    ids=["ascii", "no last line end", "utf-8", "utf-8 with mark", "windows"],
)
def test_text_is_utf8_or_else_windows_1252(content, name, is_ended):
    assert found_in(content) == encoding.Encoding(name, 2, is_ended)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (NAMES.encode("utf-16"), "utf_16"),
        ("name".encode("utf-16-be"), "not_text"),
        (b"PK\x03\x04rest of a workbook", "excel"),
        (b"\xd0\xcf\x11\xe0old workbook", "excel"),
        (b"%PDF-1.7", "not_text"),
        (b"\x89PNG\r\n\x1a\nIHDR", "not_text"),
        (b"\xff\xd8\xff\xe0JFIF", "not_text"),
        (b"GIF89a", "not_text"),
        (b"a,b\n1,\x00\n", "not_text"),
        (b"a,b\nca\x81f,2\n", "unknown_encoding"),
        ("a,b\né,1\n".encode() + "é,2\n".encode("cp1252"), "mixed_encoding"),
        (b"\xef\xbb\xbfa,b\n\xe9,1\n", "mixed_encoding"),
    ],
)
def test_what_is_not_a_csv_is_refused_with_what_to_do(content, code):
    with pytest.raises(UnreadableFile) as refusal:
        found_in(content)
    assert refusal.value.code == code
    if code not in ("empty",):
        assert "CSV UTF-8" in refusal.value.message


def test_the_line_that_breaks_the_encoding_is_named():
    with pytest.raises(UnreadableFile) as refusal:
        found_in("a,b\né,1\nx,1\n".encode() + "é,2\n".encode("cp1252"))
    assert refusal.value.line == 4


def test_a_character_cut_by_the_end_of_a_chunk_is_still_utf8(monkeypatch):
    monkeypatch.setattr(encoding, "_CHUNK", 3)
    assert found_in("aaé,ü\nñ,€\n".encode()).name == "utf-8-sig"


def test_a_character_cut_by_the_end_of_the_file_is_not(monkeypatch):
    monkeypatch.setattr(encoding, "_CHUNK", 3)
    assert found_in(b"aab\nc\xe9").name == "cp1252"
