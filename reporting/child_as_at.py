"""One child as at a past day, by what is on record now, and what the record said of that day before
it was corrected."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from itertools import groupby

from django.utils import timezone

from vsh.calendars.rules import ONE_DAY

from .child_fact_words import Said
from .child_history import Change, Fact, facts_after

Situation = Callable[[list[Fact], date], list[Said]]


@dataclass(frozen=True, kw_only=True)
class Formerly:
    """What stood on record until this change."""

    value: str
    until: Change


@dataclass(frozen=True)
class Line:
    """A fact of the day, and what the record said of it earlier, oldest first."""

    now: Said
    formerly: list[Formerly] = field(default_factory=list)


def lines_of(changes: Sequence[Change], day: date, situation: Situation) -> list[Line]:
    """The facts of `day` as on record now, each with what stood there before.

    1. The record is read as it stood when the day ended or, where the child came on record later,
       as it was first loaded.
    2. Each later change that gives the day another value leaves the former one behind.
    """
    moments = [list(at) for _, at in groupby(changes, key=lambda change: change.at)]
    if not moments:
        return []
    ended_at = timezone.make_aware(datetime.combine(day + ONE_DAY, time.min))
    known = [each for each in moments if each[0].at < ended_at] or moments[:1]
    told = [change for moment in known for change in moment]
    stood = situation(facts_after(told), day)
    formerly: dict[str, list[Formerly]] = {said.label: [] for said in stood}
    for moment in moments[len(known) :]:
        told += moment
        stands = situation(facts_after(told), day)
        for before, after in zip(stood, stands, strict=True):
            if before.value != after.value:
                until = _change_of(after, moment)
                formerly[after.label].append(Formerly(value=before.value, until=until))
        stood = stands
    return [Line(said, formerly[said.label]) for said in stood]


def _change_of(after: Said, moment: Iterable[Change]) -> Change:
    """The change that brought the new value; where it took one away, the last of the moment."""
    *_, last = moment
    return after.told if after.told is not None and after.told.at == last.at else last
