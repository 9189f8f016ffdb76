"""The PDF: its text, its tags, what it may fetch, and that it says nothing of any child."""

import re
from datetime import date
from io import BytesIO
from itertools import pairwise

import pytest
from pypdf import PdfReader
from pypdf.generic import ArrayObject, ContentStream, DictionaryObject, IndirectObject
from weasyprint.urls import FatalURLFetchingError

from reporting.annual_report.charts import chart_words
from reporting.annual_report.document import (
    CHARTED,
    Contents,
    document_html,
    published_chart,
)
from reporting.annual_report.facts import Care, Child, Clock, Cohort, Plan
from reporting.annual_report.fonts import FONT_REGULAR, font_file
from reporting.annual_report.indicators import compute_all, frozen_figures
from reporting.annual_report.narrative import blocks, names_in
from reporting.annual_report.pdf import DocumentError, Fetcher, document_pdf
from reporting.annual_report.presentation import headlines, tables
from reporting.annual_report.rules import AcademicYear

YEAR = AcademicYear.named("2025-26")
LAST_DAY = date(2026, 8, 31)
TERMS = {"autumn": date(2025, 12, 19), "spring": date(2026, 3, 27), "summer": date(2026, 7, 21)}


def some_children(number: int) -> tuple[Child, ...]:
    """Thirteen-year-olds in care for years; every seventh had no plan in the autumn."""
    return tuple(
        Child(
            ref=f"canaryref{position}",
            born_on=date(2012, 3, 1),
            sex="F" if position % 3 else "M",
            care=(Care(started_on=date(2022, 1, 1)),),
            clocks=tuple(
                Clock(
                    kind="pep_term_review",
                    started_on=date(2025, 9, 1),
                    due_on=due_on,
                    status="overdue" if season == "autumn" and position % 7 == 0 else "met",
                )
                for season, due_on in TERMS.items()
            ),
            plans=(Plan(season="spring", submitted_on=date(2026, 3, 1), outcome="green"),),
        )
        for position in range(number)
    )


def contents(figures, **changes) -> Contents:
    return Contents(
        **{
            "authority": "Northshire",
            "academic_year": "2025-26",
            "edition": 1,
            "as_at": LAST_DAY,
            "made_on": date(2026, 9, 20),
            "head_name": "Zoë Łukasik",
            "email": "virtual.school@northshire.example",
            "phone": "01999 100200",
            "introduction": "A year of listening.\n\n- First promise\n- Second promise",
            "pupil_premium": "Spent on <tutors> & books.",
            "priorities": "Fewer moves.",
            "figures": figures,
            **changes,
        }
    )


def figures_of(number: int):
    cohort = Cohort(authority_code="999", year=YEAR, day=LAST_DAY, children=some_children(number))
    return frozen_figures(compute_all(cohort))


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


def test_a_report_frozen_under_an_earlier_definition_still_opens():
    figures = figures_of(120)
    place = next(table for table in figures if table["key"] == "school_place")
    place["rows"][0]["label"] = "At a school or setting"
    assert len(headlines(figures, day=LAST_DAY)) == 5


@pytest.mark.parametrize("number", [0, 1, 3])
def test_report_of_nobody_and_of_few(number):
    figures = figures_of(number)
    html = document_html(contents(figures, introduction="", pupil_premium="", priorities=""))
    assert ("There was nothing to count" in html) or number
    assert "Introduction by the Virtual School Head" not in html
    assert all("%" not in headline.value for headline in headlines(figures, day=LAST_DAY))


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com/a.png",
        "https://example.com/a.css",
        "ftp://example.com/a",
        "file:///etc/passwd",
        "data:text/plain,hello",
        "report:../../etc/passwd",
        "report:fonts/../../../etc/passwd",
        "report:pictures/other.svg",
        "REPORT:pictures/chart.svg",
        "/etc/passwd",
        "",
    ],
)
def test_fetcher_hands_out_nothing_but_its_own_files(url):
    fetcher = Fetcher({"pictures/chart.svg": b"<svg/>"})
    with pytest.raises(FatalURLFetchingError):
        fetcher.fetch(url)
    assert fetcher.fetch("report:pictures/chart.svg").read() == b"<svg/>"


@pytest.mark.parametrize(
    "markup",
    [
        '<img src="http://127.0.0.1:9/a.png" alt="a">',
        '<img src="file:///etc/hostname" alt="a">',
        '<link rel="stylesheet" href="https://example.com/a.css">',
        '<div style="background: url(http://127.0.0.1:9/b.png)">b</div>',
    ],
)
def test_document_that_names_something_else_is_not_made(markup):
    html = f'<html lang="en"><title>x</title>{markup}<p>text</p></html>'
    with pytest.raises(DocumentError, match="fetches nothing"):
        document_pdf(html, pictures={})


def test_only_the_reports_own_fonts_are_found():
    assert font_file(FONT_REGULAR).is_file()
    with pytest.raises(ValueError, match="fonts"):
        font_file("../vsh.css")


def test_picture_is_the_same_for_the_same_figures_and_has_no_words_of_its_own():
    figures = figures_of(40)
    svg = published_chart(figures)
    assert svg == published_chart(figures)
    assert "<text" not in svg  # letters are paths: no font is asked for
    assert "http://www.w3.org/2000/svg" in svg
    assert "canaryref" not in svg


def test_picture_of_a_hidden_share_says_so():
    figures = figures_of(4)
    words = chart_words(tables(figures, in_full=False)[CHARTED])
    assert "Autumn term: not shown" in words


def test_narrative_is_read_as_paragraphs_and_lists():
    found = blocks("One\nline.\n\nProud of:\n- a\n- b\n\r\n\r\nLast.")
    assert [(block.is_list, block.lines) for block in found] == [
        (False, ("One", "line.")),
        (False, ("Proud of:",)),
        (True, ("a", "b")),
        (False, ("Last.",)),
    ]
    assert blocks("  \n\n ") == []


@pytest.mark.parametrize(
    ("text", "is_named"),
    [
        ("Ada Lovelace did well.", True),
        ("ADA  LOVELACE", True),
        ("We thank Ada\nLovelace.", True),
        ("Adam Lovelaces", False),
        ("Ada and Lovelace", False),
        ("", False),
    ],
)
def test_names_in_a_text(text, is_named):
    assert names_in(text, [("Ada", "Lovelace"), ("", ""), ("Bo", "")]) == (
        ["Ada Lovelace"] if is_named else []
    )
