"""What a rule answers: when something is due, and the sum behind it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from .years import in_words

_NUMBERS = [
    "no",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
]
WEEKEND = "weekend"


@dataclass(frozen=True)
class Skipped:
    """Days that were not counted, under one name, in order."""

    name: str
    days: tuple[date, ...]

    @property
    def weekends(self) -> int:
        """How many weekends these days belong to."""
        return len({day - timedelta(days=day.weekday()) for day in self.days})

    def __str__(self) -> str:
        if self.name != WEEKEND:
            return self.name
        count = self.weekends
        word = _NUMBERS[count] if count < len(_NUMBERS) else str(count)
        return f"{word} weekend{'' if count == 1 else 's'}"


@dataclass(frozen=True)
class Due:
    """When something is due, or which facts are missing to say so, and how it was worked out.

    `steps` are sentences without a full stop, `calendar` names whose calendar was used, `note`
    is worth knowing beside the sum.
    """

    started_on: date
    due_on: date | None
    steps: tuple[str, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    missing: tuple[str, ...] = ()
    calendar: str = ""
    note: str = ""

    @property
    def sum(self) -> str:
        """The sum in one sentence: days counted, days skipped, the result."""
        text = "; ".join(self.steps)
        if self.skipped:
            text += f"; skipped {', '.join(map(str, self.skipped))}"
        if self.due_on is None:
            return f"{text}: not known without {', '.join(self.missing)}"
        return f"{text}: due {in_words(self.due_on)}"


def group_skipped(days: Iterable[tuple[date, str]]) -> tuple[Skipped, ...]:
    """Skipped days grouped by name: holidays in order of their first day, weekends last."""
    groups: dict[str, list[date]] = {}
    for day, name in days:
        groups.setdefault(name, []).append(day)
    ordered = sorted(groups.items(), key=lambda item: item[0] == WEEKEND)
    return tuple(Skipped(name, tuple(found)) for name, found in ordered)


def plural(number: int, unit: str) -> str:
    """`number` of `unit`: "1 working day", "10 working days"."""
    return f"{number} {unit}{'' if number == 1 else 's'}"
