"""Which record of a plan is meant by which of its words, when the plan is handed in again.

A record that somebody has acted on, such as an action that was done or a target that was reviewed,
speaks of what it said then: only the same words mean it. Its place in the form tells nothing, for
whoever takes one out moves the others up.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

Words = tuple[str, ...]  # the first says what it is


@dataclass(frozen=True, kw_only=True)
class Kept:
    """A record with the words and the place in which the plan said it when it was last handed in;
    other words in its place mean it as long as it `may_be_reworded`."""

    key: int
    position: int
    words: Words
    may_be_reworded: bool


def records_meant(said: Mapping[int, Words], kept: Sequence[Kept]) -> dict[int, int]:
    """The record's key by the place of the words that mean it; a place that is lacking is new.

    The nearest are joined first, each record once:
    1. the same words altogether, in the same place, then in any;
    2. the same thing with other particulars, in the same place, then in any;
    3. other words in the place of a record that may be reworded.
    Of several the first in the order of `kept` is meant.
    """
    found: dict[int, int] = {}
    free = list(kept)
    for is_meant in _NEAREST_FIRST:
        for position, words in said.items():
            if position in found:
                continue
            record = next((one for one in free if is_meant(one, position, words)), None)
            if record is not None:
                found[position] = record.key
                free.remove(record)
    return found


def _is_same(one: Kept, position: int, words: Words) -> bool:
    return one.words == words


def _is_same_thing(one: Kept, position: int, words: Words) -> bool:
    return _plain(one.words[0]) == _plain(words[0])


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()


_Test = Callable[[Kept, int, Words], bool]


def _here(is_meant: _Test) -> _Test:
    return lambda one, position, words: one.position == position and is_meant(one, position, words)


_NEAREST_FIRST: tuple[_Test, ...] = (
    _here(_is_same),
    _is_same,
    _here(_is_same_thing),
    _is_same_thing,
    _here(lambda one, position, words: one.may_be_reworded),
)
