"""Those who speak by link, what they send, and what a reader of the plan reads of it."""

import io
from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from peps.models import Pep
from peps.voice.said import parts_of
from peps.voice.speaker import Speaker
from tests.cast import TODAY
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


def plan_after(pep: Pep) -> Pep:
    """The child's plan of the spring, ten weeks later."""
    return Pep.objects.create(
        pupil=pep.pupil,
        care_period=pep.care_period,
        kind="termly",
        academic_year="2026-27",
        season="spring",
        form_version=pep.form_version,
        variant=pep.variant,
        opened_on=TODAY + timedelta(days=70),
    )
