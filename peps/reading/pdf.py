"""The PEP as an accessible PDF (PDF/UA), made without any fetch from outside."""

import threading
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from peps.models.reading import private_storage
from peps.reading.letter import Letter, Picture

FONTS = settings.BASE_DIR / "static" / "build" / "fonts"


class DenyingFetcher(URLFetcher):
    """Fetches nothing but our own font files and the child's drawings that it was made with: what
    people write in a PEP can load nothing."""

    def __init__(self, pictures: Iterable[Picture] = ()) -> None:
        super().__init__()
        self._files = {picture.address: picture.file for picture in pictures}

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> Any:
        """Open a font of ours, or a drawing of the letter; refuse everything else."""
        if url in self._files:
            file = private_storage().open(self._files[url])
            return URLFetcherResponse(url, file, {"Content-Type": "image/jpeg"})
        if url in {font.as_uri() for font in FONTS.glob("*.woff2")}:
            return super().fetch(url, headers)
        raise DeniedURLError(url)


class DeniedURLError(FatalURLFetchingError):
    """The document asks for something outside itself, and is not made."""


class _Style(threading.local):
    """The rules and the fonts that they name, read once in each thread, which takes as long as
    laying out a page or two."""

    def __init__(self) -> None:
        self.fonts = FontConfiguration()
        rules = render_to_string("peps/letter.css", {"fonts": FONTS.as_uri()})
        self.sheet = CSS(string=rules, font_config=self.fonts, url_fetcher=DenyingFetcher())


_STYLE = _Style()


def page_of(letter: Letter) -> str:
    """The letter as the page of which the PDF is made; quick, which the PDF is not."""
    return render_to_string("peps/letter_pdf.html", {"letter": letter, "pep": letter.pep})


def pdf_of(page: str, pictures: Iterable[Picture] = ()) -> bytes:
    """The page as PDF/UA-1, with the drawings that the letter has."""
    document: bytes = HTML(
        string=page,
        url_fetcher=DenyingFetcher(pictures),
    ).write_pdf(
        stylesheets=[_STYLE.sheet],
        font_config=_STYLE.fonts,
        pdf_variant="pdf/ua-1",
    )
    return document
