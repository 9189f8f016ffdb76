"""The report as a tagged PDF (PDF/UA-1). Nothing is fetched: fonts and pictures are at hand."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from .charts import bar_chart, chart_words
from .fonts import FONT_FILES, font_file
from .narrative import blocks
from .presentation import Frozen, chapters, headlines, tables

SCHEME = "report:"
CHARTED = "pep_reviewed_by_term"
_STYLE = Path(__file__).with_name("document.css")


class DocumentError(Exception):
    """The document could not be made."""


class Fetcher(URLFetcher):
    """Hands out the files of one document by name, `report:<name>`; refuses everything else.

    A refusal stops the document: one that lacks what it names must not be published.
    """

    def __init__(self, files: Mapping[str, bytes]) -> None:
        super().__init__(allowed_protocols=())
        self._files = dict(files)

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        """The bytes of the file, never from a disk or a network."""
        name = url.removeprefix(SCHEME)
        if not url.startswith(SCHEME) or name not in self._files:
            raise FatalURLFetchingError(f"The report fetches nothing: {url[:200]}")
        content_type = "image/svg+xml" if name.endswith(".svg") else "font/woff2"
        return URLFetcherResponse(url, self._files[name], {"Content-Type": content_type})


@dataclass(frozen=True, kw_only=True)
class Contents:
    """Everything that the document says."""

    authority: str
    academic_year: str
    edition: int
    as_at: date
    made_on: date
    head_name: str
    email: str
    phone: str
    introduction: str
    pupil_premium: str
    priorities: str
    figures: Sequence[Frozen]

    @property
    def title(self) -> str:
        """The document's title."""
        return f"Annual report of the Virtual School Head {self.academic_year}: {self.authority}"


def published_chart(figures: Sequence[Frozen]) -> str:
    """The report's picture as SVG, drawn from what may be published."""
    return bar_chart(tables(figures, in_full=False)[CHARTED])


def published_chart_words(figures: Sequence[Frozen]) -> str:
    """The same picture in words."""
    return chart_words(tables(figures, in_full=False)[CHARTED])


def document_html(contents: Contents) -> str:
    """The document as HTML, before it is laid out on pages."""
    day = f"{contents.as_at.day} {contents.as_at:%B %Y}"
    return render_to_string(
        "reporting/annual_report/document.html",
        {
            "contents": contents,
            "chapters": chapters(contents.figures, in_full=False),
            "headlines": headlines(contents.figures, day=day),
            "charted": CHARTED,
            "chart_alt": published_chart_words(contents.figures),
            "chart_url": f"{SCHEME}pictures/chart.svg",
            "introduction": blocks(contents.introduction),
            "pupil_premium": blocks(contents.pupil_premium),
            "priorities": blocks(contents.priorities),
        },
    )


def document_pdf(html: str, *, pictures: Mapping[str, bytes]) -> bytes:
    """The HTML laid out as PDF/UA-1; the same HTML and pictures give the same bytes."""
    fetcher = Fetcher(
        {f"fonts/{name}": font_file(name).read_bytes() for name in FONT_FILES}
        | {f"pictures/{name}": picture for name, picture in pictures.items()}
    )
    fonts = FontConfiguration()
    try:
        style = CSS(string=_STYLE.read_text("utf-8"), font_config=fonts, url_fetcher=fetcher)
        pdf: bytes = HTML(string=html, url_fetcher=fetcher).write_pdf(
            stylesheets=[style],
            font_config=fonts,
            pdf_variant="pdf/ua-1",
            pdf_identifier=hashlib.sha256(html.encode()).digest()[:16],
        )
    except FatalURLFetchingError as error:
        raise DocumentError(str(error)) from error
    return pdf
