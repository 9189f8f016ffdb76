"""Runs every clock for many children, from the facts as they were known on a day."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import islice

from vsh.calendars.services import load_calendar_book

from ..clocks import Clock, Loader, MoreFacts, clocks
from ..rules.clock import ClockState, Surroundings
from ..rules.facts import PupilFacts
from .clock_facts import LoadedChild, load_children

BATCH = 500


@dataclass(frozen=True)
class ChildClocks:
    """The clocks of one child that had started, and what they were worked out with."""

    states: list[ClockState]
    known: Surroundings


def clock_states(pupil_ids: Collection[int], *, on: date, kind: str = "") -> dict[int, ChildClocks]:
    """Every clock of these children, or those of one kind, that had started by `on`; facts dated
    later are not yet known.

    A fixed number of queries: the children, each app's own facts, the calendars.
    """
    asked = [clock for clock in clocks() if not kind or clock.kind == kind]
    children = load_children(pupil_ids)
    loaders = {clock.load for clock in asked if clock.load}
    more = {load: load(pupil_ids) for load in loaders}
    surroundings = _surroundings(children.values(), on, areas=_areas_of_facts(asked, more))
    return {
        pk: _of_child(pk, child.facts, surroundings[child.facts.authority_code], more, asked)
        for pk, child in children.items()
    }


def facts_of_children(
    pupil_ids: Collection[int], *, on: date
) -> dict[int, tuple[PupilFacts, Surroundings]]:
    """What every clock of these children is worked out from, as known on a day; two queries."""
    children = load_children(pupil_ids)
    known = _surroundings(children.values(), on)
    return {
        pk: (child.facts.as_known_on(on), known[child.facts.authority_code])
        for pk, child in children.items()
    }


def _of_child(
    pk: int,
    facts: PupilFacts,
    known: Surroundings,
    more: Mapping[Loader, Mapping[int, MoreFacts]],
    asked: Collection[Clock],
) -> ChildClocks:
    child = facts.as_known_on(known.on)
    own = {load: loaded[pk].as_known_on(known.on) for load, loaded in more.items()}
    states = [
        state
        for clock in asked
        for state in clock.run(child, own[clock.load] if clock.load else None, known)
    ]
    return ChildClocks(states, known)


def _surroundings(
    children: Collection[LoadedChild], on: date, *, areas: Iterable[str] = ()
) -> dict[str, Surroundings]:
    """The calendars and settings that matter to these children, by responsible authority; `areas`
    are those that matter beside where they live."""
    by_code = {child.facts.authority_code: child for child in children}
    book = load_calendar_book(
        authority_names={code: child.authority_name for code, child in by_code.items()},
        area_codes={*_areas(children), *areas},
        setting_ids=set(_settings(children)),
    )
    return {
        code: Surroundings(on=on, book=book, limits=child.limits) for code, child in by_code.items()
    }


def _areas(children: Iterable[LoadedChild]) -> Iterator[str]:
    for child in children:
        for period in child.facts.care_periods:
            for placement in period.placements:
                if placement.area_code:
                    yield placement.area_code


def _areas_of_facts(
    asked: Iterable[Clock], more: Mapping[Loader, Mapping[int, MoreFacts]]
) -> Iterator[str]:
    for clock in asked:
        if clock.load and clock.areas:
            for facts in more[clock.load].values():
                yield from clock.areas(facts)


def _settings(children: Iterable[LoadedChild]) -> Iterator[int]:
    for child in children:
        for enrolment in child.facts.enrolments:
            if enrolment.setting_id is not None:
                yield enrolment.setting_id


def in_batches(ids: Iterable[int]) -> Iterator[list[int]]:
    """Ids in steps small enough for one transaction."""
    rest = iter(ids)
    while batch := list(islice(rest, BATCH)):
        yield batch
