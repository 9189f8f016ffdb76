"""Runs every clock for many children, from the facts as they were known on a day."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from itertools import islice

from vsh.calendars.services import load_calendar_book

from ..clocks import Loader, MoreFacts, clocks
from ..models import ClockSetting
from ..rules.clock import ClockState, LocalLimit, Surroundings
from ..rules.facts import PupilFacts
from .clock_facts import load_children

BATCH = 500


def clock_states(pupil_ids: Collection[int], *, on: date) -> dict[int, list[ClockState]]:
    """Every clock of these children that had started by `on`, facts dated later not yet known."""
    children = load_children(pupil_ids)
    surroundings = _surroundings(children, on)
    loaders = {clock.load for clock in clocks() if clock.load}
    more = {load: load(pupil_ids) for load in loaders}
    return {
        pk: _of_child(pk, child.as_known_on(on), surroundings[child.authority_code], more)
        for pk, child in children.items()
    }


def _of_child(
    pk: int,
    child: PupilFacts,
    known: Surroundings,
    more: Mapping[Loader, Mapping[int, MoreFacts]],
) -> list[ClockState]:
    own = {load: facts[pk].as_known_on(known.on) for load, facts in more.items()}
    return [
        state
        for clock in clocks()
        for state in clock.run(child, own[clock.load] if clock.load else None, known)
    ]


def _surroundings(children: Mapping[int, PupilFacts], on: date) -> dict[str, Surroundings]:
    """The calendars and settings that matter to these children, by responsible authority."""
    codes = {child.authority_code for child in children.values()}
    book = load_calendar_book(
        authority_codes=codes | set(_areas(children)), setting_ids=set(_settings(children))
    )
    return {
        code: Surroundings(on=on, book=book, limits=limits)
        for code, limits in local_limits(codes).items()
    }


def _areas(children: Mapping[int, PupilFacts]) -> Iterator[str]:
    for child in children.values():
        for period in child.care_periods:
            for placement in period.placements:
                yield placement.area_code


def _settings(children: Mapping[int, PupilFacts]) -> Iterator[int]:
    for child in children.values():
        for enrolment in child.enrolments:
            if enrolment.setting_id is not None:
                yield enrolment.setting_id


def local_limits(authority_codes: Collection[str]) -> dict[str, dict[str, LocalLimit]]:
    """The clock settings of these authorities by code and kind."""
    limits: dict[str, dict[str, LocalLimit]] = {code: {} for code in authority_codes}
    rows = ClockSetting.objects.filter(authority__code__in=authority_codes)
    for code, kind, number, is_on, version in rows.values_list(
        "authority__code", "kind", "number", "is_on", "version"
    ):
        limits[code][kind] = LocalLimit(number=number, is_on=is_on, version=version)
    return limits


def in_batches(ids: Iterable[int]) -> Iterator[list[int]]:
    """Ids in steps small enough for one transaction."""
    rest = iter(ids)
    while batch := list(islice(rest, BATCH)):
        yield batch
