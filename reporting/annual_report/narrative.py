"""The text that people write beside the figures: its paragraphs, and that it names no child."""

import re
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Block:
    """A paragraph, or the items of a list."""

    is_list: bool
    lines: tuple[str, ...]


def blocks(text: str) -> list[Block]:
    """Paragraphs, parted by an empty line; lines that begin with a dash are a list."""
    found: list[Block] = []
    for part in re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip()):
        current: list[str] = []
        is_list = False
        for line in filter(None, (line.strip() for line in part.split("\n"))):
            item = re.match(r"[-–•*]\s+(.*)", line)
            if current and is_list != bool(item):
                found.append(Block(is_list=is_list, lines=tuple(current)))
                current = []
            is_list = bool(item)
            current.append(item[1] if item else line)
        if current:
            found.append(Block(is_list=is_list, lines=tuple(current)))
    return found


def names_in(text: str, names: Iterable[tuple[str, str]]) -> list[str]:
    """Which of these (first, last) names stand in the text beside one another, in any case."""
    words = " ".join(re.findall(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", text.casefold()))
    return [
        f"{first} {last}"
        for first, last in names
        if first and last and f" {first} {last}".casefold() + " " in f" {words} "
    ]
