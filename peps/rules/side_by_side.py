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
    sent: Answers, *, seen: Answers | None, offered: Answers, now: Answers
) -> Written:
    """What of `sent` the person wrote, who had `seen` a version that is not the one of `now`.

    What the page `offered` where nothing was on record, and nobody touched, is nobody's; whoever
    changed or emptied it has written. Of a version that was never on record (None) every difference
    counts as written by both.
    """
    if seen is None:
        different = {key: text for key, text in sent.items() if differ(text, now.get(key, ""))}
        return Written(mine=different, by_both=different)
    shown = {**offered, **seen}
    mine = {key: text for key, text in sent.items() if differ(text, shown.get(key, ""))}
    stands = {**shown, **now}
    by_both = {
        key: text
        for key, text in mine.items()
        if differ(stands.get(key, ""), shown.get(key, "")) and differ(stands.get(key, ""), text)
    }
    return Written(mine=mine, by_both=by_both)


def changed_by_others(sent: Answers, *, now: Answers) -> dict[str, str]:
    """What stands in the section otherwise than the page holds it; what nobody has said yet, and
    the page only offered, is nobody's."""
    return {key: now[key] for key, text in sent.items() if key in now and differ(text, now[key])}


def chosen(answers: Answers, *, posted: Mapping[str, str], theirs: Answers) -> dict[str, str]:
    """The answers after the choice that stands beside each; without one they are the person's."""
    kept = {}
    for key, text in answers.items():
        choice = posted.get(f"choice_{key}", Choice.MINE)
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
