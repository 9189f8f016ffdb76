"""The clock `setting_notified`: a school knows that a looked-after child is on its roll.

Source: SI 2010/959 reg. 13 (who provides the child's education is told of a placement before it,
in an emergency within 5 working days); statutory guidance (2018), "The role of the VSH for
looked-after children": head teachers and designated teachers are told.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Self

from pupils.rules.clock import (
    SOCIAL_WORKER,
    ClockState,
    Closing,
    Surroundings,
    clock_state,
    earliest,
    end_of_care,
)
from pupils.rules.facts import CarePeriodFacts, PupilFacts, end_known_on
from pupils.rules.short_breaks import is_short_break
from vsh.calendars.rules import ONE_DAY, in_words

KIND = "setting_notified"
WORKING_DAYS = 5
FRIDAY = 4
HEAD_TEACHER, DESIGNATED_TEACHER = "head_teacher", "designated_teacher"
WHOM = {HEAD_TEACHER: "Head teacher", DESIGNATED_TEACHER: "Designated teacher"}


@dataclass(frozen=True)
class ToldFacts:
    """Who was told when, and of what began on which day; a planned move is told of before it."""

    whom: str
    told_on: date
    from_on: date

    def is_of(self, day: date) -> bool:
        """Whether it tells of what began on `day`: since then, or ahead of that very day."""
        return self.told_on >= day or self.from_on == day


@dataclass(frozen=True)
class RollFacts:
    """A place at a setting, whose last day is included; `school` is the setting's URN. `goes_on`
    are the places at the same setting that followed it without a gap: one time on its roll."""

    id: int
    school: str
    started_on: date
    ended_on: date | None = None
    told: tuple[ToldFacts, ...] = ()
    goes_on: tuple[int, ...] = ()

    @property
    def ids(self) -> tuple[int, ...]:
        """Every place of this time on the roll."""
        return (self.id, *self.goes_on)


@dataclass(frozen=True)
class RollsOfChild:
    """The settings on whose rolls a child was or is, and what each was told."""

    rows: tuple[RollFacts, ...] = ()

    def as_known_on(self, day: date) -> Self:
        """Without what happened after `day`."""
        return replace(
            self,
            rows=tuple(
                replace(
                    roll,
                    ended_on=end_known_on(day, roll.ended_on),
                    told=tuple(told for told in roll.told if told.told_on <= day),
                )
                for roll in self.rows
                if roll.started_on <= day
            ),
        )


@dataclass(frozen=True)
class Event:
    """What a setting is told of: the day on which it begins, in the clock's key and in words."""

    on: date
    key: str
    words: str
    is_planned: bool = False


def settings_notified(
    child: PupilFacts, rolls: RollsOfChild, known: Surroundings
) -> list[ClockState]:
    """A clock for each thing that a setting is told of: a child on its roll enters care, a child
    in care comes onto it, a child there has another home."""
    states: dict[str, ClockState] = {}
    for period in child.care_periods:
        if is_short_break(child, period, on=known.on):
            continue
        for roll in times_on_roll(rolls.rows):
            closing = closing_of(child, period, roll, on=known.on)
            told_of = list(events(period, roll, closing=closing))
            for event in _to_ask(told_of, child.on_record_since, closing):
                states[event.key] = _clock(event, roll, closing, known)
    return list(states.values())


def times_on_roll(rows: Iterable[RollFacts]) -> list[RollFacts]:
    """The places, those at one setting joined that overlap or follow without a gap: the setting
    knows the child, whatever kind of place it is now. Over a weekend there is no gap."""
    found: list[RollFacts] = []
    for row in sorted(rows, key=lambda row: (row.started_on, row.id)):
        same = (roll for roll in found if roll.school == row.school)
        before = next((roll for roll in same if _follows(row, roll)), None)
        if before is None:
            found.append(row)
            continue
        ends = (before.ended_on, row.ended_on)
        found[found.index(before)] = replace(
            before,
            ended_on=None if None in ends else max(day for day in ends if day is not None),
            told=(*before.told, *row.told),
            goes_on=(*before.goes_on, row.id),
        )
    return found


def _follows(row: RollFacts, before: RollFacts) -> bool:
    """Whether no weekday lies between the last day of the one and the first of the other."""
    if before.ended_on is None:
        return True
    between = (row.started_on - before.ended_on).days
    return between <= 1 or (before.ended_on.weekday() >= FRIDAY and _is_next_week(row, before))


