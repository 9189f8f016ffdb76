"""Invented histories of care: ages, periods, placements, legal statuses and reviews."""

import random
from dataclasses import dataclass, field
from datetime import date, timedelta

from vsh.calendars.rules import birthday

from .organisations import Place

# Shares of children looked after in England by age, and of placements, to the nearest percent.
AGES = [(range(1), 5), (range(1, 5), 13), (range(5, 10), 18), (range(10, 16), 38)]
AGES += [(range(16, 18), 26)]
LONG_STAYS = {"U6": 30, "U4": 22, "U3": 10, "U1": 6, "K2": 12, "P1": 7, "R1": 2, "S1": 1}
FOR_THE_YOUNG = {"U6": 40, "U3": 15, "U1": 8, "P1": 9, "A5": 6, "A6": 6, "R3": 2}
FROM_SIXTEEN = {"K3": 36, "U4": 20, "U6": 16, "K2": 14, "P1": 5, "U3": 5, "R1": 2}

_ELSEWHERE = ["998", "998", "999", "999", "302", "383"]  # the neighbour, or farther away


@dataclass(kw_only=True)
class Stay:
    """One placement."""

    started_on: date
    ended_on: date | None
    placement_type: str
    is_emergency: bool
    area_code: str
    postcode: str


@dataclass(kw_only=True)
class CareHistory:
    """One period of care."""

    started_on: date
    ended_on: date | None
    end_reason: str = ""
    need: str = "N1"
    stays: list[Stay] = field(default_factory=list)
    statuses: list[tuple[date, date | None, str]] = field(default_factory=list)
    reviews_held: list[date] = field(default_factory=list)
    next_review_on: date | None = None


def draw(rng: random.Random, weights: dict[str, int]) -> str:
    """One key, by weight."""
    return rng.choices(list(weights), weights=list(weights.values()))[0]


def invent_birth(rng: random.Random, *, on: date, is_uasc: bool) -> date:
    """A date of birth, by the ages of children looked after in England."""
    if is_uasc:
        age = rng.choice([15, 16, 16, 17, 17, 17])
    else:
        ages = rng.choices([band for band, _ in AGES], weights=[share for _, share in AGES])[0]
        age = rng.choice(ages)
    return on - timedelta(days=int(age * 365.25) + rng.randint(1, 360))


def invent_care(
    rng: random.Random, *, born_on: date, on: date, place: Place, is_uasc: bool
) -> list[CareHistory]:
    """One or two periods of care, the last reaching to `on` for most children."""
    in_care_since = _entry(rng, born_on=born_on, on=on, is_uasc=is_uasc)
    periods = []
    earlier_by = rng.randint(300, 900)
    if rng.random() < 0.1 and in_care_since - timedelta(days=earlier_by) > born_on:
        start = in_care_since - timedelta(days=earlier_by)
        end = start + timedelta(days=rng.randint(60, 250))
        periods.append(CareHistory(started_on=start, ended_on=end, end_reason="E4A"))
    current = CareHistory(started_on=in_care_since, ended_on=None)
    if rng.random() < 0.14 and (on - in_care_since).days > 200:
        longest = min(420, (on - in_care_since).days - 60)
        current.ended_on = on - timedelta(days=rng.randint(1, longest))
        current.end_reason = rng.choice(["E4A", "E4A", "E11", "E45", "E8"])
    periods.append(current)
    for period in periods:
        period.need = "N8" if is_uasc else rng.choices(["N1", "N5", "N4", "N2"], [66, 18, 10, 6])[0]
        period.stays = _stays(rng, period, born_on=born_on, on=on, place=place)
        period.statuses = _statuses(rng, period, on=on, is_uasc=is_uasc)
        _hold_reviews(rng, period, on=on)
    return periods


def enter_care(*, entered_on: date) -> CareHistory:
    """A child placed in an emergency a few days ago, whose first review is arranged."""
    history = CareHistory(started_on=entered_on, ended_on=None)
    history.stays = [
        Stay(
            started_on=entered_on,
            ended_on=None,
            placement_type="U6",
            is_emergency=True,
            area_code="999",
            postcode="NS2 4AB",
        )
    ]
    history.statuses = [(entered_on, None, "V2")]
    history.next_review_on = _weekday(entered_on + timedelta(days=24))
    return history


