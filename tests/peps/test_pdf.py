"""The PDF fetches nothing but our own fonts, and wastes no paper."""

import re
import zlib
from io import BytesIO

import pytest
from django.template.loader import render_to_string
from pypdf import PdfReader

from peps.models import Pep
from peps.reading.letter import letter_for
from peps.reading.pdf import FONTS, DeniedURLError, DenyingFetcher, page_of, pdf_of
from tests.cast import TODAY
from vsh.accounts.roles import ROLE_PERMISSIONS, Role


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


def test_chapters_flow_and_short_answers_stand_beside_their_labels(cast, complete):
    permissions = ROLE_PERMISSIONS[Role.DESIGNATED_TEACHER]
    pep = Pep.objects.as_on(TODAY).get(pk=complete.pk)
    page = page_of(letter_for(pep=pep, permissions=permissions, day=TODAY))
    assert page.count(f">{pep.pupil.name}<") == 3  # the heading, "Known as", who has the plan
    assert "Parent</dt>" not in page, "nobody has said that the parent gets one"
    assert "The quality of this plan" in page
    pdf = pdf_of(page)
    assert 4 <= pages_in(pdf) <= 10  # with six targets and eight actions, each on one page
    document = PdfReader(BytesIO(pdf))
    root = document.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en-GB"
    assert "/StructTreeRoot" in root
    texts = [one.extract_text() for one in document.pages]
    assert "About me" in texts[0]
    assert "Aspirations and careers" not in texts[0], "the child's page is the child's"
    assert "Aspirations and careers" in texts[1]
    assert "Who has this plan" in texts[-1]


def test_what_is_on_record_stands_beside_its_own_label(cast, complete):
    """Side by side in one box each: a label of two lines pushes no value to another label."""
    permissions = ROLE_PERMISSIONS[Role.DESIGNATED_TEACHER]
    pep = Pep.objects.as_on(TODAY).get(pk=complete.pk)
    page = page_of(letter_for(pep=pep, permissions=permissions, day=TODAY))
    assert "<div><dt>Date of birth</dt><dd>10 March 2012</dd></div>" in page
    assert "float" not in render_to_string("peps/letter.css")


def pages_in(pdf: bytes) -> int:
    """How many pages; their objects stand in compressed streams."""
    streams = re.findall(rb"/ObjStm.*?stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL)
    return sum(len(re.findall(rb"/Type /Page\b", zlib.decompress(s))) for s in streams)
