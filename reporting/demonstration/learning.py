"""Invented schooling: a place for each stage, moves with care placements, and some without one."""

import random
from dataclasses import dataclass
from datetime import date, timedelta

from vsh.calendars.rules.years import academic_year
from vsh.organisations.models import EducationSetting

from .care import CareHistory
from .organisations import Place


@dataclass(kw_only=True)
class PlaceAtSchool:
    """One enrolment; `kind` as the model has it."""

    kind: str
    setting: EducationSetting | None
    started_on: date
    ended_on: date | None = None
    is_full_time: bool = True
    ended_by_placement: bool | None = None
    reason_ended: str = ""


def year_group(*, born_on: date, on: date) -> int:
    """National curriculum year by age on 31 August: 0 is Reception, below it the nursery years."""
    starts = int(academic_year(on)[:4])
    cut_off = date(starts, 8, 31)
    age = cut_off.year - born_on.year - ((born_on.month, born_on.day) > (8, 31))
    return age - 4


def invent_schooling(
    rng: random.Random, *, born_on: date, care: list[CareHistory], on: date, place: Place
) -> list[PlaceAtSchool]:
    """Enrolments of the last years, oldest first."""
    year = year_group(born_on=born_on, on=on)
    stages = [s for s in _stages(rng, place) if s[1] <= year]
    if not stages:
        return []
    places = []
    for pool, first, last in stages[-2:]:
        begins = date(int(academic_year(on)[:4]) - (year - first), 9, 1)
        ends = date(begins.year + last - first + 1, 8, 31) if year > last else None
        if pool:
            places.append(
                PlaceAtSchool(
                    kind="main", setting=rng.choice(pool), started_on=begins, ended_on=ends
                )
            )
    if places and places[-1].ended_on is None and year <= 13:
        _move_with_placement(rng, places, care=care, place=place, year=year, on=on)
        _lose_place(rng, places, on=on, year=year)
        _be_without_in_may(rng, places, place=place, on=on, year=year)
    return places


def _stages(rng: random.Random, place: Place) -> list[tuple[list[EducationSetting], int, int]]:
    if rng.random() < 0.09 and place.special:
        return [(place.special, 0, 6), (place.special, 7, 13)]
    post_16 = place.college if rng.random() < 0.8 else []
    return [
        (place.nursery, -2, -1),
        (place.primary, 0, 6),
        (place.secondary, 7, 11),
        (post_16, 12, 13),
    ]


def _move_with_placement(
    rng: random.Random,
    places: list[PlaceAtSchool],
    *,
    care: list[CareHistory],
    place: Place,
    year: int,
    on: date,
) -> None:
    """For some, the last change of placement ended the school; a new one follows after a gap."""
    current = places[-1]
    moved_on = care[-1].stays[-1].started_on
    term_dates_since = date(int(academic_year(on)[:4]) - 1, 9, 1)
    if rng.random() > 0.3 or moved_on <= max(current.started_on, term_dates_since):
        return
    if care[-1].ended_on:
        return
    pool = place.secondary if 7 <= year <= 11 else place.primary if year <= 6 else []
    others = [setting for setting in pool if setting != current.setting]
    if not others:
        return
    current.ended_on = moved_on - timedelta(days=1)
    if current.ended_on < current.started_on:
        current.ended_on = None
        return
    current.ended_by_placement = True
    current.reason_ended = "Care placement changed"
    gap = rng.choice([0, 0, 0, 6, 12, 20, 38])
    starts = moved_on + timedelta(days=gap)
    if gap:
        places.append(
            PlaceAtSchool(
                kind="no_place",
                setting=None,
                started_on=moved_on,
                ended_on=starts - timedelta(days=1),
            )
        )
    places.append(PlaceAtSchool(kind="main", setting=rng.choice(others), started_on=starts))


def _lose_place(rng: random.Random, places: list[PlaceAtSchool], *, on: date, year: int) -> None:
    """A few are without a place today, or on a part-time timetable."""
    while places[-1].started_on > on:
        places.pop()
        places[-1].ended_on = None
    current = places[-1]
    chance = rng.random()
    if chance < 0.03 and 0 <= year <= 11 and (on - current.started_on).days > 40:
        lost_on = on - timedelta(days=rng.randint(2, 35))
        current.ended_on = lost_on - timedelta(days=1)
        current.reason_ended = "Place broke down"
        places.append(PlaceAtSchool(kind="no_place", setting=None, started_on=lost_on))
    elif chance < 0.06:
        current.is_full_time = False


def _be_without_in_may(
    rng: random.Random, places: list[PlaceAtSchool], *, place: Place, on: date, year: int
) -> None:
    """A few were without a place for weeks at the end of last year, and have another since."""
    last_year_ends = int(academic_year(on)[:4])
    current = places[-1]
    if rng.random() > 0.05 or not 1 <= year <= 11 or current.ended_on or current.kind != "main":
        return
    others = [one for one in _like(current.setting, place) if one != current.setting]
    if not others or current.started_on >= date(last_year_ends, 4, 1):
        return
    lost_on = date(last_year_ends, 5, rng.randint(5, 20))
    found_on = date(last_year_ends, 6, rng.randint(8, 26))
    current.ended_on, current.reason_ended = lost_on - timedelta(days=1), "Place broke down"
    without = PlaceAtSchool(kind="no_place", setting=None, started_on=lost_on)
    without.ended_on = found_on - timedelta(days=1)
    places += [
        without,
        PlaceAtSchool(kind="main", setting=rng.choice(others), started_on=found_on),
    ]


def _like(setting: EducationSetting | None, place: Place) -> list[EducationSetting]:
    """The schools of the place that teach the same ages."""
    return next((group for group in (place.primary, place.secondary) if setting in group), [])
