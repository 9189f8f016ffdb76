"""Pictures by link: made anew, refused in plain words, three at most."""

import io

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from peps.models import (
    VoicePicture,
)
from peps.services.voices import (
    add_picture,
    take_picture_away,
)
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
    take_picture_away(speaker=child, ref=picture.ref)
    assert not VoicePicture.objects.exists()
    assert storage.exists(name), "until the deletion is committed"


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
    for _ in range(3):
        add_picture(speaker=child, upload=photo("PNG"))
    with pytest.raises(ValidationError, match="already"):
        add_picture(speaker=child, upload=photo())
