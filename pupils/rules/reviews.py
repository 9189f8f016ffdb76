"""The clock `statutory_review`: reviews of the care plan.

Source: SI 2010/959 reg. 33 (20 working days, 3 months, then every 6 months) and reg. 48 (short
breaks: 3 months, then 6); Adoption Agencies Regulations 2005 reg. 36 (placed for adoption: 4
weeks, 3 months, then 6).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from vsh.calendars.rules import Due, add_months, in_words, plural

from .clock import IRO, ClockState, Closing, Surroundings, clock_state, earliest, end_of_care
from .facts import CarePeriodFacts, PlacementFacts, PupilFacts
from .short_breaks import is_short_break

KIND = "statutory_review"
FIRST_REVIEW_WORKING_DAYS = 20
EARLIER_REVIEWS = "earlier reviews"


@dataclass(frozen=True)
class _Chain:
    """Reviews counted from one event: the first limit, then months after each review."""

    key: str
    first: Due
    second_months: int
    reviews: tuple[date, ...]
    closing: Closing | None


def statutory_reviews(child: PupilFacts, known: Surroundings) -> list[ClockState]:
    """The review clocks of every period of care, as known on the day."""
    states: list[ClockState] = []
    for period in child.care_periods:
        for chain in _chains(child, period, known):
            states.extend(_clocks(chain, child))
    return states


def _chains(child: PupilFacts, period: CarePeriodFacts, known: Surroundings) -> Iterator[_Chain]:
    """The period's chain from entry to care, and a new one from each placement for adoption."""
    end = end_of_care(child, period, on=known.on)
    starts = [day for day in adoption_starts(period.placements) if end is None or day < end.on]
    bounds = [*starts, None]
    if (end is None or period.started_on < end.on) and bounds[0] != period.started_on:
        yield _Chain(
            key=period.key,
            first=_first_due(child, period, known),
            second_months=6 if is_short_break(child, period, on=known.on) else 3,
            reviews=_held(period, period.started_on, bounds[0]),
            closing=earliest(end, _adoption(bounds[0])),
        )
    for start, following in zip(starts, bounds[1:], strict=True):
        yield _Chain(
            key=f"placed_for_adoption:{start}",
            first=Due(start, start + timedelta(weeks=4), (f"4 weeks from {in_words(start)}",)),
            second_months=3,
            reviews=_held(period, start, following),
            closing=earliest(end, _adoption(following)),
        )


def _clocks(chain: _Chain, child: PupilFacts) -> Iterator[ClockState]:
    """One clock for the first review and one after each review held."""
    reviews = chain.reviews
    first, due = reviews[0] if reviews else None, chain.first
    assert due.due_on is not None
    is_loaded = first is None or not _is_missing_earlier(chain, first, child)
    yield clock_state(
        kind=KIND,
        trigger_key=chain.key,
        owner_role=IRO,
        due=due if is_loaded else Due(due.started_on, None, due.steps, missing=(EARLIER_REVIEWS,)),
        met_on=first if is_loaded else None,
        closing=chain.closing,
        is_current=is_loaded,
    )
    for index, held_on in enumerate(reviews):
        if chain.closing and held_on >= chain.closing.on:
            return
        is_second = index == 0 and is_loaded
        months = chain.second_months if is_second else 6
        yield clock_state(
            kind=KIND,
            trigger_key=f"review:{held_on}",
            owner_role=IRO,
            due=Due(
                held_on,
                add_months(held_on, months),
                (f"{plural(months, 'month')} from the review on {in_words(held_on)}",),
            ),
            met_on=reviews[index + 1] if index + 1 < len(reviews) else None,
            closing=chain.closing,
        )


def _is_missing_earlier(chain: _Chain, first: date, child: PupilFacts) -> bool:
    """Whether reviews before the first one on record were not loaded, rather than not held.

    So it is if that review is later than the first and second limit together, and was held
    before the child was on record here; one held since then was simply late.
    """
    assert chain.first.due_on is not None
    is_far = first > add_months(chain.first.due_on, chain.second_months)
    return is_far and (child.on_record_since is None or first < child.on_record_since)


def _first_due(child: PupilFacts, period: CarePeriodFacts, known: Surroundings) -> Due:
    if is_short_break(child, period, on=known.on):
        start = period.started_on
        return Due(start, add_months(start, 3), (f"3 months from {in_words(start)}",))
    number = known.number(KIND, FIRST_REVIEW_WORKING_DAYS)
    return known.working_days.due(number, after=period.started_on)


def adoption_starts(placements: Iterable[PlacementFacts]) -> list[date]:
    """The first day of each unbroken stretch of placements for adoption: a new chain of reviews."""
    starts = []
    ended_on = None
    for placement in sorted(placements, key=lambda placement: placement.started_on):
        if placement.is_for_adoption:
            if placement.started_on != ended_on:
                starts.append(placement.started_on)
            ended_on = placement.ended_on
    return starts


def _adoption(start: date | None) -> Closing | None:
    return Closing(start, f"Placed for adoption on {in_words(start)}") if start else None


def _held(period: CarePeriodFacts, first: date, before: date | None) -> tuple[date, ...]:
    return tuple(
        day for day in period.held_reviews if day >= first and (before is None or day < before)
    )
