"""The PDF fetches nothing but the report's own files."""

import pytest
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
