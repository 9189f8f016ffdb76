"""The PDF fetches nothing but our own fonts, and wastes no paper."""

import re
import zlib
from dataclasses import replace
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template.loader import render_to_string
from django.urls import reverse
from PIL import Image
from pypdf import PdfReader
from weasyprint.urls import FatalURLFetchingError

from peps.models import Pep
from peps.reading.chapters import Chapter, Passage, has_a_page_of_its_own
from peps.reading.fonts import FONTS, faces
from peps.reading.letter import letter_for
from peps.reading.pdf import DeniedURLError, DenyingFetcher, page_of, pdf_of
from peps.reading.reader import Fact
from peps.services import save_section
from peps.services.voice_pictures import add_picture
from peps.services.voices import save_answer, send_voice
from peps.voice.speaker import Speaker
from tests.cast import TODAY
from tests.peps.by_link import invited
from tests.peps.views.pages import body_of, page
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
    for face in faces():
        for _, file in face.files:
            assert DenyingFetcher().fetch((FONTS / file).as_uri())


def test_chapters_flow_and_short_answers_stand_beside_their_labels(cast, complete):
    permissions = ROLE_PERMISSIONS[Role.DESIGNATED_TEACHER]
    pep = Pep.objects.as_on(TODAY).get(pk=complete.pk)
    text = page_of(letter_for(pep=pep, permissions=permissions, day=TODAY))
    assert text.count(f">{pep.pupil.name}<") == 3  # the heading, "Known as", who has the plan
    assert "Parent</dt>" not in text, "nobody has said that the parent gets one"
    assert "The quality of this plan" in text
    pdf = pdf_of(text)
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
    assert "Who gets this plan" in texts[-1]


@pytest.mark.parametrize(("answers", "is_alone"), [(6, True), (11, False)])
def test_the_childs_page_is_a_sheet_of_its_own_only_where_it_has_room_on_one(answers, is_alone):
    said = [Fact(label="What I like", value="Football, and drawing.") for _ in range(answers)]
    childs = Chapter(
        key="about_me",
        title="About me",
        passages=[Passage(heading="", lines=said, is_own_words=True)],
        facts=[],
        unchanged="",
        set_aside="",
    )
    views = replace(childs, key="childs_views", passages=[])
    assert has_a_page_of_its_own([childs, views]) is is_alone


def test_what_is_on_record_stands_beside_its_own_label(cast, complete):
    """Side by side in one box each: a label of two lines pushes no value to another label."""
    permissions = ROLE_PERMISSIONS[Role.DESIGNATED_TEACHER]
    pep = Pep.objects.as_on(TODAY).get(pk=complete.pk)
    text = page_of(letter_for(pep=pep, permissions=permissions, day=TODAY))
    assert "<div><dt>Date of birth</dt><dd>10 March 2012</dd></div>" in text
    assert "float" not in render_to_string("peps/letter.css")


def pages_in(pdf: bytes) -> int:
    """How many pages; their objects stand in compressed streams."""
    streams = re.findall(rb"/ObjStm.*?stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL)
    return sum(len(re.findall(rb"/Type /Page\b", zlib.decompress(s))) for s in streams)


def test_the_childs_drawings_stand_on_the_childs_page_with_words_for_who_sees_none(
    client, cast, ada_pep
):
    child = Speaker(link=invited(cast.teacher, ada_pep, "child").link)
    shown = add_picture(speaker=child, upload=photo(), says="My dog <b>Zebra</b>")
    hidden = add_picture(speaker=child, upload=photo(), says="Not for all", is_private=True)
    read = page("peps:read", ada_pep)
    assert shown.ref not in body_of(client, cast.teacher, read), "not sent yet"
    save_answer(speaker=child, key="going_well", text="zqown")
    send_voice(speaker=child)
    save_section(
        actor=cast.teacher, pep=ada_pep, key="childs_views", answers={"going_well": "zqothers"},
        version=0,
    )  # fmt: skip
    body = body_of(client, cast.social_worker, read)
    url = reverse("peps:voice_picture", kwargs={"ref": ada_pep.ref, "picture": shown.ref})
    assert f'src="{url}" alt="My dog &lt;b&gt;Zebra&lt;/b&gt;"' in body
    drawn = body.index("Own drawing: My dog &lt;b&gt;Zebra")
    assert body.index("zqown") < drawn < body.index("zqothers"), "with the child's own words"
    assert hidden.ref not in body
    assert "Not for all" not in body
    assert client.get(url).status_code == 200

    permissions = ROLE_PERMISSIONS[Role.DESIGNATED_TEACHER]
    pep = Pep.objects.as_on(TODAY).get(pk=ada_pep.pk)
    letter = letter_for(pep=pep, permissions=permissions, day=TODAY)
    assert [picture.ref for picture in letter.pictures] == [shown.ref]
    written = page_of(letter)
    fetcher = DenyingFetcher(letter.pictures)
    assert fetcher.fetch(f"drawing:{shown.ref}").read(2) == b"\xff\xd8"
    with pytest.raises(DeniedURLError):
        fetcher.fetch(f"drawing:{hidden.ref}")
    with pytest.raises(FatalURLFetchingError):
        pdf_of(written)  # a page that asks for a drawing that it was not given is not made
    document = PdfReader(BytesIO(pdf_of(written, letter.pictures)))
    assert len(document.pages[0].images) == 1
    assert "My dog <b>Zebra</b>" in alternative_texts(document)


def photo() -> SimpleUploadedFile:
    content = BytesIO()
    Image.new("RGB", (40, 30), "red").save(content, "JPEG")
    return SimpleUploadedFile("photo.jpeg", content.getvalue())


def alternative_texts(document: PdfReader) -> set[str]:
    """The words in place of pictures, of every element of the structure."""
    objects = (document.get_object(number + 1) for number in range(len(document.xref_objStm)))
    return {str(one["/Alt"]) for one in objects if isinstance(one, dict) and "/Alt" in one}
