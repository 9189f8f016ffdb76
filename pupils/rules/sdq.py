"""The Strengths and Difficulties Questionnaire: what a total score says, what follows from a
raised one, and the clock `sdq`.

Bands for looked-after children as the DfE uses them for the carer's score; the teacher's and the
child's own bands are those of the questionnaire's authors. Source of the rest: statutory guidance
(2018), "Mental health", and the SSDA903 return.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import zip_longest
from typing import Self

from vsh.calendars.rules import Due, add_months, age_on, birthday, in_words, plural

from .clock import (
    SOCIAL_WORKER,
    ClockState,
    Closing,
    Surroundings,
    clock_state,
    earliest,
    end_of_care,
)
from .facts import CarePeriodFacts, PupilFacts
from .short_breaks import is_short_break

KIND = "sdq"
MONTHS = 12
ROUND = timedelta(days=91)
FIRST_AGE, LAST_AGE = 4, 16  # of the return
OWN_AGES = range(4, 18)  # of the child's own questionnaire, as the guidance gives them
CARER, TEACHER, CHILD = "carer", "teacher", "child"
NORMAL = "normal"
EARLIER_SCORES = "earlier scores"

_BANDS = {  # highest score of "close to average" and of "borderline"
    CARER: (13, 16),
    TEACHER: (11, 15),
    CHILD: (15, 19),
}


def sdq_band(*, score: int, respondent: str) -> str:
    """Normal, borderline or cause for concern."""
    normal, borderline = _BANDS[respondent]
    if score <= normal:
        return NORMAL
    return "borderline" if score <= borderline else "cause for concern"


def raised_from(respondent: str) -> int:
    """The lowest score that is borderline or more."""
    return _BANDS[respondent][0] + 1


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What one person's questionnaire said on a day, or that there was none, and why."""

    respondent: str
    completed_on: date
    score: int | None = None


def asked_of_the_school(
    answers: Iterable[Answer], *, date_of_birth: date, is_in_care: bool, on: date
) -> tuple[str, ...]:
    """Whose questionnaires the school of a child in care is still asked for: its own, the child's.

    The carer's last score of the past 12 months is borderline or a cause for concern, and of the
    same round there is neither the other's score nor the reason why there is none. Source:
    statutory guidance (2018), "Mental health": the scores of carer, teacher and, at 4 to 17, the
    child are set beside one another. Our conventions: that a score a year old asks for nothing
    more, and that what was filled in up to 13 weeks before is of the same round. Each
    questionnaire asks of the last six months, so that two of them then speak for the most part of
    the same time.
    """
    if not is_in_care:
        return ()
    known = [one for one in answers if one.completed_on <= on]
    of_carer = [one for one in known if one.respondent == CARER]
    last = max(of_carer, key=lambda one: one.completed_on, default=None)
    if last is None or last.score is None or last.score < raised_from(CARER):
        return ()
    if add_months(last.completed_on, MONTHS) <= on:
        return ()
    since = {one.respondent for one in known if one.completed_on >= last.completed_on - ROUND}
    wanted = [TEACHER, CHILD] if age_on(date_of_birth, on) in OWN_AGES else [TEACHER]
    return tuple(each for each in wanted if each not in since)


@dataclass(frozen=True)
class SdqFacts:
    """The days of the carer's scores, or of the reason why there was none."""

    days: tuple[date, ...] = ()

    def as_known_on(self, day: date) -> Self:
        """Without what came later."""
        return type(self)(tuple(sorted(each for each in self.days if each <= day)))


def sdq_scores(child: PupilFacts, facts: SdqFacts, known: Surroundings) -> list[ClockState]:
    """A carer's score each year, from 4 to 16, for a child looked after for 12 months.

    The first is due 12 months after entry to care or the fourth birthday, whichever is later,
    each of the others 12 months after the one before; a recorded reason why there is none counts
    as one. Source: SSDA903 return, SDQ_SCORE and SDQ_REASON.
    """
    states: list[ClockState] = []
    for period in child.care_periods:
        if not is_short_break(child, period, on=known.on):
            states += _of_period(child, period, facts, known)
    return states


def _of_period(
    child: PupilFacts, period: CarePeriodFacts, facts: SdqFacts, known: Surroundings
) -> list[ClockState]:
    start = max(period.started_on, birthday(child.date_of_birth, FIRST_AGE))
    closing = earliest(end_of_care(child, period, on=known.on), _too_old(child, known.on))
    if start > known.on or (closing is not None and start >= closing.on):
        return []
    days = [day for day in facts.days if day >= start and (closing is None or day <= closing.on)]
    months = known.number(KIND, MONTHS)
    first = _due(start, months, "from becoming looked after")
    if start > period.started_on:
        first = _due(start, months, "from the fourth birthday")
    starts = [(period.key, first)] + [
        (f"sdq:{day}", _due(day, months, "from the last score"))
        for day in days
        if closing is None or day < closing.on
    ]
    return [
        _state(key, due, met_on, child, closing)
        for (key, due), met_on in zip_longest(starts, days[: len(starts)])
    ]


def _state(
    key: str, due: Due, met_on: date | None, child: PupilFacts, closing: Closing | None
) -> ClockState:
    """What ran out before the child was on record here may have been met then by a score that was
    not loaded: with a later one it is not said to be late, without one it is due from that day."""
    assert due.due_on is not None
    since = child.on_record_since
    is_missing = False
    if since is not None and due.due_on < since:
        is_missing = met_on is not None and met_on > due.due_on
        if is_missing:
            due = Due(due.started_on, None, due.steps, missing=(EARLIER_SCORES,))
        elif met_on is None and closing is None:
            said = f"None is on record since {in_words(since)}, when the child came on record here"
            due = Due(due.started_on, since, (*due.steps, said))
    return clock_state(
        kind=KIND,
        trigger_key=key,
        owner_role=SOCIAL_WORKER,
        due=due,
        met_on=None if is_missing else met_on,
        closing=closing,
        is_current=not is_missing,
    )


def _due(start: date, months: int, event: str) -> Due:
    said = f"{plural(months, 'month')} {event} on {in_words(start)}"
    return Due(start, add_months(start, months), (said,))


def _too_old(child: PupilFacts, on: date) -> Closing | None:
    day = birthday(child.date_of_birth, LAST_AGE + 1)
    return Closing(day, f"Turned {LAST_AGE + 1} on {in_words(day)}") if day <= on else None
