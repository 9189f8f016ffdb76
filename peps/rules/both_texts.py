"""Two texts to one question that both stand while nobody has chosen between them."""

from peps.rules.side_by_side import BETWEEN


def kept_together(theirs: str, mine: str) -> str:
    """Both, theirs first. Who goes on writing at the same text does not stand there twice: what
    stands of them, and what they send begins with, makes room for it."""
    theirs, mine = _plain(theirs), _plain(mine)
    if not mine or _holds(theirs, mine):
        return theirs
    if not theirs or _holds(mine, theirs):
        return mine
    at = theirs.find(BETWEEN)
    while at >= 0:
        if mine.startswith(theirs[at + len(BETWEEN) :]):
            return theirs[:at] + BETWEEN + mine
        at = theirs.find(BETWEEN, at + 1)
    return theirs + BETWEEN + mine


def _holds(text: str, lines: str) -> bool:
    return f"\n{lines}\n" in f"\n{text}\n"


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").strip()
