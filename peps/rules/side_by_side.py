"""Two people in one section: what each changed, answer by answer, and what was chosen."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

Answers = Mapping[str, str]  # field key → text
BETWEEN = "\n\n"


class Choice(StrEnum):
    """What becomes of an answer that both wrote; the name of its control is `choice_<question>`."""

    MINE = "mine"
    THEIRS = "theirs"
    BOTH = "both"


@dataclass(frozen=True, kw_only=True)
class Written:
    """What a person changed since the version that they saw; `by_both` somebody else changed too,
    to other words."""

    mine: dict[str, str]
    by_both: dict[str, str]


def what_was_written(
    sent: Answers, *, seen: Mapping[str, str | None], offered: Answers, now: Answers
) -> Written:
    """What of `sent` the person wrote, who had `seen` other words there than those of `now`.

    What the page `offered` where nothing was on record, and nobody touched, is nobody's; whoever
    changed or emptied it has written. Of an answer at a version that was never on record (None)
    every difference counts as written by both.
    """
    mine, by_both = {}, {}
    for key, text in sent.items():
        shown = seen.get(key, offered.get(key, ""))
        stands = now.get(key, "" if shown is None else shown)
        if shown is None:
            is_mine = is_both = differ(text, stands)
        else:
            is_mine = differ(text, shown)
            is_both = is_mine and differ(stands, shown) and differ(stands, text)
        if is_mine:
            mine[key] = text
        if is_both:
            by_both[key] = text
    return Written(mine=mine, by_both=by_both)


def changed_by_others(sent: Answers, *, now: Answers) -> dict[str, str]:
    """What stands in the section otherwise than the page holds it; what nobody has said yet, and
    the page only offered, is nobody's."""
    return {key: now[key] for key, text in sent.items() if key in now and differ(text, now[key])}


def chosen(answers: Answers, *, choices: Mapping[str, str], theirs: Answers) -> dict[str, str]:
    """The answers after the choice that was made for each; without one they are the person's."""
    kept = {}
    for key, text in answers.items():
        choice = choices.get(key, Choice.MINE)
        if choice == Choice.THEIRS:
            continue
        kept[key] = _joined(theirs.get(key, ""), text) if choice == Choice.BOTH else text
    return kept


def _joined(theirs: str, mine: str) -> str:
    """Both, theirs first, but no words twice that one of them holds already: a page that was not
    answered sends its choice again."""
    if not theirs or _holds(mine, theirs):
        return mine
    return theirs if not mine or _holds(theirs, mine) else theirs + BETWEEN + mine


def _holds(text: str, lines: str) -> bool:
    return f"\n{_plain(lines)}\n" in f"\n{_plain(text)}\n"


def differ(these: str, those: str) -> bool:
    """Whether they are other words; a browser ends its lines in its own way."""
    return _plain(these) != _plain(those)


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n")
