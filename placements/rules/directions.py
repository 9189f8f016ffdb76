"""The clock `school_direction`: after a refusal or silence the use of direction is considered.

Source: statutory guidance (2018), "School admissions": powers of direction are used in a timely
way rather than delayed by protracted negotiation. It names no number of days: the clock is local.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import Self

from pupils.rules.clock import (
    OFFICER,
    ClockState,
    Closing,
    Surroundings,
    clock_state,
    earliest,
    end_of_care,
)
from pupils.rules.facts import CarePeriodFacts, PupilFacts, end_known_on
from vsh.calendars.rules import Due, SchoolDays, in_words

from .admissions import (
    SCHOOL_DAYS_OF_SILENCE,
    Application,
    Route,
    direction_due,
    earliest_start,
)

KIND = "school_direction"
REFUSED = "refused"


@dataclass(frozen=True)
class ApplicationFacts:
    """One application to a school, named by its URN, and what came of it."""

    school: str
    route: str
    sent_on: date
    answer: str = ""
    answered_on: date | None = None
    direction_considered_on: date | None = None
    wanted_from_on: date | None = None
    search_ended_on: date | None = None

    @property
    def key(self) -> str:
        """The natural key of what starts with it."""
        return f"application:{self.sent_on}/{self.school}"


@dataclass(frozen=True)
class ApplicationsOfChild:
    """What was asked of schools for a child."""

    rows: tuple[ApplicationFacts, ...] = ()

    def as_known_on(self, day: date) -> Self:
        """Without what happened after `day`."""
        return replace(
            self, rows=tuple(_known(row, day) for row in self.rows if row.sent_on <= day)
        )


def _known(row: ApplicationFacts, day: date) -> ApplicationFacts:
    is_answered = row.answered_on is not None and row.answered_on <= day
    return replace(
        row,
        answer=row.answer if is_answered else "",
        answered_on=end_known_on(day, row.answered_on),
        direction_considered_on=end_known_on(day, row.direction_considered_on),
        search_ended_on=end_known_on(day, row.search_ended_on),
    )


def directions(
    child: PupilFacts, applications: ApplicationsOfChild, known: Surroundings
) -> list[ClockState]:
    """A clock for each application that was refused, or not answered: in the normal round from the
    September of the place on."""
    states = []
    for row in applications.rows:
        periods = (p for p in child.care_periods if p.started_on <= row.sent_on)
        period = next((p for p in periods if p.ended_on is None or row.sent_on < p.ended_on), None)
        if period is not None and (state := _clock(child, period, row, known)):
            states.append(state)
    return states


def _clock(
    child: PupilFacts, period: CarePeriodFacts, row: ApplicationFacts, known: Surroundings
) -> ClockState | None:
    days = known.book.school_days(
        setting_id=None, area_code=period.area_on(row.sent_on), authority_code=child.authority_code
    )
    due = _due(row, days, silence=silence_of(known))
    closing = earliest(
        end_of_care(child, period, on=known.on),
        _answered(row),
        _educated(child, row, known.on),
    )
    if due is None or due.started_on > known.on:
        return None
    over = (closing.on if closing else None, row.direction_considered_on)
    if _is_silent_round(row) and any(day is not None and day <= due.started_on for day in over):
        return None
    return clock_state(
        kind=KIND,
        trigger_key=row.key,
        owner_role=OFFICER,
        due=due,
        met_on=row.direction_considered_on,
        closing=closing,
    )


def _is_silent_round(row: ApplicationFacts) -> bool:
    """Of the normal round, and not refused: it starts no clock before the September of the place,
    nor if all was over by then."""
    return row.route == Route.NORMAL_ROUND and row.answer != REFUSED


def silence_of(known: Surroundings) -> int:
    """After how many school days without an answer."""
    return known.local_number(KIND) or SCHOOL_DAYS_OF_SILENCE


def _due(row: ApplicationFacts, days: SchoolDays, *, silence: int) -> Due | None:
    """As the page of the search says it; of one that was answered as it stood before the answer."""
    is_refused = row.answer == REFUSED
    application = Application(
        by_route=Route(row.route),
        sent_on=row.sent_on,
        wanted_from_on=row.wanted_from_on,
        is_refused=is_refused,
        answered_on=row.answered_on if is_refused else None,
    )
    return direction_due(application, days, silence=silence)


def _answered(row: ApplicationFacts) -> Closing | None:
    if row.answered_on is None or row.answer == REFUSED:
        return None
    what = "A place was offered" if row.answer == "offered" else "The application was withdrawn"
    return Closing(row.answered_on, f"{what} on {in_words(row.answered_on)}")


def _educated(child: PupilFacts, row: ApplicationFacts, on: date) -> Closing | None:
    """Full-time education that began since the application was sent, and near the day from which
    the place was wanted; in the normal round, whose places begin in September, one that was
    accepted; or the search ended without it."""
    first = max(row.sent_on, earliest_start(row.wanted_from_on or row.sent_on))
    places = [
        e for e in child.places_by_hours if e.is_full_time_education and first <= e.started_on
    ]
    if row.route == Route.NORMAL_ROUND:
        for place in places:
            accepted_on = place.accepted_on
            if accepted_on and row.sent_on <= accepted_on < place.started_on:
                what = f"A full-time place from {in_words(place.started_on)} was accepted on "
                return Closing(accepted_on, f"{what}{in_words(accepted_on)}")
    begun = [place.started_on for place in places if place.started_on <= on]
    if begun:
        return Closing(min(begun), f"Full-time education began on {in_words(min(begun))}")
    if row.search_ended_on is not None:
        return Closing(row.search_ended_on, f"The search ended on {in_words(row.search_ended_on)}")
    return None
