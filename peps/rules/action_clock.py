"""The clock `pep_action`: what was agreed is done by its day, by the person who is named for it.

Source: statutory guidance (2018): the PEP gives "timescales for action and review", and identifies
"actions, with time scales, for specific individuals". The limit is the action's own day.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Self

from pupils.rules.clock import (
    OFFICER,
    ClockState,
    Closing,
    Surroundings,
    clock_state,
    earliest,
    end_of_care,
)
from pupils.rules.facts import PupilFacts
from vsh.calendars.rules import Due, in_words

ACTION = "pep_action"


@dataclass(frozen=True)
class Day:
    """The day that was set for an action, and since when."""

    since: date
    by_when: date | None


@dataclass(frozen=True, kw_only=True)
class ActionFacts:
    """One action: its days in their order, who owes it, and how it ended or was taken back."""

    ref: str
    made_on: date
    days: tuple[Day, ...]
    owner_id: int | None = None
    done_on: date | None = None
    not_needed_on: date | None = None
    withdrawn_on: date | None = None

    @property
    def by_when(self) -> date | None:
        """The day that counts: the last one set."""
        return self.days[-1].by_when if self.days else None

    def as_known_on(self, day: date) -> Self:
        """The action without what happened to it after `day`."""
        return replace(
            self,
            days=tuple(one for one in self.days if one.since <= day),
            done_on=_unless_later(self.done_on, day),
            not_needed_on=_unless_later(self.not_needed_on, day),
            withdrawn_on=_unless_later(self.withdrawn_on, day),
        )


@dataclass(frozen=True)
class ActionsOfChild:
    """The actions of one child."""

    actions: tuple[ActionFacts, ...] = ()

    def as_known_on(self, day: date) -> Self:
        """The actions as known on `day`."""
        known = tuple(a.as_known_on(day) for a in self.actions if a.made_on <= day)
        return replace(self, actions=known)


def pep_actions(
    child: PupilFacts, planned: ActionsOfChild, known: Surroundings
) -> list[ClockState]:
    """Each action of a time in care, from its making to its own day; another day starts it anew.

    The officer has it where nobody with an account is named.
    """
    return [
        clock_state(
            kind=ACTION,
            trigger_key=f"action:{action.ref}/{action.by_when or 'no day'}",
            owner_role=OFFICER,
            owner_id=action.owner_id,
            due=_due(action),
            met_on=action.done_on,
            closing=earliest(*_closings(child, action, known)),
        )
        for action in planned.actions
    ]


def reference_in(trigger_key: str) -> str:
    """The action's reference in the key of its clock."""
    return trigger_key.removeprefix("action:").partition("/")[0]


def _due(action: ActionFacts) -> Due:
    made = f"Agreed on {in_words(action.made_on)}"
    if action.by_when is None:
        return Due(action.made_on, None, (made,), missing=("the day of the action",))
    since = action.days[-1].since
    moved = f", and set on {in_words(since)} for another day" if len(action.days) > 1 else ""
    return Due(action.made_on, action.by_when, (f"{made}{moved}, to be done by its own day",))


def _closings(
    child: PupilFacts, action: ActionFacts, known: Surroundings
) -> Sequence[Closing | None]:
    """Care ended, the action was found not needed, or its plan no longer has it."""
    begun = [period for period in child.care_periods if period.started_on <= action.made_on]
    return [
        *([end_of_care(child, begun[-1], on=known.on)] if begun else []),
        _closing(action.not_needed_on, "Found to be no longer needed on"),
        _closing(action.withdrawn_on, "Taken out of the plan on"),
    ]


def _closing(on: date | None, words: str) -> Closing | None:
    return Closing(on, f"{words} {in_words(on)}") if on else None


def _unless_later(value: date | None, day: date) -> date | None:
    return value if value is not None and value <= day else None
