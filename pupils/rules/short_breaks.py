"""Agreed series of short breaks: the lighter regime, and when a child falls outside it.

Source: SI 2010/959 reg. 48: no placement longer than 17 days, at most 75 days in a year, the
same carer, and no care order (the SSDA903 return's V3 and V4 are such agreements).
"""

from collections.abc import Iterator
from datetime import date

from vsh.calendars.rules import add_months

from .facts import CarePeriodFacts, PlacementFacts, PupilFacts

LEGAL_STATUSES = frozenset({"V3", "V4"})
LONGEST_PLACEMENT_DAYS = 17
MOST_DAYS_A_YEAR = 75
_CARER_CHANGED = frozenset({"P", "B"})


def is_short_break(child: PupilFacts, period: CarePeriodFacts, *, on: date) -> bool:
    """Whether the period, as known on `on`, runs under the regime of short breaks.

    Days are counted from the first day up to, and without, the day on which a break ended.
    Once a condition fails the period is like any other, from its start.
    """
    if not _is_agreed(period):
        return False
    until = min(period.ended_on or on, on)
    since = add_months(until, -12)
    spans = [
        (max(start, since), min(end or until, until), postcode)
        for other in child.care_periods
        if _is_agreed(other) and other.started_on <= until
        for start, end, postcode in _breaks(other)
    ]
    in_the_year = [(start, end, postcode) for start, end, postcode in spans if end > start]
    own = [(start, min(end or until, until)) for start, end, _ in _breaks(period)]
    return (
        all((end - start).days <= LONGEST_PLACEMENT_DAYS for start, end in own)
        and sum((end - start).days for start, end, _ in in_the_year) <= MOST_DAYS_A_YEAR
        and len({postcode for _, _, postcode in in_the_year if postcode}) <= 1
        and not any(e.reason_started in _CARER_CHANGED for e in period.episodes)
    )


def _is_agreed(period: CarePeriodFacts) -> bool:
    return bool(period.episodes) and all(
        episode.legal_status in LEGAL_STATUSES for episode in period.episodes
    )


def _breaks(period: CarePeriodFacts) -> Iterator[tuple[date, date | None, str]]:
    rows: tuple[PlacementFacts, ...] = period.placements
    if not rows:
        yield period.started_on, period.ended_on, ""
    for row in rows:
        yield row.started_on, row.ended_on, row.postcode
