"""The PDF fetches nothing but the report's own files."""

import re
from io import BytesIO

import pytest
from pypdf import PdfReader
from weasyprint.urls import FatalURLFetchingError

from reporting.annual_report.fonts import FONT_REGULAR, font_file
from reporting.annual_report.pdf import DocumentError, Fetcher, document_pdf


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


def test_one_letter_beyond_english_leaves_the_others_as_they_are():
    """Its file is another font: under one name the letters of the one were drawn with the other."""
    plain, with_name = (shown_of(f"<p>Northshire</p><p>{name}</p>") for name in ("Lukas", "Łukasz"))
    assert plain[0] == with_name[0]


def shown_of(markup: str) -> list[str]:
    """The numbers of the glyphs that are drawn, in the order of the page."""
    html = f'<html lang="en-GB"><title>x</title>{markup}</html>'
    page = PdfReader(BytesIO(document_pdf(html, pictures={}))).pages[0]
    drawn = re.findall(r"\[(<.*?>.*?)\] TJ", page.get_contents().get_data().decode("latin-1"))
    return ["".join(re.findall(r"<([0-9a-fA-F]+)>", line)) for line in drawn]
