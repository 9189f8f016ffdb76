"""The PEP as an accessible PDF (PDF/UA), made without any fetch from outside."""

import threading
from collections.abc import Iterable
from functools import cache
from typing import Any

from django.template.loader import render_to_string
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from peps.models.reading import private_storage
from peps.reading.chapters import Picture
from peps.reading.fonts import FONTS, Face, faces, faces_for
from peps.reading.letter import Letter


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
        if url in _addresses_of_fonts():
            return super().fetch(url, headers)
        raise DeniedURLError(url)


class DeniedURLError(FatalURLFetchingError):
    """The document asks for something outside itself, and is not made."""


@cache
def _addresses_of_fonts() -> frozenset[str]:
    return frozenset((FONTS / file).as_uri() for face in faces() for _, file in face.files)


class _Style:
    """The rules and the fonts that they name."""

    def __init__(self, chosen: tuple[Face, ...]) -> None:
        self.fonts = FontConfiguration()
        rules = render_to_string("peps/letter.css", {"fonts": FONTS.as_uri(), "faces": chosen})
        self.sheet = CSS(string=rules, font_config=self.fonts, url_fetcher=DenyingFetcher())


class _Usual(threading.local):
    """The style of a page in our own letters, read once in each thread, which takes as long as
    laying out a page or two."""

    def __init__(self) -> None:
        self.faces = faces_for("")
        self.style = _Style(self.faces)


_USUAL = _Usual()


def _style_for(page: str) -> _Style:
    chosen = faces_for(page)
    return _USUAL.style if chosen == _USUAL.faces else _Style(chosen)


def page_of(letter: Letter) -> str:
    """The letter as the page of which the PDF is made; quick, which the PDF is not."""
    return render_to_string("peps/letter_pdf.html", {"letter": letter, "pep": letter.pep})


def pdf_of(page: str, pictures: Iterable[Picture] = ()) -> bytes:
    """The page as PDF/UA-1, with the drawings that the letter has."""
    style = _style_for(page)
    document: bytes = HTML(
        string=page,
        url_fetcher=DenyingFetcher(pictures),
    ).write_pdf(
        stylesheets=[style.sheet],
        font_config=style.fonts,
        pdf_variant="pdf/ua-1",
    )
    return document
