"""Which fonts a page needs on paper: ours, and those of every other script that people wrote in."""

import json
from dataclasses import dataclass
from functools import cache

from django.conf import settings

FONTS = settings.BASE_DIR / "static" / "build" / "fonts"
DRAWN_BY_NONE = {0x200C, 0x200D, 0xFE0E, 0xFE0F}  # they join, or ask for a picture or for a letter


@dataclass(frozen=True, kw_only=True)
class Face:
    """One script of a family, under a name of its own: a file for each weight, and the characters
    that they draw."""

    family: str
    files: tuple[tuple[int, str], ...]
    characters: frozenset[int]


@cache
def faces() -> tuple[Face, ...]:
    """Every font of the PDF in the order of `static/src/build.js`: our own letters come first."""
    listed = json.loads((FONTS / "pdf.json").read_text("utf-8"))
    return tuple(
        Face(
            family=row["family"],
            files=tuple((weight, file) for weight, file in row["files"]),
            characters=frozenset(
                point for first, last in row["characters"] for point in range(first, last + 1)
            ),
        )
        for row in listed
    )


def faces_for(text: str) -> tuple[Face, ...]:
    """Our own letters, and of the others each that has a character which none before it has."""
    own, *others = faces()
    left = {ord(character) for character in set(text)} - own.characters - DRAWN_BY_NONE
    chosen = [own]
    for face in others:
        if left & face.characters:
            chosen.append(face)
            left -= face.characters
    return tuple(chosen)
