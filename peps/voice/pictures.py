"""A photo of a drawing made anew: turned upright, made smaller, and without anything beside it.

A photo tells where and when it was taken. What is kept is painted pixel by pixel into a new file.
"""

import io
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from PIL import Image

LARGEST_FILE = 10 * 1024 * 1024
MOST_PIXELS = 40_000_000  # a large phone's; a file of few bytes can unfold to far more
LONGEST_SIDE = 1600
KINDS = ("JPEG", "PNG", "WEBP")
ORIENTATION = 0x0112  # in the photo's EXIF: how the camera was held
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}

NOT_A_PICTURE = "That is not a picture that we can open. Choose a photo (JPG, PNG or WebP)."


def made_anew(upload: Any) -> ContentFile[bytes]:
    """The picture as a JPEG of our own making, or a refusal in plain words."""
    if upload.size > LARGEST_FILE:
        raise _refused("That photo is too big. Choose one of less than 10 MB.")
    if not upload.size:
        raise _refused(NOT_A_PICTURE)
    try:
        with Image.open(upload, formats=KINDS) as photo:
            if photo.width * photo.height > MOST_PIXELS:
                raise _refused("That photo is too big. Choose a smaller one.")
            photo.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            turn = _turn_of(photo)
            upright = (photo if turn is None else photo.transpose(turn)).convert("RGBA")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise _refused(NOT_A_PICTURE) from None
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    paper = Image.new("RGB", upright.size, "white")
    paper.paste(upright, mask=upright.getchannel("A"))
    kept = io.BytesIO()
    paper.save(kept, "JPEG", quality=85)
    return ContentFile(kept.getvalue())


def _turn_of(photo: Image.Image) -> Image.Transpose | None:
    """How to set it upright. What else stands beside the picture is not read, for it may be broken
    in any way; then the picture stays as it lies."""
    try:
        return TURNS.get(photo.getexif().get(ORIENTATION, 1))
    except Exception:  # noqa: BLE001
        return None


def _refused(words: str) -> ValidationError:
    return ValidationError({"picture": words})
