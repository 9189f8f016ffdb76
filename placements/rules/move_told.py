"""The clock `move_told`: what a recorded move of home needs is on record.

Who was consulted or why not, the child's wishes, the PEP, what is arranged for education, the other
authority's Virtual School: SI 2010/959 reg. 10 and 13, statutory guidance (2018). It is due before
a planned move, 5 working days from an emergency (`placements.rules.moves.owed_by`).
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import Self

from pupils.rules.clock import SOCIAL_WORKER, ClockState, Surroundings, clock_state, end_of_care
from pupils.rules.facts import PupilFacts, end_known_on
from vsh.calendars.rules import Due, in_words

from .moves import WORKING_DAYS_IN_AN_EMERGENCY

KIND = "move_told"


@dataclass(frozen=True)
class MoveFacts:
    """A recorded move: what it still `owes`, in words, and since when it owes nothing."""

    from_on: date
    is_emergency: bool
    recorded_on: date
    owes: tuple[str, ...] = ()
    told_on: date | None = None


@dataclass(frozen=True)
class MovesOfChild:
    """The recorded moves of one child."""

    rows: tuple[MoveFacts, ...] = ()

    def as_known_on(self, day: date) -> Self:
        """Without what was recorded after `day`; what was owed then is no longer known."""
        rows = (row for row in self.rows if row.recorded_on <= day)
        return replace(
            self, rows=tuple(replace(row, told_on=end_known_on(day, row.told_on)) for row in rows)
        )


def moves_told(child: PupilFacts, moves: MovesOfChild, known: Surroundings) -> list[ClockState]:
    """A clock for each move on record in a time in care."""
    states = {}
    for row in moves.rows:
        periods = (p for p in child.care_periods if p.started_on <= row.from_on)
        period = next((p for p in periods if p.ended_on is None or row.from_on < p.ended_on), None)
        if period is not None:
            states[row.from_on] = clock_state(
                kind=KIND,
                trigger_key=f"move:{row.from_on}",
                owner_role=SOCIAL_WORKER,
                due=_due(row, known),
                met_on=row.told_on,
                closing=end_of_care(child, period, on=known.on),
            )
    return list(states.values())


def _due(row: MoveFacts, known: Surroundings) -> Due:
    note = f"Not on record yet: {'; '.join(row.owes)}" if row.owes else ""
    if row.is_emergency:
        due = known.working_days.due(WORKING_DAYS_IN_AN_EMERGENCY, after=row.from_on)
        step = f"Moved in an emergency on {in_words(row.from_on)}"
        return replace(due, steps=(step, *due.steps), note=note)
    step = f"Before the move on {in_words(row.from_on)}, on that day at the latest"
    return Due(min(row.recorded_on, row.from_on), row.from_on, (step,), note=note)
