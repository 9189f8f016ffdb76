"""Actions as a plan's answers say them, who may do what with them, and what is refused.

Source: statutory guidance (2018), the PEP should "identify actions, with time scales, for specific
individuals intended to support the achievement of agreed targets".
"""

from collections.abc import Set
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from peps.schema import Answers
from peps.schema.parts import says_something
from vsh.accounts.roles import Permission

from .targets import day_in

MOST = 8
SOMEBODY_ELSE = "somebody_else"
NOBODY_NAMED = "Nobody is named"


class Step(StrEnum):
    """What somebody does about an action."""

    DONE = "done"
    ANOTHER_PERSON = "another_person"
    ANOTHER_DAY = "another_day"
    NOT_NEEDED = "not_needed"
    OPEN_AGAIN = "opened_again"


@dataclass(frozen=True, kw_only=True)
class ActionWords:
    """An action in a plan, by its place there; `who` in words, whether with an account or not."""

    position: int
    what: str
    who: str
    by_when: date | None

    def as_planned(self) -> dict[str, str]:
        """The same to be kept beside the record."""
        by_when = self.by_when.isoformat() if self.by_when else ""
        return {"what": self.what, "who": self.who, "by_when": by_when}


def actions_in(answers: Answers) -> list[ActionWords]:
    """The actions that the section's answers set, in their order."""
    return [
        ActionWords(
            position=number,
            what=answers[f"action_{number}_what"],
            who=_who(answers, number),
            by_when=day_in(answers.get(f"action_{number}_by_when", "")),
        )
        for number in range(1, MOST + 1)
        if says_something(answers.get(f"action_{number}_what", ""))
    ]


def _who(answers: Answers, number: int) -> str:
    owner = answers.get(f"action_{number}_owner", "")
    in_words = answers.get(f"action_{number}_who", "")
    return (in_words if owner in {"", SOMEBODY_ELSE} else owner) or NOBODY_NAMED


def agreed_on(answers: Answers, *, on: date) -> date:
    """The day on which a plan's actions were made: that of its meeting, if it has been by `on`."""
    held = day_in(answers.get("held_on", ""))
    return held if held and held <= on else on


def steps_for(*, permissions: Set[Permission], is_owner: bool, is_open: bool) -> frozenset[Step]:
    """What somebody may do about an action: who writes plans anything, its owner say that it is
    done."""
    if Permission.KEEP_ACTIONS in permissions:
        if not is_open:
            return frozenset({Step.OPEN_AGAIN})
        return frozenset(Step) - {Step.OPEN_AGAIN}
    may_end = is_open and is_owner and Permission.READ_PEP in permissions
    return frozenset({Step.DONE}) if may_end else frozenset()
