"""The PDF fetches nothing but our own fonts."""

import pytest

from peps.pdf import FONTS, DeniedURLError, DenyingFetcher


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:9/pixel.png",
        "https://example.com/style.css",
        "file:///etc/passwd",
        f"{FONTS.as_uri()}/../../../manage.py",
        "data:text/css,body{}",
        "ftp://example.com/x",
    ],
)
def test_everything_else_is_denied(url):
    with pytest.raises(DeniedURLError):
        DenyingFetcher().fetch(url)


def test_our_fonts_are_fetched():
    fonts = sorted(FONTS.glob("*.woff2"))
    assert fonts, "the fonts are built before the tests run"
    assert DenyingFetcher().fetch(fonts[0].as_uri())
