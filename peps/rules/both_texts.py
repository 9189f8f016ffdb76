"""Two texts to one question that both stand while nobody has chosen between them."""

import re

from peps.rules.side_by_side import BETWEEN

AND = " and "
LONGEST_NAMES = 100


def kept_together(theirs: str, mine: str) -> str:
    """Both, theirs first; nothing twice that stands in the other line by line."""
    theirs, mine = _plain(theirs), _plain(mine)
    if not mine or _holds(theirs, mine):
        return theirs
    if not theirs or _holds(mine, theirs):
        return mine
    return theirs + BETWEEN + mine


def written_by(text: str, *, by: str, theirs: str, theirs_by: str) -> str:
    """Who stands beside a text: its writer, and before them whoever's words they left whole in it;
    where nothing of the writer is in it, the others alone. Who wrote last is named last."""
    if not theirs_by or not theirs or not re.search(rf"(?<!\w){re.escape(theirs)}(?!\w)", text):
        return by
    if text == theirs:
        return theirs_by
    others = [name for name in theirs_by.split(AND) if name != by]
    named = [AND.join([*others, by]), f"others{AND}{by}", by] if others else [by]
    return next(names for names in named if len(names) <= LONGEST_NAMES)


def _holds(text: str, lines: str) -> bool:
    return f"\n{lines}\n" in f"\n{text}\n"


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").strip()
