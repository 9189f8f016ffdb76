"""A child who is held is taught where they are held, and not by the school that excluded them.

Source: statutory guidance (2018), Annex 2: the authority facilitates "access to education while the
young person is detained", with the establishment; in secure accommodation for the child's own
welfare it works "directly with the secure unit". The record of custody decides, never the kind of
a placement.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Self

from pupils.rules.clock import Closing
from pupils.rules.facts import EnrolmentFacts, end_known_on
from vsh.calendars.rules import ONE_DAY, in_words

HELD = "otherwise"  # than at school: the establishment teaches the child


@dataclass(frozen=True)
class StayFacts:
    """A stay at one establishment; the day of release or of a move to another is not in it."""

    started_on: date
    ended_on: date | None = None

    def as_known_on(self, day: date) -> Self:
        """Without an end after `day`."""
        return replace(self, ended_on=end_known_on(day, self.ended_on))

    def covers(self, day: date) -> bool:
        """Whether the child was held on `day`."""
        return self.started_on <= day and (self.ended_on is None or day < self.ended_on)


def stay_on(day: date, stays: Iterable[StayFacts]) -> StayFacts | None:
    """The stay of a day."""
    return next((stay for stay in stays if stay.covers(day)), None)


def first_day_free(day: date, stays: Iterable[StayFacts]) -> date | None:
    """The first day after the stay of a day, and after those that follow it at once; nothing where
    there is none on that day, or no end of it."""
    free_on = None
    for stay in sorted(stays, key=lambda one: one.started_on):
        if stay.covers(free_on or day):
            if stay.ended_on is None:
                return None
            free_on = stay.ended_on
    return free_on


def closed_by(stay: StayFacts, *, not_before: date) -> Closing:
    """What closes a clock of education outside."""
    day = max(stay.started_on, not_before)
    return Closing(
        day, f"In custody from {in_words(stay.started_on)}: the establishment teaches the child"
    )


def with_stays(
    enrolments: tuple[EnrolmentFacts, ...], stays: Iterable[StayFacts]
) -> tuple[EnrolmentFacts, ...]:
    """The places, and the stays as education where the child is held."""
    return (*enrolments, *_as_places(stays))


def _as_places(stays: Iterable[StayFacts]) -> Iterator[EnrolmentFacts]:
    for stay in stays:
        last = stay.ended_on - ONE_DAY if stay.ended_on else None
        if last is None or stay.started_on <= last:
            yield EnrolmentFacts(HELD, stay.started_on, last)
