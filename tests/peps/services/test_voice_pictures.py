"""Pictures by link: made anew, refused in plain words, three at most."""

import io
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image, ImageChops, ImageOps

from peps.models import (
    VoicePicture,
)
from peps.services.voice_pictures import add_picture, take_picture_away
from peps.voice.pictures import made_anew
from reporting.term_plans.services import clear_orphans
from tests.peps.by_link import arrived, invited
from tests.peps.spoken import photo, speaking


def test_a_photo_is_made_anew_without_where_it_was_taken(cast, ada_pep):
    where = Image.Exif()
    where[0x010E] = "Taken at 12 Secret Lane"
    where.get_ifd(0x8825)[2] = (51.0, 30.0, 12.0)
    upload = photo(size=(3000, 1000), exif=where)
    assert b"Secret Lane" in upload.read()
    upload.seek(0)
    child = speaking(cast, ada_pep)
    picture = add_picture(speaker=child, upload=upload, says="My dog")
    with picture.file.open("rb") as file:
        content = file.read()
    assert b"Secret Lane" not in content
    with Image.open(io.BytesIO(content)) as kept:
        assert (kept.format, kept.size) == ("JPEG", (1600, 533))
        assert dict(kept.getexif()) == {}
    name, storage = picture.file.name, picture.file.storage
    clear_orphans(timezone.now() + timedelta(hours=25))
    assert storage.exists(name), "its row names it"
    take_picture_away(speaker=child, ref=picture.ref)
    assert not VoicePicture.objects.exists()
    assert storage.exists(name), "until the deletion is committed"


def exif_of(orientation: int) -> bytes:
    exif = Image.Exif()
    exif[0x010F], exif[0x0110], exif[0x0112] = "Maker", "Model", orientation
    exif[0x011A] = 72.0
    exif.get_ifd(0x8769)[0x829A] = 0.01
    return exif.tobytes()


# One octet that makes Pillow stumble when it writes the block again: where it stands, and which.
STUMBLES = [(17, 0), (53, 9), (55, 1)]


@pytest.mark.parametrize("broken", [*STUMBLES, "cut off", "no head", "nothing"])
def test_a_photo_with_broken_exif_is_kept_without_it(cast, ada_pep, broken):
    whole = exif_of(6)
    if isinstance(broken, tuple):
        at, octet = broken
        exif = whole[:at] + bytes([octet]) + whole[at + 1 :]
        with Image.open(photo(exif=exif)) as upload, pytest.raises(Exception):  # noqa: B017, PT011
            ImageOps.exif_transpose(upload)
    else:
        exif = {"cut off": whole[:-9], "no head": whole[:6] + b"\xff" * 40, "nothing": whole[:6]}[
            broken
        ]
    child = arrived(invited(cast.teacher, ada_pep, "child"))
    answer = child.post("/say/drawing/", {"picture": photo(exif=exif), "says": "My dog"})
    assert answer.status_code == 302
    picture = VoicePicture.objects.get(says="My dog")
    with picture.file.open("rb") as file, Image.open(file) as kept:
        assert dict(kept.getexif()) == {}


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_is_turned_upright(orientation):
    drawn = Image.new("RGB", (80, 48), "white")
    drawn.paste("black", (0, 0, 32, 16))
    content = io.BytesIO()
    drawn.save(content, "PNG", exif=exif_of(orientation))
    upload = SimpleUploadedFile("a.png", content.getvalue())
    with Image.open(made_anew(upload)) as kept, Image.open(content) as photo_taken:
        upright = ImageOps.exif_transpose(photo_taken)
        assert kept.size == upright.size
        assert (
            ImageChops.difference(kept, upright).convert("L").point(lambda p: p > 60).getbbox()
            is None
        )


def a_bomb() -> SimpleUploadedFile:
    return photo("PNG", size=(9000, 9000))


class TooBig(SimpleUploadedFile):
    """Eleven megabytes, or so it says."""

    @property
    def size(self):
        return 11 * 1024 * 1024

    @size.setter
    def size(self, value):
        pass


@pytest.mark.parametrize(
    ("upload", "words"),
    [
        (lambda: SimpleUploadedFile("a.jpg", b"<script>alert(1)</script>"), "not a picture"),
        (lambda: SimpleUploadedFile("a.svg", b"<svg onload='x'></svg>"), "not a picture"),
        (lambda: SimpleUploadedFile("a.jpg", b""), "not a picture"),
        (lambda: SimpleUploadedFile("a.jpg", photo().read()[:60]), "not a picture"),
        (lambda: photo("GIF"), "not a picture"),
        (lambda: TooBig("a.jpg", b"x"), "too big"),
        (a_bomb, "too big"),
    ],
)
def test_what_is_no_photo_or_too_big_is_refused_in_plain_words(cast, ada_pep, upload, words):
    with pytest.raises(ValidationError, match=words):
        add_picture(speaker=speaking(cast, ada_pep), upload=upload())
    assert not VoicePicture.objects.exists()


def test_three_pictures_are_enough(cast, ada_pep):
    child = speaking(cast, ada_pep)
    for wide in (40, 41, 42):
        add_picture(speaker=child, upload=photo("PNG", (wide, 30)))
    with pytest.raises(ValidationError, match="already"):
        add_picture(speaker=child, upload=photo(size=(43, 30)))
