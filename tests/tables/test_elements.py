"""XML files: known by their outermost element, read record by record, and what is refused whole."""

import io
import tracemalloc

import pytest

from vsh.tables.elements import LONGEST_TEXT, MOST_TOLD
from vsh.tables.findings import UnreadableFile
from vsh.tables.job import Job
from vsh.tables.layouts import Layout
from vsh.tables.reading import HEAD, Source, open_table, recognise_header

CARS = Layout(name="cars", title="Cars", required=("make", "year"))
FLEET = Layout(
    name="fleet",
    title="Fleet file",
    elements=("fleet", "owner", "cars", "car"),
    required=("number", "make", "year"),
)
CAR = "<car><make>{}</make><year>1999</year></car>"
START = "<fleet>\n <owners>\n  <owner><number>7</number>\n   <cars>\n"
END = "   </cars><house><rooms>3</rooms></house><dog>Rex</dog></owner>\n </owners>\n</fleet>\n"
WHOLE = START + CAR.format("Škoda") + "\n" + CAR.format("Volvo") + "\n" + END


def table_of(content: str | bytes, *layouts: Layout):
    content = content.encode() if isinstance(content, str) else content
    return open_table(Source("file.xml", lambda: io.BytesIO(content)), layouts or (CARS, FLEET))


def cells(content: str | bytes) -> list[tuple[int, str, str]]:
    return [(row.line, row["number"], row["make"]) for row in table_of(content).rows()]


TOLD = [(5, "7", "Škoda"), (6, "7", "Volvo")]


@pytest.mark.parametrize(
    "content",
    [
        WHOLE,
        "\ufeff" + WHOLE,
        WHOLE.replace("\n", "\r\n"),
        WHOLE.replace("<fleet>", '<fleet xmlns="urn:x">'),
        WHOLE.replace("<", "<f:")
        .replace("<f:/", "</f:")
        .replace("<f:fleet>", "<f:fleet xmlns:f='x'>"),
        WHOLE.replace("Škoda", "<![CDATA[Škoda]]><!-- blue -->"),
        '<?xml version="1.0" encoding="UTF-16"?>' + WHOLE,
        '<?xml version="1.0" encoding="none-such"?>' + WHOLE,
        ('<?xml version="1.0" encoding="UTF-8"?>' + WHOLE).encode("cp1252"),
    ],
    ids=["plain", "mark", "crlf", "namespace", "prefix", "cdata", "utf-16?", "unknown?", "windows"],
)
def test_records_are_read_with_their_lines_whatever_the_dress(content):
    assert cells(content) == TOLD


def test_a_cell_is_the_records_or_that_of_an_element_that_leads_to_it():
    two = WHOLE.replace(
        "</owners>",
        "<owner><number>8</number><cars>" + CAR.format("Fiat") + "</cars></owner></owners>",
    )
    assert [number for _, number, _ in cells(two)] == ["7", "7", "8"]
    assert [number for _, number, _ in cells(WHOLE.replace("<number>7</number>", ""))] == ["", ""]


def test_a_cell_told_twice_is_no_answer():
    twice = CAR.format("Fiat</make><make>Ford")
    assert [make for *_, make in cells(START + twice + END)] == ["Fiat Ford"]


def test_a_cell_told_again_and_again_is_not_gathered_for_ever():
    told = "<make>a</make>" * 5_000 + "<make>" + "b" * LONGEST_TEXT + "</make>"
    [(_, _, make)] = cells(
        WHOLE.replace(CAR.format("Škoda"), "").replace("<make>Volvo</make>", told)
    )
    assert make == " ".join("a" * MOST_TOLD)
    long = f"<make>{'b' * LONGEST_TEXT}</make>" * 3
    [(_, _, make)] = cells(
        WHOLE.replace(CAR.format("Škoda"), "").replace("<make>Volvo</make>", long)
    )
    assert len(make) == LONGEST_TEXT


def test_what_is_not_read_is_named_once():
    job = Job()
    job.open([Source("file.xml", lambda: io.BytesIO(WHOLE.encode()))], [FLEET])
    assert [one.message for one in job.kept["info"]] == [
        "These parts are known, but not used yet: house, dog."
    ]


LAUGHS = (
    '<!DOCTYPE f [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>'
    + WHOLE.replace("Volvo", "&c;")
)
OUTSIDE = '<!DOCTYPE f [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + WHOLE.replace("Volvo", "&x;")


@pytest.mark.parametrize(
    ("content", "code", "line"),
    [
        (LAUGHS, "document_type", 1),
        (OUTSIDE, "document_type", 1),
        ("<!DOCTYPE fleet SYSTEM 'http://x.example/f.dtd'>" + WHOLE, "document_type", 1),
        (WHOLE[:-30], "broken_xml", 7),
        (WHOLE.replace("Volvo", "Volvo & Sons"), "broken_xml", 6),
        (WHOLE.replace("Volvo", "Vol\x01vo"), "broken_xml", 6),
        (WHOLE.replace("Volvo", "&nbsp;"), "broken_xml", 6),
        (WHOLE + WHOLE, "broken_xml", 10),
        (WHOLE.replace("Volvo", "Vol\x00vo"), "not_text", 0),
        (WHOLE.encode("utf-16"), "utf_16", 0),
        (WHOLE.encode() + "é".encode("cp1252"), "mixed_encoding", 10),
        (b"PK\x03\x04" + WHOLE.encode(), "excel", 0),
        ("<boats/>", "unknown_root", 1),
        ("<" * 9, "broken_xml", 1),
        ("<a>" * 100, "unknown_root", 1),
        (START + "<a>" * 100, "too_deep", 5),
        ("make;year\n", "separator", 1),
        ("", "empty", 0),
    ],
)
def test_a_file_that_is_broken_or_may_do_harm_is_refused_whole(content, code, line):
    with pytest.raises(UnreadableFile) as refusal:
        table_of(content)
    assert (refusal.value.code, refusal.value.line) == (code, line)


def test_each_kind_is_told_from_the_other():
    assert table_of("make,year\n").layout is CARS
    with pytest.raises(UnreadableFile, match="not an XML file"):
        table_of("make,year\n", FLEET)
    with pytest.raises(UnreadableFile, match="Choose a CSV file"):
        table_of(WHOLE, CARS)


def test_a_head_is_enough_to_recognise_a_file_of_one_line():
    one_line = WHOLE.replace("\n", " ").replace("Volvo", "Š" * HEAD)
    assert recognise_header(one_line.encode()[:HEAD], (CARS, FLEET)).layout is FLEET
    with pytest.raises(UnreadableFile) as refusal:
        recognise_header(OUTSIDE.encode(), (CARS, FLEET))
    assert refusal.value.code == "document_type"


def test_memory_stays_flat_however_many_records_and_however_long_a_line():
    long = CAR.format("V" * 10_000_000)
    content = (START + long + CAR.format("Fiat") * 2_000 + END).encode()
    tracemalloc.start()
    try:
        found = 0
        for row in table_of(content).rows():
            found += 1
            assert len(row["make"]) <= LONGEST_TEXT
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert found == 2_001
    assert peak < 4_000_000
