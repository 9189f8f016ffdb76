"""The report as a tagged PDF (PDF/UA-1). Nothing is fetched: fonts and pictures are at hand.

Imported where a PDF is made: loading WeasyPrint takes longer than most pages.
"""

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from .document import SCHEME
from .fonts import FONT_FILES, font_file

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
