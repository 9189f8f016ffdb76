"""The PEP as an accessible PDF (PDF/UA), made without any fetch from outside."""

from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher

from peps.reading.letter import Letter

FONTS = settings.BASE_DIR / "static" / "build" / "fonts"


class DenyingFetcher(URLFetcher):
    """Fetches nothing but our own font files: what people write in a PEP can load nothing."""

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> Any:
        """Open a font of ours; refuse everything else."""
        if url in {font.as_uri() for font in FONTS.glob("*.woff2")}:
            return super().fetch(url, headers)
        raise DeniedURLError(url)


class DeniedURLError(FatalURLFetchingError):
    """The document asks for something outside itself, and is not made."""


def page_of(letter: Letter) -> str:
    """The letter as the page of which the PDF is made; quick, which the PDF is not."""
    return render_to_string("peps/letter_pdf.html", {"letter": letter, "pep": letter.pep})


def pdf_of(page: str) -> bytes:
    """The page as PDF/UA-1."""
    fonts = FontConfiguration()
    fetcher = DenyingFetcher()
    rules = render_to_string("peps/letter.css", {"fonts": FONTS.as_uri()})
    document: bytes = HTML(
        string=page,
        url_fetcher=fetcher,
    ).write_pdf(
        stylesheets=[CSS(string=rules, font_config=fonts, url_fetcher=fetcher)],
        font_config=fonts,
        pdf_variant="pdf/ua-1",
    )
    return document