def _is_next_week(row: RollFacts, before: RollFacts) -> bool:
    assert before.ended_on is not None
    monday = before.ended_on + timedelta(days=7 - before.ended_on.weekday())
    return row.started_on <= monday


def events(period: CarePeriodFacts, roll: RollFacts, *, closing: Closing | None) -> Iterator[Event]:
    """What a setting is told of in a time in care, in order; a home that begins on the child's last
    day there, or later, is not its concern."""
    first = max(period.started_on, roll.started_on)
    if roll.ended_on is not None and roll.ended_on < first:
        return
    if closing is not None and closing.on <= first:
        return
    if roll.started_on > period.started_on:
        words = f"A place at a setting from {in_words(first)}"
        yield Event(first, f"enrolment:{first}/{roll.school}", words)
    else:
        words = f"Looked after from {in_words(first)}, on the setting’s roll"
        yield Event(first, f"{period.key}/{roll.school}", words)
    homes = [placement for placement in period.placements if placement.started_on > first]
    for home in sorted(homes, key=lambda home: home.started_on):
        if closing is not None and home.started_on >= closing.on - ONE_DAY:
            return
        yield Event(
            home.started_on,
            f"placement:{home.started_on}/{roll.school}",
            f"Another home from {in_words(home.started_on)}",
            is_planned=not home.is_emergency,
        )


def known_ahead(child: PupilFacts, *, on: date, until: date) -> PupilFacts:
    """The child as known on a day, with the homes that are planned until a later one."""
    planned = {period.id: period.placements for period in child.as_known_on(until).care_periods}
    known = child.as_known_on(on)
    periods = (replace(p, placements=planned[p.id]) for p in known.care_periods)
    return replace(known, care_periods=tuple(periods))


def events_to_tell(child: PupilFacts, roll: RollFacts, *, on: date) -> list[Event]:
    """What the setting of a looked-after child can be told of today: the latest thing that has
    begun, then what is still to begin, in order."""
    found = [
        event
        for period in child.care_periods
        if end_of_care(child, period, on=on) is None
        for event in events(period, roll, closing=_left(roll))
    ]
    found.sort(key=lambda event: event.on)
    begun = [event for event in found if event.on <= on]
    return [*begun[-1:], *found[len(begun) :]]


def closing_of(
    child: PupilFacts, period: CarePeriodFacts, roll: RollFacts, *, on: date
) -> Closing | None:
    """The day from which the setting is told nothing more: care ended, or the place did."""
    return earliest(end_of_care(child, period, on=on), _left(roll))


def _left(roll: RollFacts) -> Closing | None:
    if roll.ended_on is None:
        return None
    return Closing(roll.ended_on + ONE_DAY, f"The place ended on {in_words(roll.ended_on)}")


def _to_ask(found: list[Event], since: date | None, closing: Closing | None) -> list[Event]:
    """What began since the child was on record here, and of what was before that the last, where
    it still held then: nobody knows whom the authority told in all the years before."""
    if since is None:
        return found
    still_held = closing is None or closing.on > since
    before = [event for event in found if event.on < since and still_held]
    return [*before[-1:], *(event for event in found if event.on >= since)]


def _clock(
    event: Event, roll: RollFacts, closing: Closing | None, known: Surroundings
) -> ClockState:
    due = known.working_days.due(known.number(KIND, WORKING_DAYS), after=event.on)
    told = {whom: _told_on(roll, event, whom) for whom in WHOM}
    missing = [WHOM[whom].lower() for whom, day in told.items() if day is None]
    days = [day for day in told.values() if day is not None]
    note = f"Not told yet on record: {' and '.join(missing)}" if missing else ""
    if event.is_planned and missing:
        note += ". Of a planned placement the setting is told before it"
    return clock_state(
        kind=KIND,
        trigger_key=event.key,
        owner_role=SOCIAL_WORKER,
        due=replace(due, steps=(event.words, *due.steps), note=note),
        met_on=None if missing else max(days),
        closing=closing,
    )


def _told_on(roll: RollFacts, event: Event, whom: str) -> date | None:
    """The first day on which they were told of it."""
    told = (one.told_on for one in roll.told if one.whom == whom and one.is_of(event.on))
    return min(told, default=None)
