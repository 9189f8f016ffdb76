"""A place from which a child is permanently excluded is no education any more.

`keeps_out` says which exclusion keeps a child out, and until when; `ExclusionQuerySet.keeping_out`
is the same question to the database.

The name stays on the register until the review is over (Department for Education, "Suspension and
permanent exclusion", August 2024), while the authority is to secure new provision rapidly
(statutory guidance, 2018, the designated teacher and exclusions).
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import Protocol

from pupils.rules.facts import EnrolmentFacts
from vsh.calendars.rules import ONE_DAY

from .provision import ExclusionFacts

EXCLUDED = "excluded"  # the kind of the days on a register after a permanent exclusion


class Decision(Protocol):
    """What is read of an exclusion: on record, or as a clock has its facts."""

    @property
    def is_permanent(self) -> bool: ...
    @property
    def started_on(self) -> date: ...
    @property
    def cancelled_on(self) -> date | None: ...
    @property
    def reinstated_on(self) -> date | None: ...
    @property
    def sessions_missed(self) -> int | None: ...


def keeps_out(row: Decision, *, on: date) -> bool:
    """Whether the child is out of the school for good on a day, as far as is known: from the first
    day of a permanent exclusion until it is cancelled or the child reinstated. Upheld, quashed or
    to be thought of again it keeps the child out; cancelled before a session was missed it never
    did."""
    back_on = _back_on(row)
    return _ever_kept_out(row) and row.started_on <= on and (back_on is None or on < back_on)


def without_excluded_days(
    enrolments: Iterable[EnrolmentFacts], exclusions: Iterable[ExclusionFacts]
) -> tuple[EnrolmentFacts, ...]:
    """The places, each divided where its school excluded the child for good: the days before, those
    out of school, and those after the exclusion was cancelled or the child reinstated."""
    out = [row for row in exclusions if _ever_kept_out(row)]
    found = tuple(enrolments)
    for row in sorted(out, key=lambda each: each.started_on):
        found = tuple(piece for place in found for piece in _divided(place, row))
    return found


def _divided(place: EnrolmentFacts, row: ExclusionFacts) -> Iterator[EnrolmentFacts]:
    is_there = place.setting_id is not None and place.setting_id == row.setting_id
    if not is_there or not place.covers(row.started_on):
        yield place
        return
    back_on = _back_on(row)
    if place.started_on < row.started_on:
        last = row.started_on - ONE_DAY
        yield replace(place, ended_on=last, ended_by_placement=False)
    if back_on is None or (place.ended_on is not None and place.ended_on < back_on):
        yield _excluded(place, row.started_on, place.ended_on)
        return
    if back_on > row.started_on:
        yield _excluded(place, row.started_on, back_on - ONE_DAY)
    yield replace(place, started_on=back_on, accepted_on=None)


def _excluded(place: EnrolmentFacts, first: date, last: date | None) -> EnrolmentFacts:
    return replace(
        place,
        kind=EXCLUDED,
        is_full_time=False,
        started_on=first,
        ended_on=last,
        accepted_on=None,
        ended_by_placement=False,
    )


def _ever_kept_out(row: Decision) -> bool:
    """Not where it was cancelled before a session was missed; of a past day only what was known by
    then counts, so that a cancellation that came later does not."""
    was_missed = row.cancelled_on is None or row.sessions_missed != 0
    return row.is_permanent and was_missed


def _back_on(row: Decision) -> date | None:
    """The day from which the exclusion keeps the child out no more."""
    days = [day for day in (row.cancelled_on, row.reinstated_on) if day is not None]
    return min(days, default=None)
