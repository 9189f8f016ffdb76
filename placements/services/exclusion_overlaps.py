"""Whether a school excludes a child twice for one day: each entry would count it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from placements.models import Exclusion
from placements.rules.exclusions import (
    SESSIONS_A_DAY,
    TimeOut,
    days_in_words,
    overlap,
    sessions_of,
)
from placements.services.terms import calendars_of_places
from vsh.govuk.dates import long_date


@dataclass(frozen=True, kw_only=True)
class ExclusionAsItIs:
    """What a person says of an exclusion; `days` is nothing for a permanent one.

    `provision` is the work and education of the first days; what there is from the sixth school day
    is said apart, and whether it is full time.
    Where the head teacher cancelled it: when, why, and the days that the child had missed by then.
    """

    kind: str
    started_on: date
    days: Decimal | None
    reasons: list[str]
    notified_on: date | None
    provision: str
    provision_from_on: date | None
    sixth_day_provision: str = ""
    sixth_day_from_on: date | None = None
    is_sixth_day_full_time: bool = False
    misses_exam: bool = False
    cancelled_on: date | None = None
    cancelled_because: str = ""
    days_missed: Decimal | None = None


def exclusion_in_words(row: Exclusion) -> str:
    """A row as a refusal names it."""
    length = f", {Decimal(row.sessions) / 2:f} days" if row.sessions else ""
    if row.cancelled_on:
        missed = days_in_words(Decimal(row.sessions_missed or 0) / SESSIONS_A_DAY)
        length += f", cancelled on {long_date(row.cancelled_on)} after {missed}"
    return f"{row.get_kind_display()} from {long_date(row.started_on)}{length}: {row.reason_words}"


def is_news(row: Exclusion, facts: ExclusionAsItIs) -> bool:
    """Whether it stands for other days than on record: what was arranged since may be added to one
    that overlapped another before that was refused."""
    is_as_before = (row.kind, row.started_on) == (facts.kind, facts.started_on)
    before = row.sessions if row.cancelled_on is None else row.sessions_missed
    return row.pk is None or not is_as_before or before != _sessions_out(facts)


def overlapping(row: Exclusion, facts: ExclusionAsItIs) -> Exclusion | None:
    """Another of the place for the same days, or of the same kind from the same day. Lunchtimes
    stand beside; of one that was cancelled the days that were missed by then count."""
    same = Exclusion.objects.filter(
        enrolment=row.enrolment, kind=facts.kind, started_on=facts.started_on
    )
    if twice := same.exclude(pk=row.pk).first():
        return twice
    if facts.kind == Exclusion.Kind.LUNCHTIME:
        return None
    this = TimeOut(
        started_on=facts.started_on,
        sessions=_sessions_out(facts),
        is_permanent=facts.kind == Exclusion.Kind.PERMANENT,
        reinstated_on=row.reinstated_on if row.pk else None,
    )
    return next(_overlapped(row, this), None)


def overlapping_once_reinstated(row: Exclusion, back_on: date | None) -> Exclusion | None:
    """Another of the place that it would overlap with this day of reinstatement, or with none, and
    does not as it stands."""
    if row.kind == Exclusion.Kind.LUNCHTIME:
        return None
    now = {one.pk for one in _overlapped(row, _time_out(row, row.reinstated_on))}
    return next(
        (one for one in _overlapped(row, _time_out(row, back_on)) if one.pk not in now), None
    )


def overlap_in_words(other: Exclusion, facts: ExclusionAsItIs) -> str:
    """Why an entry is refused beside another, and what to do."""
    on_record = f"On record is: {exclusion_in_words(other)}. It covers the same day: "
    if (other.kind, other.started_on) == (facts.kind, facts.started_on):
        return f"{on_record}correct that entry. Two of one kind from one day are entered as one"
    ways = "correct that entry, or this day"
    if other.is_permanent and other.cancelled_on is None and other.started_on < facts.started_on:
        ways = "correct that entry or this day, or record that the child was reinstated"
    return on_record + ways


def _overlapped(row: Exclusion, this: TimeOut) -> Iterator[Exclusion]:
    if this.sessions == 0:
        return
    others = Exclusion.objects.counted().filter(enrolment=row.enrolment).exclude(pk=row.pk)
    others = others.exclude(kind=Exclusion.Kind.LUNCHTIME)
    found = list(others.prefetch_related("meetings"))
    if not found:
        return
    days = calendars_of_places([row.enrolment])[row.enrolment.pk]
    yield from (one for one in found if overlap(this, _time_out(one, one.reinstated_on), days))


def _time_out(row: Exclusion, back_on: date | None) -> TimeOut:
    return TimeOut(
        started_on=row.started_on,
        sessions=row.sessions if row.cancelled_on is None else row.sessions_missed,
        is_permanent=row.is_permanent,
        reinstated_on=back_on,
    )


def _sessions_out(facts: ExclusionAsItIs) -> int | None:
    """The half days out of school; of one that was cancelled those missed by then, and nothing for
    a permanent one that stands."""
    if facts.cancelled_on is not None:
        return sessions_of(facts.days_missed or Decimal(0))
    if facts.kind == Exclusion.Kind.PERMANENT:
        return None
    return sessions_of(facts.days or Decimal(0))
