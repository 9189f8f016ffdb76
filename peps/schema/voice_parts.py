"""What a question by personal link is made of: words in each manner, pictures, where it belongs."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from .by_day import ByDay
from .parts import says_something
from .speakers import Manner

PICTURES, SIMPLE, OWN_WORDS = Manner.PICTURES, Manner.SIMPLE, Manner.OWN_WORDS


@dataclass(frozen=True, kw_only=True)
class Option:
    """A face or a picture to touch; `picture` names the drawing."""

    key: str
    words: str

    @property
    def picture(self) -> str:
        """The template of the drawing."""
        return f"say/pictures/{self.key}.svg"


@dataclass(frozen=True, kw_only=True)
class Question:
    """One screen. `titles` by manner; without a manner's title it is not asked in that manner.
    In titles `{it}`, `{is_it}` and `{there}` stand for where the child spends the day (`ByDay`).

    `label` is how the adults read it, `section` where in the plan it belongs; `answers` is the
    question of that section which needs no other answer then. `options` stand in the manners of
    `drawn_for`; `is_one` lets one be chosen. What `asks_for_change` is asked after next time.
    """

    key: str
    label: str
    section: str
    titles: dict[str, str]
    answers: str = ""
    hints: dict[str, str] = field(default_factory=dict)
    options: tuple[Option, ...] = ()
    drawn_for: tuple[str, ...] = (PICTURES,)
    is_one: bool = False
    looks_back: bool = False
    asks_for_change: bool = False

    @property
    def address(self) -> str:
        """The question of the plan that it answers, as `section.field`; nothing for none."""
        return f"{self.section}.{self.answers}" if self.answers else ""

    def asked_of(self, by_day: ByDay) -> "Question":
        """The question in the words for a child who spends the day there."""
        titles = {manner: title.format(**by_day.words) for manner, title in self.titles.items()}
        return replace(self, titles=titles)

    def title(self, manner: str) -> str:
        """The question in this manner."""
        return self.titles[manner]

    def hint(self, manner: str) -> str:
        """What helps to answer."""
        return self.hints.get(manner, "")

    def options_for(self, manner: str) -> tuple[Option, ...]:
        """What can be touched in this manner."""
        return self.options if manner in self.drawn_for else ()

    def touched(self, choices: Sequence[str]) -> tuple[Option, ...]:
        """The faces or pictures that were touched."""
        return tuple(option for option in self.options if option.key in choices)

    def words(self, choices: Sequence[str], text: str) -> str:
        """An answer as text: what was touched, then what was written."""
        chosen = [option.words for option in self.touched(choices)]
        parts = [", ".join(chosen), text.strip()]
        return "\n".join(part for part in parts if part)


def is_answered(choices: Sequence[str], text: str) -> bool:
    """Whether something is said."""
    return bool(choices) or says_something(text)