def _entry(rng: random.Random, *, born_on: date, on: date, is_uasc: bool) -> date:
    longest = max(1, (on - born_on).days - 2)
    if rng.random() < 0.07:
        days = rng.randint(1, 28)
    elif is_uasc:
        days = rng.randint(30, 500)
    else:
        days = int(rng.expovariate(1 / 950)) + 20
    return on - timedelta(days=min(days, longest))


def _stays(
    rng: random.Random, period: CareHistory, *, born_on: date, on: date, place: Place
) -> list[Stay]:
    last = period.ended_on or on
    length = (last - period.started_on).days
    count = min(rng.choices([1, 2, 3, 4, 5], [48, 28, 14, 7, 3])[0], 1 + length // 30)
    starts = sorted(rng.sample(range(20, max(21, length)), count - 1)) if count > 1 else []
    days = [period.started_on, *(period.started_on + timedelta(days=n) for n in starts)]
    stays = []
    for index, start in enumerate(days):
        end = days[index + 1] if index + 1 < len(days) else period.ended_on
        age = (start - born_on).days // 365
        kinds = FOR_THE_YOUNG if age < 4 else FROM_SIXTEEN if age >= 16 else LONG_STAYS
        is_near = rng.random() < 0.66
        area = place.authority.code if is_near else rng.choice(_ELSEWHERE)
        letters = {"999": "NS", "998": "SM"}.get(area, "XM")
        stays.append(
            Stay(
                started_on=start,
                ended_on=end,
                placement_type=draw(rng, kinds),
                is_emergency=rng.random() < (0.45 if index == 0 else 0.2),
                area_code=area,
                postcode=f"{letters}{rng.randint(1, 9)} {rng.randint(1, 9)}{rng.choice('ABDEF')}X",
            )
        )
    return stays


def _statuses(
    rng: random.Random, period: CareHistory, *, on: date, is_uasc: bool
) -> list[tuple[date, date | None, str]]:
    last = period.ended_on or on
    if is_uasc or rng.random() < 0.22:
        return [(period.started_on, period.ended_on, "V2")]
    ordered_on = period.started_on + timedelta(days=rng.randint(150, 320))
    if ordered_on >= last:
        return [(period.started_on, period.ended_on, "C1")]
    return [(period.started_on, ordered_on, "C1"), (ordered_on, period.ended_on, "C2")]


def _hold_reviews(rng: random.Random, period: CareHistory, *, on: date) -> None:
    last = period.ended_on or on
    due_in = [25, 85, *[175] * 40]
    day = period.started_on
    for days in due_in:
        late = rng.randint(10, 40) if rng.random() < 0.06 else -rng.randint(0, 8)
        day = _weekday(day + timedelta(days=days + late))
        if day >= last:
            if period.ended_on is None:
                period.next_review_on = day if day > on else _weekday(on + timedelta(days=4))
            return
        period.reviews_held.append(day)


def _weekday(day: date) -> date:
    return day + timedelta(days=(7 - day.weekday()) % 7) if day.weekday() > 4 else day


def invent_missing(
    key: str, period: CareHistory, *, born_on: date, on: date
) -> list[tuple[str, date, date]]:
    """Times away of a child of 13 and over: kind, first day, day of coming back.

    Drawn by the child's own key, so that nothing else of the demonstration depends on them.
    """
    rng = random.Random(f"missing {key}")
    first = max(period.started_on, birthday(born_on, 13), on - timedelta(days=400))
    last = (period.ended_on or on) - timedelta(days=10)
    if first >= last or rng.random() > 0.15:
        return []
    days = sorted(first + (last - first) * rng.random() for _ in range(rng.choice([1, 1, 2, 3])))
    away = [
        (rng.choice("MMA"), day, day + timedelta(days=rng.choice([0, 1, 1, 2, 4]))) for day in days
    ]
    return [
        one for number, one in enumerate(away) if all(one[1] > day for *_, day in away[:number])
    ]
