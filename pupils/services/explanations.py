"""Why a deadline is due when it is: the rule, its source and the sum, recomputed when opened."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Self

from vsh.accounts.roles import Permission
from vsh.calendars import today
from vsh.calendars.rules import Skipped, plural

from ..clocks import Clock, clock_of
from ..models import Deadline
from ..rules.clock import ClockState, LocalLimit, Surroundings
from ..rules.status import Status, due_soon_until, status_on
from .clock_states import clock_states


@dataclass(frozen=True)
class Explanation:
    """What is behind one deadline.

    `sum` is the whole in a sentence; `steps`, `skipped` and `missing` are its parts; `calendar`
    names whose term dates were used, `local` the authority's own setting, `note` what is worth
    knowing besides.
    """

    rule: str
    source: str
    sum: str
    started_on: date | None
    due_on: date | None
    steps: tuple[str, ...]
    skipped: tuple[Skipped, ...]
    missing: tuple[str, ...]
    calendar: str
    local: str
    note: str
    status: Status

    def __str__(self) -> str:
        return self.sum

    def told_with(
        self,
        permissions: Collection[Permission],
        *,
        clock: Clock | None,
        calendars: Collection[str],
    ) -> Self:
        """What of it these permissions tell.

        Without those to facts of care: no note on the placement, of the calendars only those of
        `calendars`, for any other says where the child lives; and no sum that counts from care.
        """
        if Permission.VIEW_CARE in permissions:
            return self
        told = replace(self, note="", missing=neutral_missing(self.missing))
        if self.calendar not in calendars:
            told = replace(told, calendar="")
        if clock is not None and clock.words_permission in permissions:
            return told if not self.missing else replace(told, sum="")
        return replace(told, sum="", started_on=None, steps=(), skipped=())


def neutral_missing(facts: Iterable[str]) -> tuple[str, ...]:
    """What is missing, without whose it is: "autumn term dates 2026-27"."""
    return tuple(fact.partition(" of ")[0] for fact in facts)


def explain_all(
    pupil_id: int, *, on: date | None = None, kind: str = ""
) -> dict[tuple[str, str], Explanation]:
    """The explanation of every clock of one child, or of one kind, by kind and trigger key."""
    clocks = clock_states([pupil_id], on=on or today(), kind=kind)[pupil_id]
    return {
        (state.kind, state.trigger_key): _explanation(state, clock, clocks.known)
        for state in clocks.states
        if (clock := clock_of(state.kind))
    }


def explain(deadline: Deadline, on: date | None = None) -> Explanation | None:
    """The sum behind one deadline; nothing if the facts no longer lead to it."""
    found = explain_all(deadline.pupil_id, on=on, kind=deadline.kind)
    return found.get((deadline.kind, deadline.trigger_key))


def _explanation(state: ClockState, clock: Clock, known: Surroundings) -> Explanation:
    due = state.due
    soon_until = due_soon_until(on=known.on, working_days=known.working_days)
    return Explanation(
        rule=clock.words,
        source=clock.source,
        sum=due.sum,
        started_on=due.started_on,
        due_on=due.due_on,
        steps=due.steps,
        skipped=due.skipped,
        missing=due.missing,
        calendar=due.calendar,
        note=due.note,
        local=_local(clock, known.limits.get(state.kind)),
        status=status_on(
            known.on,
            due_on=due.due_on,
            met_on=state.met_on,
            closed_on=state.closed_on,
            soon_until=soon_until,
        ),
    )


def _local(clock: Clock, limit: LocalLimit | None) -> str:
    if limit is None or limit.number is None:
        return ""
    if clock.is_local:
        return f"The authority's own clock, its own limit: {plural(limit.number, clock.unit)}"
    if clock.statutory is None:
        return f"The authority's own cut-off: {limit.number} school days before the end of term"
    own = plural(limit.number, clock.unit)
    return f"The authority's own limit: {own} (statutory: {clock.statutory})"
