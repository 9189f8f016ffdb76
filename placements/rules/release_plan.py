"""The clock `release_plan`: before release from custody there is a plan for education.

Source: statutory guidance (2018), Annex 2: plan ahead "in sufficient time so that a suitable
educational or training placement can be arranged" after release. It names no days: the number is
local.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import Self

from pupils.rules.ages import eighteenth_birthday
from pupils.rules.clock import (
    SOCIAL_WORKER,
    ClockState,
    Closing,
    Surroundings,
    clock_state,
    earliest,
)
from pupils.rules.facts import PupilFacts, end_known_on
from vsh.calendars.rules import ONE_DAY, Due, in_words, plural

KIND = "release_plan"
WORKING_DAYS = 20  # where the authority has not set its own; to be confirmed
WELFARE = "welfare"
RELEASED, MOVED = "released", "moved"


@dataclass(frozen=True)
class CustodyFacts:
    """A stay at one establishment, and what was done for the time after it.

    `plan_sent_on` is the first day on which the PEP went to those who have the child then.
    """

    started_on: date
    kind: str = "sentence"
    release_on: date | None = None
    release_known_on: date | None = None
    release_planned_on: date | None = None
    ended_on: date | None = None
    ended_because: str = ""
    plan_sent_on: date | None = None

    @property
    def leaves_on(self) -> date | None:
        """The day of release: as it was, else as it is known."""
        return self.ended_on if self.ended_because == RELEASED else self.release_on

    def as_known_on(self, day: date) -> Self:
        """Without what happened, or came to be known, after `day`."""
        ended_on = end_known_on(day, self.ended_on)
        is_known = self.release_known_on is not None and self.release_known_on <= day
        return replace(
            self,
            release_on=self.release_on if is_known else None,
            release_known_on=end_known_on(day, self.release_known_on),
            release_planned_on=end_known_on(day, self.release_planned_on),
            ended_on=ended_on,
            ended_because=self.ended_because if ended_on else "",
            plan_sent_on=end_known_on(day, self.plan_sent_on),
        )


@dataclass(frozen=True)
class CustodiesOfChild:
    """The times that one child was in custody."""

    rows: tuple[CustodyFacts, ...] = ()

    def as_known_on(self, day: date) -> Self:
        """The stays that had begun by `day`, as they were known then."""
        known = tuple(row.as_known_on(day) for row in self.rows if row.started_on <= day)
        return replace(self, rows=known)


def release_plans(
    child: PupilFacts, held: CustodiesOfChild, known: Surroundings
) -> list[ClockState]:
    """For each release that is known: the plan for education is made and the PEP is sent before it.

    It goes on when the child ceases to be looked after, up to the 18th birthday. Secure
    accommodation for a child's own welfare is no custody; who was released before the child was on
    record here was somebody else's to plan for.
    """
    since = child.on_record_since or date.min
    adult_on = eighteenth_birthday(child.date_of_birth)
    adult = (
        Closing(adult_on, f"Turned 18 on {in_words(adult_on)}") if adult_on <= known.on else None
    )
    return [
        _clock(row, row.leaves_on, adult, known)
        for row in held.rows
        if row.kind != WELFARE and row.leaves_on is not None and row.leaves_on >= since
    ]


def _clock(
    row: CustodyFacts, leaves_on: date, adult: Closing | None, known: Surroundings
) -> ClockState:
    steps = {
        "the plan for education after release": row.release_planned_on,
        "that the PEP was sent to those who have the child then": row.plan_sent_on,
    }
    missing = [words for words, day in steps.items() if day is None]
    done = [day for day in steps.values() if day is not None]
    note = f"Not on record yet: {' and '.join(missing)}" if missing else ""
    return clock_state(
        kind=KIND,
        trigger_key=f"custody:{row.started_on}",
        owner_role=SOCIAL_WORKER,
        due=replace(_due(row, leaves_on, known), note=note),
        met_on=None if missing else max(done),
        closing=earliest(_moved(row), adult),
    )


def _due(row: CustodyFacts, leaves_on: date, known: Surroundings) -> Due:
    """So many working days before release; it runs from the day on which that was known."""
    number = known.local_number(KIND) or WORKING_DAYS
    started_on = min(row.release_known_on or leaves_on, leaves_on)
    due_on = known.working_days.back(number, ending=leaves_on - ONE_DAY)
    step = f"{plural(number, 'working day')} before release on {in_words(leaves_on)}"
    if due_on < started_on:
        return Due(started_on, started_on, (step, "not before the release was known"))
    return Due(started_on, due_on, (step,))


def _moved(row: CustodyFacts) -> Closing | None:
    """The next establishment's stay has a clock of its own."""
    if row.ended_on is None or row.ended_because != MOVED:
        return None
    return Closing(row.ended_on, f"Moved to another establishment on {in_words(row.ended_on)}")
