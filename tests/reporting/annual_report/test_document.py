"""The PDF: its text, its tags, and that it says nothing of any child."""

import re
from io import BytesIO
from itertools import pairwise

import pytest
from pypdf import PdfReader
from pypdf.generic import ArrayObject, ContentStream, DictionaryObject, IndirectObject

from reporting.annual_report.document import document_html, published_chart
from reporting.annual_report.pdf import document_pdf
from reporting.annual_report.presentation import headlines
from tests.reporting.annual_report.many_children import LAST_DAY, contents, figures_of


@pytest.fixture(scope="module")
def pdf() -> bytes:
    figures = figures_of(120)
    html = document_html(contents(figures))
    return document_pdf(html, pictures={"chart.svg": published_chart(figures).encode()})


@pytest.fixture(scope="module")
def reader(pdf) -> PdfReader:
    return PdfReader(BytesIO(pdf))


@pytest.fixture(scope="module")
def text(reader) -> str:
    words = " ".join(page.extract_text() for page in reader.pages)
    return re.sub(r"\s+", " ", words)


def structure(reader) -> list[tuple[str, DictionaryObject]]:
    """Every element of the structure tree in reading order, with its tag."""
    found = []

    def walk(node):
        node = node.get_object() if isinstance(node, IndirectObject) else node
        if isinstance(node, ArrayObject):
            for kid in node:
                walk(kid)
        elif isinstance(node, DictionaryObject):
            if "/S" in node:
                found.append((str(node["/S"]), node))
            if "/K" in node:
                walk(node["/K"])

    walk(reader.trailer["/Root"]["/StructTreeRoot"])
    return found


def test_document_is_marked_as_pdf_ua(reader):
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en-GB"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    metadata = root["/Metadata"].get_object().get_data().decode()
    assert re.search(r'pdfuaid:part="1"|<pdfuaid:part>1<', metadata)
    assert "Annual report of the Virtual School Head 2025-26: Northshire" in metadata
    assert reader.metadata.title == "Annual report of the Virtual School Head 2025-26: Northshire"


def test_every_font_is_embedded_and_is_the_pages_own(reader):
    names = set()
    for page in reader.pages:
        for reference in page["/Resources"].get("/Font", {}).values():
            font = reference.get_object()
            names.add(str(font["/BaseFont"]))
            descriptor = font["/DescendantFonts"][0].get_object()["/FontDescriptor"]
            assert {"/FontFile2", "/FontFile3"} & set(descriptor)
    assert names
    assert all("Atkinson" in name or "Report" in name for name in names), names


def test_one_title_and_headings_without_a_gap(reader):
    headings = [int(tag[2]) for tag, _ in structure(reader) if re.fullmatch(r"/H[1-6]", tag)]
    assert headings.count(1) == 1
    assert headings[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(headings))


def test_picture_says_in_words_what_it_shows(reader):
    pictures = [node for tag, node in structure(reader) if tag == "/Figure"]
    assert len(pictures) == 1
    assert "Autumn term: 85%; Spring term: 100%" in pictures[0]["/Alt"]


def test_cells_of_tables_name_their_headers(reader):
    elements = structure(reader)
    headers = {node["/ID"] for tag, node in elements if tag == "/TH"}
    cells = [node for tag, node in elements if tag == "/TD"]
    assert len(cells) > 100
    for cell in cells:
        named = list(cell["/A"]["/Headers"])
        assert len(named) == 2  # its row's and its column's
        assert set(named) <= headers


def test_links_are_tagged_and_described(reader):
    for page in reader.pages:
        for reference in page.get("/Annots", []):
            annotation = reference.get_object()
            assert "/StructParent" in annotation
            assert annotation["/Contents"]
        if "/Annots" in page:
            assert page["/Tabs"] == "/S"


PAINTING = {
    b"Tj",
    b"TJ",
    b"'",
    b'"',
    b"Do",
    b"f",
    b"f*",
    b"F",
    b"B",
    b"B*",
    b"b",
    b"S",
    b"s",
    b"sh",
}


