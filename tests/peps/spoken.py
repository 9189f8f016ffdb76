"""Those who speak by link, what they send, and what a reader of the plan reads of it."""

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from peps.voice.said import parts_of
from peps.voice.speaker import Speaker
from tests.peps.by_link import invited


def speaking(cast, pep, purpose="child", said_by="", **options) -> Speaker:
    made = invited(cast.teacher, pep, purpose, **options)
    return Speaker(link=made.link, said_by=said_by)


def words_for(reader, pep) -> str:
    parts = parts_of(pep, reader=reader, links=[], orders=[])
    return str([text.said for part in parts for text in part.texts])


def photo(kind="JPEG", size=(40, 30), **options) -> SimpleUploadedFile:
    content = io.BytesIO()
    Image.new("RGB", size, "red").save(content, kind, **options)
    return SimpleUploadedFile(f"photo.{kind.lower()}", content.getvalue())
