"""The facts of one child that the clocks read, and what was known of them on a day.

Periods of care, episodes and placements end on the day on which the next begins; an enrolment
includes its last day.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Self, TypeVar

from vsh.calendars.rules import ONE_DAY

MAIN_KIND = "main"
EDUCATION_KINDS = frozenset({"main", "otherwise", "alternative"})


@dataclass(frozen=True)
class EpisodeFacts:
    """A stretch of a care period under one legal status (the SSDA903 return's LS and RNE)."""

    started_on: date
    ended_on: date | None
    legal_status: str
    reason_started: str = ""


@dataclass(frozen=True)
class PlacementFacts:
    """Where the child lived; `area_code` is the authority in whose area it lies."""

    started_on: date
    ended_on: date | None = None
    placement_type: str = ""
    area_code: str = ""
    postcode: str = ""
    is_emergency: bool = False

    @property
    def is_for_adoption(self) -> bool:
        """Placed for adoption: the return's A3 to A6."""
        return self.placement_type in {"A3", "A4", "A5", "A6"}


@dataclass(frozen=True)
class ReviewFacts:
    """A statutory review, arranged or held."""

    held_on: date | None = None
    planned_on: date | None = None

    def as_known_on(self, day: date) -> Self | None:
        """A review held later is still only arranged; one never arranged is not known."""
        if self.held_on is None or self.held_on <= day:
            return self
        return replace(self, held_on=None) if self.planned_on else None


@dataclass(frozen=True)
class CarePeriodFacts:
    """An unbroken time of being looked after."""

    id: int
    started_on: date
    ended_on: date | None = None
    episodes: tuple[EpisodeFacts, ...] = ()
    placements: tuple[PlacementFacts, ...] = ()
    reviews: tuple[ReviewFacts, ...] = ()

    @property
    def key(self) -> str:
        """The natural key of what starts with this period."""
        return f"care_period:{self.started_on}"

    @property
    def held_reviews(self) -> list[date]:
        """The days of reviews held in this period, in order."""
        return sorted(
            review.held_on
            for review in self.reviews
            if review.held_on
            and review.held_on >= self.started_on
            and (self.ended_on is None or review.held_on <= self.ended_on)
        )

    @property
    def first_review_on(self) -> date | None:
        """The day of the first review held or, before one is, arranged."""
        if held := self.held_reviews:
            return held[0]
        planned = [r.planned_on for r in self.reviews if r.planned_on and not r.held_on]
        return min((day for day in planned if day >= self.started_on), default=None)

    def placement_on(self, day: date) -> PlacementFacts | None:
        """Where the child lived on `day`, or had lived last."""
        begun = [placement for placement in self.placements if placement.started_on <= day]
        return max(begun, key=lambda placement: placement.started_on, default=None)

    def area_on(self, day: date) -> str:
        """The code of the authority in whose area the child lived on `day`; empty if not known."""
        placement = self.placement_on(day)
        return placement.area_code if placement else ""

    def as_known_on(self, day: date) -> Self:
        """The period without what happened after `day`."""
        return replace(
            self,
            ended_on=end_known_on(day, self.ended_on),
            episodes=tuple(known_rows(self.episodes, day)),
            placements=tuple(known_rows(self.placements, day)),
            reviews=tuple(known for r in self.reviews if (known := r.as_known_on(day))),
        )


@dataclass(frozen=True)
class HoursFacts:
    """From a day on a place is part time, or full time again."""

    from_on: date
    is_full_time: bool
    hours_a_week: float | None = None


@dataclass(frozen=True)
class EnrolmentFacts:
    """A place, education elsewhere, or the recorded fact of having none (`no_place`).

    `is_full_time` and `hours_a_week` hold from its first day; `by_hours` divides it where that
    changes.
    """

    kind: str
    started_on: date
    ended_on: date | None = None
    setting_id: int | None = None
    is_full_time: bool = True
    accepted_on: date | None = None
    ended_by_placement: bool | None = None
    hours_a_week: float | None = None
    hours: tuple[HoursFacts, ...] = ()

    @property
    def is_full_time_education(self) -> bool:
        """Full-time at a school, in alternative provision or otherwise than at school."""
        return self.is_full_time and self.kind in EDUCATION_KINDS

    @property
    def is_part_time_education(self) -> bool:
        """Some education, yet less than full time."""
        return not self.is_full_time and self.kind in EDUCATION_KINDS

    @property
    def is_main_school(self) -> bool:
        """The child's main place at a named setting."""
        return self.kind == MAIN_KIND and self.setting_id is not None

    def is_held_on(self, day: date) -> bool:
        """Whether the place was in force on `day`, or accepted and still to begin."""
        is_coming = self.accepted_on is not None and self.accepted_on <= day < self.started_on
        return is_coming or self.covers(day)

    def covers(self, day: date) -> bool:
        """Whether the place was in force on `day`."""
        return self.started_on <= day and (self.ended_on is None or day <= self.ended_on)

    def by_hours(self) -> "Iterator[EnrolmentFacts]":
        """The place, divided where it becomes part time or full time again; no move of home ends a
        piece of which the place goes on. Of hours that change on its first day the new ones hold.
        """
        place = replace(self, hours=())
        for change in sorted(self.hours, key=lambda change: change.from_on):
            if self.ended_on is not None and change.from_on > self.ended_on:
                break
            if change.from_on > place.started_on:
                last = change.from_on - ONE_DAY
                yield replace(place, ended_on=last, ended_by_placement=False)
                place = replace(place, started_on=change.from_on, accepted_on=None)
            place = replace(
                place, is_full_time=change.is_full_time, hours_a_week=change.hours_a_week
            )
        yield place

    def as_known_on(self, day: date) -> Self:
        """The place without what happened after `day`."""
        hours = tuple(change for change in self.hours if change.from_on <= day)
        return replace(self, ended_on=end_known_on(day, self.ended_on), hours=hours)


@dataclass(frozen=True)
class PupilFacts:
    """One child. `authority_code` is the authority that looks after them.

    What happened before `on_record_since` may not have been loaded.
    """

    date_of_birth: date
    authority_code: str
    care_periods: tuple[CarePeriodFacts, ...] = ()
    enrolments: tuple[EnrolmentFacts, ...] = ()
    on_record_since: date | None = None

    def as_known_on(self, day: date) -> Self:
        """The child as known on `day`: facts dated later are not known yet.

        A place is known from the day it was accepted, though education starts on its first day.
        """
        return replace(
            self,
            care_periods=tuple(
                period.as_known_on(day)
                for period in sorted(self.care_periods, key=lambda period: period.started_on)
                if period.started_on <= day
            ),
            enrolments=tuple(
                enrolment.as_known_on(day)
                for enrolment in sorted(self.enrolments, key=lambda place: place.started_on)
                if enrolment.started_on <= day
                or (enrolment.accepted_on is not None and enrolment.accepted_on <= day)
            ),
        )

    @property
    def places_by_hours(self) -> tuple[EnrolmentFacts, ...]:
        """The places, each divided where it becomes part time or full time again."""
        return tuple(piece for place in self.enrolments for piece in place.by_hours())

    @property
    def entered_a_setting_on(self) -> date | None:
        """The first day at any main setting: for a young child, entry to nursery."""
        return min((e.started_on for e in self.enrolments if e.is_main_school), default=None)

    def has_setting_on(self, day: date) -> bool:
        """Whether a setting had the child, or had accepted them, on `day`.

        Whatever the kind of place: its designated teacher sees the child and can do the work.
        """
        return any(e.setting_id is not None and e.is_held_on(day) for e in self.enrolments)

    def last_school_between(self, first: date, last: date) -> int | None:
        """The last main school on whose register the child was from `first` to `last`."""
        there = [
            e
            for e in self.enrolments
            if e.is_main_school
            and e.started_on <= last
            and (e.ended_on is None or e.ended_on >= first)
        ]
        return max(there, key=lambda e: e.started_on).setting_id if there else None


Row = TypeVar("Row", EpisodeFacts, PlacementFacts)


def end_known_on(day: date, ended_on: date | None) -> date | None:
    """An end that lies after `day` is not known yet."""
    return ended_on if ended_on is None or ended_on <= day else None


def known_rows(rows: tuple[Row, ...], day: date) -> Iterator[Row]:
    """The rows that had begun by `day`, in order, each open if it ended later."""
    for row in sorted(rows, key=lambda row: row.started_on):
        if row.started_on <= day:
            yield replace(row, ended_on=end_known_on(day, row.ended_on))