def test_everything_painted_is_tagged_or_marked_as_decoration(reader):
    marks = set()
    for page in reader.pages:
        depth = 0
        for operands, operator in ContentStream(page.get_contents(), reader).operations:
            if operator in (b"BDC", b"BMC"):
                depth += 1
                marks.add(str(operands[0]))
            elif operator == b"EMC":
                depth -= 1
            elif operator in PAINTING:
                assert depth > 0, operator
    assert {"/Artifact", "/Figure"} < marks


def test_bookmarks_lead_to_chapters_and_figures(reader):
    titles = [item.title for item in reader.outline if not isinstance(item, list)]
    assert titles[0] == "Annual report of the Virtual School Head"
    flat = str(reader.outline)
    assert "Personal education plans" in flat
    assert "Stage of education" in flat


def test_text_of_the_front_page_the_narrative_and_the_foot(reader, text):
    front = reader.pages[0].extract_text()
    assert "Northshire Virtual School" in front
    assert "Zoë Łukasik" in front
    assert "31 August 2026" in front
    assert "Page 1 of" not in front
    foot = "Northshire Virtual School, annual report. Academic year 2025-26"
    assert all(foot in page.extract_text() for page in reader.pages[1:])
    assert f"Page 2 of {len(reader.pages)}" in text
    assert "First promise" in text
    assert "Spent on <tutors> & books." in text


def test_figures_stand_beside_their_definitions(text):
    assert "At any time in the year 120" in text
    assert "Autumn term 102 120 85%" in text
    for words in ("Who is included.", "Counted.", "Out of.", "Source."):
        assert words in text
    assert "Counted: PEPs." in text
    assert "Counted: children." in text


def test_no_reference_of_a_child_is_in_the_file(pdf, text, reader):
    assert "canaryref" not in text
    assert b"canaryref" not in pdf
    for number in range(1, len(reader.xref[0]) + 1):
        try:
            found = reader.get_object(number)
        except Exception:  # noqa: BLE001  (gaps in the table of objects)
            continue
        if hasattr(found, "get_data"):
            assert b"canaryref" not in found.get_data()


def test_not_published_figures_are_not_printed(text):
    assert "PEP reviews of the year by outcome" not in text


def test_same_figures_give_the_same_bytes(pdf):
    figures = figures_of(120)
    html = document_html(contents(figures))
    assert document_pdf(html, pictures={"chart.svg": published_chart(figures).encode()}) == pdf


def test_small_numbers_stay_out_of_a_small_authoritys_report():
    figures = figures_of(8)  # five girls and three boys; six of eight reviewed in the autumn
    html = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", document_html(contents(figures))))
    assert "Female fewer than 6" in html
    assert "Male fewer than 6" in html
    assert "Autumn term all but fewer than 6 8 –" in html
    # what stands for the number is an element of its own
    assert "Not shown , because fewer than 10 were counted: submitted PEPs judged green" in html


def test_a_headline_says_that_a_small_number_could_be_worked_out():
    html = re.sub(r"\s+", " ", document_html(contents(figures_of(1))))
    words = "</strong>, because a small number could be worked out: termly PEP reviews in time"
    assert f"Not shown{words}" in html
    assert "of termly PEP reviews were in time" not in html


def test_a_headline_of_few_children_who_moved_is_a_sentence():
    said = [f"{h.value} {h.words}" for h in headlines(figures_of(120), day=LAST_DAY, in_full=True)]
    assert re.fullmatch(r"\d+% of the children moved school during the year", said[-1])


def test_a_report_frozen_under_an_earlier_definition_still_opens():
    figures = figures_of(120)
    place = next(table for table in figures if table["key"] == "school_place")
    place["rows"][0]["label"] = "At a school or setting"
    assert len(headlines(figures, day=LAST_DAY, in_full=False)) == 5


@pytest.mark.parametrize("number", [0, 1, 3])
def test_report_of_nobody_and_of_few(number):
    figures = figures_of(number)
    html = document_html(contents(figures, introduction="", pupil_premium="", priorities=""))
    assert ("There was nothing to count" in html) or number
    assert "Introduction by the Virtual School Head" not in html
    assert all(
        "%" not in headline.value for headline in headlines(figures, day=LAST_DAY, in_full=False)
    )
